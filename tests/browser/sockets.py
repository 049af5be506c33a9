"""Streamlit's socket without a browser: what somebody sends who leaves the pages aside."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from components.entrance import gate
from tests.browser.serving import Server

_PATIENCE = 60


class Socket:
    """One session over the raw socket: runs a page, and keeps what it drew."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.session = ""
        self.elements: list[Any] = []

    def run(self, page: str, query: str, states: tuple[WidgetState, ...] = ()) -> None:
        """Run a page with these states of widgets, wherever they come from."""
        sent = BackMsg()
        sent.rerun_script.query_string = query
        sent.rerun_script.page_name = page
        sent.rerun_script.widget_states.widgets.extend(states)
        self._connection.send(sent.SerializeToString())
        self.elements = []
        self._read()

    def _read(self) -> None:
        while True:
            message, received = ForwardMsg(), self._connection.recv(timeout=_PATIENCE)
            message.ParseFromString(received if isinstance(received, bytes) else b"")
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id
                self.elements = []
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self.elements.append(message.delta.new_element)
            elif kind == "script_finished" and message.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):
                return

    @property
    def text(self) -> str:
        """All that was drawn, as one text."""
        drawn: list[bytes] = [one.SerializeToString() for one in self.elements]
        return b"\n".join(drawn).decode(errors="replace")

    def ids(self, label: str) -> list[str]:
        """Ids of the buttons that have a label."""
        buttons = [one.button for one in self.elements if one.WhichOneof("type") == "button"]
        return [button.id for button in buttons if button.label == label]

    @property
    def labelled(self) -> dict[str, str]:
        """Ids of all controls by their labels; of two with one label the first."""
        found: dict[str, str] = {}
        for one in self.elements:
            control = getattr(one, one.WhichOneof("type"))
            if getattr(control, "id", "") and getattr(control, "label", ""):
                found.setdefault(control.label, control.id)
        return found

    @property
    def kinds(self) -> set[str]:
        """Which kinds of elements were drawn."""
        return {str(one.WhichOneof("type")) for one in self.elements}

    @property
    def notices(self) -> str:
        """The notices that were drawn, without the escapes of Markdown."""
        alerts = [one.alert.body for one in self.elements if one.WhichOneof("type") == "alert"]
        return "\n".join(alerts).replace("\\", "")


@contextmanager
def socket(server: Server, token: str | None) -> Iterator[Socket]:
    """A socket with the cookie of a sign-in; None: a stranger's."""
    address = server.origin.replace("http", "ws", 1) + "/_stcore/stream"
    cookie = f"{gate.COOKIE}={gate.cookie_of(token)}" if token else ""
    with connect(
        address,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Cookie": cookie, "Origin": server.origin},
        max_size=None,
    ) as connection:
        yield Socket(connection)


def pressed(identifier: str) -> WidgetState:
    """The state of a button that was clicked."""
    return WidgetState(id=identifier, trigger_value=True)


def typed(identifier: str, text: str) -> WidgetState:
    """The state of a field that holds a text."""
    return WidgetState(id=identifier, string_value=text)

"""Streamlit's socket without a browser: what somebody sends who leaves the pages aside."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx2
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from components.entrance import gate
from tests.browser.serving import Server

_PATIENCE = 60


class Socket:
    """One session over the raw socket: runs a page, and keeps what it drew."""

    def __init__(
        self, connection: ClientConnection, origin: str, headers: Mapping[str, str]
    ) -> None:
        self._connection = connection
        self._origin, self._headers = origin, headers
        self.session = ""
        self.elements: list[Any] = []

    def run(
        self, page: str, query: str, states: tuple[WidgetState, ...] = (), *, url: str = ""
    ) -> None:
        """Run a page with these states of widgets, wherever they come from.

        ``url`` is what the socket says that its browser shows.
        """
        sent = BackMsg()
        sent.rerun_script.query_string = query
        sent.rerun_script.page_name = page
        sent.rerun_script.context_info.url = url
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

    def say(self, message: BackMsg | bytes | str) -> None:
        """Send a message of whatever kind, and wait for nothing."""
        raw = message.SerializeToString() if isinstance(message, BackMsg) else message
        self._connection.send(raw)

    def heard(self, kind: str) -> Any:
        """The next message of a kind; what comes before it is passed over."""
        while True:
            message, received = ForwardMsg(), self._connection.recv(timeout=_PATIENCE)
            message.ParseFromString(received if isinstance(received, bytes) else b"")
            if message.WhichOneof("type") == kind:
                return getattr(message, kind)

    def download(self, button: str) -> str:
        """The address of what a button for a file makes; "" where it makes nothing."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = button
        asked.backend_operation_request.session_id = self.session
        asked.backend_operation_request.deferred_file.file_id = button
        self.say(asked)
        return str(self.heard("backend_operation_response").deferred_file.url)

    def upload(self, name: str, content: bytes) -> WidgetState:
        """Upload a file into this session; gives the state of the page's field for files."""
        urls = self._place(name)
        assert self.put(urls.upload_url, name, content) == 204
        state = WidgetState(id=self._of_kind("file_uploader")[0].id)
        told = state.file_uploader_state_value.uploaded_file_info.add()
        told.file_id, told.name, told.size = urls.file_id, name, len(content)
        told.file_urls.CopyFrom(urls)
        return state

    def upload_address(self, name: str) -> str:
        """The address at which this session takes a file."""
        return str(self._place(name).upload_url)

    def _place(self, name: str) -> Any:
        asked = BackMsg()
        asked.file_urls_request.request_id = name
        asked.file_urls_request.session_id = self.session
        asked.file_urls_request.file_names.append(name)
        self.say(asked)
        (urls,) = self.heard("file_urls_response").file_urls
        return urls

    def put(self, address: str, name: str, content: bytes) -> int:
        """Send a file to an address for uploads, of whatever session; gives the status."""
        mark = httpx2.get(f"{self._origin}/_stcore/health").cookies["_streamlit_xsrf"]
        cookies = f"{self._headers['Cookie']}; _streamlit_xsrf={mark}"
        headers = {**self._headers, "Cookie": cookies.removeprefix("; "), "X-Xsrftoken": mark}
        handed = {"file": (name, content, "application/octet-stream")}
        return httpx2.put(self._origin + address, files=handed, headers=headers).status_code

    @property
    def buttons(self) -> list[str]:
        """Ids of all buttons, those that send a form included."""
        return [one.id for one in self._of_kind("button")]

    @property
    def files(self) -> list[str]:
        """The files that the page offers, by what makes them when asked for."""
        return [one.deferred_file_id for one in self._of_kind("download_button")]

    def _of_kind(self, kind: str) -> list[Any]:
        return [getattr(one, kind) for one in self.elements if one.WhichOneof("type") == kind]

    @property
    def text(self) -> str:
        """All that was drawn, as one text."""
        drawn: list[bytes] = [one.SerializeToString() for one in self.elements]
        return b"\n".join(drawn).decode(errors="replace")

    def ids(self, label: str) -> list[str]:
        """Ids of the buttons that have a label."""
        return [button.id for button in self._of_kind("button") if button.label == label]

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
        return "\n".join(one.body for one in self._of_kind("alert")).replace("\\", "")


def sent_with(server: Server, token: str | None) -> dict[str, str]:
    """The headers of what a page of this server sends with the cookie of a sign-in."""
    cookie = f"{gate.COOKIE}={gate.cookie_of(token)}" if token else ""
    return {"Cookie": cookie, "Origin": server.origin}


@contextmanager
def socket(server: Server, token: str | None) -> Iterator[Socket]:
    """A socket with the cookie of a sign-in; None: a stranger's."""
    address = server.origin.replace("http", "ws", 1) + "/_stcore/stream"
    headers = sent_with(server, token)
    with connect(
        address,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers=headers,
        max_size=None,
    ) as connection:
        yield Socket(connection, server.origin, headers)


def pressed(identifier: str) -> WidgetState:
    """The state of a button that was clicked."""
    return WidgetState(id=identifier, trigger_value=True)


def typed(identifier: str, text: str) -> WidgetState:
    """The state of a field that holds a text."""
    return WidgetState(id=identifier, string_value=text)

"""One visitor over the socket, who reads pages, types, presses buttons, uploads and downloads.

It speaks Streamlit's protocol as the pages do, and raises ``Failed`` where a page does not work.
"""

import asyncio
import html
import re
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

_FILES = re.compile(r'href="(/api/v1/[^"#]+)"')
_PATIENCE = 60
_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)


class Failed(Exception):  # noqa: N818 - the name says what happened
    """Raised where a page or file does not come as it should."""


def pressed(identifier: str) -> WidgetState:
    """The state of a button that was clicked."""
    return WidgetState(id=identifier, trigger_value=True)


def typed(identifier: str, text: str) -> WidgetState:
    """The state of a field that holds a text."""
    return WidgetState(id=identifier, string_value=text)


@dataclass
class Visitor:
    """One session: what the page that it ran last drew."""

    connection: ClientConnection
    origin: str
    cookies: dict[str, str] = field(default_factory=dict)
    session: str = ""
    elements: list[Any] = field(default_factory=list)

    async def run(self, page: str, query: str, *states: WidgetState) -> None:
        """Run a page with these states of its widgets, and take all that it draws."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.widget_states.widgets.extend(states)
        await self.connection.send(asked.SerializeToString())
        self.elements = []
        while True:
            message = await self._heard()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id
                self.elements = []  # a run that asked for another one is not what stands there
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self.elements.append(message.delta.new_element)
            elif kind == "script_finished" and message.script_finished in _DONE:
                break
        if any(one.WhichOneof("type") == "exception" for one in self.elements):
            raise Failed(f"/{page}?{query}: an exception")
        if not self.elements:
            raise Failed(f"/{page}?{query}: nothing was drawn")

    async def _heard(self) -> ForwardMsg:
        raw = await asyncio.wait_for(self.connection.recv(decode=False), _PATIENCE)
        message: ForwardMsg = ForwardMsg.FromString(raw)
        return message

    async def upload(self, name: str, content: bytes) -> WidgetState:
        """Upload a file into this session; gives the state of the page's field for files."""
        asked = BackMsg()
        asked.file_urls_request.request_id = name
        asked.file_urls_request.session_id = self.session
        asked.file_urls_request.file_names.append(name)
        await self.connection.send(asked.SerializeToString())
        while (message := await self._heard()).WhichOneof("type") != "file_urls_response":
            pass
        (urls,) = message.file_urls_response.file_urls
        async with self.client() as client:
            mark = (await client.get("/_stcore/health")).cookies["_streamlit_xsrf"]
            handed = {"file": (name, content, "text/csv")}
            answer = await client.put(
                urls.upload_url, files=handed, headers={"X-Xsrftoken": mark, "Origin": self.origin}
            )
        if answer.status_code != 204:
            raise Failed(f"upload: {answer.status_code}")
        (identifier,) = [one.id for one in self.of_kind("file_uploader")]
        state = WidgetState(id=identifier)
        told = state.file_uploader_state_value.uploaded_file_info.add()
        told.file_id, told.name, told.size = urls.file_id, name, len(content)
        told.file_urls.CopyFrom(urls)
        return state

    async def fetch(self, address: str) -> int:
        """Take a file away; gives its bytes."""
        async with self.client() as client:
            answer = await client.get(address)
        if answer.status_code != 200 or not answer.content:
            raise Failed(f"{address}: {answer.status_code}")
        return len(answer.content)

    def client(self) -> httpx2.AsyncClient:
        """What asks for files, with what this visitor's browser keeps."""
        where = urlsplit(self.origin)
        return httpx2.AsyncClient(
            base_url=f"{where.scheme}://127.0.0.1:{where.port}",
            headers={"Host": where.netloc},
            cookies=self.cookies,
            timeout=_PATIENCE,
            verify=False,
        )

    @property
    def files(self) -> list[str]:
        """The addresses of the files that the page offers."""
        return sorted({html.unescape(one) for one in _FILES.findall(self.text)})

    @property
    def text(self) -> str:
        """All that was drawn, as one text."""
        drawn: list[bytes] = [one.SerializeToString() for one in self.elements]
        return b"\n".join(drawn).decode(errors="replace")

    @property
    def notices(self) -> str:
        """The notices that were drawn, without the escapes of Markdown."""
        return "\n".join(one.body for one in self.of_kind("alert")).replace("\\", "")

    def button(self, label: str) -> str:
        """Id of the last button with a label."""
        return self._id([one for one in self.of_kind("button") if one.label == label], label)

    def labelled(self, label: str) -> str:
        """Id of the first control with a label."""
        return self._id([one for one in self._controls() if one.label == label], label)

    def _id(self, found: list[Any], label: str) -> str:
        if not found:
            raise Failed(f"“{label}” is not on the page: {self.notices[:200]}")
        return str(found[-1].id)

    def _controls(self) -> Iterator[Any]:
        for one in self.elements:
            control = getattr(one, one.WhichOneof("type"))
            if getattr(control, "id", "") and getattr(control, "label", ""):
                yield control

    def of_kind(self, kind: str) -> list[Any]:
        """What was drawn of one kind."""
        return [getattr(one, kind) for one in self.elements if one.WhichOneof("type") == kind]


@asynccontextmanager
async def visiting(
    origin: str,
    *,
    vanishes: bool = False,
    cookies: Mapping[str, str] | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[Visitor]:
    """A visitor with a socket; one that ``vanishes`` ends without a word, as a lost line does.

    ``cookies`` are those that the browser has by now. An ``origin`` that a certificate stands for
    is looked for on this machine, whatever its name.
    """
    kept = dict(cookies or {})
    there: dict[str, Any] = (
        {"ssl": tls, "host": "127.0.0.1", "port": urlsplit(origin).port} if tls else {}
    )
    said = {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())} if kept else {}
    connection = await connect(
        origin.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Origin": origin, **said},
        max_size=None,
        compression=None,
        ping_interval=None,
        open_timeout=_PATIENCE,
        **there,
    )
    answer = connection.response
    for line in answer.headers.get_all("Set-Cookie") if answer else ():
        name, _is, value = line.partition(";")[0].partition("=")
        kept[name] = value
    try:
        yield Visitor(connection, origin, kept)
    finally:
        if vanishes:
            connection.transport.abort()
        else:
            await connection.close()

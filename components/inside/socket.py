"""How what a run draws gets to its browser: many messages in one piece, and well compressed.

This rests on how Streamlit and its server work inside: ``tests/components/inside`` names what
no longer fits.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Self

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets import websockets_sansio_impl as sockets
from websockets.exceptions import InvalidState
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

# What a page sends again is compressed to next to nothing where the last run is still looked
# back upon: 32 kB do, the 4 kB that uvicorn takes do not. It costs 115 kB for each open page.
WINDOW = 15
_own_send = sockets.WebSocketsSansIOProtocol.send
_own_theme = app_session._populate_theme_msg


class Pieces(bytes):
    """Many messages on their way to one browser, in place of the bytes of one."""

    messages: Sequence[bytes]

    @classmethod
    def of(cls, messages: Sequence[bytes]) -> Self:
        """These messages, of which none is looked at again."""
        made = cls()
        made.messages = messages
        return made


class Messages:
    """Many messages that a run sends at once; Streamlit passes them on as it would one."""

    def __init__(self, messages: Sequence[bytes]) -> None:
        self._messages = messages

    def WhichOneof(self, _group: str) -> str:  # noqa: N802 - as a message has it
        """Its type: none that Streamlit knows, so it goes as it is, or is dropped with its run."""
        return "messages"

    def HasField(self, _name: str) -> bool:  # noqa: N802 - as a message has it
        """Whether it is of some type: of none."""
        return False

    def SerializeToString(self) -> Pieces:  # noqa: N802 - as a message has it
        """What goes through the socket."""
        return Pieces.of(self._messages)

    @property
    def each(self) -> list[ForwardMsg]:
        """The messages one by one."""
        return [ForwardMsg.FromString(one) for one in self._messages]


def set_up() -> None:
    """Have each socket take many messages at once, and compress them well."""
    sockets.WebSocketsSansIOProtocol.send = _send  # type: ignore[method-assign]
    sockets.ServerPerMessageDeflateFactory = _compressing  # type: ignore[attr-defined, assignment]
    app_session._populate_theme_msg = _put_theme


async def _send(self: sockets.WebSocketsSansIOProtocol, message: ASGISendEvent) -> None:
    """Send a message, or many of them in one piece."""
    pieces: Any = message.get("bytes")
    if not isinstance(pieces, Pieces):
        await _own_send(self, message)
        return
    await self.writable.wait()
    if self.disconnected or self.close_sent:
        raise ClientDisconnected
    try:
        for one in pieces.messages:
            self.conn.send_binary(one)
    except InvalidState:
        raise ClientDisconnected from None
    self.transport.write(b"".join(self.conn.data_to_send()))


def _compressing(**settings: Any) -> ServerPerMessageDeflateFactory:
    return ServerPerMessageDeflateFactory(**{**settings, "server_max_window_bits": WINDOW})


def _put_theme(msg: CustomThemeConfig, section: str = "theme") -> None:
    """Put a section of the theme, which is the same in each run, into its first message."""
    if made := _theme(section):
        msg.MergeFrom(made)


@cache
def _theme(section: str) -> CustomThemeConfig | None:
    made = CustomThemeConfig()
    _own_theme(made, section)
    return made if made.ListFields() else None

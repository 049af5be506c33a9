"""VISCII (RFC 1456), a Vietnamese encoding of before Unicode, as a codec that Python can use."""

import codecs

NAME = "viscii"
# Six rare capitals stand where other encodings have signs that steer a terminal.
_CAPITALS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_UPPER = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_TABLE = "".join(_CAPITALS.get(byte, chr(byte)) for byte in range(128)) + _UPPER
_ENCODING = codecs.charmap_build(_TABLE)


def _encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
    return codecs.charmap_encode(text, errors, _ENCODING)


def _decode(content: bytes, errors: str = "strict") -> tuple[str, int]:
    return codecs.charmap_decode(content, errors, _TABLE)


class _Decoder(codecs.IncrementalDecoder):
    def decode(self, content: bytes, final: bool = False) -> str:  # type: ignore[override]  # noqa: ARG002, FBT001, FBT002
        return _decode(content, self.errors)[0]


class _Encoder(codecs.IncrementalEncoder):
    def encode(self, text: str, final: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002
        return _encode(text, self.errors)[0]


def _find(name: str) -> codecs.CodecInfo | None:
    if name != NAME:
        return None
    return codecs.CodecInfo(
        _encode,
        lambda content, errors="strict": _decode(bytes(content), errors),
        name=NAME,
        incrementalencoder=_Encoder,
        incrementaldecoder=_Decoder,
    )


codecs.register(_find)

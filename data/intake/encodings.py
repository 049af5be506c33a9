"""Finds the encoding of a text file: Unicode by its form, anything older by its words."""

import codecs
import re
from dataclasses import dataclass

import pyarrow as pa

from data.intake.evidence import is_cp1258, legacy_encoding, marked_words
from data.sheets.limits import NoTable

ENCODINGS = ("utf-8", "utf-16", "cp1258", "cp1252", "tcvn3", "vni")
_SAMPLE = 2_000_000
_AT_ONCE = 100_000  # bytes decoded, which the processor's cache holds
# Every second byte of UTF-16 is NUL for a letter of Latin-1: over 70 % of Vietnamese, unaccented
# letters, marks and digits being most of any table.
_FEWEST_NULS = 0.6
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.01


@dataclass(frozen=True)
class Decoded:
    """How a text begins, the Python codec that reads its bytes, and the encoding as we name it.

    TCVN3 and VNI are codepages of fonts, not codecs: such a text is as Windows-1252 reads it.
    """

    beginning: str
    codec: str
    encoding: str

    @property
    def is_whole(self) -> bool:
        """Whether the beginning is all there is."""
        return len(self.beginning) < _SAMPLE


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """What a file holds as text, in ``encoding`` if the user named one of ``ENCODINGS``.

    Raises:
        NoTable: the bytes are no text, are damaged, or do not fit the encoding.

    """
    decoded = _guessed(content) if encoding is None else _asked(content, encoding)
    controls = len(_CONTROLS.findall(decoded.beginning))
    if controls > _MOST_CONTROLS * len(decoded.beginning):
        raise NoTable("is-binary")
    return decoded


def _guessed(content: bytes) -> Decoded:
    if decoded := _unicode(content):
        return decoded
    if b"\0" in content:
        raise NoTable("is-binary")
    _refuse_damaged(content)
    text = _strictly(content, "cp1252", "unknown-encoding")
    words = marked_words([text])
    if legacy := legacy_encoding(words):
        return Decoded(text, "cp1252", legacy)
    if is_cp1258(words):
        return Decoded(_strictly(content, "cp1258", "unknown-encoding"), "cp1258", "cp1258")
    return Decoded(text, "cp1252", "cp1252")


def _asked(content: bytes, encoding: str) -> Decoded:
    if encoding not in ENCODINGS:
        raise ValueError(encoding)
    if encoding in ("tcvn3", "vni"):
        # Text of those fonts may have been saved as Unicode since, still unconverted.
        decoded = _unicode(content) or Decoded(_strictly(content, "cp1252"), "cp1252", encoding)
        return Decoded(decoded.beginning, decoded.codec, encoding)
    if encoding == "utf-16":
        codec = _utf16(content) or "utf-16-le"
    else:
        codec = "utf-8-sig" if encoding == "utf-8" else encoding
    return Decoded(_strictly(content, codec), codec, encoding)


def _unicode(content: bytes) -> Decoded | None:
    if codec := _utf16(content):
        return Decoded(_strictly(content, codec, "broken-text"), codec, "utf-16")
    if content.startswith(codecs.BOM_UTF8):
        return Decoded(_strictly(content, "utf-8-sig", "broken-text"), "utf-8-sig", "utf-8")
    if not _is_utf8(content):
        return None
    if b"\0" in content:
        raise NoTable("is-binary")
    beginning = codecs.getincrementaldecoder("utf-8")().decode(content[: 4 * _SAMPLE])
    return Decoded(beginning[:_SAMPLE], "utf-8", "utf-8")


def _is_utf8(content: bytes) -> bool:
    """Whether all bytes are UTF-8, asked of Arrow: it looks at many at once and keeps none."""
    ends = pa.array([0, len(content)], pa.int64()).buffers()[1]
    whole = [None, ends, pa.py_buffer(content)]
    try:
        pa.Array.from_buffers(pa.large_binary(), 1, whole).cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _utf16(content: bytes) -> str | None:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(content) % 2:
        return None
    sample = content[:_SAMPLE]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if max(first, second) <= _FEWEST_NULS * len(sample) / 2 or first == second:
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _refuse_damaged(content: bytes) -> None:
    """UTF-8 with a few wrong bytes would be read as thousands of wrong letters."""
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - wrong - len(text.encode("ascii", "ignore"))
    if right > wrong:
        place = text.index("\ufffd")
        raise NoTable("broken-text", found=text[max(0, place - 20) : place + 20].strip())


def _strictly(content: bytes, codec: str, kind: str = "not-this-encoding") -> str:
    try:
        return _beginning(content, codec)
    except UnicodeDecodeError as wrong:
        raise NoTable(kind) from wrong


def _beginning(content: bytes, codec: str) -> str:
    """The first characters, once all of them are read, a part at a time."""
    decoder = codecs.getincrementaldecoder(codec)()
    whole = memoryview(content)
    beginning = ""
    has_null = False
    for first in range(0, len(whole), _AT_ONCE):
        part = decoder.decode(whole[first : first + _AT_ONCE])
        has_null = has_null or "\0" in part
        if len(beginning) < _SAMPLE:
            beginning += part[: _SAMPLE - len(beginning)]
    decoder.decode(b"", final=True)
    if has_null:
        raise NoTable("is-binary")
    return beginning

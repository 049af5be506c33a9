"""Finds the encoding of a text file: Unicode by its bytes, older encodings by its words."""

import codecs
import re
from dataclasses import dataclass

from data.intake import viscii
from data.intake.evidence import is_cp1258, legacy_encoding, marked_words, soundness
from data.sheets.limits import NoTable

ENCODINGS = (
    "utf-8", "utf-16", "cp1258", "cp1252", "tcvn3", "vni", viscii.NAME, "mac_roman", "cp850"
)  # fmt: skip
# What is no Unicode and written for no font, most frequent first. DOS 437 has the letters of
# French where DOS 850 has them.
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850", viscii.NAME)
_SOUND = 0.9  # of the words with letters beyond ASCII; else nobody can tell
_SAMPLE = 2_000_000
_AT_ONCE = 100_000  # bytes to decode; they fit in the processor's cache
# In UTF-16 every second byte of a Latin-1 letter is NUL. Over 70 % of the characters in a
# Vietnamese table are such letters, digits and signs.
_FEWEST_NULS = 0.6
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.01


@dataclass(frozen=True)
class Decoded:
    """The beginning of a text, the Python codec for its bytes, and our name for its encoding.

    TCVN3 and VNI belong to fonts and have no codec: such a text is read as Windows-1252.
    """

    beginning: str
    codec: str
    encoding: str

    @property
    def is_whole(self) -> bool:
        """Whether the beginning is the whole text."""
        return len(self.beginning) < _SAMPLE


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """A file as text; ``encoding`` is one of ``ENCODINGS``, or None to guess it.

    Raises:
        NoTable: the bytes are not text, are damaged, or do not fit the encoding.

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
    if text := _decoded(content, "cp1252"):
        words = marked_words([text])
        if legacy := legacy_encoding(words):
            return Decoded(text, "cp1252", legacy)
        if is_cp1258(words) and _best(content, "cp1258", viscii.NAME) == "cp1258":
            return Decoded(_strictly(content, "cp1258", "unknown-encoding"), "cp1258", "cp1258")
    return _soundest(content)


def _soundest(content: bytes) -> Decoded:
    """The text in the encoding in which most of its words are words."""
    best = _best(content, *_SINGLE_BYTE)
    text = _decoded(content, best) or ""
    if soundness(text) < _SOUND:
        raise NoTable("unknown-encoding")
    return Decoded(text, best, best)


def _best(content: bytes, *codecs_in_order: str) -> str:
    """The encoding in which most words are words; the first of several."""
    texts = {codec: _decoded(content, codec) for codec in codecs_in_order}
    shares = {codec: soundness(text) for codec, text in texts.items() if text}
    return max(shares, key=lambda codec: shares[codec], default=codecs_in_order[0])


def _decoded(content: bytes, codec: str) -> str | None:
    """The beginning of the text; None if the bytes are not of this encoding."""
    try:
        return _beginning(content, codec)
    except UnicodeDecodeError:
        return None


def _asked(content: bytes, encoding: str) -> Decoded:
    if encoding not in ENCODINGS:
        raise ValueError(encoding)
    if encoding in ("tcvn3", "vni"):
        # Text for these fonts may have been saved as Unicode later without being converted.
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
    """Whether all bytes are UTF-8; Arrow checks this quickly and without a copy."""
    import pyarrow as pa  # noqa: PLC0415 - workbooks come by here too, and would wait for it

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
    """Refuse UTF-8 with a few wrong bytes: read otherwise, it would give thousands of errors."""
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
    """The first characters; all bytes are decoded, part by part, to prove that they can be."""
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

"""What a zipped workbook holds, unpacked under a limit whatever its directory promises."""

import io
import re
import zipfile
from collections.abc import Mapping

_MOST_PARTS = 10_000
_CHUNK = 1 << 20
# Readers need the tables, not the pictures, macros and printer settings beside them.
_READ = re.compile(r"mimetype|.*\.(?:xml|rels)|xl/.*\.bin")
_UNREAD = re.compile(r"xl/(?:media|printerSettings|embeddings|drawings|charts|customXml)/.*|.*vba.*")
_ENCRYPTED = 0x1


class NotWorkbook(Exception):  # noqa: N818 -- says what was found, as Refused does
    """Raised when a zip is no workbook or passes a limit; ``kind`` is that of the fault."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def unpacked(content: bytes, most: int) -> dict[str, bytes]:
    """The parts of a workbook that a reader needs, by name; together at most ``most`` bytes.

    Raises:
        NotWorkbook: too much in it, encrypted, or damaged.

    """
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        members = file.infolist()
        if len(members) > _MOST_PARTS or sum(member.file_size for member in members) > most:
            raise NotWorkbook("over-unpacked")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise NotWorkbook("is-locked")
        for member in members:
            if _READ.fullmatch(member.filename) and not _UNREAD.fullmatch(member.filename):
                parts[member.filename] = _read(file, member)
    return parts


def _read(file: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """In steps, and no more than the directory says: zipfile would unpack all before it cuts."""
    with file.open(member) as part:
        return b"".join(iter(lambda: part.read(_CHUNK), b""))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The same parts as a zip without compression, so that what was checked is what is read."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def refuse_other(parts: Mapping[str, bytes], names: set[str]) -> None:
    ...

"""Where the file of a paper is, and under which name it is saved."""

import re
from urllib.parse import quote

from data.exports.edition import plain_name
from data.views.papers import FILES, file

FILE = f"{FILES}/{{paper}}"
PREVIEW = f"{FILES}/{{paper}}/preview.jpg"
BY_HASH = f"{FILES}/sha256/{{hash}}"
__all__ = ["BY_HASH", "FILE", "PREVIEW", "by_hash", "disposition", "file", "file_name", "preview"]
_UNSAFE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2066-\u2069\x7f-\x9f]+")


def preview(paper: str) -> str:
    """The address of the small picture of a paper."""
    return PREVIEW.format(paper=quote(paper, safe=""))


def by_hash(hash_: str) -> str:
    """The address of a file for those who edit, whatever names it."""
    return BY_HASH.format(hash=hash_)


def file_name(title: str, ending: str) -> str:
    """The name under which a paper is saved: one that every system takes for a name."""
    return plain_name(_UNSAFE.sub(" ", title), f".{ending}")


def disposition(plain: str, name: str) -> str:
    """The header that has a file saved: a plain name for old programs, the full one beside it.

    RFC 6266 and 5987: whatever the name holds, it ends no header and begins none.
    """
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

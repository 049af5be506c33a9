"""Texts as every database can keep them, whatever somebody has typed or sent."""

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


def keepable(text: str) -> str:
    """A text without NUL and lone surrogates, which a database cannot keep."""
    known = text.encode("utf-8", "replace").decode()
    return known.replace("\0", "\N{REPLACEMENT CHARACTER}")


class Written(TypeDecorator[str]):
    """A column of texts; what is written to it or compared with it is keepable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """What goes to the database."""
        return None if value is None else keepable(value)

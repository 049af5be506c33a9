"""Which translations of a published row are older than their original once a file is published.

A mark goes when its translation changes, or when somebody says that it still holds. A file that
has the texts and merely lacks the mark does not take it away: it may be an office's own copy, made
before the mark. One that empties the marks and has no texts says nothing else than that they hold.
"""

from collections.abc import Collection
from unicodedata import normalize

from data.record.rows import Row
from data.schema import Table


def without_emptied(table: Table, row: Row, published: Row) -> str:
    """The translations that a row names as older, without published ones that it empties."""
    was = _named(published, table.older)
    return ";".join(one for one in _named(row, table.older) if one not in was or row.get(one))


def doubtful(table: Table, row: Row, published: Row, given: Collection[str]) -> list[str]:
    """Translations that a row keeps as they are and that nobody has confirmed.

    Either the row changes their original, or it no longer names them as older although its file,
    with the columns ``given``, has their original.
    """
    unnamed = set(_named(published, table.older)) - set(_named(row, table.older))
    return [
        column
        for column, original in table.translations.items()
        if row[column]
        and _says_the_same(row[column], published[column])
        and (
            (column in unnamed and original in given)
            or not _says_the_same(row[original], published[original])
        )
    ]


def older(
    table: Table, row: Row, published: Row, doubts: Collection[str], *, confirmed: bool
) -> str:
    """The translations to name as older: those that the row names and those in doubt.

    Left out are those done anew, and those in doubt where somebody has ``confirmed`` them. A row
    that names a translation for the first time is believed, even where it changes it: it may
    bring an earlier text back.
    """
    was = _named(published, table.older)
    done = {one for one in was if not _says_the_same(row.get(one, ""), published.get(one, ""))}
    named = {one for one in _named(row, table.older) if row.get(one)} - done
    wanted = named - set(doubts) if confirmed else named | set(doubts)
    in_order = dict.fromkeys((*was, *table.translations))  # as published, so that nothing changes
    return ";".join(one for one in in_order if one in wanted)


def _named(row: Row, column: str | None) -> list[str]:
    return [one for one in row.get(column or "", "").split(";") if one]


def _says_the_same(text: str, other: str) -> bool:
    """Whether two texts differ in nothing but spaces, line breaks and how letters are composed."""
    return text == other or _plain(text) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(normalize("NFC", text).split())

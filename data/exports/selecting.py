"""Which rows of an edition stand behind a list, a chart or a map."""

from collections.abc import Iterable, Mapping

from data.exports.edition import Edition, Extract
from data.schema import TABLES
from data.views.filters import select
from data.views.lens import Lens, kept
from data.views.row_order import in_order


def part(edition: Edition, table: str, asked: Mapping[str, str]) -> Extract:
    """The rows of a table that fit some filters, as a page lists them; raises UnknownValue."""
    held = edition.rows[table]
    keys, words = _fitting(edition.lens, table, tuple(asked.items()))
    shown = tuple(filter(held.__contains__, keys))
    return Extract(edition, TABLES[table], shown, words, tuple(asked.items()))


@kept(64)
def _fitting(
    lens: Lens, table: str, asked: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Ids in the order of the page, and the filters in words; a page asks several times."""
    keys, words = select(lens, table, dict(asked))
    return in_order(lens, table, keys), words


def rows(edition: Edition, table: str, keys: Iterable[str], *about: tuple[str, str]) -> Extract:
    """Rows of a table by their ids; ``about`` says in words what they are about."""
    held = edition.rows[table]
    return Extract(edition, TABLES[table], tuple(key for key in keys if key in held), about)

"""One person with two posts at once."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from data.values.folding import fold
from data.views.contradictions.cells import Cell, Contradiction, Row, Tables, certain, ids


class _Held(NamedTuple):
    """A post as a row tells it: from when to when it may have been held, and the row."""

    first: date
    last: date
    post: tuple[str, str]
    key: str


def two_posts(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """One person entered twice with different posts whose dates overlap.

    A row of ``people`` holds one post with the date of which it is told, so a row alone cannot
    show two posts. Looked for are rows of one country with the same name or alias, apart from
    case and accents, with different roles or bodies, and with dates that are certain and overlap.
    """
    people = tables.get("people", {})
    named: dict[tuple[str, str], list[_Held]] = {}
    for key, row in people.items():
        for held in _held(key, row):
            for name in {fold(one) for one in (row["name"], *ids(row["aliases"]))}:
                named.setdefault((name, row["country"] or ""), []).append(held)
    place = {key: number for number, key in enumerate(people)}
    pairs = {
        tuple(sorted(pair, key=place.__getitem__))
        for posts in named.values()
        for pair in _at_once(posts)
    }
    for one, other in sorted(pairs, key=lambda pair: [place[key] for key in pair]):
        cells = Cell("people", one, "role_date", other), Cell("people", other, "role_date", one)
        yield Contradiction("two-posts", cells)


def _held(key: str, row: Row) -> Iterator[_Held]:
    """The post of a row; none where its date is missing or not certain."""
    days = certain(row["role_date"])
    if days:
        post = row["org_id"] or "", fold(row["role_vi"] or "")
        yield _Held(days.first or date.min, days.latest, post, key)


def _at_once(posts: Iterable[_Held]) -> Iterator[tuple[str, str]]:
    """Rows of one name, each with the row of another post that holds on longest beside it.

    Not every pair: a name that stands in thousands of rows would have millions.
    """
    longest: list[_Held] = []  # of two different posts, the one that ends last in front
    for held in sorted(posts):
        other = next((one for one in longest if one.post != held.post), None)
        if other and held.first <= other.last:
            yield other.key, held.key
        apart = [one for one in longest if one.post != held.post]
        same = [one for one in longest if one.post == held.post]
        kept = max([*same, held], key=lambda one: one.last)
        longest = sorted([*apart, kept], key=lambda one: one.last, reverse=True)[:2]

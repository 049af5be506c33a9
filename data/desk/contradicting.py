"""The contradictions that an upload would bring into the record: worth a look, never refused."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from data.desk.comparing import Mode, merged
from data.record.rows import Rows
from data.schema import TABLES
from data.views.contradictions import contradictions
from data.views.contradictions.cells import Contradiction


class ByRemoval(NamedTuple):
    """What replacing does beyond updating: contradictions that come, and those that go."""

    brought: list[Contradiction]
    settled: list[Contradiction]


def brought_in(
    published: Mapping[str, Rows],
    uploaded: Mapping[str, Rows],
    today: date,
    mode: Mode = Mode.UPDATE,
) -> list[Contradiction]:
    """Contradictions of the record with the uploaded rows in it that it does not have without."""
    return new(published, _becoming(published, uploaded, mode), today)


def by_removal(
    published: Mapping[str, Rows], uploaded: Mapping[str, Rows], today: date
) -> ByRemoval:
    """What changes where the rows that an upload does not have go.

    Settled are those which the upload would bring in if these rows stayed.
    """
    staying = brought_in(published, uploaded, today)
    going = brought_in(published, uploaded, today, Mode.REPLACE)
    with_them, without = {one.mark for one in staying}, {one.mark for one in going}
    return ByRemoval(
        [one for one in going if one.mark not in with_them],
        [one for one in staying if one.mark not in without],
    )


def new(before: Mapping[str, Rows], after: Mapping[str, Rows], today: date) -> list[Contradiction]:
    """Contradictions of some tables that they did not have before."""
    known = {one.mark for one in contradictions(before, today)}
    return [one for one in contradictions(after, today) if one.mark not in known]


def _becoming(
    published: Mapping[str, Rows], uploaded: Mapping[str, Rows], mode: Mode
) -> dict[str, Rows]:
    every = {table: published.get(table, {}) for table in TABLES}
    changed = {table: merged(every[table], rows, mode) for table, rows in uploaded.items()}
    return {**every, **changed}

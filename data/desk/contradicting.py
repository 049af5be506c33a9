"""The contradictions that an upload would bring into the record: worth a look, never refused."""

from collections.abc import Iterator, Mapping
from datetime import date

from data.record.rows import Rows
from data.schema import TABLES
from data.views.contradictions import contradictions
from data.views.contradictions.cells import Contradiction


def brought_in(
    published: Mapping[str, Rows], uploaded: Mapping[str, Rows], today: date
) -> Iterator[Contradiction]:
    """Contradictions of the record with the uploaded rows in it that it does not have without."""
    before = {table: published.get(table, {}) for table in TABLES}
    after = {table: {**rows, **uploaded.get(table, {})} for table, rows in before.items()}
    known = {one.mark for one in contradictions(before, today)}
    return (one for one in contradictions(after, today) if one.mark not in known)

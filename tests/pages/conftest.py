"""What every test of the pages begins with: the shipped record, which they all show."""

from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from data.record import loading
from data.record.canonical import as_today
from data.record.loading import CURATED, Record, record_of
from data.record.reading import Reading
from data.schema import TABLES, Table
from data.store import seeding

_SHIPPED = {name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES}
_once = cache(lambda name: as_today(TABLES[name], _SHIPPED[name]))
_read = cache(lambda: record_of(_SHIPPED))


@pytest.fixture(scope="module", autouse=True)
def _shipped_record_read_once() -> Iterator[None]:
    """The shipped files are read and renewed once, though most tests have a store of their own.

    How a store is filled and read is held by ``tests/data``; other bytes are read here as ever.
    """

    def renewed(table: Table, content: bytes, **options: bool) -> bytes:
        if not options and content == _SHIPPED[table.name] and table is TABLES[table.name]:
            return _once(table.name)
        return as_today(table, content, **options)

    def read(contents: Mapping[str, bytes], *known: Mapping[str, Reading]) -> Record:
        return _read() if contents == _SHIPPED else record_of(contents, *known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeding, "as_today", renewed)
        patch.setattr(loading, "record_of", read)
        yield

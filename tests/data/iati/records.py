"""Records made of the shipped one with some rows of ours, and the way of a file into them."""

from collections.abc import Mapping, Sequence
from datetime import date

from data.desk import comparing
from data.desk.checked import Checked
from data.desk.checking import check
from data.desk.comparing import Changes, Mode
from data.desk.door import sheets
from data.intake.layout import Draft, drafts
from data.language import Language
from data.record import loading, rows
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.schema import TABLES
from data.views.lens import Lens

TODAY = date(2026, 11, 21)
SHIPPED = {name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES}
_KEPT = {
    "organisations": ("afd", "eu-intpa", "ppc-dien-bien"),
    "places": ("dien-bien-phu", "muong-mun", "caen"),
    "sources": ("afd-press-2021-11", "baodbp-afd-2025-03"),
}


def _small(table: str) -> bytes:
    """A few rows of a table, on one source; of most tables none, which is read much faster."""
    shipped = rows.rows_of(table, SHIPPED[table])
    kept = [shipped[key] for key in _KEPT.get(table, ())]
    changes = {"source_ids": "afd-press-2021-11", "home_place_id": "dien-bien-phu"}
    return canonical(
        TABLES[table],
        [{column: changes.get(column, text) for column, text in row.items()} for row in kept],
    )


SMALL = {name: _small(name) for name in TABLES}


def with_rows(
    base: Mapping[str, bytes] = SMALL, **tables: Sequence[Mapping[str, str]]
) -> dict[str, bytes]:
    """Tables with rows added; a row whose id is there already is changed."""
    contents = dict(base)
    for table, given in tables.items():
        rows_before = rows.rows_of(table, contents[table])
        for row in given:
            key = row[TABLES[table].key]
            before = rows_before.get(key, dict.fromkeys(TABLES[table].fields, ""))
            rows_before[key] = {**before, **row}
        contents[table] = canonical(TABLES[table], rows_before.values())
    return contents


def lens(contents: Mapping[str, bytes] = SHIPPED, language: str = "en") -> Lens:
    """A record of such tables in one language, which must be without fault."""
    made = loading.record_of(contents)
    assert not any(made.faults.values()), made.faults
    return Lens(made, Language(language))


def examined(
    content: bytes, contents: Mapping[str, bytes] = SHIPPED
) -> tuple[Checked, dict[str, Changes], list[Draft]]:
    """What a check of a file against a record finds, what would change, and how it was read."""
    published = rows.tables_of(contents)
    read = [drafts(sheet) for sheet in sheets("donor.xml", content, published=published)]
    all_drafts = [one for one in read if isinstance(one, Draft)]
    assert len(all_drafts) == len(read), read
    checked = check(all_drafts, published, TODAY)
    changes = {
        table: comparing.compare(published[table], kept, Mode.UPDATE)
        for table, kept in checked.rows.items()
    }
    return checked, changes, all_drafts


def published(content: bytes, contents: Mapping[str, bytes] = SHIPPED) -> dict[str, bytes]:
    """The record as it would be after a file was published, which must be without fault."""
    checked, _changes, _drafts = examined(content, contents)
    assert checked.accepted, checked.findings
    before = rows.tables_of(contents)
    after = {**contents, **comparing.contents(before, checked.rows, Mode.UPDATE)}
    assert not any(loading.record_of(after).faults.values()), loading.record_of(after).faults
    return after

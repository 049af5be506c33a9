"""What a statement rests on: its sources, where they differ, what is not certain of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.schema import TABLES
from data.values.dates import parse
from data.views.lens import Lens, Named, Row

_SIDES = ("vietnamese", "foreign")
# Tables that a link worked out by the editors may lead to.
_LINKED = ("projects", "outcomes", "meetings", "visits", "organisations")


@dataclass(frozen=True)
class Evidence:
    """The ids of sources and of discrepancies, dates that are no certain day, inferred links.

    ``dates`` are the columns' labels, each with its date and what is not known of it.
    """

    table: str
    key: str
    sources: Sequence[str]
    marks: Sequence[str]
    dates: Sequence[tuple[str, str]]
    links: Sequence[Named]
    inferred_by: str
    is_inferred: bool

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.sources or self.marks or self.dates or self.links or self.is_inferred)


def of(lens: Lens, table: str, row: Row, beside: Iterable[tuple[str, str | None]] = ()) -> Evidence:
    """What a row rests on; ``beside`` are rows named with it, whose discrepancies count here."""
    key = row[TABLES[table].key]
    keys = [(table, key), *((name, other) for name, other in beside if other)]
    marks = dict.fromkeys(mark for name, other in keys for mark in lens.marks(name, other))
    return Evidence(
        table,
        key,
        row.get("source_ids") or (),
        list(marks),
        list(_dates(lens, table, row)),
        [_linked(lens, other) for other in row.get("inferred_links") or ()],
        row.get("inferred_by") or "",
        row.get("confidence") == "inferred",
    )


def beside(meeting: Row) -> list[tuple[str, str | None]]:
    """The place of a meeting and all who took part, with their tables."""
    return [
        ("places", meeting["place_id"]),
        *(("people", key) for side in _SIDES for key in meeting[f"{side}_person_ids"]),
        *(("organisations", key) for side in _SIDES for key in meeting[f"{side}_org_ids"]),
    ]


def counted(lens: Lens, found: Evidence) -> list[str]:
    """How many sources there are, and whether it is inferred: "3 sources", "inferred"."""
    words = []
    if found.sources:
        words.append(lens.language.plural("{count} source", "{count} sources", len(found.sources)))
    if found.is_inferred or found.links:
        words.append(lens.label("confidence", "inferred").lower())
    return words


def differing(lens: Lens, found: Evidence) -> str:
    """How often sources differ on it: "1 differs"; "" where they agree."""
    count = len(found.marks)
    return lens.language.plural("{count} differs", "{count} differ", count) if count else ""


def unsure(lens: Lens, written: str | None) -> str:
    """What is not known of a date, in words; "" of one certain day and of none."""
    if not written or (span := parse(written)).exact:
        return ""
    _ = lens.language.text
    return _("date not certain") if span.doubtful else _("exact day not known")


def _dates(lens: Lens, table: str, row: Row) -> Iterable[tuple[str, str]]:
    for name, column in TABLES[table].fields.items():
        if column.is_edtf and (words := unsure(lens, row.get(name))):
            when = lens.language.date(row[name])
            yield column.labels[lens.language.code], f"{when} – {words}"


def _linked(lens: Lens, key: str) -> Named:
    table = next((name for name in _LINKED if lens.row(name, key)), _LINKED[0])
    return lens.name(table, key)

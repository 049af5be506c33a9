"""What in the record does not fit together on a day: the one list for page, desk and files.

A contradiction is a finding, never a refusal. Only what is certain counts: an uncertain date is
left out, and a month or a year contradicts only where each of its days would. Rows may be those
of a record or texts as the store keeps them, so that the desk can look at an upload as well.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

from data.schema import TABLES
from data.values.dates import Span, parse
from data.values.folding import fold
from data.views.states import visit_state_on

Row = Mapping[str, Any]
Tables = Mapping[str, Mapping[str, Row]]


class Cell(NamedTuple):
    """A cell that takes part in a contradiction; ``bound`` says what would have fitted."""

    table: str
    key: str
    column: str
    bound: str = ""


class Contradiction(NamedTuple):
    """Cells of one row or two that contradict each other; ``kind`` is a kind of fault.

    The first cell is the one to look at first.
    """

    kind: str
    cells: tuple[Cell, ...]

    @property
    def table(self) -> str:
        """The table of its first row."""
        return self.cells[0].table

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Table and id of the one or two rows that contradict themselves or each other."""
        return tuple(dict.fromkeys((cell.table, cell.key) for cell in self.cells))

    @property
    def mark(self) -> tuple[object, ...]:
        """What stays the same while the rows are edited and still contradict each other."""
        return self.kind, *(cell[:3] for cell in self.cells)


def contradictions(tables: Tables, day: date) -> list[Contradiction]:
    """Every contradiction of some tables on a day, kind by kind."""
    return [one for rule in RULES for one in rule(tables, day)]


def _held_ahead(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Visits, and meetings with an outcome or of a held visit, dated after the day."""
    visits = tables.get("visits", {})
    for key, row in visits.items():
        if row["status"] == "held" and _is_after(row["start_date"], day):
            yield Contradiction(
                "held-ahead",
                (Cell("visits", key, "start_date", f"≤ {day}"), Cell("visits", key, "status")),
            )
    told = {row["meeting_id"] for row in tables.get("outcomes", {}).values()}
    for key, row in tables.get("meetings", {}).items():
        if _is_after(row["date"], day):
            visit = visits.get(row["visit_id"] or "")
            if key in told or (visit and visit["status"] == "held"):
                yield Contradiction("held-ahead", (Cell("meetings", key, "date", f"≤ {day}"),))


def _future(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Dates after the day in columns that say what has happened, such as that of a status."""
    for table, rows in tables.items():
        columns = [one.name for one in TABLES[table].fields.values() if one.not_in_future]
        for key, row in rows.items():
            for column in columns:
                if _is_after(row[column], day):
                    yield Contradiction("future", (Cell(table, key, column, f"≤ {day}"),))


# Columns of a project of which the second may not lie before the first, beside the periods of the
# schema: those are refused wherever a row comes in.
_PROJECT_PERIODS = (
    ("proposal_date", "actual_end"),
    ("approval_date", "actual_end"),
    ("signing_date", "actual_end"),
    ("planned_start", "requested_end"),
    ("actual_start", "requested_end"),
)


def _reversed(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Projects that ended, or are to end, before they began."""
    for key, row in tables.get("projects", {}).items():
        for start, end in _PROJECT_PERIODS:
            if _is_before(row[end], row[start]):
                yield Contradiction(
                    "reversed",
                    (
                        Cell("projects", key, end, f"≥ {row[start]}"),
                        Cell("projects", key, start, f"≤ {row[end]}"),
                    ),
                )


def _outside_visit(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Meetings before their visit began or after it ended; an end not on record is no end."""
    visits = tables.get("visits", {})
    for key, row in tables.get("meetings", {}).items():
        visit = visits.get(row["visit_id"] or "")
        if visit is None:
            continue
        start, end = visit["start_date"], visit["end_date"]
        if _is_before(row["date"], start):
            column, bound, other = "start_date", f"≥ {start}", f"≤ {row['date']}"
        elif _is_before(end, row["date"]):
            column, bound, other = "end_date", f"≤ {end}", f"≥ {row['date']}"
        else:
            continue
        yield Contradiction(
            "outside-visit",
            (Cell("meetings", key, "date", bound), Cell("visits", row["visit_id"], column, other)),
        )


# Status codes of a project and the columns that speak against each, once their day has passed.
_AGAINST = (
    ("running-ended", "2", ("actual_end",)),
    ("unstarted-started", "1", ("actual_start", "actual_end")),
)


def _status_of_project(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Projects closed before their planned end, under way after their end, begun in preparation."""
    for key, row in tables.get("projects", {}).items():
        status = Cell("projects", key, "status_code")
        is_closed = row["status_code"] in ("3", "4") and not row["actual_end"]
        if is_closed and _is_after(row["planned_end"], day):
            planned = Cell("projects", key, "planned_end", f"≤ {day}")
            yield Contradiction("closed-ahead", (status, planned))
        for kind, code, columns in _AGAINST:
            past = [column for column in columns if _has_passed(row[column], day)]
            if row["status_code"] == code and past:
                yield Contradiction(kind, (status, Cell("projects", key, past[0])))


def _dates_of_outcome(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Promises due before they were made, and states reported before the meeting."""
    meetings = tables.get("meetings", {})
    for key, row in tables.get("outcomes", {}).items():
        meeting = meetings.get(row["meeting_id"])
        if meeting is None:
            continue
        for kind, column in (("due-before", "due_date"), ("early-report", "status_date")):
            if _is_before(row[column], meeting["date"]):
                yield Contradiction(
                    kind,
                    (
                        Cell("outcomes", key, column, f"≥ {meeting['date']}"),
                        Cell("meetings", row["meeting_id"], "date", f"≤ {row[column]}"),
                    ),
                )


# Kinds of amounts that were paid, and the kinds that none of them may exceed. Money of a funder
# is only compared with what that funder committed; the total covers all of them.
_CEILINGS = (
    ("disbursed", ("total",), False),
    ("disbursed", ("loan", "grant"), True),
    ("compensation_paid", ("compensation_approved",), False),
)


def _overspent(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Sums paid that exceed every sum committed for the same project, currency and scope.

    Amounts of a loan and a grant are never added: where a funder has given both, or two grants
    that do not restate each other, there is no single ceiling and nothing is compared.
    """
    rows = tables.get("project_amounts", {})
    grouped: dict[tuple[str, str, str], dict[str, Row]] = {}
    for key, row in rows.items():
        alike = (row["project_id"], row["currency"], row["scope"] or "")
        grouped.setdefault(alike, {})[key] = row
    for group in grouped.values():
        for key, row in group.items():
            for paid, kinds, is_own in _CEILINGS:
                if row["kind"] == paid:
                    yield from _above(key, row, _committed(group, row, kinds, is_own=is_own))


def _committed(
    group: Mapping[str, Row], paid: Row, kinds: tuple[str, ...], *, is_own: bool
) -> dict[str, Row]:
    """The statements of the one sum that an amount paid may not exceed; none where there is none.

    Totals and approvals are different statements of one sum.
    """
    found = {key: row for key, row in group.items() if row["kind"] in kinds}
    if not is_own:
        return found
    funder = paid["funder_org_id"]
    found = {key: row for key, row in found.items() if funder and row["funder_org_id"] == funder}
    first = {row["restates_amount_id"] or key for key, row in found.items()}
    return found if len(first) == 1 else {}


def _above(key: str, paid: Row, committed: Mapping[str, Row]) -> Iterator[Contradiction]:
    """The amount beside the largest one committed, if it is certainly above all of them."""
    sums = {other: _number(row["amount"]) for other, row in committed.items()}
    amount, most = _number(paid["amount"]), max(filter(None, sums.values()), default=None)
    is_certain = paid["qualifier"] in (*_EXACT, "more_than") and all(
        row["qualifier"] in _EXACT for row in committed.values()
    )
    if amount is None or most is None or not is_certain or amount <= most:
        return
    other = next(one for one, value in sums.items() if value == most)
    yield Contradiction(
        "overspent",
        (
            Cell("project_amounts", key, "amount", f"≤ {committed[other]['amount']}"),
            Cell("project_amounts", other, "amount", f"≥ {paid['amount']}"),
        ),
    )


_EXACT = (None, "", "exact")
_WORK_DONE = ("completed_value", "completed_volume")


def _open_progress(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Projects that have ended, of which the last word on progress is a share of the work.

    A milestone or any other figure after it, or one without a date, may tell of the rest.
    """
    figures: dict[str, dict[str, Row]] = {}
    for key, row in tables.get("project_progress", {}).items():
        figures.setdefault(row["project_id"], {})[key] = row
    for key, project in tables.get("projects", {}).items():
        ended = next(
            (
                column
                for column, is_so in (
                    ("actual_end", _has_passed(project["actual_end"], day)),
                    ("status_code", project["status_code"] == "4"),
                )
                if is_so
            ),
            None,
        )
        last = _last_figure(figures.get(key, {})) if ended else None
        if ended and last:
            yield Contradiction(
                "open-progress",
                (Cell("project_progress", last, "value", "100"), Cell("projects", key, ended)),
            )


def _last_figure(figures: Mapping[str, Row]) -> str | None:
    """The figure of work done that is the last word, if it is certainly below the whole."""
    for key, row in figures.items():
        value, written = _number(row["value"]), _certain(row["date"])
        if row["metric"] not in _WORK_DONE or row["unit"] != "percent" or written is None:
            continue
        if value is None or value >= 100 or row["qualifier"] in ("more_than", "forecast"):
            continue
        others = (_days(other["date"]) for one, other in figures.items() if one != key)
        first = written.first
        if first and all(days and days.last and days.last <= first for days in others):
            return key
    return None


def _two_posts(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """One person entered twice with different posts whose dates overlap.

    A row of ``people`` holds one post with the date of which it is told, so a row alone cannot
    show two posts. Looked for are two rows of one country with the same name or alias, apart from
    case and accents, with different roles or bodies, and with dates that are certain and overlap.
    """
    named: dict[str, list[str]] = {}
    people = tables.get("people", {})
    for key, row in people.items():
        for name in {fold(one) for one in (row["name"], *_ids(row["aliases"]))}:
            named.setdefault(name, []).append(key)
    pairs = dict.fromkeys(pair for keys in named.values() for pair in combinations(keys, 2))
    for one, other in pairs:
        a, b = people[one], people[other]
        posts = [(row["org_id"] or "", fold(row["role_vi"] or "")) for row in (a, b)]
        same_country = (a["country"] or "") == (b["country"] or "")
        if same_country and posts[0] != posts[1] and _overlap(a["role_date"], b["role_date"]):
            cells = Cell("people", one, "role_date", other), Cell("people", other, "role_date", one)
            yield Contradiction("two-posts", cells)


# Columns that say on which day something was so; what is planned is told before it.
_PROVED = {
    "visits": ("start_date",),
    "meetings": ("date",),
    "outcomes": ("status_date",),
    "projects": ("approval_date", "signing_date", "actual_start", "actual_end", "status_date"),
    "project_amounts": ("date",),
    "project_progress": ("date",),
    "people": ("role_date",),
}


def _old_source(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Rows dated after the day on which the last of their sources was published.

    What became of an outcome is also proved by the sources of the meetings that followed it up.
    """
    published = {
        key: (days.last, key)
        for key, row in tables.get("sources", {}).items()
        if (days := _certain(row["published"])) and days.last
    }
    for table, columns in _PROVED.items():
        for key, row in tables.get(table, {}).items():
            dated = [column for column in columns if row[column]]
            newest = _newest(tables, published, row) if dated else None
            if newest is None or _is_ahead(tables, table, row):
                continue
            written = tables["sources"][newest]["published"]
            for column in dated:
                if _is_before(written, row[column]):
                    yield Contradiction(
                        "old-source",
                        (
                            Cell(table, key, column, f"≤ {written}"),
                            Cell("sources", newest, "published", f"≥ {row[column]}"),
                        ),
                    )


def _newest(tables: Tables, published: Mapping[str, tuple[date, str]], row: Row) -> str | None:
    """The source of a row published last; None where one of them has no sure date."""
    sources = _ids(row["source_ids"])
    for meeting in _ids(row.get("follow_up_meeting_ids")):
        if found := tables.get("meetings", {}).get(meeting):
            sources += _ids(found["source_ids"])
    if not sources or any(source not in published for source in sources):
        return None
    return max(published[source] for source in sources)[1]


def _is_ahead(tables: Tables, table: str, row: Row) -> bool:
    """Whether a row tells of what is to come: a visit not held, its meetings, a forecast."""
    visit = row if table == "visits" else None
    if table == "meetings":
        visit = tables.get("visits", {}).get(row["visit_id"] or "")
    return bool(visit and visit["status"] != "held") or row.get("qualifier") == "forecast"


def _same_as_kind(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Outcomes told twice as one and the same, but of two kinds."""
    outcomes = tables.get("outcomes", {})
    for key, row in outcomes.items():
        for other in _ids(row["same_as"]):
            if other in outcomes and outcomes[other]["kind"] != row["kind"]:
                yield Contradiction(
                    "same-as-kind",
                    (
                        Cell("outcomes", key, "kind", outcomes[other]["kind"]),
                        Cell("outcomes", other, "kind", row["kind"]),
                    ),
                )


def _half_told(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Searches without their day, and inferred links without who inferred them, or the reverse."""
    for key, row in tables.get("outcomes", {}).items():
        if row["status"] == "no_report" and not row["checked_date"]:
            yield Contradiction(
                "undated-search",
                (Cell("outcomes", key, "checked_date"), Cell("outcomes", key, "status")),
            )
        if bool(row["inferred_links"]) != bool(row["inferred_by"]):
            columns = ("inferred_by", "inferred_links")
            cells = tuple(Cell("outcomes", key, column) for column in columns)
            yield Contradiction("unsigned-link", cells)


def _unconfirmed(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Visits announced for a day that has passed, and never confirmed."""
    for key, row in tables.get("visits", {}).items():
        if row["status"] != "planned" or _is_broken(row["start_date"], row["end_date"]):
            continue
        if visit_state_on(row, day) == "unconfirmed":
            yield Contradiction(
                "unconfirmed", (Cell("visits", key, "status"), Cell("visits", key, "start_date"))
            )


RULES: tuple[Callable[[Tables, date], Iterator[Contradiction]], ...] = (
    _held_ahead,
    _future,
    _reversed,
    _outside_visit,
    _status_of_project,
    _dates_of_outcome,
    _overspent,
    _open_progress,
    _two_posts,
    _old_source,
    _same_as_kind,
    _half_told,
    _unconfirmed,
)
KINDS = (
    "held-ahead",
    "future",
    "reversed",
    "outside-visit",
    "closed-ahead",
    "running-ended",
    "unstarted-started",
    "due-before",
    "early-report",
    "overspent",
    "open-progress",
    "two-posts",
    "old-source",
    "same-as-kind",
    "undated-search",
    "unsigned-link",
    "unconfirmed",
)


def _days(written: str | None) -> Span | None:
    """The days of a date; None where there is none, or where a published cell is no date."""
    try:
        return parse(written) if written else None
    except ValueError:
        return None


def _is_broken(*written: str | None) -> bool:
    """Whether one of some published cells should be a date and is none."""
    return any(one and _days(one) is None for one in written)


def _certain(written: str | None) -> Span | None:
    """The same, None for a date marked as uncertain."""
    days = _days(written)
    return None if days is None or days.doubtful else days


@lru_cache(maxsize=10_000)
def _is_after(written: str | None, day: date) -> bool:
    days = _certain(written)
    return bool(days and days.first and days.first > day)


@lru_cache(maxsize=10_000)
def _has_passed(written: str | None, day: date) -> bool:
    days = _certain(written)
    return bool(days and days.last and days.last <= day)


@lru_cache(maxsize=10_000)
def _is_before(written: str | None, other: str | None) -> bool:
    """Whether one date lies before another on every day that they may mean."""
    one, two = _certain(written), _certain(other)
    return bool(one and two and one.last and two.first and one.last < two.first)


def _overlap(written: str | None, other: str | None) -> bool:
    one, two = _certain(written), _certain(other)
    if not one or not two:
        return False
    return (one.first or date.min) <= two.latest and (two.first or date.min) <= one.latest


def _number(cell: Any) -> float | None:
    """The number in a cell, None where there is none."""
    try:
        return float(cell) if cell not in (None, "") else None
    except ValueError:
        return None


def _ids(cell: Any) -> tuple[str, ...]:
    """The values of a cell that may hold several, as a record or as the store keeps them."""
    if isinstance(cell, str):
        return tuple(one.strip() for one in cell.split(";") if one.strip())
    return tuple(cell or ())

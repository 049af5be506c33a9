"""The order in which a page lists the rows of each table."""

from collections.abc import Callable, Iterable, Mapping

from data.schema import TABLES
from data.views import chains, citations, measures
from data.views.lens import Lens, Row


def in_order(lens: Lens, table: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Rows as a page lists them: the newest, the most cited, the gravest first."""
    kept = set(keys)
    rows = [row for row in lens.rows(table) if row[TABLES[table].key] in kept]
    ordered = _ORDERS[table](lens, rows) if table in _ORDERS else rows
    return tuple(str(row[TABLES[table].key]) for row in ordered)


def _outcomes_in_order(lens: Lens, rows: list[Row]) -> list[Row]:
    meetings = lens.record.by_key("meetings")
    return sorted(
        rows, key=lambda row: chains.latest(meetings[row["meeting_id"]]["date"]), reverse=True
    )


def _sources_in_order(lens: Lens, rows: list[Row]) -> list[Row]:
    cited = citations.citations(lens)
    return sorted(rows, key=lambda row: (-cited[row["source_id"]], lens.language.abc(row["title"])))


_GRAVEST_FIRST = ("high", "medium", "low")
_ORDERS: Mapping[str, Callable[[Lens, list[Row]], list[Row]]] = {
    "visits": lambda _lens, rows: sorted(rows, key=lambda row: chains.latest(row["start_date"]))[
        ::-1
    ],
    "outcomes": _outcomes_in_order,
    "projects": lambda _lens, rows: measures.in_time_order(rows, undated=True),
    "people": lambda lens, rows: sorted(
        rows, key=lambda row: (row["country"] == "VN", lens.language.abc(row["name"]))
    ),
    "sources": _sources_in_order,
    "discrepancies": lambda _lens, rows: sorted(
        rows, key=lambda row: _GRAVEST_FIRST.index(row["severity"])
    ),
}

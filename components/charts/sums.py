"""Stated amounts as a page draws them: a bar for each statement below its words, none added."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from components import links
from components.charts.chart import Screen
from components.charts.timeline import Ink
from components.look import DARK, LIGHT, Look
from data.schema import codelist
from data.views.chains import latest
from data.views.lens import Lens, Row


class Sum(NamedTuple):
    """A statement in words, where it is told, and how much of the largest it is in percent."""

    kind: str
    amount: str
    date: str
    label: str
    address: str
    share: float
    ink: Ink
    is_pale: bool


class Group(NamedTuple):
    """The statements of one project; on its own page it has no name."""

    name: str
    address: str
    sums: Sequence[Sum]


def sums(lens: Lens, groups: Mapping[str, Sequence[Row]]) -> Screen:
    """Statements in one currency by the id of their project; "" on its own page."""
    largest = max((row["amount"] for rows in groups.values() for row in rows), default=0) or 1
    by_day, by_night = colours(LIGHT), colours(DARK)
    code = lens.language.code
    shown = [
        Group(
            lens.plain(lens.name("projects", project).name) if project else "",
            links.to_row("projects", project, code) if project else "",
            [
                Sum(
                    lens.label("amount_kind", row["kind"]),
                    lens.amount(row),
                    lens.language.date(row["date"]),
                    lens.words(row, "label"),
                    links.to_row("project_amounts", row["amount_id"], code),
                    round(100 * row["amount"] / largest, 2),
                    Ink(by_day[row["kind"]], by_night[row["kind"]]),
                    is_pale(row),
                )
                for row in in_order(rows)
            ],
        )
        for project, rows in groups.items()
    ]
    return Screen("chart_sums.html", shown)


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Statements by kind, those of a kind by date."""
    kinds = list(codelist("amount_kind"))
    return sorted(rows, key=lambda row: (kinds.index(row["kind"]), latest(row["date"])))


def is_pale(row: Row) -> bool:
    """Whether a statement repeats another one, or its amount is only expected."""
    return bool(row["restates_amount_id"]) or row["qualifier"] == "forecast"


def colours(look: Look) -> dict[str, str]:
    """The colour of each kind of amount."""
    cycle = (look.province, look.partner, look.accent, look.project_state["finalising"], look.muted)
    return {kind: cycle[place % len(cycle)] for place, kind in enumerate(codelist("amount_kind"))}

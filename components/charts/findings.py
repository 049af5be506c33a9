"""What a chart shows, in one sentence made of its figures: the title above its neutral name.

Each gives "" where there is nothing to say; the page or file then says why nothing is shown.
"""

from collections.abc import Mapping, Sequence

from components.charts.chart import rows_of
from data.views.chains import latest
from data.views.lens import Lens, Row
from data.views.states import RUNNING, project_states, project_words

_SILENT = ("overdue", "no_report", "not_followed")  # states of outcomes nobody has a word on
_MOST_NAMES = 2  # partners named side by side; of more only their number is told


def of_outcomes(lens: Lens, tallies: Mapping[str, Mapping[str, int]]) -> str:
    """Of how many outcomes of the first kind nothing is known."""
    kind, tally = next(iter(tallies.items()), ("", {}))
    every = sum(tally.values())
    if not every:
        return ""
    _ = lens.language.text
    silent = sum(tally.get(state, 0) for state in _SILENT)
    if not silent:
        return _("Something is known of {all}").format(all=_counted(lens, kind, every))
    if silent == every:
        return _("Nothing is known of {all}").format(all=_counted(lens, kind, every))
    return _("Nothing is known of {part} of {all}").format(
        part=lens.language.number(silent), all=_counted(lens, kind, every)
    )


def _counted(lens: Lens, kind: str, count: int) -> str:
    plural = lens.language.plural
    if kind == "request":
        return plural("{count} request", "{count} requests", count)
    if kind == "commitment":
        return plural("{count} promise", "{count} promises", count)
    if kind == "agreement":
        return plural("{count} agreement", "{count} agreements", count)
    return plural("{count} statement", "{count} statements", count)


def of_states(lens: Lens, tally: Mapping[str, int]) -> str:
    """How many of the projects are known to be under way."""
    every = sum(tally.values())
    if not every:
        return ""
    _ = lens.language.text
    running = sum(tally.get(state, 0) for state in RUNNING)
    counted = _projects(lens, every)
    if not running:
        return _("Known to be under way: none of {all}").format(all=counted)
    if running == every:
        return _("Known to be under way: {all}").format(all=counted)
    return _("Known to be under way: {part} of {all}").format(
        part=lens.language.number(running), all=counted
    )


def of_partners(lens: Lens, tallies: Mapping[str, Mapping[str, int]]) -> str:
    """The partner with most projects, or those that share the first place."""
    counts = {code: sum(tally.values()) for code, tally in tallies.items()}
    most, leaders = _first(counts)
    _ = lens.language.text
    if not leaders:
        return ""
    if len(leaders) > _MOST_NAMES:
        return _("{partners} with {projects} each").format(
            partners=lens.language.plural(
                "{count} partner country", "{count} partner countries", len(leaders)
            ),
            projects=_projects(lens, most),
        )
    return _("Most with {partner}: {counted}").format(
        partner=_names(lens, leaders), counted=_projects(lens, most)
    )


def _projects(lens: Lens, count: int) -> str:
    return lens.language.plural("{count} project", "{count} projects", count)


def _visits(lens: Lens, count: int) -> str:
    return lens.language.plural("{count} visit", "{count} visits", count)


def _first(counts: Mapping[str, int]) -> tuple[int, list[str]]:
    """The highest number, and all that have it; nobody where all have none."""
    most = max(counts.values(), default=0)
    return most, [code for code, count in counts.items() if count == most and most]


def _names(lens: Lens, codes: Sequence[str]) -> str:
    return ", ".join(lens.language.country(code) for code in codes)


def of_late(lens: Lens, keys: Sequence[str]) -> str:
    """How many projects are past their approved end."""
    rows = rows_of(lens, "projects", keys)
    if not rows:
        return ""
    late = sum(state.code == "late" for state in project_states(lens, rows))
    if not late:
        return lens.language.text("No project is known to be under way past its approved end")
    return lens.language.plural(
        "{count} project is under way past its approved end",
        "{count} projects are under way past their approved end",
        late,
    )


def of_project(lens: Lens, project: str) -> str:
    """The state of one project in words, with how late it is."""
    words = "".join(project_words(lens, row) for row in rows_of(lens, "projects", [project]))
    return words[:1].upper() + words[1:]


def of_visits(lens: Lens, keys: Sequence[str]) -> str:
    """The partner of most visits, and how many of all those are."""
    counts: dict[str, int] = {}
    for row in rows_of(lens, "visits", keys):
        counts[row["partner_country"]] = counts.get(row["partner_country"], 0) + 1
    most, leaders = _first(counts)
    _ = lens.language.text
    every = sum(counts.values())
    if not leaders:
        return ""
    if most == every or len(leaders) > _MOST_NAMES:
        return _visits(lens, every)
    return _("Most with {partner}: {part} of {all}").format(
        partner=_names(lens, leaders),
        part=lens.language.number(most * len(leaders)),
        all=_visits(lens, every),
    )


def of_money(lens: Lens, rows: Sequence[Row], *, is_of_one: bool) -> str:
    """The largest amount stated, its kind, and of several projects the one that it is for."""
    if not rows:
        return ""
    _ = lens.language.text
    largest = max(rows, key=lambda row: row["amount"])
    parts = [lens.amount(largest), lens.label("amount_kind", largest["kind"]).lower()]
    if not is_of_one:
        parts.append(lens.plain(lens.name("projects", largest["project_id"]).name))
    return _("Largest stated amount: {what}").format(what=", ".join(parts))


def of_progress(lens: Lens, rows: Sequence[Row]) -> str:
    """The newest share that was reported, what it measures, and its date."""
    if not rows:
        return ""
    newest = max(rows, key=lambda row: latest(row["date"]))
    return lens.language.text("Last reported: {share} ({measure}, {date})").format(
        share=lens.language.percent(newest["value"]),
        measure=lens.label("progress_metric", newest["metric"]).lower(),
        date=lens.language.date(newest["date"]),
    )

"""What the overview says, counted once for each version, language and day."""

from collections.abc import Sequence
from typing import NamedTuple

from components.page import answers, figures, parts
from data.views import chains, measures, partners, states
from data.views.chains import Thread
from data.views.lens import Lens, Row
from data.views.measures import Change

_MOST_MET = 4  # countries with their briefing at hand
_MOST_OPEN = 5  # promises; all of them are one click away


class Opening(NamedTuple):
    """Its sentences, the countries met most, its figures, the last changes, open promises."""

    answers: Sequence[parts.Detail]
    countries: Sequence[str]
    figures: Sequence[parts.Figure]
    changes: Sequence[Change]
    promises: Sequence[Thread]


def of_record(lens: Lens) -> Opening:
    """Everything that is counted from all rows; a click does not count them again."""
    threads = chains.threads(lens)
    projects = [row for row in lens.rows("projects") if row["record_kind"] in measures.COUNTED]
    return Opening(
        answers.of_overview(lens, threads, projects),
        partners.most_met(lens, _MOST_MET),
        _figures(lens, threads, projects),
        measures.latest_changes(lens),
        measures.open_promises(threads)[-_MOST_OPEN:][::-1],
    )


def _figures(lens: Lens, threads: Sequence[Thread], projects: Sequence[Row]) -> list[parts.Figure]:
    _ = lens.language.text
    requests = measures.with_follow_up(threads, "request")
    promises = measures.with_follow_up(threads, "commitment")
    running = figures.count_of(lens, projects, states.RUNNING)
    visits = [row for row in lens.rows("visits") if states.visit_state(lens, row) == "held"]
    return [
        parts.Figure(
            _("Requests with a known follow-up"),
            figures.share(lens, *requests),
            _("Asked by either side at a meeting on record; what two sources tell counts once."),
            parts.basis(lens, "outcomes", requests.counted),
            figures.of_requests(lens, threads),
            requests,
        ),
        parts.Figure(
            _("Promises with a known follow-up"),
            figures.share(lens, *promises),
            _("Promises with something to deliver; standing goodwill is not counted."),
            parts.basis(lens, "outcomes", promises.counted),
            figures.of_promises(lens, threads),
            promises,
        ),
        parts.Figure(
            _("Projects under way"),
            figures.share(lens, running, len(projects)),
            _("Projects, programmes and proposals; national funds and aggregates left out."),
            parts.basis(lens, "projects", len(projects)),
            figures.of_projects(lens, projects),
            (running, len(projects)),
        ),
        parts.Figure(
            _("Visits held"),
            lens.language.number(len(visits)),
            _("Delegations sent or received; announced visits left out."),
            parts.basis(lens, "visits", len(visits)),
            figures.of_visits(lens, visits),
        ),
    ]

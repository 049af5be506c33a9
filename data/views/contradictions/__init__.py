"""What in the record does not fit together on a day: the one list for page, desk and files.

A contradiction is a finding, never a refusal. Only what is certain counts: an uncertain date is
left out, and a month or a year contradicts only where each of its days would. Rows may be those
of a record or texts as the store keeps them, so that the desk can look at an upload as well.
"""

from collections.abc import Callable, Iterator
from datetime import date

from data.views.contradictions import every_table, money, outcomes, people, projects, visits
from data.views.contradictions.cells import Contradiction, Tables


def contradictions(tables: Tables, day: date) -> list[Contradiction]:
    """Every contradiction of some tables on a day, kind by kind."""
    return [one for rule in RULES for one in rule(tables, day)]


RULES: tuple[Callable[[Tables, date], Iterator[Contradiction]], ...] = (
    visits.held_ahead,
    visits.cancelled_held,
    every_table.future,
    projects.reversed_dates,
    visits.outside_visit,
    projects.status_of_project,
    outcomes.dates_of_outcome,
    money.overspent,
    projects.open_progress,
    people.two_posts,
    every_table.old_source,
    outcomes.same_as_kind,
    outcomes.half_told,
    visits.unconfirmed,
)
KINDS = (
    "held-ahead",
    "cancelled-held",
    "future",
    "reversed",
    "outside-visit",
    "closed-ahead",
    "closed-early",
    "running-ended",
    "unstarted-started",
    "due-before",
    "early-report",
    "early-search",
    "overspent",
    "open-progress",
    "two-posts",
    "old-source",
    "same-as-kind",
    "undated-search",
    "unsigned-link",
    "unconfirmed",
)

"""What can be said of a project, a visit or an outcome on the day of reading.

The record keeps what was last reported. The states here are worked out from it and from the day,
and never typed: what was last heard of in 2015 is not under way today.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from data.values.dates import parse
from data.views.lens import Lens, Row, kept
from data.views.silence import silent_months

# Kinds of outcome of which something is still expected.
OPEN_KINDS = ("request", "commitment", "goodwill", "agreement")
# What may be known of an outcome, the most telling first.
_KNOWLEDGE = ("done", "in_force", "not_met", "in_progress", "partial", "no_report", None)
# Codes of the codelists project_state, visit_state and outcome_state.
RUNNING = ("running", "late")
UNCLEAR = ("past_end", "unclear")
LATE = ("late", "past_end")
PAST_DAY = ("overdue", "late")  # of a promise: without any word, or with some
UNSURE = ("unconfirmed", "past_end", "unclear", "unknown", "overdue", "no_report", "not_followed")
_BEFORE_START = ("proposal_date", "approval_date", "signing_date")
_HAPPENED = (*_BEFORE_START, "actual_start", "actual_end", "status_date")
_REPORTED = {"3": "finalising", "4": "ended", "5": "cancelled", "6": "suspended"}


class ProjectState(NamedTuple):
    """The state of a project on a day.

    ``code`` is one of the codelist ``project_state``. ``reported`` is the IATI status last
    reported by that day, ``word`` the date of the last word on the project, both None where there
    is none. ``passed`` is the approved or planned end, if it has passed.
    """

    code: str
    reported: str | None
    word: str | None
    passed: date | None


def project_state(lens: Lens, project: Row) -> ProjectState:
    """The state of a project on the lens's day, by its dates and by what was reported until then.

    A statement on many projects at once has none.
    """
    return project_states(lens, [project])[0]


def project_states(lens: Lens, projects: Iterable[Row]) -> list[ProjectState]:
    """The same of several projects."""
    rows, known = lens.record.by_key("projects"), _states(lens, silent_months())
    return [
        known[key] if rows.get(key := row["project_id"]) is row else _state(lens, row)
        for row in projects
    ]


@kept(8)
def _states(lens: Lens, _silent_months: int) -> dict[str, ProjectState]:
    """The state of each project; figures, charts and lists ask for it several times a page."""
    return {key: _state(lens, row) for key, row in lens.record.by_key("projects").items()}


def _state(lens: Lens, project: Row) -> ProjectState:
    day = lens.day
    reported = project["status_code"] if _was_told(lens, project, "status_date") else None
    word = _last_word(lens, project, day)
    ended = project["actual_end"] and _is_known(project["actual_end"], day)
    passed = None if ended else _passed(project["planned_end"], day)
    code = _reported_state(project, reported, day) or _by_dates(project, reported, day)
    if passed and code in ("running", "preparing", "unknown"):
        is_late = code == "running" and _goes_on(project, word, passed, day)
        code = "late" if is_late else "past_end"
    elif code in ("running", "preparing", "suspended") and _is_silent(word, day):
        code = "unclear"
    elif code == "preparing" and _passed(project["planned_start"], day):
        code = "unconfirmed"
    if project["record_kind"] == "aggregate":
        code = ""
    return ProjectState(code, reported, word, passed)


def _goes_on(project: Row, word: str | None, passed: date, day: date) -> bool:
    """Whether a project past its end still goes on: a later end was asked for, or it was heard of.

    An end asked for counts while it lies ahead and the project is heard of.
    """
    if _is_silent(word, day):
        return False
    asked = parse(project["requested_end"]).last if project["requested_end"] else None
    if asked and asked > passed:
        return asked >= day or _is_after(word, asked)
    return _is_after(word, passed)


def visit_state(lens: Lens, visit: Row) -> str:
    """State of a visit: held, planned, cancelled, or announced and not confirmed since."""
    return visit_state_on(visit, lens.day)


def visit_state_on(visit: Row, day: date) -> str:
    """The same on any day; the row may hold texts as the store keeps them."""
    if visit["status"] == "cancelled":
        return "cancelled"
    start, end = visit["start_date"], visit["end_date"] or visit["start_date"] or None
    if start and (first := parse(start).first) and first > day:
        return "planned"
    if visit["status"] == "held":
        return "held"
    if end and (last := parse(end).last):
        return "unconfirmed" if last < day else "planned"
    return "unconfirmed" if _is_silent(end, day) else "planned"


def outcome_state(lens: Lens, outcome: Row) -> str:
    """State of an outcome, a code of ``outcome_state``; what several rows tell has one.

    Without a report it was searched for in vain, or nobody has followed it up yet. Past its day
    without any word it is "overdue", with some word "late"; neither is a failure, only ``not_met``
    is. What asks for nothing, such as thanks, has a state only where one is on record, else "".
    """
    status = _status(lens, best_told(lens, outcome))
    if outcome["kind"] not in OPEN_KINDS:
        return status or ""
    if status not in ("done", "in_force", "not_met") and _passed(outcome["due_date"], lens.day):
        return "late" if status in ("in_progress", "partial") else "overdue"
    return status or "not_followed"


def best_told(lens: Lens, outcome: Row) -> Row:
    """Of the rows that tell one thing, the one that knows most about what came of it."""
    rows = _together(lens).get(outcome["outcome_id"], [outcome])
    return min(rows, key=lambda row: _KNOWLEDGE.index(_status(lens, row)))


def _status(lens: Lens, outcome: Row) -> str | None:
    """The status of an outcome that was known by the lens's day."""
    if outcome["status"] == "no_report":
        return "no_report" if _was_searched(lens, outcome) else None
    return outcome["status"] if _was_told(lens, outcome, "status_date") else None


def _was_searched(lens: Lens, outcome: Row) -> bool:
    """Whether news had been looked for; a search without its day is as old as the record."""
    dates = [one for one in (outcome["status_date"], outcome["checked_date"]) if one]
    if not dates:
        return lens.day >= lens.record.updated
    return all(_is_known(one, lens.day) for one in dates)


def _was_told(lens: Lens, row: Row, column: str) -> bool:
    """Whether what a row reports may have been known by the lens's day.

    A report without its date is as old as the last source of its row; where one of these has no
    date either, as the record.
    """
    if row[column]:
        return _is_known(row[column], lens.day)
    sources = (lens.row("sources", key) for key in row["source_ids"])
    published = [source and source["published"] for source in sources]
    days = [parse(one).first if one else None for one in published] or [None]
    return all((day or lens.record.updated) <= lens.day for day in days)


def counted_as(lens: Lens, outcome: Row) -> Row:
    """The row in which an outcome is counted: itself, or the one that it repeats."""
    rows = lens.record.by_key("outcomes")
    while outcome["same_as"] in rows:
        outcome = rows[outcome["same_as"]]
    return outcome


@kept(8)
def _together(lens: Lens) -> dict[str, list[Row]]:
    """For each outcome that several rows tell, by its ids, those rows, the counted one first."""
    groups: dict[str, list[Row]] = {}
    for row in lens.record.by_key("outcomes").values():
        if (counted := counted_as(lens, row)) is not row:
            groups.setdefault(counted["outcome_id"], [counted]).append(row)
    return {row["outcome_id"]: rows for rows in groups.values() for row in rows}


def computed(lens: Lens, table: str, key: str) -> dict[str, str]:
    """The columns of a row that are worked out for the lens's day: state, its words, the day."""
    row = lens.record.by_key(table)[key]
    if table == "projects":
        code, words = project_state(lens, row).code, project_words(lens, row)
    elif table == "visits":
        code = visit_state(lens, row)
        words = lens.label("visit_state", code)
    else:
        code = outcome_state(lens, row)
        words = lens.label("outcome_state", code) if code else ""
    return {"day_state": code, "day_state_words": words, "read_on": lens.day.isoformat()}


def _reported_state(project: Row, reported: str | None, day: date) -> str | None:
    """What the status last reported says by itself; None where the dates decide."""
    if reported in _REPORTED:
        return _REPORTED[reported]
    if project["actual_end"] and _is_known(project["actual_end"], day):
        return "ended"
    if reported == "1" and _is_past_start(project["actual_start"], day):
        return "running"
    return {"1": "preparing", "2": "running"}.get(reported or "")


def _by_dates(project: Row, reported: str | None, day: date) -> str:
    """The state of a project of which no status had been reported by a day."""
    if _is_past_start(project["actual_start"], day):
        return "running"
    later = [project["actual_start"], project["planned_start"], project["status_date"]]
    if reported is None and any(one and not _is_known(one, day) for one in later):
        return "preparing" if _heard_before(project, day) else "unknown"
    return "unknown"


def _heard_before(project: Row, day: date) -> bool:
    """Whether something that comes before a start had happened by a day."""
    return any(project[step] and _is_known(project[step], day) for step in _BEFORE_START)


def _last_word(lens: Lens, project: Row, day: date) -> str | None:
    """The newest date, up to a day, on which something was reported of a project."""
    dates = [project[column] for column in _HAPPENED]
    dates += _dated(lens).get(project["project_id"], ())
    known = [one for one in dates if one and _is_known(one, day)]
    return max(known, key=lambda one: _last_day(one, day), default=None)


@kept(8)
def _dated(lens: Lens) -> dict[str, list[str]]:
    """Dates of the meetings, amounts and progress figures of each project."""
    dated: dict[str, list[str]] = {}
    for table in ("project_amounts", "project_progress"):
        for row in lens.record.by_key(table).values():
            dated.setdefault(row["project_id"], []).append(row["date"])
    for row in lens.record.by_key("meetings").values():
        for project in row["project_ids"]:
            dated.setdefault(project, []).append(row["date"])
    return dated


def _is_known(written: str | None, day: date) -> bool:
    """Whether a date may have come by a day; one that is not given always may."""
    first = parse(written).first if written else None
    return first is None or first <= day


def _is_past_start(written: str | None, day: date) -> bool:
    last = parse(written).last if written else None
    return last is not None and last <= day


def _passed(written: str | None, day: date) -> date | None:
    """The last day that a date may mean, if it lies before a day."""
    last = parse(written).last if written else None
    return last if last and last < day else None


def _last_day(written: str, day: date) -> date:
    """The last day that a word may date from; the first one where that has not come yet."""
    days = parse(written)
    is_past = days.last is not None and days.last <= day
    return (days.last if is_past else days.first) or date.min


def _is_silent(word: str | None, day: date) -> bool:
    """Whether the last word is older than the setting allows; without any word it is."""
    return word is None or months_between(_last_day(word, day), day) >= silent_months()


def _is_after(word: str | None, end: date) -> bool:
    first = parse(word).first if word else None
    return first is not None and first > end


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def project_words(lens: Lens, project: Row) -> str:
    """The state of a project in one line, with how late it is or when it was last heard of."""
    _ = lens.language.text
    state = project_state(lens, project)
    name = lens.label("project_state", state.code) if state.code else ""
    if state.code == "late" and state.passed:
        sentence = _("{time} past its approved end").format(time=_late_by(lens, state.passed))
        if not project["requested_end"]:
            return sentence
        asked = _("extension to {date} asked for, no decision found").format(
            date=lens.language.date(project["requested_end"])
        )
        return _("{state}; {more}").format(state=sentence, more=asked)
    if state.code not in ("past_end", "unclear"):
        return name
    last = lens.label("activity_status", state.reported).lower() if state.reported else ""
    when = _year(project["status_date"] if last and project["status_date"] else state.word)
    if not last:
        return f"{name} ({when})" if when else name
    return _("{state}; last report: {report} ({year})").format(state=name, report=last, year=when)


def _late_by(lens: Lens, end: date) -> str:
    days = (lens.day - end).days
    months = round(days / 30.44)
    if months < 1:
        return lens.language.plural("{count} day", "{count} days", days)
    return lens.language.plural("{count} month", "{count} months", months)


def _year(written: str | None) -> str:
    """The year of a date, of two years the later one; "" without a date."""
    days = parse(written) if written else None
    year = days and (days.last or days.first)
    return str(year.year) if year else ""

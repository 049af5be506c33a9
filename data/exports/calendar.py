"""The calendar to subscribe to (iCalendar, RFC 5545 and 7986): all that has a day in the record.

Visits and meetings lie on their days as in a visit's programme; deadlines of promises, ends of
projects and ends asked for stand on one day each. What went away since stays for a year as
cancelled, with the id that it had.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vText

from data.exports import programme
from data.exports.changed import is_of_project
from data.exports.edition import Edition
from data.exports.past import DATED, Moved, days_written, typed
from data.record.rows import Row as Written
from data.schema import TABLES
from data.values.dates import PROVINCE_ZONE
from data.views import states
from data.views.filtering import Filter, UnknownValue, values
from data.views.filters import filters, select
from data.views.lens import Lens, Row, Text

Asked = Mapping[str, str]

_PARTNER = ("country", "org")
PARAMETERS = (*_PARTNER, "project")
_REFRESHED = timedelta(hours=6)
_CANCELLED = timedelta(days=365)  # how long what is gone is told
MOST = 3_000  # entries; each takes some thousandths of a second to write, and of a reader
_LONGEST_TITLE = 120
# Of a day that is not known exactly, deadlines and ends stand on the last possible one.
_ON_LAST_DAY = ("deadline", "end", "extension")


class _OneDay(NamedTuple):
    """What an entry on one day says: its title, its date as written, its text in paragraphs."""

    title: Text
    date: str
    paragraphs: tuple[str, ...]


def as_ics(edition: Edition, asked: Asked) -> bytes:
    """A calendar with what fits the filters; equal versions give equal bytes on a day.

    Raises:
        UnknownValue: a filter does not have that value.

    """
    lens = edition.lens
    entries = list(_entries(edition, asked))
    calendar = Calendar()
    calendar.add("prodid", "-//Nhip Cau//Dien Bien//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    name = title(lens, asked)
    # Without this type the library would not escape the text.
    calendar.add("name", vText(programme.clean(name)))
    calendar.add("x-wr-calname", vText(programme.clean(name)))
    calendar.add("x-wr-timezone", PROVINCE_ZONE)
    calendar.add("last-modified", edition.version.changed.replace(microsecond=0))
    calendar.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT6H"))
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def title(lens: Lens, asked: Asked) -> str:
    """What the calendar is called, with what it was narrowed to."""
    known = options(lens)
    chosen = [known[name].words(asked[name]) for name in PARAMETERS if asked.get(name)]
    return " – ".join(("Nhịp Cầu", lens.language.text("Calendar"), *chosen))


def options(lens: Lens) -> Mapping[str, Filter]:
    """The filters by parameter: a partner, and a project with what names it."""
    of_partner = filters(lens, "visits")
    project = filters(lens, "project_amounts")["project"]
    return {**{name: of_partner[name] for name in _PARTNER}, "project": project}


def _entries(edition: Edition, asked: Asked) -> Iterator[Component]:
    """What has a day now, kind by kind in the order of the record; then what is gone."""
    lens = edition.lens
    for kind, key in _latest(edition, asked):
        yield _entry(edition, kind, lens.record.by_key(DATED[kind])[key])
    past = edition.past()
    for (kind, key), moved in past.moved.items() if past else ():
        if _is_told(moved, lens.day) and _is_gone(edition, kind, key, asked, moved.row):
            yield _gone(edition, kind, key, moved)


def _latest(edition: Edition, asked: Asked) -> list[tuple[str, str]]:
    """Kind and id of what has a day and fits the filters; of very many, those of the last days."""
    visits = edition.rows.get("visits", {})
    wanted = _of_project(edition.lens, asked)
    partner = {name: asked[name] for name in _PARTNER if name in asked}
    listed: list[tuple[str, str]] = []
    ends: dict[tuple[str, str], date] = {}
    for kind, table in DATED.items():
        for key in select(edition.lens, table, partner)[0]:
            if wanted and not is_of_project(table, edition.lens.record.by_key(table)[key], wanted):
                continue
            written = days_written(kind, edition.rows[table].get(key), visits)
            if span := programme.days(*written):
                listed.append((kind, key))
                ends[kind, key] = span[1]
    if len(listed) <= MOST:
        return listed
    kept = set(sorted(listed, key=ends.__getitem__)[-MOST:])
    return [one for one in listed if one in kept]


def _entry(edition: Edition, kind: str, row: Row) -> Component:
    key = row[TABLES[DATED[kind]].key]
    news = _news(edition, kind, key)
    if kind == "visit":
        return programme.visit_entry(edition, row, news)
    if kind == "meeting":
        visit = edition.lens.row("visits", row["visit_id"])
        return programme.meeting_entry(edition, row, visit, news)
    if kind == "deadline":
        return _on_one_day(edition, kind, key, _deadline(edition.lens, row, news))
    return _on_one_day(edition, kind, key, _end(edition.lens, kind, row, news))


def _on_one_day(edition: Edition, kind: str, key: str, told: _OneDay) -> Component:
    lens = edition.lens
    _ = lens.language.text
    exact, when = programme.is_exact(told.date), lens.language.date(told.date)
    unknown = _("The day is not known: {dates}. The entry stands on the last day it may lie on.")
    entry = Event()
    last = edition.last(DATED[kind], key)
    programme.identify(entry, kind, key, last)
    if span := programme.days(told.date):
        programme.lay(entry, span[1], span[1])
    named = told.title.value
    if not exact:
        named = _("{title} (day not known: {dates})").format(title=named, dates=when)
    entry.add("summary", programme.clean(named), parameters={"language": told.title.language})
    entry.add("status", "CONFIRMED" if exact else "TENTATIVE")
    paragraphs = (
        "" if exact else unknown.format(dates=when),
        *told.paragraphs,
        programme.last_change(edition, last),
    )
    entry.add("description", programme.clean("\n\n".join(filter(None, paragraphs))))
    return entry


def _deadline(lens: Lens, outcome: Row, news: str) -> _OneDay:
    """A promise by its day: who owes what to whom, and how it stands."""
    _ = lens.language.text
    what = lens.text(outcome, "text") or Text("", lens.language.code)
    state = lens.label("outcome_state", states.outcome_state(lens, outcome))
    who = lens.short("organisations", outcome["from_org_ids"])
    whom = lens.short("organisations", outcome["to_org_ids"])
    return _OneDay(
        Text(_shortened(lens.language.pair(_("Deadline"), what.value)), what.language),
        outcome["due_date"],
        (
            news,
            lens.words(outcome, "text"),
            lens.language.pair(_("From"), who) if who else "",
            lens.language.pair(_("To"), whom) if whom else "",
            lens.language.pair(_("State"), state),
            programme.sources(lens, outcome),
        ),
    )


def _end(lens: Lens, kind: str, project: Row, news: str) -> _OneDay:
    """A project by its end, or by the end that was asked for."""
    _ = lens.language.text
    name = lens.name("projects", project["project_id"]).name
    if kind == "extension":
        said, when = _("End asked for: {name}"), project["requested_end"]
    else:
        when = project["actual_end"] or project["planned_end"]
        said = _("Ended: {name}") if project["actual_end"] else _("Planned end: {name}")
    funders = lens.short("organisations", project["funder_org_ids"])
    state = states.project_words(lens, project)
    return _OneDay(
        Text(_shortened(said.format(name=name.value)), name.language),
        when,
        (
            news,
            lens.words(project, "name"),
            lens.language.pair(_("Funder"), funders) if funders else "",
            lens.language.pair(_("State"), state) if state else "",
            lens.words(project, "requested_end_note") if kind == "extension" else "",
            programme.sources(lens, project),
        ),
    )


def _news(edition: Edition, kind: str, key: str) -> str:
    """That an entry was moved within the last year; "" where it was not."""
    past = edition.past()
    moved = past.moved.get((kind, key)) if past else None
    if moved is None or not _is_told(moved, edition.lens.day):
        return ""
    language = edition.lens.language
    sentence = language.text("Moved by version {number} of {day}; before: {dates}.")
    return sentence.format(
        number=moved.by.number,
        day=language.date(_day(moved).isoformat()),
        dates=language.period(moved.dates[0], moved.dates[-1]),
    )


def _day(moved: Moved) -> date:
    return moved.by.created.astimezone(ZoneInfo(PROVINCE_ZONE)).date()


def _is_told(moved: Moved, day: date) -> bool:
    return day - _day(moved) <= _CANCELLED


def _is_gone(edition: Edition, kind: str, key: str, asked: Asked, row: Written) -> bool:
    """Whether an entry has no day any more, and fitted the filters while it had one."""
    rows, table = edition.rows, DATED[kind]
    if days_written(kind, rows.get(table, {}).get(key), rows.get("visits", {})):
        return False
    known, read = filters(edition.lens, table), typed(table, row)
    wanted = {name: values(written) for name, written in asked.items()}
    if "project" in wanted and not is_of_project(table, read, wanted["project"]):
        return False
    return all(known[name].fits(read, wanted) for name in _PARTNER if name in wanted)


def _of_project(lens: Lens, asked: Asked) -> tuple[str, ...]:
    """The projects asked for; none for whatever has a day. Raises UnknownValue."""
    written = asked.get("project", "")
    wanted, known = values(written), options(lens)["project"].options
    for one in wanted or ((written,) if written else ()):
        if one not in known:
            raise UnknownValue("project", one, tuple(known))
    return wanted


def _gone(edition: Edition, kind: str, key: str, moved: Moved) -> Component:
    """The entry of what is gone: cancelled, on the day that it last had."""
    lens = edition.lens
    _ = lens.language.text
    row = typed(DATED[kind], moved.row)
    text = {"outcomes": "text", "projects": "name"}.get(DATED[kind], "title")
    called = lens.text(row, text) or Text(key, lens.language.code)
    entry = Event()
    programme.identify(entry, kind, key, moved.by)
    first, last = programme.days(*moved.dates) or (_day(moved), _day(moved))
    if programme.is_long((first, last)) or kind in _ON_LAST_DAY:
        first = last = last if kind in _ON_LAST_DAY else first
    programme.lay(entry, first, last)
    named = _shortened(_("Taken out: {title}").format(title=called.value))
    entry.add("summary", programme.clean(named), parameters={"language": called.language})
    entry.add("status", "CANCELLED")
    sentence = _("It is not in the calendar any more, since version {number} of {day}.")
    day = lens.language.date(_day(moved).isoformat())
    paragraphs = (
        sentence.format(number=moved.by.number, day=day),
        programme.last_change(edition, moved.by),
    )
    entry.add("description", programme.clean("\n\n".join(paragraphs)))
    return entry


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…"

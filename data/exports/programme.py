"""A visit's programme as a calendar (iCalendar, RFC 5545), which says what is not known.

The record gives days and no hours, so every entry is all-day. An entry without an exact day
covers all possible days and says so; where these are more than a month, it stands on the first of
them, and its title says so. One without any date is a journal entry without a day.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from icalendar import Calendar, Component, Event, Journal, Timezone, vText

from data.exports.edition import Edition
from data.store import Version
from data.views import chains
from data.views.lens import Lens, Row
from data.views.states import visit_state

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # not allowed in a calendar
_LATEST_RULE = 1  # years of daylight-saving rules before and after the visit
_LONGEST = timedelta(days=31)  # a longer banner would lie over a calendar and say nothing


def as_ics(edition: Edition, visit: Row) -> bytes:
    """A calendar with the visit and each of its meetings; equal versions give equal bytes."""
    lens = edition.lens
    meetings = chains.meetings_of(lens, visit=visit["visit_id"])
    calendar = Calendar()
    calendar.add("prodid", "-//Nhip Cau//Dien Bien//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # Without this type the library would not escape the text.
    calendar.add("x-wr-calname", vText(clean(lens.words(visit, "title"))))
    _add_zones(calendar, lens, visit, meetings)
    calendar.add_component(visit_entry(edition, visit))
    for meeting in meetings:
        calendar.add_component(meeting_entry(edition, meeting, visit))
    return bytes(calendar.to_ical())


def file_name(edition: Edition, visit: Row) -> str:
    """A file name with the visit's title."""
    return edition.name(edition.lens.words(visit, "title"), "ics")


def days(*written: str | None) -> tuple[date, date] | None:
    """First and last possible day from a start to an end; None where no date is known.

    If one side is open, the day of the other side takes its place.
    """
    spans = [span for one in written if (span := chains.span(one))]
    if not spans:
        return None
    first, last = spans[0].first, spans[-1].last
    first, last = first or last, last or first
    return (first, max(first, last)) if first and last else None


def visit_entry(edition: Edition, visit: Row, news: str = "") -> Component:
    """A visit in a calendar; ``news`` is a sentence that stands first."""
    lens = edition.lens
    _ = lens.language.text
    dates = [one for one in (visit["start_date"], visit["end_date"]) if one]
    exact = bool(dates) and all(is_exact(one) for one in dates)
    status = "CONFIRMED" if exact and visit["status"] == "held" else "TENTATIVE"
    span = days(*dates)
    is_vague = not exact and is_long(span)
    told = lens.language.period(visit["start_date"], visit["end_date"]) if is_vague else ""
    entry = _entry(edition, "visit", visit, span, told)
    is_cancelled = visit["status"] == "cancelled"
    entry.add("status", "CANCELLED" if is_cancelled else _for_entry(entry, status))
    paragraphs = [
        news,
        _locate(entry, lens, visit["place_ids"]),
        "" if exact else _about_dates(lens, visit["start_date"], visit["end_date"], told=told),
        lens.language.pair(_("State"), lens.label("visit_state", visit_state(lens, visit))),
        lens.words(visit, "purpose"),
        _head(lens, visit),
        *_closing(edition, "visits", visit),
    ]
    entry.add("description", clean("\n\n".join(filter(None, paragraphs))))
    return entry


def meeting_entry(edition: Edition, meeting: Row, visit: Row | None, news: str = "") -> Component:
    """A meeting in a calendar, of a visit or by itself; ``news`` is a sentence that stands first.

    Without a date of its own it has the days of its visit.
    """
    lens = edition.lens
    _ = lens.language.text
    exact = is_exact(meeting["date"])
    own = (meeting["date"], None)
    whole = (visit["start_date"], visit["end_date"]) if visit else (None, None)
    span = days(meeting["date"]) or days(*whole)
    is_vague = not exact and is_long(span)
    told = lens.language.period(*(own if meeting["date"] else whole)) if is_vague else ""
    entry = _entry(edition, "meeting", meeting, span, told)
    entry.add("status", _for_entry(entry, "CONFIRMED" if exact else "TENTATIVE"))
    zone = lens.zone(visit or {"place_ids": ()}, [meeting], span[0]) if span else ""
    paragraphs = [
        news,
        _locate(entry, lens, [meeting["place_id"]] if meeting["place_id"] else []),
        ""
        if exact
        else _about_dates(lens, meeting["date"], None, within=span is not None, told=told),
        _("Local day: {zone}. The record gives no time of day.").format(zone=zone) if zone else "",
        _side(lens, _("Vietnamese side"), meeting, "vietnamese"),
        _side(lens, _("Partner side"), meeting, "foreign"),
        lens.words(meeting, "topics"),
        _outcomes(lens, meeting),
        *_closing(edition, "meetings", meeting),
    ]
    entry.add("description", clean("\n\n".join(filter(None, paragraphs))))
    return entry


def is_long(span: tuple[date, date] | None) -> bool:
    """Whether days are more than a month."""
    return span is not None and span[1] - span[0] > _LONGEST


def _entry(
    edition: Edition, kind: str, row: Row, span: tuple[date, date] | None, vague: str
) -> Component:
    """An entry with its id, version, title and days.

    ``vague`` are the days in words where they are too many to lie over all of them.
    """
    entry: Component = Event() if span else Journal()
    table = f"{kind}s"
    identify(entry, kind, row[f"{kind}_id"], edition.last(table, row[f"{kind}_id"]))
    title = edition.lens.text(row, "title")
    if title:
        words = edition.lens.language.text("{title} (day not known: {dates})")
        shown = words.format(title=title.value, dates=vague) if vague else title.value
        entry.add("summary", clean(shown), parameters={"language": title.language})
    if span:
        lay(entry, span[0], span[0] if vague else span[1])
    return entry


def identify(entry: Component, kind: str, key: str, last: Version) -> None:
    """Give an entry its id, the same in every version and language, and when it last changed.

    The sequence is the number of the version, so it grows with each one that changes the entry.
    """
    entry.add("uid", f"{kind}.{key}@nhip-cau")
    entry.add("dtstamp", last.changed.replace(microsecond=0))
    entry.add("last-modified", last.changed.replace(microsecond=0))
    entry.add("sequence", last.number - 1)


def lay(entry: Component, first: date, last: date) -> None:
    """Let an entry lie over whole days, in which its reader is still free for others."""
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))  # the day after, as RFC 5545 has it
    entry.add("transp", "TRANSPARENT")


def _for_entry(entry: Component, status: str) -> str:
    """The status as the kind of entry writes it: a journal entry is final or a draft."""
    if isinstance(entry, Event):
        return status
    return {"CONFIRMED": "FINAL", "TENTATIVE": "DRAFT"}[status]


def is_exact(written: str | None) -> bool:
    """Whether a date is one certain day."""
    span = chains.span(written)
    return span is not None and span.exact


def _locate(entry: Component, lens: Lens, places: Sequence[str]) -> str:
    """Set the location; for a journal entry, which has none, return it as a line of text."""
    names = lens.short("places", places)
    if names and isinstance(entry, Event):
        entry.add("location", clean(names))
        return ""
    return lens.language.pair(lens.language.text("Place"), names) if names else ""


def _about_dates(
    lens: Lens, start: str | None, end: str | None, *, within: bool = False, told: str = ""
) -> str:
    """What is known of the day; ``within`` means that the entry covers the days of the visit.

    ``told`` are the days in words where the entry stands on the first of them alone.
    """
    _ = lens.language.text
    if told:
        text = _("The day is not known: {dates}. The entry stands on the first day it may lie on.")
        return text.format(dates=told)
    if start or end:
        text = _("The exact day is not known: {dates}. The entry covers the days it may lie on.")
        return text.format(dates=lens.language.period(start, end))
    if within:
        return _("No source gives the day. The entry covers the days of the visit.")
    return _("No source gives the day.")


def _head(lens: Lens, visit: Row) -> str:
    if not visit["head_person_id"]:
        return ""
    name = str(lens.name("people", visit["head_person_id"]).name)
    person = ", ".join(filter(None, (name, lens.words(visit, "head_role"))))
    return f"{lens.language.text('Head of delegation:')} {person}"


def _side(lens: Lens, label: str, meeting: Row, side: str) -> str:
    people = [
        ", ".join(filter(None, (row["name"], lens.words(row, "role"))))
        for key in meeting[f"{side}_person_ids"]
        if (row := lens.row("people", key))
    ]
    bodies = [lens.full_name("organisations", key) for key in meeting[f"{side}_org_ids"]]
    names = "".join(f"\n- {one}" for one in (*people, *bodies))
    return lens.language.pair(label, names) if names else ""


def _outcomes(lens: Lens, meeting: Row) -> str:
    rows = chains.outcomes_of(lens, meetings=[meeting["meeting_id"]])
    return "\n".join(
        "- " + lens.language.pair(lens.label("outcome_kind", row["kind"]), lens.words(row, "text"))
        for row in rows
    )


def _closing(edition: Edition, table: str, row: Row) -> Sequence[str]:
    """The end of every entry: note, disagreements, sources, and which version last changed it."""
    lens = edition.lens
    key = row["visit_id" if table == "visits" else "meeting_id"]
    return (
        lens.words(row, "note"),
        "\n\n".join(_disagreement(lens, discrepancy) for discrepancy in _marked(lens, table, key)),
        sources(lens, row),
        last_change(edition, edition.last(table, key)),
    )


def last_change(edition: Edition, version: Version) -> str:
    """The line that names the version since which an entry says what it says."""
    _ = edition.lens.language.text
    return edition.lens.language.pair(_("Last changed by version"), edition.label(version))


def _marked(lens: Lens, table: str, key: str) -> Iterator[Row]:
    rows = (lens.row("discrepancies", mark) for mark in lens.marks(table, key))
    return (row for row in rows if row)


def _disagreement(lens: Lens, row: Row) -> str:
    _ = lens.language.text
    sides = (("source_a_id", "value_a"), ("source_b_id", "value_b"))
    statements = [
        f"- {lens.words(row, value)} ({lens.name('sources', row[source]).name})"
        if row[source]
        else f"- {lens.words(row, value)}"
        for source, value in sides
    ]
    shown = f"{_('Shown here:')} {lens.words(row, 'shown')}"
    first = _("Sources disagree: {what}").format(what=lens.words(row, "what"))
    return "\n".join((first, *statements, shown))


def sources(lens: Lens, row: Row) -> str:
    """The sources of a row, one in a line."""
    listed = (f"- {one}" for one in _sources(lens, row["source_ids"]))
    return "\n".join((lens.language.text("Sources:"), *listed))


def _sources(lens: Lens, keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        if row := lens.row("sources", key):
            by = lens.words(row, "publisher")
            when = lens.language.date(row["published"]) if row["published"] else ""
            yield ", ".join(filter(None, (row["title"], by, when, row["url"])))


def _add_zones(calendar: Calendar, lens: Lens, visit: Row, meetings: Iterable[Row]) -> None:
    """Add the rules of the time zones of the places; all-day entries cannot name a zone."""
    keys = {*visit["place_ids"], *(row["place_id"] for row in meetings if row["place_id"])}
    places = [row for key in sorted(keys) if (row := lens.row("places", key))]
    zones = list(dict.fromkeys(row["timezone"] for row in places if row["timezone"]))
    if len(zones) == 1:
        calendar.add("x-wr-timezone", zones[0])
    span = days(visit["start_date"], visit["end_date"])
    around = span or (date(2020, 1, 1), date(2026, 1, 1))
    for zone in zones:
        first = date(around[0].year - _LATEST_RULE, 1, 1)
        last = date(around[1].year + _LATEST_RULE, 12, 31)
        calendar.add_component(Timezone.from_tzid(zone, first_date=first, last_date=last))


def clean(text: str) -> str:
    """A text without characters that no calendar may hold."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n"))

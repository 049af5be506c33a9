"""Fields of the report on a visit that was held."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from data.reports import asking
from data.reports.apparatus import Apparatus
from data.reports.issuing import Issue, opening
from data.reports.lines import BLANK, clean
from data.reports.office import (
    Context,
    capitalised,
    closing,
    ended,
    followed,
    lettered,
    name,
    names,
    numbered,
    tallied,
    words,
)
from data.schema import codelist
from data.views import chains, telling
from data.views.chains import Thread
from data.views.lens import Lens, Row
from data.views.measures import ANSWERED
from data.views.partners import with_heads
from data.views.sides import in_province
from data.views.states import visit_state
from data.views.telling import Talk

# Outcomes that are results, in the order told; thanks and gifts are none.
_RESULTS = ("agreement", "commitment", "goodwill", "result", "request", "information")


def context(
    lens: Lens, visit: Row, *, body: str | None = None, version: int | None = None
) -> Context:
    """Fields of the report on one visit, in the order in which its document uses them."""
    apparatus = Apparatus(lens)
    meetings = chains.meetings_of(lens, visit=visit["visit_id"])
    talks = list(telling.talks(lens, meetings).values())
    threads = list({one.told["outcome_id"]: one for talk in talks for one in talk.threads}.values())
    fields = {
        **opening(lens, Issue(body, version)),
        "visit": facts(apparatus, visit),
        "results": _results(apparatus, talks),
        "assessment": _assessment(lens, meetings, threads),
        "shortcomings": _shortcomings(lens, threads),
        "proposals": asking.proposals(lens, threads),
        "tasks": asking.tasks(lens, threads),
        "participants": participants(apparatus, meetings),
        "programme": programme(apparatus, visit, meetings),
        "meetings": numbered(_meeting(apparatus, meeting) for meeting in meetings),
    }
    return closing(apparatus, fields)


def facts(apparatus: Apparatus, visit: Row) -> Context:
    """What a visit is: its title, dates, country, delegation, places and purpose."""
    lens, _ = apparatus.lens, apparatus.lens.language.text
    led, unknown = visit["delegation_org_id"], _("not stated by the sources read")
    note = apparatus.note("visits", visit["visit_id"])
    period = lens.language.period(visit["start_date"], visit["end_date"])
    return {
        "title": words(apparatus, visit, "title"),
        "period": period + note + apparatus.cite(visit["source_ids"]),
        "country": lens.language.country(visit["partner_country"]),
        "direction": lens.label("direction", visit["direction"]),
        "status": lens.label("visit_state", visit_state(lens, visit)),
        "delegation": name(apparatus, "organisations", led, full=True) if led else unknown,
        "head": _head(apparatus, visit) or unknown,
        "places": names(apparatus, "places", dict.fromkeys(visit["place_ids"])) or unknown,
        "purpose": ended(words(apparatus, visit, "purpose") or unknown),
    }


def _head(apparatus: Apparatus, visit: Row) -> str:
    head = name(apparatus, "people", visit["head_person_id"]) if visit["head_person_id"] else ""
    return ", ".join(filter(None, [head, words(apparatus, visit, "head_role")]))


def participants(apparatus: Apparatus, meetings: Sequence[Row]) -> list[Context]:
    """One row per person named at the meetings, the Vietnamese side first."""
    _ = apparatus.lens.language.text
    home, away = chains.people_at(apparatus.lens, meetings)
    return numbered(
        {
            "name": name(apparatus, "people", person["person_id"]),
            "side": side,
            "role": _post(apparatus, person) + apparatus.cite(person["source_ids"]),
        }
        for side, people in ((_("Vietnamese side"), home), (_("Partner side"), away))
        for person in people
    )


def _post(apparatus: Apparatus, person: Row) -> str:
    body = person["org_id"]
    employer = name(apparatus, "organisations", body) if body else ""
    return ", ".join(filter(None, [words(apparatus, person, "role"), employer]))


def programme(apparatus: Apparatus, visit: Row, visit_meetings: Sequence[Row]) -> list[Context]:
    """One row per meeting, one per day without a meeting; then meetings without an exact day."""
    lens, _ = apparatus.lens, apparatus.lens.language.text
    laid = chains.programme(visit, visit_meetings)
    rows: list[Context] = []
    for day in laid.days:
        when = f"{lens.language.weekday(day.day).capitalize()}, "
        when += lens.language.date(day.day.isoformat())
        rows += [_item(apparatus, when, meeting) for meeting in day.meetings]
        if not day.meetings:
            nothing = _("No source dates a meeting to this day.")
            rows.append({"date": when, "what": nothing, "where": ""})
    for written, meetings in laid.undated:
        when = f"{capitalised(lens.language.date(written))} ({_('exact day not known')})"
        rows += [_item(apparatus, when, meeting) for meeting in meetings]
    return rows


def _item(apparatus: Apparatus, when: str, meeting: Row) -> Context:
    place = meeting["place_id"]
    return {
        "date": when + apparatus.note("meetings", meeting["meeting_id"]),
        "what": words(apparatus, meeting, "title") + apparatus.cite(meeting["source_ids"]),
        "where": name(apparatus, "places", place) if place else "",
    }


def _meeting(apparatus: Apparatus, meeting: Row) -> Context:
    lens, _ = apparatus.lens, apparatus.lens.language.text
    unknown = _("not stated by the sources read")
    return {
        "title": words(apparatus, meeting, "title"),
        "date": capitalised(lens.language.date(meeting["date"])),
        "home": names(apparatus, "organisations", meeting["vietnamese_org_ids"]) or unknown,
        "away": names(apparatus, "organisations", meeting["foreign_org_ids"]) or unknown,
        "topics": (words(apparatus, meeting, "topics") or _("Not stated by the sources read."))
        + apparatus.cite(meeting["source_ids"]),
    }


def _results(apparatus: Apparatus, talks: Iterable[Talk]) -> list[Context]:
    """What the talks brought, together by whom they were with, in the order of the meetings."""
    subjects: dict[str, list[Talk]] = {}
    for talk in talks:
        subjects.setdefault(_subject(apparatus.lens, talk.meeting), []).append(talk)
    return numbered(
        {
            "subject": subject,
            "intro": _intro(apparatus, found),
            "points": lettered(
                apparatus.lens, (point for talk in found for point in _points(apparatus, talk))
            ),
        }
        for subject, found in subjects.items()
    )


def _subject(lens: Lens, meeting: Row) -> str:
    """With whom a meeting was: the partner, or a Vietnamese body from outside; else its title."""
    bodies = [*meeting["foreign_org_ids"], *_guests(lens, meeting)]
    if not bodies:
        return clean(lens.words(meeting, "title"))
    partner = clean(lens.full_name("organisations", _heads(lens, bodies[0])[-1]))
    return lens.language.text("Cooperation with {partner}").format(partner=partner)


def _heads(lens: Lens, body: str) -> list[str]:
    """An organisation and what it is part of, the highest last."""
    chain, known = [body], with_heads(lens, [body])
    while (row := lens.row("organisations", chain[-1])) and row["part_of_org_id"] in known:
        if row["part_of_org_id"] in chain:
            break
        chain.append(row["part_of_org_id"])
    return chain


def _guests(lens: Lens, meeting: Row) -> list[str]:
    """Vietnamese bodies at a meeting that are not the province's, such as an embassy."""
    return [
        key
        for key in meeting["vietnamese_org_ids"]
        if (row := lens.row("organisations", key)) and not in_province(lens, row)
    ]


def _intro(apparatus: Apparatus, talks: Iterable[Talk]) -> str:
    lens = apparatus.lens
    held = [
        f"{words(apparatus, talk.meeting, 'title')} ({lens.language.date(talk.meeting['date'])})"
        for talk in talks
    ]
    return lens.language.text("Meetings: {meetings}.").format(meetings="; ".join(held))


def _points(apparatus: Apparatus, talk: Talk) -> Iterator[str]:
    """What one meeting brought and what is known to have come of it, a paragraph each."""
    of_outcome = {thread.outcome["outcome_id"]: thread for thread in talk.threads}
    rows = [row for row in talk.rows if row["kind"] in _RESULTS]
    if not rows:
        none = apparatus.lens.language.text("The sources read tell of no result.")
        yield ended(words(apparatus, talk.meeting, "topics", 1_200)) or none
    told = {row["outcome_id"] for row in rows}
    for row in sorted(rows, key=lambda row: _RESULTS.index(row["kind"])):
        said = clean(apparatus.lens.words(row, "text")).rstrip(".")
        said += apparatus.note("outcomes", row["outcome_id"]) + apparatus.cite(row["source_ids"])
        yield " ".join(filter(None, [f"{said}.", _came(apparatus.lens, row, of_outcome, told)]))


def _came(lens: Lens, row: Row, threads: Mapping[str, Thread], told: Container[str]) -> str:
    if thread := threads.get(row["outcome_id"]):
        return followed(lens, thread, told=told)
    return ended(clean(lens.words(row, "status_text")))


def _assessment(lens: Lens, meetings: Sequence[Row], threads: Sequence[Thread]) -> list[str]:
    """What can be counted; the judgement is left to who signs."""
    _, number = lens.language.text, lens.language.number
    kinds = [thread.outcome["kind"] for thread in threads]
    counts = [
        (lens.label("outcome_kind", kind), kinds.count(kind))
        for kind in codelist("outcome_kind")
        if kind in kinds
    ]
    held = lens.language.plural(
        "{count} meeting is on record.", "{count} meetings are on record.", len(meetings)
    )
    said = [held]
    if threads:
        said.append(_("They brought: {counts}.").format(counts=tallied(lens, counts)))
        known = sum(thread.state in ANSWERED for thread in threads)
        told = _("As of {date}, something is known to have come of {known} of these {all}.").format(
            date=lens.language.date(lens.day.isoformat()),
            known=number(known),
            all=number(len(threads)),
        )
        said.append(told)
    judged = _("[Judgement of the issuing body: how far the visit reached its purpose.]")
    return [" ".join(said), judged]


def _shortcomings(lens: Lens, threads: Sequence[Thread]) -> list[str]:
    """What is late or without news, counted by state, and that no cause is on record."""
    _ = lens.language.text
    silent = [thread for thread in threads if thread.state not in (*ANSWERED, "not_met")]
    failed = [thread for thread in threads if thread.state in ("not_met", "late")]
    if not silent and not failed:
        return []
    said = [
        _("Of {count} of {all} points no result is known as of {date}: {states}.").format(
            count=lens.language.number(len(silent)),
            all=lens.language.number(len(threads)),
            date=lens.language.date(lens.day.isoformat()),
            states=tallied(lens, _by_state(lens, silent)),
        )
    ][: len(silent)]
    said += [
        _("{state}: “{text}”.").format(
            state=lens.label("outcome_state", thread.state),
            text=clean(lens.words(thread.outcome, "text"), 300).rstrip("."),
        )
        for thread in failed
    ]
    said.append(_("Cause: the record gives none; cause not known. {blank}").format(blank=BLANK))
    return said


def _by_state(lens: Lens, threads: Iterable[Thread]) -> list[tuple[str, int]]:
    states = [thread.state for thread in threads]
    return [
        (lens.label("outcome_state", state), states.count(state))
        for state in codelist("outcome_state")
        if state in states
    ]

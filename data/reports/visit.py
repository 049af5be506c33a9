"""Fields of the report on a visit."""

from collections.abc import Iterable, Sequence

from data.reports.apparatus import Apparatus, clean
from data.reports.office import (
    Context,
    capitalised,
    closing,
    name,
    names,
    numbered,
    opening,
    state,
    words,
)
from data.views import chains
from data.views.chains import Thread
from data.views.lens import Lens, Row
from data.views.states import OPEN_KINDS, visit_state


def context(lens: Lens, visit: Row, *, body: str | None = None) -> Context:
    """Fields of the report on one visit, with the footnotes they use."""
    apparatus = Apparatus(lens)
    meetings = chains.meetings_of(lens, visit=visit["visit_id"])
    fields = {
        **opening(lens, body),
        "visit": _facts(apparatus, visit),
        "participants": _participants(apparatus, meetings),
        "programme": _programme(apparatus, visit, meetings),
        "meetings": numbered(_meeting(apparatus, meeting) for meeting in meetings),
        "outcomes": numbered(_outcome(apparatus, one) for one in _outcomes(lens, meetings)),
        "proposals": _proposals(lens, meetings),
    }
    return {**fields, **closing(apparatus), "footnotes": apparatus.footnotes}


def _facts(apparatus: Apparatus, visit: Row) -> Context:
    lens, _ = apparatus.lens, apparatus.lens.language.text
    head = name(apparatus, "people", visit["head_person_id"]) if visit["head_person_id"] else ""
    role = words(apparatus, visit, "head_role")
    led = visit["delegation_org_id"]
    note = apparatus.note("visits", visit["visit_id"])
    period = lens.language.period(visit["start_date"], visit["end_date"])
    return {
        "title": words(apparatus, visit, "title"),
        "period": period + note + apparatus.cite(visit["source_ids"]),
        "country": lens.language.country(visit["partner_country"]),
        "direction": lens.label("direction", visit["direction"]),
        "status": lens.label("visit_state", visit_state(lens, visit)),
        "head": ", ".join(filter(None, [head, role])) or _("not stated by the sources read"),
        "delegation": name(apparatus, "organisations", led, full=True)
        if led
        else _("not stated by the sources read"),
        "places": names(apparatus, "places", visit["place_ids"])
        or _("not stated by the sources read"),
        "purpose": words(apparatus, visit, "purpose") or _("not stated by the sources read"),
    }


def _participants(apparatus: Apparatus, meetings: Sequence[Row]) -> list[Context]:
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


def _programme(apparatus: Apparatus, visit: Row, visit_meetings: Sequence[Row]) -> list[Context]:
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


def _outcomes(lens: Lens, meetings: Iterable[Row]) -> list[Row]:
    """Outcomes of the meetings: agreements, promises and requests first, thanks and such last."""
    order = (
        "agreement",
        "commitment",
        "goodwill",
        "request",
        "result",
        "information",
        "thanks",
        "courtesy",
    )
    rows = chains.outcomes_of(lens, meetings=[row["meeting_id"] for row in meetings])
    return sorted(rows, key=lambda row: order.index(row["kind"]) if row["kind"] in order else 9)


def _outcome(apparatus: Apparatus, outcome: Row) -> Context:
    lens, _ = apparatus.lens, apparatus.lens.language.text
    sides = [
        names(apparatus, "organisations", outcome[column])
        for column in ("from_org_ids", "to_org_ids")
    ]
    return {
        "kind": lens.label("outcome_kind", outcome["kind"]),
        "who": " → ".join(filter(None, sides)) or _("not stated by the sources read"),
        "text": words(apparatus, outcome, "text")
        + apparatus.note("outcomes", outcome["outcome_id"])
        + apparatus.cite(outcome["source_ids"]),
        "state": _due(lens, outcome) if outcome["kind"] in OPEN_KINDS else "–",
    }


def _due(lens: Lens, outcome: Row) -> str:
    """Deadline and status of an outcome, in words."""
    _ = lens.language.text
    when = lens.language.date(outcome["due_date"]) if outcome["due_date"] else ""
    return f"{when or _('No deadline stated')}; {state(lens, outcome).lower()}"


def _proposals(lens: Lens, meetings: Iterable[Row]) -> list[str]:
    """One sentence per outcome of this visit that is to be done and not known to be."""
    ids = {row["meeting_id"] for row in meetings}
    waiting = [
        thread
        for thread in chains.threads(lens)
        if thread.meeting["meeting_id"] in ids and thread.state not in ("done", "in_force")
    ]
    return [clean(_proposal(lens, thread)) for thread in waiting]


def _proposal(lens: Lens, thread: Thread) -> str:
    _ = lens.language.text
    outcome = thread.outcome
    proposal = {
        "request": _("Follow up the request to {to}: {text} (now: {state})."),
        "commitment": _("Follow up with {who} the promise: {text} (now: {state})."),
        "goodwill": _("Take up the readiness of {who}: {text}."),
        "agreement": _("Carry out, with {to}, what was agreed: {text} (now: {state})."),
    }[outcome["kind"]]
    return proposal.format(
        who=lens.short("organisations", outcome["from_org_ids"]) or _("the other side"),
        to=lens.short("organisations", outcome["to_org_ids"]) or _("the other side"),
        text=lens.words(outcome, "text").rstrip("."),
        state=state(lens, outcome).lower(),
    )

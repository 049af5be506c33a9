"""What the overview says first: a few sentences made of figures, each with the way to its rows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from components import links
from components.page import figures
from components.page.parts import Detail
from data.views import measures, states
from data.views.chains import Thread
from data.views.lens import Lens, Row
from data.views.telling import Talk

_MOST_MET = 6  # organisations named in the line of a visit
_MOST_LATE = 2  # projects told one by one; a province has few that run


def of_overview(lens: Lens, threads: Sequence[Thread], projects: Sequence[Row]) -> list[Detail]:
    """What came of requests and promises, what is late, what runs, who was met last."""
    return [
        _followed(lens, threads, "request"),
        _followed(lens, threads, "commitment"),
        *_overdue(lens, threads),
        *_late(lens, projects),
        _running(lens, projects),
        *_met(lens),
    ]


def of_visit(lens: Lens, held: Sequence[Row], told: Mapping[str, Talk]) -> list[Detail]:
    """What a visit brought in five lines: whom it met, what came of it, and what it is about."""
    found = [thread for row in held for thread in told[row["meeting_id"]].threads]
    if not held:
        return []
    bodies = list(dict.fromkeys(key for row in held for key in row["foreign_org_ids"]))
    met = lens.language.plural(
        "{count} meeting is on record", "{count} meetings are on record", len(held)
    )
    named = lens.short("organisations", bodies[:_MOST_MET])
    named += " …" if bodies[_MOST_MET:] else "."
    lines = [lens.language.pair(met, named) if bodies else f"{met}."]
    kinds = {thread.outcome["kind"] for thread in found}
    lines += [_came(lens, found, kind) for kind in ("request", "commitment") if kind in kinds]
    details = [Detail(line, "") for line in lines]
    return [*details, *_overdue_of(lens, found), *_concerns(lens, found)]


def _overdue_of(lens: Lens, threads: Sequence[Thread]) -> Iterator[Detail]:
    """The first promise past its day, with the way to it."""
    late = [one for one in threads if one.state in states.PAST_DAY]
    if late:
        words = lens.language.text("Past its day: {what}")
        row = late[0].outcome
        address = links.href("outcomes", lens.language.code, outcome=row["outcome_id"])
        yield Detail(words.format(what=lens.words(row, "text")), address)


def _concerns(lens: Lens, threads: Sequence[Thread]) -> Iterator[Detail]:
    """The project that most of what was said is about."""
    about = Counter(key for one in threads for row in one.rows for key in row["project_ids"])
    if about:
        key = about.most_common(1)[0][0]
        state = _small(states.project_words(lens, lens.record.by_key("projects")[key]))
        name = lens.plain(lens.name("projects", key).name)
        text = lens.language.text("Most of it concerns {project}: {state}.").format(
            project=name, state=state
        )
        yield Detail(text, links.href("projects", lens.language.code, project=key))


def _followed(lens: Lens, threads: Sequence[Thread], kind: str) -> Detail:
    text = _came(lens, threads, kind)
    return Detail(text, links.href("outcomes", lens.language.code, kind=kind))


def _came(lens: Lens, threads: Sequence[Thread], kind: str) -> str:
    """Of how many requests or promises something came."""
    _ = lens.language.text
    known = measures.with_follow_up(threads, kind)
    if kind == "request":
        words = _("Something came of {known} of {counted} requests; nothing is known of {silent}.")
    else:
        words = _("Something came of {known} of {counted} promises; nothing is known of {silent}.")
    number = lens.language.number
    return words.format(
        known=number(known.known),
        counted=number(known.counted),
        silent=number(known.counted - known.known),
    )


def _overdue(lens: Lens, threads: Sequence[Thread]) -> Iterator[Detail]:
    """How many promises are past their day, where any is."""
    if count := measures.past_day(threads):
        words = lens.language.plural(
            "{count} promise is past its day and not known to be kept.",
            "{count} promises are past their day and not known to be kept.",
            count,
        )
        yield Detail(words, figures.overdue(lens, threads).address)


def _late(lens: Lens, projects: Sequence[Row]) -> Iterator[Detail]:
    """The projects past their approved end, each with how late it is."""
    late = [row for row in projects if states.project_state(lens, row).code == "late"]
    for row in late[:_MOST_LATE]:
        name = lens.plain(lens.name("projects", row["project_id"]).name)
        state = _small(states.project_words(lens, row))
        text = lens.language.text("{project}: {state}.").format(project=name, state=state)
        address = links.href("projects", lens.language.code, project=row["project_id"])
        yield Detail(text, address)
    if len(late) > _MOST_LATE:
        yield figures.past_end(lens, projects)


def _running(lens: Lens, projects: Sequence[Row]) -> Detail:
    _ = lens.language.text
    number = lens.language.number
    text = _(
        "{running} of {counted} projects are known to be under way; of {lost} once reported so, "
        "nobody knows today."
    ).format(
        running=number(figures.count_of(lens, projects, states.RUNNING)),
        counted=number(len(projects)),
        lost=number(len(measures.once_running(lens, projects))),
    )
    return Detail(text, figures.under_way(lens, projects).address)


def _met(lens: Lens) -> Iterator[Detail]:
    """The meeting held last; and the one that comes next, where one is announced."""
    _ = lens.language.text
    for words, row in (
        (_("Last met: {meeting}, {date}."), measures.last_held(lens)),
        (_("To come: {meeting}, {date}."), measures.next_meeting(lens)),
    ):
        if row:
            name = lens.plain(lens.name("meetings", row["meeting_id"]).name)
            text = words.format(meeting=name, date=lens.language.date(row["date"]))
            address = links.href("visits", lens.language.code, meeting=row["meeting_id"])
            yield Detail(text, address)


def _small(words: str) -> str:
    """Words as they go on in a sentence."""
    return words[:1].lower() + words[1:]

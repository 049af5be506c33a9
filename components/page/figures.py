"""What stands under the key figures of the overview: their parts, each with a link to its rows."""

from collections.abc import Sequence

from components import links
from components.page.parts import Detail
from data.views import measures, states
from data.views.chains import Thread
from data.views.lens import Lens, Row

_KINDS = ",".join(measures.COUNTED)


def of_requests(lens: Lens, threads: Sequence[Thread]) -> list[Detail]:
    """Requests by who asks, and how many have a known follow-up."""
    _ = lens.language.text
    sides = measures.by_side(lens, threads, "request")
    return [
        _outcomes(lens, _("{count} by the province"), sides["province"], "request", by="province"),
        _outcomes(lens, _("{count} to the province"), sides["other"], "request", by="other"),
        _answered(lens, threads, "request"),
    ]


def of_promises(lens: Lens, threads: Sequence[Thread]) -> list[Detail]:
    """Promises by who owes them, how many are past their day, how many have a known follow-up."""
    _ = lens.language.text
    kind, sides = "commitment", measures.by_side(lens, threads, "commitment")
    return [
        _outcomes(lens, _("{count} owed to the province"), sides["other"], kind, by="other"),
        _outcomes(lens, _("{count} owed by the province"), sides["province"], kind, by="province"),
        overdue(lens, threads),
        _answered(lens, threads, kind),
    ]


def overdue(lens: Lens, threads: Sequence[Thread]) -> Detail:
    """Promises past their day, with or without a word on them."""
    kind, words = "commitment", lens.language.text("{count} past its day, not known to be kept")
    past = ",".join(states.PAST_DAY)
    return _outcomes(lens, words, measures.past_day(threads), kind, state=past)


def of_projects(lens: Lens, projects: Sequence[Row]) -> list[Detail]:
    """Projects under way, those nobody knows about any more, and those past their end."""
    lost = len(measures.once_running(lens, projects))
    once = lens.language.text("{count} once reported under way, state unclear today")
    return [
        under_way(lens, projects),
        _projects(lens, once, lost, states.UNCLEAR, status="2"),
        past_end(lens, projects),
    ]


def under_way(lens: Lens, projects: Sequence[Row]) -> Detail:
    """Projects under way, and how many of them are past their approved end."""
    _ = lens.language.text
    words = _("{count} under way")
    if overrun := count_of(lens, projects, ("late",)):
        words = _("{count} under way, {late} of them past the approved end").replace(
            "{late}", lens.language.number(overrun)
        )
    return _projects(lens, words, count_of(lens, projects, states.RUNNING), states.RUNNING)


def past_end(lens: Lens, projects: Sequence[Row]) -> Detail:
    """Projects past their planned or approved end."""
    words = lens.language.text("{count} past the planned or approved end")
    return _projects(lens, words, count_of(lens, projects, states.LATE), states.LATE)


def share(lens: Lens, part: int, whole: int) -> str:
    """A part of a whole as a tile says it: 7/30."""
    return f"{lens.language.number(part)}/{lens.language.number(whole)}"


def count_of(lens: Lens, projects: Sequence[Row], known: Sequence[str]) -> int:
    """How many projects are in one of some states."""
    tally = measures.projects_by_state(lens, projects)
    return sum(tally.get(state, 0) for state in known)


def of_visits(lens: Lens, held: Sequence[Row]) -> list[Detail]:
    """Visits with France."""
    words = lens.language.text("{count} with France")
    count = sum(row["partner_country"] == "FR" for row in held)
    return [_detail(lens, "visits", words, count, country="FR", state="held")]


def _answered(lens: Lens, threads: Sequence[Thread], kind: str) -> Detail:
    words = lens.language.text("{count} with a known follow-up")
    known = measures.with_follow_up(threads, kind).known
    return _outcomes(lens, words, known, kind, state=",".join(measures.ANSWERED))


def _outcomes(lens: Lens, words: str, count: int, kind: str, **asked: str) -> Detail:
    return _detail(lens, "outcomes", words, count, kind=kind, **asked)


def _projects(lens: Lens, words: str, count: int, known: Sequence[str], **asked: str) -> Detail:
    states_asked = ",".join(known)
    return _detail(lens, "projects", words, count, record=_KINDS, state=states_asked, **asked)


def _detail(lens: Lens, path: str, words: str, count: int, **asked: str) -> Detail:
    text = words.format(count=lens.language.number(count))
    address = links.href(path, lens.language.code, **asked) if count else ""
    return Detail(text, address)

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
    tally = measures.by_state(threads, kind)
    late = sum(tally.get(state, 0) for state in states.PAST_DAY)
    past = ",".join(states.PAST_DAY)
    return [
        _outcomes(lens, _("{count} owed to the province"), sides["other"], kind, by="other"),
        _outcomes(lens, _("{count} owed by the province"), sides["province"], kind, by="province"),
        _outcomes(lens, _("{count} past its day, not known to be kept"), late, kind, state=past),
        _answered(lens, threads, kind),
    ]


def of_projects(lens: Lens, projects: Sequence[Row]) -> list[Detail]:
    """Projects under way, those nobody knows about any more, and those past their end."""
    _ = lens.language.text
    tally = measures.projects_by_state(lens, projects)
    running = sum(tally.get(state, 0) for state in states.RUNNING)
    lost = len(measures.once_running(lens, projects))
    late = sum(tally.get(state, 0) for state in states.LATE)
    under_way = _("{count} under way")
    if overrun := tally.get("late", 0):
        under_way = _("{count} under way, {late} of them past the approved end").replace(
            "{late}", lens.language.number(overrun)
        )
    once = _("{count} once reported under way, state unclear today")
    return [
        _projects(lens, under_way, running, states.RUNNING),
        _projects(lens, once, lost, states.UNCLEAR, status="2"),
        _projects(lens, _("{count} past the planned or approved end"), late, states.LATE),
    ]


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

"""One row for asked, answered and what came of it: the same words on pages, paper and in Word."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.schema import codelist
from data.views import states
from data.views.chains import Thread, threads
from data.views.lens import Lens, Row, kept
from data.views.measures import ANSWERED

SETTLED = ("done", "in_force", "not_met")
_ORDER = (
    *states.PAST_DAY,
    *("not_met", "partial", "in_progress", "no_report", "not_followed", "in_force", "done"),
)
# What asks for nothing: it stands folded after requests, promises and agreements.
_LIGHT = ("result", "information", "thanks", "courtesy")


@dataclass(frozen=True)
class Talk:
    """What one meeting brought: its threads, then what asks for nothing, gifts and thanks last."""

    meeting: Row
    threads: Sequence[Thread]
    others: Sequence[Row] = ()

    @property
    def rows(self) -> list[Row]:
        """The rows of its outcomes as they stand here."""
        return [*(thread.outcome for thread in self.threads), *self.others]


def by_meeting(found: Iterable[Thread]) -> list[Talk]:
    """Threads in the order given, together where they come from one meeting."""
    groups: dict[str, list[Thread]] = {}
    for thread in found:
        groups.setdefault(thread.meeting["meeting_id"], []).append(thread)
    return [Talk(group[0].meeting, group) for group in groups.values()]


def talks(lens: Lens, meetings: Iterable[Row], *, project: str | None = None) -> dict[str, Talk]:
    """What some meetings brought, by their ids; of one project where it is given.

    What is counted at another meeting stands here in this meeting's own words.
    """
    counted_in, told = _counted_in(lens), {}
    for meeting in meetings:
        rows = lens.naming("outcomes", "meeting_id", meeting["meeting_id"])
        about = [row for row in rows if not project or project in row["project_ids"]]
        told[meeting["meeting_id"]] = _talk(meeting, about, counted_in)
    return told


@kept(8)
def _counted_in(lens: Lens) -> dict[str, Thread]:
    """The thread of each outcome that is counted or tells again what is."""
    return {row["outcome_id"]: one for one in threads(lens) for row in one.rows}


def _talk(meeting: Row, rows: Sequence[Row], counted_in: Mapping[str, Thread]) -> Talk:
    asking = [_told_at(counted_in[row["outcome_id"]], row, meeting) for row in rows if _asks(row)]
    rest = sorted((row for row in rows if not _asks(row)), key=lambda row: _weight(row["kind"]))
    return Talk(meeting, asking, rest)


def _asks(row: Row) -> bool:
    return row["kind"] in states.OPEN_KINDS


def _weight(kind: str) -> int:
    return _LIGHT.index(kind) if kind in _LIGHT else 0


def _told_at(thread: Thread, row: Row, meeting: Row) -> Thread:
    others = [one for one in thread.rows if one["outcome_id"] != row["outcome_id"]]
    return replace(thread, outcome=row, meeting=meeting, repeats=others)


def owed(lens: Lens, thread: Thread) -> str:
    """Who owes what to whom; of what is settled, who asked or promised it."""
    _ = lens.language.text
    row = thread.outcome
    giver = lens.short("organisations", row["from_org_ids"])
    taker = lens.short("organisations", row["to_org_ids"]) or _("addressee not stated")
    open_words = {
        "request": _("{taker} to answer {giver}"),
        "commitment": _("{giver} to deliver to {taker}"),
    }
    words = {
        "request": _("Asked by {giver} of {taker}"),
        "commitment": _("Promised by {giver} to {taker}"),
        "goodwill": _("Offered by {giver} to {taker}"),
        "agreement": _("Agreed by {giver} and {taker}"),
    }
    is_open = thread.state not in SETTLED and not (row["kind"] == "request" and thread.answers)
    if is_open and row["to_org_ids"] and row["kind"] in open_words:
        words = open_words
    return words[row["kind"]].format(giver=giver, taker=taker)


def since(lens: Lens, thread: Thread) -> str:
    """The day of the meeting, and how long ago it was."""
    when = lens.language.date(thread.meeting["date"])
    age = lens.age(thread.meeting["date"])
    return f"{when}, {age}" if age else when


def came_of(lens: Lens, thread: Thread) -> str:
    """What is known to have come of it, in the words of the record; "" where nothing is."""
    return lens.words(thread.told, "status_text")


def answered(lens: Lens, thread: Thread) -> str:
    """The first answer on record, in its words; "" without any."""
    return lens.words(thread.answers[0], "text") if thread.answers else ""


def counted(lens: Lens, rows: Iterable[Row]) -> str:
    """How many rows there are of each kind, in the order of the codelist: "Request: 2"."""
    tally = Counter(row["kind"] for row in rows)
    return " · ".join(
        lens.language.pair(lens.label("outcome_kind", kind), lens.language.number(tally[kind]))
        for kind in codelist("outcome_kind")
        if tally[kind]
    )


def telling_first(found: Iterable[Thread]) -> list[Thread]:
    """Threads in the order in which they matter before one meets: late, known, silent, settled."""
    return sorted(found, key=lambda thread: _ORDER.index(thread.state))


def known(found: Iterable[Thread]) -> int:
    """Of how many threads something is known to have come."""
    return sum(thread.state in ANSWERED for thread in found)

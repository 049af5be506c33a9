"""Proposals of a report, by addressee, and what the province itself has still to do.

A request is for whom it was made to, a promise for who made it. What the province's own bodies
owe is no proposal to anybody: it stands among the province's tasks.
"""

from collections.abc import Iterable, Sequence

from data.reports.addressing import addressed
from data.reports.lines import clean
from data.reports.office import Context, capitalised, lettered, numbered
from data.views.chains import Thread
from data.views.lens import Lens
from data.views.sides import in_province

_SETTLED = ("done", "in_force", "not_met")
_LONGEST = 400


def proposals(lens: Lens, threads: Iterable[Thread]) -> list[Context]:
    """What is asked of each addressee outside the province, a sentence for each kind and day."""
    by_body: dict[str, dict[tuple[str, str], list[Thread]]] = {}
    for thread in _open(threads):
        outside, _own = _debtors(lens, thread)
        for body in outside[:1]:
            asked = _proposal(lens, thread), lens.language.date(thread.meeting["date"])
            by_body.setdefault(body, {}).setdefault(asked, []).append(thread)
    return numbered(
        {
            "to": capitalised(lens.language.text("To {name}").format(name=addressed(lens, body))),
            "points": lettered(
                lens, (_asking(lens, what, found, body) for (what, _day), found in asked.items())
            ),
        }
        for body, asked in by_body.items()
    )


def tasks(lens: Lens, threads: Iterable[Thread]) -> list[str]:
    """What bodies of the province have still to answer, keep or carry out."""
    waiting = (thread for thread in _open(threads) if _debtors(lens, thread)[1])
    return [_task(lens, thread) for thread in waiting]


def _open(threads: Iterable[Thread]) -> list[Thread]:
    return [thread for thread in threads if thread.state not in _SETTLED]


def _debtors(lens: Lens, thread: Thread) -> tuple[list[str], list[str]]:
    """Who has to act: bodies outside the province, and its own."""
    row = thread.outcome
    bodies = row["to_org_ids"] if row["kind"] == "request" else row["from_org_ids"]
    if row["kind"] == "agreement":
        bodies = (*row["from_org_ids"], *row["to_org_ids"])
    known = [body for key in bodies if (body := lens.row("organisations", key))]
    own = [body["org_id"] for body in known if in_province(lens, body)]
    return [body["org_id"] for body in known if body["org_id"] not in own], own


def _proposal(lens: Lens, thread: Thread) -> str:
    _ = lens.language.text
    if thread.answers and thread.outcome["kind"] == "request":
        return _("{to} is asked what follows from the answer to the request of {date}: {text}.")
    return {
        "request": _("{to} is asked to answer the request of {date}: {text}."),
        "commitment": _("{to} is asked what has come of the promise of {date}: {text}."),
        "goodwill": _("It is proposed to {to} to take up the readiness of {date}: {text}."),
        "agreement": _("It is proposed to {to} to plan what was agreed on {date}: {text}."),
    }[thread.outcome["kind"]]


def _asking(lens: Lens, sentence: str, threads: Sequence[Thread], body: str) -> str:
    return clean(
        sentence.format(
            to=addressed(lens, body),
            date=lens.language.date(threads[0].meeting["date"]),
            text="; ".join(_quoted(lens, thread) for thread in threads),
        )
    )


def _task(lens: Lens, thread: Thread) -> str:
    _ = lens.language.text
    sentence = {
        "request": _("To answer the request ({who}, {date}): {text}."),
        "commitment": _("To keep the promise ({who}, {date}): {text}."),
        "goodwill": _("To follow up the readiness expressed ({who}, {date}): {text}."),
        "agreement": _("To carry out what was agreed ({who}, {date}): {text}."),
    }[thread.outcome["kind"]]
    row = thread.outcome
    others = row["from_org_ids"] if row["kind"] == "request" else row["to_org_ids"]
    return clean(
        sentence.format(
            who=lens.short("organisations", others) or _("addressee not stated"),
            date=lens.language.date(thread.meeting["date"]),
            text=_quoted(lens, thread),
        )
    )


def _quoted(lens: Lens, thread: Thread) -> str:
    text = clean(lens.words(thread.outcome, "text"), _LONGEST).rstrip(".")
    return lens.language.text("“{text}”").format(text=text)

"""Fields of the plan for a visit that is announced: no result is told before it was held."""

from data.reports import visit as visits
from data.reports.apparatus import Apparatus
from data.reports.issuing import PLAN, Issue, opening
from data.reports.lines import clean
from data.reports.office import Context, closing, followed
from data.views import chains
from data.views.briefing import of_partner
from data.views.chains import Thread
from data.views.lens import Lens, Row
from data.views.states import visit_state
from data.views.telling import SETTLED, since, telling_first

PLANNED = ("planned", "unconfirmed")  # states of a visit that has a plan and no report
_MOST = 12  # points to raise; the briefing on the partner has them all


def context(
    lens: Lens, visit: Row, *, body: str | None = None, version: int | None = None
) -> Context:
    """Fields of the plan for one visit, in the order in which its document uses them."""
    apparatus = Apparatus(lens)
    meetings = chains.meetings_of(lens, visit=visit["visit_id"])
    threads = _open(lens, visit)
    fields = {
        **opening(lens, Issue(body, version), PLAN),
        "visit": visits.facts(apparatus, visit),
        "confirmed": _confirmed(lens, visit),
        "points": [_point(apparatus, thread) for thread in threads[:_MOST]],
        "more_points": _more(lens, len(threads) - _MOST),
        "programme": visits.programme(apparatus, visit, meetings) if meetings else [],
        "participants": visits.participants(apparatus, meetings),
    }
    return closing(apparatus, fields)


def _confirmed(lens: Lens, visit: Row) -> str:
    """Whether the visit was confirmed: one announced for a day gone by may not have taken place."""
    _ = lens.language.text
    if visit_state(lens, visit) == "planned":
        return _("The dates are as announced and are to be confirmed.")
    return _("The visit was announced; no source read confirms that it took place.")


def _open(lens: Lens, visit: Row) -> list[Thread]:
    """Requests, promises and agreements with the visit's country that are not settled."""
    told = of_partner(lens, None, visit["partner_country"])
    return [thread for thread in telling_first(told.threads) if thread.state not in SETTLED]


def _point(apparatus: Apparatus, thread: Thread) -> str:
    lens = apparatus.lens
    text = clean(lens.words(thread.outcome, "text"), 400).rstrip(".")
    said = f"{text} ({since(lens, thread)}){apparatus.cite(thread.outcome['source_ids'])}."
    return " ".join(filter(None, [said, followed(lens, thread)]))


def _more(lens: Lens, count: int) -> str:
    if count <= 0:
        return ""
    return lens.language.plural(
        "{count} more point is on record.", "{count} more points are on record.", count
    )

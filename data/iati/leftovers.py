"""Notes what the record knows of a project but IATI cannot hold, and what IATI wants in vain."""

from collections.abc import Sequence

from data.iati.plan import Plan
from data.iati.publisher import fits, publisher
from data.iati.terms import FINANCE, OTHER_DATES, ROLES
from data.schema import TABLES
from data.values.dates import parse
from data.views.lens import Lens, Row


def leftovers(plan: Plan, lens: Lens, progress: Sequence[Row]) -> None:
    """Note the dates, amounts, identifiers and figures that stay out of the file."""
    _homeless(plan, lens)
    _finance(plan, lens)
    _amounts(plan, lens)
    _identifiers(plan, lens)
    _sources(plan, lens)
    _progress(plan, lens, progress)


def _homeless(plan: Plan, lens: Lens) -> None:
    _ = lens.language.text
    for column in OTHER_DATES:
        if written := plan.partial.get(column):
            label = TABLES["projects"].fields[column].labels[lens.language.code]
            sentence = _("{field}: {date}; IATI has no date of this kind.")
            date = lens.language.date(written)
            plan.lacks("activity-date", sentence.format(field=label, date=date))


def _finance(plan: Plan, lens: Lens) -> None:
    _ = lens.language.text
    given = plan.row["finance"]
    if len(given) != 1 or given[0] not in FINANCE:
        kinds = ", ".join(lens.label("finance", code) for code in given) or _("unknown")
        sentence = _("No finance type holds for the whole project ({kinds}).")
        plan.lacks("default-finance-type", sentence.format(kinds=kinds))
    others = _("Aid type, flow, tied status and kind of cooperation are not on record.")
    plan.lacks("default-aid-type", others)


def _amounts(plan: Plan, lens: Lens) -> None:
    _ = lens.language.text
    if not plan.money:
        plan.lacks("transaction", _("No amount is on record."))
    for one in plan.money:
        if one.is_included:
            continue
        kind = lens.label("amount_kind", one.row["kind"])
        label = lens.words(one.row, "label") or kind
        sentence = _("{amount} ({label}): {reason}")
        amount = lens.amount(one.row)
        plan.lacks("transaction", sentence.format(amount=amount, label=label, reason=one.why))


def _identifiers(plan: Plan, lens: Lens) -> None:
    _ = lens.language.text
    by = publisher(lens.record.by_key("organisations"))
    if not by.registered:
        sentence = _("The reporter has no registered identifier; {ref} stands in its place.")
        plan.lacks("reporting-org/@ref", sentence.format(ref=by.ref))
    keys = dict.fromkeys(key for column in ROLES for key in plan.row[column])
    for key in keys:
        row = lens.row("organisations", key)
        name = lens.full_name("organisations", key)
        if row is None or not row["org_identifier"]:
            sentence = _("{name}: no IATI identifier is on record, only the name is told.")
            plan.lacks("participating-org/@ref", sentence.format(name=name))
        elif not fits(ref := row["org_identifier"]):
            sentence = _("{name}: “{ref}” cannot be an IATI identifier, so only the name is told.")
            plan.lacks("participating-org/@ref", sentence.format(name=name, ref=ref))
        elif basis := lens.words(row, "identifier_basis"):
            sentence = _("{name}: check the identifier {ref} before publishing ({basis}).")
            plan.lacks("participating-org/@ref", sentence.format(name=name, ref=ref, basis=basis))


def _sources(plan: Plan, lens: Lens) -> None:
    sources = filter(None, (lens.row("sources", key) for key in plan.row["source_ids"]))
    undated = [row for row in sources if not row["published"] or not parse(row["published"]).exact]
    if undated:
        sentence = lens.language.plural(
            "{count} source has no full publication date.",
            "{count} sources have no full publication date.",
            len(undated),
        )
        plan.lacks("document-link/document-date", sentence)


def _progress(plan: Plan, lens: Lens, progress: Sequence[Row]) -> None:
    figures = sum(row["value"] is not None for row in progress)
    if undated := figures - sum(map(len, plan.results.values())):
        sentence = lens.language.plural(
            "{count} progress figure has no date, and an IATI result needs a period.",
            "{count} progress figures have no date, and an IATI result needs a period.",
            undated,
        )
        plan.lacks("result", sentence)
    if steps := len(progress) - figures:
        sentence = lens.language.plural(
            "{count} reported step without a figure is no IATI result.",
            "{count} reported steps without a figure are no IATI result.",
            steps,
        )
        plan.lacks("result", sentence)

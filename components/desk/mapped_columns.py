"""A choice for each column of an office's own sheet: what it means, and what its values become."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from components import html
from components.desk import choosing
from components.desk.same_in_all import CURRENCIES
from components.page import parts
from data.desk.checkup import Checkup
from data.intake import known_names, likeness
from data.intake.known_names import KnownNames
from data.intake.likeness import Proposal
from data.intake.mapped_amounts import unit_heading
from data.intake.mapping import OUT, ColumnMapping, Meaning, Rule, folded_heading, options
from data.intake.storeys import Headings
from data.language import Language
from data.schema import TABLES, codelist
from data.sheets.grid import Sheet
from data.views.lens import Lens

_MOST_COLUMNS = 60  # more selects on one page would help nobody; the rest is left out and named
_POWERS = (0, 3, 6, 9)


class Place(NamedTuple):
    """Where an editor stands: the sheet, its headings, and what its widgets' keys begin with."""

    sheet: Sheet
    headings: Headings
    key: str


def chosen(
    lens: Lens, checkup: Checkup, place: Place, table: str, begun: ColumnMapping | None
) -> tuple[ColumnMapping, list[str]]:
    """A choice for each column; the mapping, and the headings that nothing was chosen for."""
    _ = lens.language.text
    proposed = likeness.proposals(
        place.sheet, place.headings, table, _known(checkup), most=_MOST_COLUMNS
    )
    known = _by_heading(begun) if begun and begun.table == table else None
    meant: list[tuple[str, Meaning]] = []
    unsure: list[str] = []
    for one in proposed[:_MOST_COLUMNS]:
        key = f"map-{place.key}-{table}-{one.place}"
        meaning = _column(lens, checkup, one, known, options(table), key=key)
        meant.append((one.heading, meaning or OUT))
        if meaning is None:
            unsure.append(one.heading)
    rest = proposed[_MOST_COLUMNS:]
    if rest:
        text = lens.language.plural(
            "{count} more column is left out.",
            "{count} more columns are left out.",
            len(rest),
        )
        first = lens.language.text("The first of them is “{heading}”.")
        st.warning(html.literal(f"{text} {first.format(heading=rest[0].heading)}"))
        meant += [(one.heading, OUT) for one in rest]
    mapping = ColumnMapping(table, tuple(meant))
    heading = unit_heading(mapping)
    if heading and any(meaning.rule is Rule.AMOUNT for _heading, meaning in meant):
        text = _(
            "Where “{heading}” says a unit or currency, that counts for the amount of its row."
        )
        parts.note(text.format(heading=heading))
    return mapping, unsure


def _known(checkup: Checkup) -> Mapping[str, KnownNames]:
    """The names of the record, made once for each version that files are checked against."""
    kept: dict[str, Mapping[str, KnownNames]] = st.session_state.setdefault("desk-map-known", {})
    state = f"{checkup.base.id} {checkup.strikes}"  # whoever was struck is named no longer
    if state not in kept:
        kept.clear()
        kept[state] = known_names.of_tables(checkup.published)
    return kept[state]


def _by_heading(begun: ColumnMapping) -> dict[str, list[Meaning]]:
    known: dict[str, list[Meaning]] = {}
    for heading, meaning in begun.columns:
        known.setdefault(folded_heading(heading), []).append(meaning)
    return known


def _column(
    lens: Lens,
    checkup: Checkup,
    one: Proposal,
    known: dict[str, list[Meaning]] | None,
    every: list[Meaning],
    *,
    key: str,
) -> Meaning | None:
    """One column: heading and values, beside what it means and what becomes of the values."""
    before = known.get(folded_heading(one.heading)) if known is not None else None
    now = before.pop(0) if before else one.meaning if one.is_certain else None
    likely = now or one.meaning
    if likely is not None:
        every = _likely_first(every, likely)
    file, ours = st.columns([2, 3])
    with file:
        parts.show("desk_mapping.html", lens, heading=one.heading, samples=one.samples)
    with ours:
        chosen = _chosen(lens, one.heading, every, now, key)
        if chosen is None:
            return None
        if chosen.rule is Rule.AMOUNT:
            said = now if now and now.rule is Rule.AMOUNT else one.meaning
            chosen = _unit(lens, key, chosen, said)
        _given(lens, checkup, chosen, one.samples)
    return chosen


def _chosen(
    lens: Lens, heading: str, every: list[Meaning], now: Meaning | None, key: str
) -> Meaning | None:
    plain = [_plain(meaning) for meaning in every]
    return choosing.one_of(
        html.literal(lens.language.text("“{heading}” is").format(heading=heading)),
        plain,
        _plain(now) if now else None,
        named=lambda meaning: called(meaning, lens.language),
        placeholder=lens.language.text("Choose what it is, or leave it out"),
        is_label_hidden=True,
        finds=True,
        key=key,
    )


def _plain(meaning: Meaning) -> Meaning:
    return replace(meaning, power=0, currency="")


def _likely_first(every: list[Meaning], likely: Meaning) -> list[Meaning]:
    first = _plain(likely)
    return [first, *(one for one in every if one != first)]


def _unit(lens: Lens, key: str, chosen: Meaning, said: Meaning | None) -> Meaning:
    """The unit of amounts that do not say it themselves."""
    _ = lens.language.text
    power, currency = (said.power, said.currency) if said else (0, "")
    names = {
        0: _("as written"),
        3: _("in thousands"),
        6: _("in millions"),
        9: _("in thousands of millions"),
    }
    with st.container(horizontal=True):
        counted = choosing.one_of(
            _("Amounts are"),
            _POWERS,
            power if power in _POWERS else 0,
            named=names.__getitem__,
            key=f"{key}-power",
        )
        code = choosing.one_of(
            _("Currency"),
            CURRENCIES,
            currency if currency in CURRENCIES else None,
            named=str,
            placeholder=_("Choose a currency"),
            finds=True,
            key=f"{key}-currency",
        )
    return replace(chosen, power=counted or 0, currency=code or "")


def _given(lens: Lens, checkup: Checkup, chosen: Meaning, samples: Sequence[str]) -> None:
    """What a rule makes of the first values; names that no row of the record has are named."""
    _ = lens.language.text
    made = likeness.given(chosen, samples[:3], _known(checkup))
    if chosen.rule is Rule.NAMES:
        table = TABLES[chosen.table].fields[chosen.columns[0]].references or ""
        known = checkup.published.get(table, {})
        every = list(dict.fromkeys(one for text in made for one in text.split(";") if one))
        strange = [one for one in every if one not in known]
        if strange:
            parts.note(_("Not in the record: {names}").format(names=" · ".join(strange)))
        made = [lens.short(table, [one]) for one in every if one in known]
    elif chosen.rule is Rule.AMOUNT:
        made = [_amount(lens, text) for text in made]
    elif chosen.rule is not Rule.PERIOD:
        return
    if made:
        parts.note(_("Becomes: {values}").format(values=" · ".join(made)))


def _amount(lens: Lens, text: str) -> str:
    """A number in the reader's writing, with its currency; a text that is no number as it is."""
    number, _space, currency = text.partition(" ")
    try:
        return f"{lens.language.number(float(number))} {currency}".strip()
    except ValueError:
        return text


def called(meaning: Meaning, language: Language) -> str:
    """What a column can mean, in words."""
    _ = language.text
    if meaning.rule is Rule.OUT:
        return _("Leave out")
    fields = TABLES[meaning.table].fields
    labels = [fields[column].labels[language.code] for column in meaning.columns]
    if meaning.rule is Rule.PERIOD:
        return _("Period: {start} – {end}").format(start=labels[0], end=labels[1])
    if meaning.rule is Rule.AMOUNT:
        kind = codelist("amount_kind")[meaning.kind].names[language.code]
        return _("Amount: {kind}").format(kind=kind)
    return labels[0]

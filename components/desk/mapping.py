"""What the columns of an office's own sheet mean: each beside its values, proposed, free to change.

Nothing is read by it before somebody says so. Where the headings leave no doubt, the editor opens
only on request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

import streamlit as st

from components import html, shelf
from components.desk import choosing, questions, same_in_all
from components.desk.same_in_all import CURRENCIES
from components.entrance import gate
from components.page import parts
from data.desk import mappings
from data.desk.checkup import Checkup
from data.desk.mappings import Remembered
from data.faults import TABLE_UNCERTAIN
from data.intake import known_names, likeness, storeys
from data.intake.handling import Handling
from data.intake.known_names import KnownNames
from data.intake.likeness import Proposal
from data.intake.mapped import located, unit_heading
from data.intake.mapping import (
    OUT,
    ColumnMapping,
    Meaning,
    Rule,
    folded_heading,
    lacking,
    options,
    targets,
)
from data.intake.storeys import Headings
from data.language import Language
from data.schema import TABLES, codelist
from data.sheets.grid import Sheet
from data.views.lens import Lens

_MOST_COLUMNS = 60  # more selects on one page would help nobody; the rest is left out and named
_MOST_NEAR = 3  # mappings for other headings that are offered
_POWERS = (0, 3, 6, 9)
UNREAD = (*TABLE_UNCERTAIN, "mapping-lacks", "mapping-strange")


class _Place(NamedTuple):
    """Where an editor stands: the sheet, its headings, and what its widgets' keys begin with."""

    sheet: Sheet
    headings: Headings
    key: str


def unread(checkup: Checkup) -> list[Sheet]:
    """Sheets that no draft was made of, and that a mapping may help."""
    wanted = {(fault.file, fault.sheet) for fault in checkup.refused if fault.kind in UNREAD}
    return [sheet for sheet in checkup.sheets if (sheet.file, sheet.name) in wanted]


def shown(lens: Lens, checkup: Checkup) -> None:
    """An editor for each sheet that could not be read, and one on request for all others."""
    _ = lens.language.text
    unknown = unread(checkup)
    for sheet in checkup.sheets:
        at = (sheet.file, sheet.name)
        if sheet in unknown:
            _editor(lens, checkup, sheet)
        elif any((draft.file, draft.sheet) == at for draft in checkup.drafts):
            label = _("Choose table and columns of “{file}” yourself").format(file=_called(sheet))
            if choosing.opened(html.literal(label), key=f"map-open-{_key(sheet)}"):
                _editor(lens, checkup, sheet)


def _called(sheet: Sheet) -> str:
    return " · ".join(filter(None, (sheet.file, sheet.name)))


def _key(sheet: Sheet) -> str:
    return f"{sheet.file}-{sheet.name}-{_rounds().get((sheet.file, sheet.name), 0)}"


def _rounds() -> dict[tuple[str, str], int]:
    """How often an editor was filled anew by sheet: its widgets begin again then."""
    kept: dict[tuple[str, str], int] = st.session_state.setdefault("desk-map-rounds", {})
    return kept


def _begun() -> dict[tuple[str, str], ColumnMapping]:
    """The mapping that an editor was filled with, by sheet."""
    kept: dict[tuple[str, str], ColumnMapping] = st.session_state.setdefault("desk-map-begun", {})
    return kept


def forget() -> None:
    """Forget what editors were filled with, and what was chosen in them."""
    choosing.forget()
    for name in ("desk-map-rounds", "desk-map-begun", "desk-map-known", "desk-map-offered"):
        st.session_state.pop(name, None)


def _editor(lens: Lens, checkup: Checkup, sheet: Sheet) -> None:
    _ = lens.language.text
    at = (sheet.file, sheet.name)
    handling = questions.handlings().get(at, Handling())
    used = handling.mapping
    begun = _begun().get(at) or used
    headings = (located(sheet, begun) if begun else None) or storeys.likely(sheet.rows)
    if headings is None:
        return
    with st.container(key=f"nc-map-{_key(sheet)}", border=True):
        title = _("Columns of “{file}”").format(file=_called(sheet))
        st.subheader(html.literal(title), anchor=False)
        place = _Place(sheet, headings, _key(sheet))
        _remembered(lens, place, used)
        read_as = begun.table if begun else handling.table or _read_as(checkup, at)
        table = _table(lens, place, read_as)
        if table is None:
            return
        mapping, unsure = _columns(lens, checkup, place, table, begun)
        mapping = same_in_all.filled(lens, checkup, place.key, mapping, begun)
        _use(lens, place, mapping, unsure)


def _remembered(lens: Lens, place: _Place, used: ColumnMapping | None) -> None:
    """Offer what was remembered for this shape, or for one that is like it."""
    _ = lens.language.text
    texts = [place.headings.texts[one] for one in place.headings.filled]
    exact = [one for one in mappings.fitting(shelf.opened(), texts) if one.mapping != used]
    near = [] if exact or used else mappings.near(shelf.opened(), texts)[:_MOST_NEAR]
    _gone(lens, place, [one.name for one in (*exact, *near)])
    if exact:
        many = _("Several remembered mappings fit these headings. Choose one, or map them anew.")
        one_fits = _("A remembered mapping fits these headings.")
        parts.note(many if len(exact) > 1 else one_fits)
    for one in exact:
        label = _("Read it by “{name}”").format(name=one.name)
        if st.button(html.literal(label), key=f"map-use-{place.key}-{one.name}"):
            _decide(place.sheet, one.mapping)
    for one in near:
        _offer_near(lens, place, one, texts)


def _gone(lens: Lens, place: _Place, names: Sequence[str]) -> None:
    """Name what was offered here before and is kept no longer; a click on it did nothing."""
    _ = lens.language.text
    offered: dict[str, list[str]] = st.session_state.setdefault("desk-map-offered", {})
    before = offered.get(place.key, [])
    offered[place.key] = list(names)
    kept = {one.name for one in mappings.listed(shelf.opened())} if before else set()
    for name in before:
        if name not in kept:
            text = _("“{name}” was removed or renamed meanwhile; nothing was read by it.")
            st.warning(html.literal(text.format(name=name)))


def _offer_near(lens: Lens, place: _Place, one: Remembered, texts: Sequence[str]) -> None:
    """A mapping for other headings fills the editor as far as it goes; what differs is named."""
    _ = lens.language.text
    own = set(map(folded_heading, texts))
    known = {folded_heading(heading) for heading, _ in one.mapping.columns}
    gone = [heading for heading, _ in one.mapping.columns if folded_heading(heading) not in own]
    new = [text for text in texts if folded_heading(text) not in known]
    told = [_("“{name}” was made for other headings.").format(name=one.name)]
    if gone:
        told.append(_("Not in this file: {headings}.").format(headings=", ".join(gone[:12])))
    if new:
        told.append(_("New in this file: {headings}.").format(headings=", ".join(new[:12])))
    parts.note(" ".join(told))
    label = _("Begin with “{name}”").format(name=one.name)
    if st.button(html.literal(label), key=f"map-begin-{place.key}-{one.name}"):
        at = (place.sheet.file, place.sheet.name)
        _begun()[at] = one.mapping
        _rounds()[at] = _rounds().get(at, 0) + 1
        st.rerun()


def _read_as(checkup: Checkup, at: tuple[str, str]) -> str | None:
    """The table that a sheet is read as without a mapping; None where it could not be read."""
    return next((one.table for one in checkup.drafts if (one.file, one.sheet) == at), None)


def _table(lens: Lens, place: _Place, read_as: str | None) -> str | None:
    """Which table each row is a row of; the likely ones first, and the one it is read as chosen."""
    _ = lens.language.text
    tables = likeness.likely_tables(place.headings)
    return choosing.one_of(
        _("Each row is one of"),
        tables,
        read_as,
        named=lambda name: TABLES[name].labels[lens.language.code],
        placeholder=_("Choose a table"),
        key=f"map-table-{place.key}",
    )


def _columns(
    lens: Lens, checkup: Checkup, place: _Place, table: str, begun: ColumnMapping | None
) -> tuple[ColumnMapping, list[str]]:
    """A choice for each column; the mapping, and the headings that nothing was chosen for."""
    _ = lens.language.text
    proposed = likeness.proposals(
        place.sheet, place.headings, table, _known(checkup), most=_MOST_COLUMNS
    )
    known = _by_heading(begun) if begun and begun.table == table else None
    chosen: list[tuple[str, Meaning]] = []
    unsure: list[str] = []
    for one in proposed[:_MOST_COLUMNS]:
        key = f"map-{place.key}-{table}-{one.place}"
        meaning = _column(lens, checkup, one, known, options(table), key=key)
        chosen.append((one.heading, meaning or OUT))
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
        chosen += [(one.heading, OUT) for one in rest]
    mapping = ColumnMapping(table, tuple(chosen))
    heading = unit_heading(mapping)
    if heading and any(meaning.rule is Rule.AMOUNT for _heading, meaning in chosen):
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


def _use(lens: Lens, place: _Place, mapping: ColumnMapping, unsure: Sequence[str]) -> None:
    """The tick: the sheet is read by what stands above, and that is remembered under a name."""
    _ = lens.language.text
    name = choosing.text(
        _("Remember this for files with the same headings, under the name"),
        mappings.free_name(
            shelf.opened(), PurePath(place.sheet.file).stem, [one for one, _ in mapping.columns]
        ),
        longest=120,
        hint=_("Leave it empty, and it is not remembered."),
        key=f"map-name-{place.key}",
    )
    if not st.button(_("Read the sheet this way"), type="primary", key=f"map-done-{place.key}"):
        return
    wrong = list(_wrong(lens, mapping, unsure))
    if name and mappings.is_taken(shelf.opened(), name, mapping.shape):
        taken = _("“{name}” is remembered for other headings; choose another name.")
        wrong.append(taken.format(name=name))
    for text in wrong:
        st.warning(html.literal(text))
    if not wrong:
        if name:
            mappings.remember(shelf.opened(), name, mapping, by=gate.caller())
        _decide(place.sheet, mapping)


def _wrong(lens: Lens, mapping: ColumnMapping, unsure: Sequence[str]) -> list[str]:
    """Why the mapping cannot be used yet, a sentence each."""
    _ = lens.language.text
    wrong = []
    if unsure:
        text = _("Choose what these columns are, or leave them out: {headings}.")
        wrong.append(text.format(headings=", ".join(unsure[:12])))
    meant = [one for one in targets(mapping) if not one[2]]
    for table, column, _kind in dict.fromkeys(one for one in meant if meant.count(one) > 1):
        label = TABLES[table].fields[column].labels[lens.language.code]
        wrong.append(_("Two columns are “{column}”; leave one out.").format(column=label))
    needed = lacking(mapping)
    if needed:
        labels = [same_in_all.field_of(mapping, name).labels[lens.language.code] for name in needed]
        text = _("Fill what every row must have: {columns}.")
        wrong.append(text.format(columns=", ".join(labels)))
    return wrong


def _decide(sheet: Sheet, mapping: ColumnMapping) -> None:
    """Read the sheet by a mapping from now on; the files are checked again."""
    at = (sheet.file, sheet.name)
    questions.handlings()[at] = Handling(mapping=mapping)
    _begun().pop(at, None)
    _rounds()[at] = _rounds().get(at, 0) + 1  # its editor closes
    st.rerun()

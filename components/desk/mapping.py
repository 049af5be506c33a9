"""What the columns of an office's own sheet mean: each beside its values, proposed, free to change.

Nothing is read by it before somebody says so. Where the headings leave no doubt, the editor opens
only on request.
"""

from collections.abc import Sequence
from pathlib import PurePath

import streamlit as st

from components import html, shelf
from components.desk import choosing, mapped_columns, questions, same_in_all
from components.desk.mapped_columns import Place
from components.entrance import gate
from components.page import parts
from data.desk import mappings
from data.desk.checkup import Checkup
from data.desk.mappings import Remembered
from data.faults import TABLE_UNCERTAIN
from data.intake import likeness, storeys
from data.intake.handling import Handling
from data.intake.mapped import located
from data.intake.mapping import (
    ColumnMapping,
    folded_heading,
    lacking,
    targets,
)
from data.schema import TABLES
from data.sheets.grid import Sheet
from data.views.lens import Lens

_MOST_NEAR = 3  # mappings for other headings that are offered
UNREAD = (*TABLE_UNCERTAIN, "mapping-lacks", "mapping-strange")


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
        place = Place(sheet, headings, _key(sheet))
        _remembered(lens, place, used)
        read_as = begun.table if begun else handling.table or _read_as(checkup, at)
        table = _table(lens, place, read_as)
        if table is None:
            return
        mapping, unsure = mapped_columns.chosen(lens, checkup, place, table, begun)
        mapping = same_in_all.filled(lens, checkup, place.key, mapping, begun)
        _use(lens, place, mapping, unsure)


def _remembered(lens: Lens, place: Place, used: ColumnMapping | None) -> None:
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


def _gone(lens: Lens, place: Place, names: Sequence[str]) -> None:
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


def _offer_near(lens: Lens, place: Place, one: Remembered, texts: Sequence[str]) -> None:
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


def _table(lens: Lens, place: Place, read_as: str | None) -> str | None:
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


def _use(lens: Lens, place: Place, mapping: ColumnMapping, unsure: Sequence[str]) -> None:
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

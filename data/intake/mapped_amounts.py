"""The amounts in the rows of a sheet that is read by a mapping, each in its unit and currency."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from data.intake import splitting, unit_words
from data.intake.known_names import slug
from data.intake.layout import Draft
from data.intake.mapped_drafts import Work, drafted, filled
from data.intake.mapping import AMOUNTS, ColumnMapping, Rule
from data.intake.unit_words import Unit, scaled
from data.sheets.grid import Cell
from data.values.columns import shown

_OWN = ("amount_id", "project_id", "kind", "amount", "currency", "label_vi")


def amounts_of(work: Work, first: Draft) -> Iterator[Draft]:
    """A draft for each column of amounts; its rows refer to those of the first draft."""
    keys = dict(zip(first.numbers, first.cells.get("project_id", ()), strict=False))
    beside = _units_beside(work, first.numbers)
    says_powers = any(unit.power for unit in beside.values())
    for place, meaning in work.places.items():
        if meaning.rule is not Rule.AMOUNT:
            continue
        units: dict[int, Unit] = {}
        given: dict[int, list[Cell]] = {}
        heading = work.headings.lowest[place]
        for number, key in keys.items():
            cell, said = splitting.amount(work.cell(work.sheet.rows[number - 1], place))
            if not shown(cell).strip() or not key:
                continue
            own = beside.get(number, Unit(meaning.power, ""))
            power = own.power if says_powers else meaning.power
            units[number] = said or Unit(power, own.currency or meaning.currency)
            currency = units[number].currency or meaning.currency
            label = re.sub(r"\s*\([^()]*\)$", "", heading)
            given[number] = [
                f"{key}-{slug(label)}",
                key,
                meaning.kind,
                cell,
                currency,
                label,
            ]
        if given:
            yield _amount(work, place, given, units)


def unit_heading(mapping: ColumnMapping) -> str | None:
    """The heading of the column that may say the unit of each row's amounts; None without one."""
    left = (heading for heading, meaning in mapping.columns if meaning.rule is Rule.OUT)
    return next((heading for heading in left if unit_words.is_of_units(heading)), None)


def _units_beside(work: Work, numbers: Sequence[int]) -> dict[int, Unit]:
    """The unit that a column of units says, by row; nothing where no text of it is a unit.

    A text that is none stands as the currency: so its row is refused with this text.
    """
    left = (place for place, one in work.places.items() if one.rule is Rule.OUT)
    texts_of = (one for one in left if unit_words.is_of_units(work.headings.texts[one]))
    place = next(texts_of, None)
    if place is None:
        return {}
    rows = work.sheet.rows
    texts = {number: shown(work.cell(rows[number - 1], place)).strip() for number in numbers}
    read = {number: unit_words.read(text) for number, text in texts.items() if text}
    if not any(read.values()):
        return {}
    return {number: unit or Unit(0, texts[number]) for number, unit in read.items()}


def _amount(
    work: Work, place: int, given: Mapping[int, Sequence[Cell]], units: Mapping[int, Unit]
) -> Draft:
    draft = drafted(work, AMOUNTS, _OWN, given)
    bad = {fault.row for fault in draft.faults if fault.column == "amount"}
    amounts = [
        text if number in bad or not text else scaled(text, units[number].power)
        for number, text in zip(draft.numbers, draft.cells["amount"], strict=True)
    ]
    rows = work.sheet.rows
    written = [shown(work.cell(rows[number - 1], place)) for number in draft.numbers]
    return filled(
        work,
        replace(
            draft,
            cells={**draft.cells, "amount": amounts},
            original={"amount": written},
            columns={"amount": place},
            short={},
        ),
    )

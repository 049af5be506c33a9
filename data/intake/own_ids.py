"""Ids of a sheet in another form than ours: kept in ours only where somebody agrees to it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from re import fullmatch

from data.faults import Fault
from data.intake.handling import Handling, Question
from data.schema import Table
from data.sheets.errors import is_error
from data.values.columns import Column
from data.values.ids import proposed

OWN_IDS = "own-ids"  # the kind of question
AS_GIVEN, IN_OUR_FORM = "as-given", "in-our-form"
_MOST_SAMPLES = 5


def in_our_form(
    table: Table, columns: Mapping[str, Column], handling: Handling
) -> tuple[dict[str, Column], tuple[Question, ...]]:
    """The columns, with the ids in our form if that was chosen; and what is asked about them."""
    key = columns.get(table.key)
    ours = _proposals(table, key) if key else {}
    if key is None or not ours:
        return dict(columns), ()
    way = _chosen(table, handling)
    other = tuple(one for one in (IN_OUR_FORM, AS_GIVEN) if one != way)
    samples = tuple(f"{given} → {one}" for given, one in list(ours.items())[:_MOST_SAMPLES])
    more = len(ours) - len(samples)
    question = Question(OWN_IDS, table.key, way, other, samples, more)
    if way == AS_GIVEN:  # while nobody has answered, no cell is at fault for what is asked
        return dict(columns), (question,)
    cells = [ours.get(text, text) for text in key.cells]
    return {**columns, table.key: replace(key, cells=cells)}, (question,)


def _chosen(table: Table, handling: Handling) -> str:
    """What somebody decided; "" where nobody has."""
    answer = handling.answer(OWN_IDS, table.key)
    return answer if answer in (IN_OUR_FORM, AS_GIVEN) else ""


def renamed(
    table: Table,
    columns: Mapping[str, Column],
    handling: Handling,
    file: str,
    numbers: list[int],
) -> Iterator[Fault]:
    """The rows that are kept under another id than the file gives, because somebody chose so."""
    key = columns.get(table.key) if _chosen(table, handling) == IN_OUR_FORM else None
    for place, number in enumerate(numbers if key else ()):
        if key and place not in key.faults and key.cells[place] != key.original[place].strip():
            given, ours = key.original[place], key.cells[place]
            if ours == proposed(given):
                yield Fault("renamed", file, number, table.key, given, ours)


def _proposals(table: Table, key: Column) -> dict[str, str]:
    """Each id that is not in our form with one that is, where no other row has that one."""
    given = dict.fromkeys(
        text
        for place, text in enumerate(key.cells)
        if text and place not in key.faults and not is_error(text)
    )
    ours = {text: text if _fits(table, text) else proposed(text) for text in given}
    count = Counter(ours.values())
    return {text: one for text, one in ours.items() if one and one != text and count[one] == 1}


def _fits(table: Table, text: str) -> bool:
    return fullmatch(table.fields[table.key].pattern or "", text) is not None

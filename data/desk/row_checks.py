"""Checks the rows of a draft: which are kept, without which cells, and which are refused."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from functools import partial

from data.desk.checked import Checked, Finding, RefusedRow, Tier
from data.desk.laying_over import Laid, laid
from data.desk.progress import Step, counted
from data.desk.settling import settled
from data.desk.short_lines import short_lines
from data.desk.translations import without_emptied
from data.faults import Fault
from data.intake.layout import Draft
from data.record.cell_rules import cell_faults
from data.record.row_rules import RowRules
from data.record.rows import Rows
from data.schema import TABLES, Table
from data.values.written_numbers import spans

_OfCells = Mapping[int, Mapping[str, Fault]]  # faults by row number and column


class RowChecks:
    """Checks the rows of one table, draft by draft.

    What is found goes into ``checked``, and where each row that is kept stands into ``places``.
    """

    def __init__(
        self,
        table: Table,
        published: Rows,
        checked: Checked,
        places: MutableMapping[tuple[str, str], tuple[Draft, int]],
    ) -> None:
        self._table, self._published, self._checked = table, published, checked
        self._places = places
        self._kept = checked.rows.setdefault(table.name, {})
        self._rules = RowRules(table)
        self._first: dict[str, tuple[Draft, int]] = {}  # where each id stands first
        self._drafts: list[Draft] = []
        self._rest: set[str] = set()  # ids whose rows another sheet begins and this one ends

    def refused(self, draft: Draft) -> Iterator[RefusedRow]:
        """Keep the rows of a draft, each without its cells at fault; the others come back."""
        begun = beginning(draft, self._drafts)
        self._drafts.append(draft)
        self._rest = set(begun.cells[self._table.key]) if begun else set()
        self._checked.read[draft.table] += len(draft.numbers)
        for fault in draft.faults:
            if fault.kind == "duplicate-column":  # cells that disagree are faults themselves
                self._find(draft, Tier.WARNED, fault)
        of_cells = _cell_faults(draft, self._table)
        needed = [name for name in self._table.required if "" in draft.cells.get(name, ("",))]
        lacking: dict[str, list[int]] = defaultdict(list)
        staying: dict[int, list[str]] = {}  # published cells that a line does not reach
        for one in self._apart(draft, is_rest=begun is not None):
            if one.beyond:
                staying[one.number] = [name for name in one.beyond if one.before[name]]
            absent = [name for name in needed if not one.row[name]]
            without = [name for name in absent if name not in draft.cells]
            for name in without:
                lacking[name].append(one.number)
            if self._are_fatal(draft, one, self._faults(draft, one, of_cells, absent)) or without:
                self._checked.refused[draft.table] += 1
                self._forget_begun(draft, one)
                yield RefusedRow(draft, one.number, one.key, one.row)
            else:
                self._kept[one.key] = one.row
                self._places.setdefault((draft.table, one.key), (draft, one.number))
        for name, numbers in lacking.items():
            fault = Fault("lacks-column", draft.file, draft.header_row, name, spans(numbers))
            self._find(draft, Tier.REFUSED, fault)
        for fault in short_lines(draft, staying):
            self._find(draft, Tier.WARNED, fault)

    def _forget_begun(self, draft: Draft, one: Laid) -> None:
        """Keep no half of a row: what another sheet says of it goes with what is refused here."""
        if one.key in self._rest:
            self._kept.pop(one.key, None)
            self._places.pop((draft.table, one.key), None)

    def _apart(self, draft: Draft, *, is_rest: bool) -> Iterator[Laid]:
        """The rows, without those whose cells are in wrong columns and those there already."""
        shifted = {one.row: one for one in draft.faults if one.kind == "ragged"}
        base = {**self._published, **self._kept} if is_rest else self._published
        every = laid(draft, base)
        for one in counted(every, Step.CHECKING, len(draft.numbers)):
            if one.key in self._rest:
                yield from self._rest_of(draft, one)
                continue
            mine = draft, one.place
            first = self._first.setdefault(one.key, mine)
            if one.number in shifted:  # what is wrong with its cells would mislead
                self._find(draft, Tier.REFUSED, shifted[one.number])
                self._checked.refused[draft.table] += 1
            elif is_rest and one.key in self._published and first is mine:
                fault = Fault("no-beginning", draft.file, one.number, self._table.key, one.key)
                self._find(draft, Tier.ASIDE, fault)
                self._checked.read[draft.table] -= 1
            elif one.key and first is not mine and _say_the_same(first, mine):
                fault = Fault("repeated", draft.file, one.number, self._table.key, one.key)
                self._find(draft, Tier.WARNED, fault)
            else:
                yield one

    def _rest_of(self, draft: Draft, one: Laid) -> Iterator[Laid]:
        """The rest of a row that another sheet begins, once; none where that one is refused."""
        self._checked.read[draft.table] -= 1  # it is counted there
        if one.key in self._kept:
            yield one
        self._rest.discard(one.key)

    def _faults(
        self, draft: Draft, one: Laid, of_cells: _OfCells, absent: list[str]
    ) -> list[Fault]:
        """What is wrong with the cells of a row, each for itself and one beside the other."""
        if self._table.older and one.row[self._table.older]:
            one.row[self._table.older] = without_emptied(self._table, one.row, one.before)
        broken = of_cells.get(one.number, {})
        told = [fault for name, fault in broken.items() if name not in one.beyond]
        told += [
            Fault("required", draft.file, one.number, name)
            for name in absent
            if name in draft.cells and (name not in broken or name in one.beyond)
        ]
        rules = self._rules.within if one.key in self._rest else self._rules.faults
        told += rules(one.row, draft.file, one.number)
        return [self._naming_first(draft, fault, one.key) for fault in told]

    def _naming_first(self, draft: Draft, fault: Fault, key: str) -> Fault:
        """The fault, with the row that has the id first where another one has it."""
        if fault.kind != "duplicate":
            return fault
        first, place = self._first[key]
        names = [] if first.file == draft.file else [first.file]
        names += [] if first.sheet == draft.sheet else [first.sheet]
        return replace(fault, expected=" · ".join([*names, str(first.numbers[place])]))

    def _are_fatal(self, draft: Draft, one: Laid, faults: list[Fault]) -> bool:
        """Leave the cells at fault out of a row; whether it cannot be kept all the same."""
        is_fatal = False
        again = partial(self._rules.within, file=draft.file, number=one.number)
        for tier, fault in settled(self._table, one.row, one.before, faults, again):
            self._find(draft, tier, fault)
            is_fatal = is_fatal or tier == Tier.REFUSED
        return is_fatal

    def _find(self, draft: Draft, tier: Tier, fault: Fault) -> None:
        self._checked.findings.append(Finding(tier, draft.table, draft.sheet, fault))


def beginning(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The sheet of the same file that begins the rows of which this one has the other columns.

    So our workbooks come back, which show on one sheet what people read and on another the rest.
    """
    key = TABLES[draft.table].key
    for one in earlier:
        if one.file == draft.file and one.table == draft.table:
            shared = one.cells.keys() & draft.cells.keys()
            if shared == {key} and set(one.cells[key]) & set(draft.cells[key]) - {""}:
                return one
    return None


def _say_the_same(one: tuple[Draft, int], other: tuple[Draft, int]) -> bool:
    """Whether two rows have the same cells in the same columns."""
    (first, there), (second, here) = one, other
    return first.cells.keys() == second.cells.keys() and all(
        first.cells[name][there] == cells[here] for name, cells in second.cells.items()
    )


def _cell_faults(draft: Draft, table: Table) -> dict[int, dict[str, Fault]]:
    """Faults of single cells by row number and column: unreadable ones, and those of the schema."""
    faults: dict[int, dict[str, Fault]] = {}
    for fault in draft.faults:
        if fault.row is not None and fault.column is not None:
            faults.setdefault(fault.row, {}).setdefault(fault.column, fault)
    for name, texts in draft.cells.items():
        problems = cell_faults(table.fields[name], dict.fromkeys(texts))
        if not any(problems.values()):
            continue
        for number, text, original in zip(draft.numbers, texts, draft.original[name], strict=True):
            if known := problems[text]:
                fault = Fault(known[0], draft.file, number, name, original or None, known[1])
                faults.setdefault(number, {}).setdefault(name, fault)
    return faults

"""Whatever passes the check can be published, and where not, the fault names a row one knows."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.desk import comparing
from data.desk.checked import Checked
from data.desk.checking import check
from data.desk.comparing import Mode
from data.faults import Fault
from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.record import loading
from data.record.loading import CURATED
from data.record.rows import Rows, tables_of
from data.schema import TABLES
from data.sheets.grid import Sheet

TODAY = date(2026, 11, 26)
CONTENTS = {name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES}
SHIPPED = tables_of(CONTENTS)
RECORD = loading.record_of(CONTENTS)  # without a fault: what has no new fault has none
TEXTS = (
    "", "nowhere", "Not An Id", "2019", "2031-05", "soon", "2019-12-31", "91.5", "-200", "21.4",
    "afd;nowhere", ";", "France", "VN", "visits", "projects", "x" * 80, "percent", "44.55",
    "name_en;title_fr", "https://", "a\nb", " ", "true", "out-001;out-002", "21.02833333333333",
)  # fmt: skip


class Mutation:
    """Published rows of a table, changed at random, as a file gives them."""

    def __init__(self, chance: random.Random, table: str) -> None:
        self._chance, self._table = chance, TABLES[table]
        every = list(SHIPPED[table].values())
        many = chance.choice((1, 2, 5, 12, len(every)))
        self._rows = [dict(row) for row in chance.sample(every, min(many, len(every)))]
        self._columns = list(self._table.fields)

    def sheet(self, file: str) -> Sheet:
        """The changed rows as a text file."""
        for _ in range(self._chance.randint(0, 8)):
            self._chance.choice((self._garble, self._garble, self._swap, self._mix, self._copy))()
        for _ in range(self._chance.choice((0, 0, 1, 4, len(self._columns) - 2))):
            self._columns.remove(self._chance.choice(self._columns[1:] or self._columns))
        lines = [self._columns, *([row[name] for name in self._columns] for row in self._rows)]
        self._cut(lines)
        return Sheet(file, "", lines, "utf-8", ",", widths=[len(line) for line in lines])

    def _garble(self) -> None:
        row, column = self._chance.choice(self._rows), self._chance.choice(self._columns)
        row[column] = self._chance.choice(TEXTS)

    def _swap(self) -> None:
        row = self._chance.choice(self._rows)
        one, two = self._chance.sample(self._columns, 2)
        row[one], row[two] = row[two], row[one]

    def _mix(self) -> None:
        """A cell of another row, published or of the file."""
        row, column = self._chance.choice(self._rows), self._chance.choice(self._columns)
        others = [*SHIPPED[self._table.name].values(), *self._rows]
        row[column] = self._chance.choice(others)[column]

    def _copy(self) -> None:
        row = dict(self._chance.choice(self._rows))
        row[self._table.key] = self._chance.choice((row[self._table.key], "new-row", "new-row-2"))
        self._rows.append(row)

    def _cut(self, lines: list[list[str]]) -> None:
        """Some lines end early, or have a cell too many."""
        for line in lines[1:] if self._chance.random() < 0.2 else ():
            if self._chance.random() < 0.3:
                del line[self._chance.randint(1, len(line)) :]
            elif self._chance.random() < 0.1:
                line.insert(self._chance.randint(0, len(line)), "x")


def uploaded(chance: random.Random) -> list[Draft]:
    """One to three files of tables, of one table twice at times."""
    tables = chance.choices(
        [name for name, rows in SHIPPED.items() if rows], k=chance.choice((1, 1, 2, 3))
    )
    read = (
        drafts(Mutation(chance, table).sheet(f"{place}.csv"), Handling(table))
        for place, table in enumerate(tables)
    )
    return [one for one in read if isinstance(one, Draft)]


def outcome(checked: Checked, files: list[Draft], mode: Mode) -> tuple[Fault, ...]:
    """What of the record would break."""
    contents = comparing.contents(SHIPPED, checked.rows, mode)
    everything = {**CONTENTS, **contents}
    return comparing.newly_broken(RECORD, everything, contents.keys(), files)


def removed(checked: Checked) -> dict[str, Rows]:
    """Published rows that are not among the kept ones, of the tables uploaded."""
    return {
        table: {key: row for key, row in SHIPPED[table].items() if key not in rows}
        for table, rows in checked.rows.items()
    }


def holds(chance: random.Random) -> None:
    files = uploaded(chance)
    checked = check(files, SHIPPED, TODAY)

    assert outcome(checked, files, Mode.UPDATE) == ()

    faults = outcome(checked, files, Mode.REPLACE)
    gone = {key for rows in removed(checked).values() for key in rows}
    lines = {(one.file, number) for one in files for number in one.numbers}
    for fault in faults:
        assert fault.kind == "reference"  # to a row that the reader takes away
        assert fault.found in gone
        assert fault.names or (fault.file, fault.row) in lines


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_whatever_passes_the_check_publishes_and_loads_without_a_fault(chance):
    holds(chance)

"""Columns that the tests of values read cells of, and cells of every kind."""

from hypothesis import strategies as st

from data.schema import TABLES
from data.values.columns import Unread, read_column

DATE = TABLES["visits"].fields["start_date"]
AMOUNT = TABLES["project_amounts"].fields["amount"]
LATITUDE = TABLES["places"].fields["latitude"]
LONGITUDE = TABLES["places"].fields["longitude"]
# What a cell of a workbook may hold beside text.
WORDLESS = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.datetimes()


def read_value(field, cell):
    """A cell as it is read in a column of its own: its text, or why it cannot be read."""
    column = read_column(field, [cell])
    return column.faults.get(0, column.cells[0])


def unread(field, cell):
    """Kind and expectation of a cell that cannot be read."""
    value = read_value(field, cell)
    assert isinstance(value, Unread), value
    return value.kind, value.expected

"""Sheets made by hand, and what the layout makes of them."""

from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.sheets.grid import Sheet

VISIT = ["visit_id", "title_vi", "start_date"]


def sheet(*rows, file="tap-tin.xlsx", name="Sheet1", delimiter=None):
    return Sheet(file, name, rows, None, delimiter, ())


def read(*rows, **settings):
    """The draft of a workbook's sheet."""
    draft = drafts(sheet(*rows), Handling(**settings))
    assert isinstance(draft, Draft), draft
    return draft


def faults_of(draft):
    """Kind, row, column, found and expected of each fault."""
    return [(f.kind, f.row, f.column, f.found, f.expected) for f in draft.faults]

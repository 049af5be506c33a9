"""The drop-down lists of a template, in a hidden sheet."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.record.choices import Choice
from data.sheets.grid import column_letters
from data.values import spreadsheets
from data.values.offered import offered


def write_lists(workbook: Any, lists: Mapping[str, Sequence[Choice]]) -> None:
    """Write the lists into a hidden sheet, two columns each, and give each a defined name.

    The first column is what the list offers, words with their code; the second the code alone.
    """
    sheet = workbook.add_worksheet(spreadsheets.LISTS)
    sheet.very_hidden()
    for place, (name, entries) in enumerate(lists.items()):
        sheet.write_string(0, 2 * place, f"{spreadsheets.OURS}: {name}")
        for row, entry in enumerate(entries, 1):
            sheet.write_string(row, 2 * place, offered(entry.code, entry.name))
            sheet.write_string(row, 2 * place + 1, entry.code)
        column = column_letters(2 * place)
        workbook.define_name(
            name, f"={spreadsheets.LISTS}!${column}$2:${column}${len(entries) + 1}"
        )

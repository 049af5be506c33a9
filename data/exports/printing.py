"""How a sheet of a workbook prints: A4 lying, headings on each page, nothing beside the table."""

from collections.abc import Sequence
from typing import Any

_A4 = 9  # its number in a workbook
_ACROSS = 240  # characters beside each other that can still be read on a lying A4


def lay_out(sheet: Any, widths: Sequence[int], last: int, *, first: int = 0, kept: int = 0) -> None:
    """Set up the pages of a table: its headings are in line ``first``, its end in ``last``.

    A table is one page wide if that can be read; else its first ``kept`` columns stand on each
    page, so that every page says of which row it tells.
    """
    pages = -(-sum(widths) // _ACROSS)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(first)
    if pages > 1 and kept:
        sheet.repeat_columns(0, kept - 1)
    sheet.print_area(0, 0, last, len(widths) - 1)
    sheet.fit_to_pages(pages, 0)
    sheet.set_footer("&L&A&R&P / &N")

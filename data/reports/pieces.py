"""Pieces of every template: headings, tables that repeat a row, pictures."""

from collections.abc import Sequence

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.table import Table

from data.reports import form

Columns = Sequence[tuple[str, str, float]]  # heading, field, millimetres


def head(document: Word, number: str, text: str) -> None:
    """A numbered heading."""
    form.line(document, f"{number}. {text.upper()}", style="Heading 1")


def table(
    document: Word, name: str, item: str, columns: Columns, empty: str, *, more: str = ""
) -> None:
    """A table with one row per item of a list; the sentence ``empty`` where the list is empty."""
    form.tag(document, f"{{%p if {name} %}}")
    table = form.grid(document, [width for _h, _f, width in columns], borders=True)
    _headings(table, columns)
    form.tag_row(table, f"{{%tr for {item} in {name} %}}")
    for cell, (_heading, name_of, _width) in zip(form.row(table), columns, strict=True):
        form.line(cell, f"{{{{ {item}.{name_of} }}}}", style="Table Text")
    form.tag_row(table, "{%tr endfor %}")
    form.tag(document, "{%p endif %}")
    otherwise(document, name, empty, more=more)


def grouped(document: Word, columns: Columns, empty: str) -> None:
    """The table of amounts: a row with the kind, then one row per amount of that kind."""
    form.tag(document, "{%p if money %}")
    table = form.grid(document, [width for _h, _f, width in columns], borders=True)
    _headings(table, columns)
    form.tag_row(table, "{%tr for group in money %}")
    cells = form.row(table)
    kind = cells[0].merge(cells[-1])
    paragraph = form.line(kind, "{{ group.kind }}", style="Table Text", bold=True)
    paragraph.paragraph_format.keep_with_next = True
    form.tag_row(table, "{%tr for amount in group.amounts %}")
    for cell, (_heading, name_of, _width) in zip(form.row(table), columns, strict=True):
        align = ALIGN.RIGHT if name_of == "amount" else None
        form.line(cell, f"{{{{ amount.{name_of} }}}}", style="Table Text", align=align)
    form.tag_row(table, "{%tr endfor %}")
    form.tag_row(table, "{%tr endfor %}")
    form.tag(document, "{%p endif %}")
    otherwise(document, "money", empty)


def picture(document: Word, name: str, caption: str) -> None:
    """A picture with its caption; neither where the field is empty."""
    form.tag(document, f"{{%p if {name} %}}")
    drawn = form.line(document, f"{{{{ {name} }}}}", align=ALIGN.CENTER)
    drawn.paragraph_format.keep_with_next = True
    drawn.paragraph_format.line_spacing = 1.0
    form.line(document, caption, italic=True, align=ALIGN.CENTER)
    form.tag(document, "{%p endif %}")


def otherwise(document: Word, name: str, sentence: str, *, more: str = "") -> None:
    """A sentence for an empty list, and the field ``more`` for rows that did not fit."""
    form.tag(document, f"{{%p if not {name} %}}")
    form.line(document, sentence, style="Body Text")
    form.tag(document, "{%p endif %}")
    if more:
        form.tag(document, f"{{%p if {more} %}}")
        form.line(document, f"{{{{ {more} }}}}", style="Annex Text", italic=True)
        form.tag(document, "{%p endif %}")


def _headings(table: Table, columns: Columns) -> None:
    for cell, (heading, _field, _width) in zip(
        form.row(table, repeated=True), columns, strict=True
    ):
        form.line(cell, heading, style="Table Text", bold=True, align=ALIGN.CENTER)

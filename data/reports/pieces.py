"""Pieces of every template: headings, paragraphs, tables that repeat a row, pictures."""

from collections.abc import Callable, Sequence
from itertools import count

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.table import Table

from data.reports import form

Columns = Sequence[tuple[str, str, float]]  # heading, field, millimetres
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def chapter(document: Word) -> Callable[[str], None]:
    """Writes the headings of chapters, numbered from I in the order in which they are asked for."""
    numbers = count()

    def head(text: str) -> None:
        form.line(document, f"{ROMAN[next(numbers)]}. {text.upper()}", style="Heading 1")

    return head


def fact(document: Word, label: str, said: str, _: Callable[[str], str]) -> None:
    """A fact with its name in bold before it."""
    named = _("{label}:").format(label=label)
    paragraph = form.line(document, named, style="Body Text", bold=True)
    paragraph.add_run(f" {said}").bold = False


def paragraphs(document: Word, name: str, otherwise_said: str = "", *, more: str = "") -> None:
    """A paragraph for each text of a list, or one where there is none; ``name`` may be ""."""
    if not name:
        form.line(document, otherwise_said, style="Body Text")
        return
    form.tag(document, f"{{%p for said in {name} %}}")
    form.line(document, "{{ said }}", style="Body Text")
    form.tag(document, "{%p endfor %}")
    if otherwise_said:
        otherwise(document, name, otherwise_said, more=more)


def subjects(document: Word, name: str, nothing: str) -> None:
    """Numbered subjects, or addressees, each with its points; ``nothing`` where there is none."""
    called = "to" if name == "proposals" else "subject"
    form.tag(document, f"{{%p for item in {name} %}}")
    form.line(document, f"{{{{ item.number }}}}. {{{{ item.{called} }}}}", style="Heading 2")
    if name == "results":
        # Not kept with its points: LibreOffice leaves a heading alone above a footnote where more
        # than the next line is to follow it.
        form.line(document, "{{ item.intro }}", style="Body Text", italic=True)
    form.tag(document, "{%p for point in item.points %}")
    form.line(document, "{{ point }}", style="Body Text")
    form.tag(document, "{%p endfor %}")
    form.tag(document, "{%p endfor %}")
    otherwise(document, name, nothing)


def table(
    document: Word,
    name: str,
    item: str,
    columns: Columns,
    empty: str,
    *,
    more: str = "",
    style: str = "Table Text",
) -> None:
    """A table with one row per item of a list; the sentence ``empty`` where the list is empty."""
    form.tag(document, f"{{%p if {name} %}}")
    table = form.grid(document, [width for _h, _f, width in columns], borders=True)
    _headings(table, columns, style)
    form.tag_row(table, f"{{%tr for {item} in {name} %}}")
    for cell, (_heading, name_of, _width) in zip(form.row(table), columns, strict=True):
        form.line(cell, f"{{{{ {item}.{name_of} }}}}", style=style)
    form.tag_row(table, "{%tr endfor %}")
    form.tag(document, "{%p endif %}")
    otherwise(document, name, empty, more=more)


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


def _headings(table: Table, columns: Columns, style: str) -> None:
    for cell, (heading, _field, _width) in zip(
        form.row(table, repeated=True), columns, strict=True
    ):
        form.line(cell, heading, style=style, bold=True, align=ALIGN.CENTER)

"""The record without what only people who have signed in may see.

One setting lists the tables and columns: ``people,meetings.note_vi``. A text is hidden in all its
languages. Free texts of other columns stay as they are, whatever they mention.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from data.record.canonical import canonical
from data.record.rows import Row, Rows, rows_of
from data.schema import TABLES, Field, Table

# Who inferred links stands beside them, and goes where none of them is left.
_INFERRED, _BY = "inferred_links", "inferred_by"
_BROKEN = b"\xff"
RESTRICTED = "restricted"  # the column that says of a row that few may see it


class CannotHide(ValueError):  # noqa: N818 -- says what is wrong with the setting
    """Raised when the record would not hold together without what a setting lists."""


@dataclass(frozen=True)
class Hidden:
    """Names of hidden tables, and of hidden columns in other tables; false where nothing is hidden.

    ``restricted``: rows that are marked as restricted are hidden as well.
    """

    tables: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    restricted: bool = False

    def __bool__(self) -> bool:
        return bool(self.tables or self.columns or self.restricted)

    def hides(self, table: str, field: Field) -> bool:
        """Whether the cells of a column are not to be seen: it leads to a hidden table, too."""
        return (table, field.name) in self.columns or field.references in self.tables


@lru_cache(maxsize=4)
def hidden(setting: str) -> Hidden:
    """What a setting hides.

    Raises:
        CannotHide: it names what is not there, or what the rest of the record needs.

    """
    names = [name.strip() for name in setting.split(",") if name.strip()]
    tables = tuple(sorted({name for name in names if "." not in name}))
    for table in tables:
        _known(table)
    columns = {column for name in names if "." in name for column in _columns(name)}
    for table, described in TABLES.items():
        for field in described.fields.values():
            if field.required and field.references in tables and table not in tables:
                raise CannotHide(
                    f"“{field.references}” cannot be hidden alone: “{table}.{field.name}” always "
                    f"refers to it. List “{table}” too."
                )
    return Hidden(tables, tuple(sorted(columns)))


def _known(table: str) -> Table:
    if table not in TABLES:
        raise CannotHide(f"“{table}” is no table. Tables are {', '.join(TABLES)}.")
    return TABLES[table]


def _columns(name: str) -> list[tuple[str, str]]:
    """The column that is named; of a text, every language."""
    table, _, column = name.partition(".")
    fields = _known(table).fields
    text = fields[column].text_of if column in fields else column
    columns = [field for field in fields.values() if text and field.text_of == text]
    if not columns and column not in fields:
        raise CannotHide(f"“{table}” has no column “{column}”.")
    columns = columns or [fields[column]]
    if needed := next((one for one in columns if _is_needed(table, one)), None):
        raise CannotHide(
            f"“{table}.{needed.name}” cannot be hidden: pages and other columns are worked out "
            "from it. Hide the whole table, or a column of free text or references."
        )
    return [(table, field.name) for field in columns]


def _is_needed(table: str, field: Field) -> bool:
    """Whether something false would be said without it: a state, a sum, a position, a count."""
    is_text = field.text_of or field.type in ("string", "list")
    return (
        field.required
        or not is_text
        or field.is_edtf
        or field.is_timezone
        or field.is_currency
        or bool(field.codelist or field.references_in or field.ids_of)
        or field.references == table
        or field.names_translations
        or field.name == _BY
    )


def without(contents: Mapping[str, bytes], hidden: Hidden) -> dict[str, bytes]:
    """The CSV of each table as a stranger may see it; hidden tables have no rows.

    References to hidden rows are empty, and discrepancies about what is hidden are left out.
    """
    if not hidden:
        return dict(contents)
    return {name: _shown(TABLES[name], content, hidden) for name, content in contents.items()}


def _shown(table: Table, content: bytes, hidden: Hidden) -> bytes:
    if table.name in hidden.tables:
        return canonical(table, ())
    if not _touches(table, hidden):
        return content
    rows = rows_of(table.name, content)
    if not rows and content.count(b"\n") != 1:
        return _BROKEN  # broken still, without a cell that its fault could quote
    return canonical(table, _rows(table, rows, hidden))


def _touches(table: Table, hidden: Hidden) -> bool:
    return any(
        hidden.hides(table.name, one) or one.references_in or one.name == RESTRICTED
        for one in table.fields.values()
    )


def _rows(table: Table, rows: Rows, hidden: Hidden) -> list[Row]:
    return [
        _row(table, row, hidden)
        for row in rows.values()
        if not _is_about(table, row, hidden) and not (hidden.restricted and is_restricted(row))
    ]


def is_restricted(row: Row) -> bool:
    """Whether a row is marked as restricted; a mark that cannot be read hides it, too."""
    return row.get(RESTRICTED, "false") != "false"


def _is_about(table: Table, row: Row, hidden: Hidden) -> bool:
    """Whether a row says something about what is hidden."""
    for field in table.fields.values():
        if not field.references_in:
            continue
        subject = row[field.references_in]
        described = TABLES.get(subject)
        about = described.fields.get(row.get("subject_field", "")) if described else None
        if subject in hidden.tables or (about and hidden.hides(subject, about)):
            return True
    return False


def _row(table: Table, row: Row, hidden: Hidden) -> Row:
    gone = {one.name for one in table.fields.values() if hidden.hides(table.name, one)}
    kept = {name: "" if name in gone else text for name, text in row.items()}
    for field in table.fields.values():
        if field.names_translations:
            kept[field.name] = _joined(field, set(_ids(field, row[field.name])) - gone, row)
        if field.ids_of:
            left = {key for name in field.ids_of for key in _ids(table.fields[name], kept[name])}
            kept[field.name] = _joined(field, left, row)
    if _INFERRED in kept and not kept[_INFERRED]:
        kept[_BY] = ""
    return kept


def _ids(field: Field, text: str) -> list[str]:
    return [one for one in text.split(field.delimiter or ";") if one] if field.is_list else [text]


def _joined(field: Field, left: set[str], row: Row) -> str:
    return (field.delimiter or ";").join(one for one in _ids(field, row[field.name]) if one in left)

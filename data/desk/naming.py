"""Proposes the row that a name means where an id is asked, and an id for a row without one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.intake.handling import Handling, Question
from data.intake.known_names import KnownNames, slug
from data.intake.layout import Draft
from data.intake.suspicions.rewriting import AS_WRITTEN, decided, question
from data.record.rows import Rows
from data.schema import LANGUAGES, TABLES, Field, Table

NAMED, UNNAMED = "named-rows", "new-ids"  # kinds of questions


@dataclass(frozen=True)
class _Known:
    """The ids that there are in each table, published or in the files; and names as needed."""

    published: Mapping[str, Rows]
    ids: Mapping[str, set[str]]
    names: dict[str, KnownNames]

    def row_of(self, table: str, text: str) -> str | None:
        """The id of the one row that has this name; None where none or several have it."""
        if table not in self.names:
            self.names[table] = KnownNames(table, self.published.get(table, {}))
        found = self.names[table].ids(text)
        return found[0] if len(found) == 1 else None


def named(
    drafts: Sequence[Draft], published: Mapping[str, Rows], handlings: Sequence[Handling]
) -> list[Draft]:
    """The drafts with names and missing ids as somebody decided, and with questions about them."""
    ids: dict[str, set[str]] = {table: set(rows) for table, rows in published.items()}
    for draft in drafts:
        ids.setdefault(draft.table, set()).update(draft.cells.get(TABLES[draft.table].key, ()))
    known = _Known(published, ids, {})
    return [
        _named(_with_ids(draft, known, handling), known, handling)
        for draft, handling in zip(drafts, handlings, strict=True)
    ]


def _with_ids(draft: Draft, known: _Known, handling: Handling) -> Draft:
    """The draft with an id for each row that has a name and no id, where somebody agrees."""
    table = TABLES[draft.table]
    keys = draft.cells.get(table.key, [""] * len(draft.numbers))
    if all(keys):
        return draft
    taken = set(known.ids.get(draft.table, ()))
    names = list(_names(table, draft))
    proposed = [
        key or (known.row_of(draft.table, name) or _free(slug(name), taken)) if name else key
        for key, name in zip(keys, names, strict=True)
    ]
    pairs = {name: new for key, name, new in zip(keys, names, proposed, strict=True) if key != new}
    if not pairs:
        return draft
    way = decided(handling, UNNAMED, table.key)
    questions = (*draft.questions, question(UNNAMED, table.key, way, pairs.items()))
    if way == AS_WRITTEN:
        return replace(draft, questions=questions)
    cells = {table.key: proposed} | dict(draft.cells) | {table.key: proposed}
    original = {table.key: [""] * len(keys)} | dict(draft.original)
    return replace(draft, cells=cells, original=original, questions=questions)


def _names(table: Table, draft: Draft) -> Iterator[str]:
    """What each row of a draft is called, "" where it has no name."""
    columns = [f"{text}_{code}" for text in table.texts[:1] for code in LANGUAGES]
    columns.append(table.name_text)
    texts = [draft.cells[name] for name in columns if name in draft.cells]
    for place in range(len(draft.numbers)):
        yield next((column[place] for column in texts if column[place]), "")


def _free(wanted: str, taken: set[str]) -> str:
    """An id that no row has yet; it is taken from then on."""
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    taken.add(key)
    return key


def _named(draft: Draft, known: _Known, handling: Handling) -> Draft:
    """The draft with ids for names of rows, where somebody agrees."""
    cells = dict(draft.cells)
    questions: list[Question] = []
    for field in TABLES[draft.table].fields.values():
        if not field.references or field.name not in cells:
            continue
        meant = {
            text: better
            for text in dict.fromkeys(cells[field.name])
            if (better := _ids(field, text, known)) != text
        }
        if not meant:
            continue
        way = decided(handling, NAMED, field.name)
        questions.append(question(NAMED, field.name, way, meant.items()))
        if way != AS_WRITTEN:  # while nobody has answered, no cell is at fault for it
            cells[field.name] = [meant.get(text, text) for text in cells[field.name]]
    return replace(draft, cells=cells, questions=(*draft.questions, *questions))


def _ids(field: Field, text: str, known: _Known) -> str:
    """The same cell with an id for each name that means one row."""
    table = field.references or ""
    there = known.ids.get(table, set())
    delimiter = field.delimiter or ";"
    parts = text.split(delimiter) if field.is_list else [text]
    ids = [
        part if not part or part in there else known.row_of(table, part) or part for part in parts
    ]
    return delimiter.join(dict.fromkeys(ids) if ids != parts else ids)  # two names of one row

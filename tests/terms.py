"""The termbase ``data/terms.csv``, every text of ours it rules, and what it finds in one.

A row names one thing: its term in three languages, the variants never to be used, where the rule
holds (``only_in``: interface or record) and, where a variant is wrong in one sense only, the
English words of that sense (``only_where_en``). Several are separated by semicolons.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from babel.messages.pofile import read_po

from data.language import LOCALES
from data.schema import DATA, LANGUAGES, TABLES

ROOT = Path(__file__).parent.parent
TERMS = DATA / "terms.csv"
INTERFACE, RECORD = "interface", "record"
DOCUMENTS = {
    "README.md": ("en",),
    "README.vi.md": ("vi",),
    "CONTRIBUTING.md": ("en",),
    "docs/api.md": ("en",),
    "docs/decisions.md": ("en",),
    "docs/reports.md": ("en", "vi"),
}
# Here a row tells what a source says, in its own words.
QUOTED = {("discrepancies", name) for name in ("value_a", "value_b", "other")}
# What stands in quotation marks in the record is a source's wording, or a name as printed.
_QUOTATION = re.compile(r"“[^”]*”|« ?[^»]*»|\"[^\"]*\"")
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_LETTERS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


class Text(NamedTuple):
    """A text in one language, where it stands, and its English where that is known."""

    file: str
    row: str
    column: str
    language: str
    told: str
    english: str
    part: str


class Term(NamedTuple):
    """One thing, its name in each language and the names never to be given to it."""

    names: dict[str, str]
    forbidden: dict[str, tuple[str, ...]]
    only_in: str
    only_where_en: tuple[str, ...]
    note: str


def terms() -> list[Term]:
    """Every row of the termbase."""
    with TERMS.open(encoding="utf-8", newline="") as lines:
        return [_term(row) for row in csv.DictReader(lines)]


def _term(row: dict[str, str]) -> Term:
    return Term(
        {code: row[code] for code in LANGUAGES},
        {code: _several(row[f"forbidden_{code}"]) for code in LANGUAGES},
        row["only_in"],
        _several(row["only_where_en"]),
        row["note"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def found(text: Text, rules: Iterable[Term]) -> list[str]:
    """A sentence for each forbidden variant in a text: where, what, and the term expected."""
    searched = _QUOTATION.sub("", text.told) if text.part == RECORD else text.told
    folded = searched.casefold()
    return [
        f"{text.file}, row {text.row}, {text.column}: “{variant}”, "
        f"expected “{term.names[text.language]}”"
        for term in rules
        for variant in term.forbidden[text.language]
        if variant.casefold() in folded  # hardly ever, and much quicker than the rest
        if _holds(term, text)
        if _says(_without(searched, term.names[text.language]), variant)
    ]


def _holds(term: Term, text: Text) -> bool:
    there = term.only_in in ("", text.part)
    meant = not term.only_where_en or any(_says(text.english, w) for w in term.only_where_en)
    return there and meant


def _without(told: str, term: str) -> str:
    """The text without the right term, which may hold a variant, as a longer name does."""
    return re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", "", told, flags=re.IGNORECASE)


def _says(told: str, words: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", told, re.IGNORECASE))


def catalogue_texts() -> Iterator[Text]:
    """Every text of the interface, English ones included."""
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/messages.po")):
        file, code = str(path.relative_to(ROOT)), path.parts[-3]
        with path.open("rb") as lines:
            for message in read_po(lines, locale=code):
                english = " ".join(_forms(message.id))
                row = _forms(message.id)[0]
                for told in _forms(message.string) if english else ():
                    yield Text(file, row, "msgstr", code, told, english, INTERFACE)
                if english:
                    yield Text(file, row, "msgid", "en", english, english, INTERFACE)


def _forms(texts: Any) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def codelist_texts() -> Iterator[Text]:
    """Names and definitions of all codes."""
    for path in sorted((DATA / "codelists").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for kind in ("name", "definition"):
                    for code in LANGUAGES:
                        told, english = row[f"{kind}_{code}"], row[f"{kind}_en"]
                        column = f"{kind}_{code}"
                        yield Text(path.name, row["code"], column, code, told, english, INTERFACE)


def schema_texts() -> Iterator[Text]:
    """Labels and descriptions of tables and columns."""
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    for table in package["resources"]:
        for described in (table, *table["schema"]["fields"]):
            row = f"{table['name']}.{described['name']}"
            for kind in ("labels", "descriptions"):
                told = described.get(kind, {})
                for code in told:
                    at = ("datapackage.json", row, f"{kind}.{code}", code)
                    yield Text(*at, told[code], told["en"], INTERFACE)


def record_texts() -> Iterator[Text]:
    """Texts of the record in one of our languages; not what it gives as a source's words."""
    for table in TABLES.values():
        path = DATA / "curated" / f"{table.name}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for field in table.fields.values():
                    if field.language and (table.name, field.text_of) not in QUOTED:
                        at = (path.name, row[table.key], field.name, field.language)
                        english = row[f"{field.text_of}_en"]
                        yield Text(*at, row[field.name], english, RECORD)


def document_texts() -> Iterator[Text]:
    """Lines of the documents for readers; each title of a document opens its next language."""
    for name, languages in DOCUMENTS.items():
        titles = 0
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1):
            titles += line.startswith("# ") and titles < len(languages)
            yield Text(name, str(number), "line", languages[titles - 1], line, "", INTERFACE)


def template_texts() -> Iterator[Text]:
    """Paragraphs of the Word templates."""
    for path in sorted((DATA / "reports" / "templates").glob("*.docx")):
        with ZipFile(path) as packed:
            pages = [n for n in packed.namelist() if re.match(r"word/(document|header|foot)", n)]
            for page in sorted(n for n in pages if n.endswith(".xml")):
                marked = packed.read(page).decode()
                for number, paragraph in enumerate(_PARAGRAPH.findall(marked), 1):
                    told = "".join(_LETTERS.findall(paragraph))
                    at = (path.name, str(number), page, path.stem.rpartition(".")[2])
                    yield Text(*at, told, "", INTERFACE)

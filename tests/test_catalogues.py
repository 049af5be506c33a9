"""Nothing is said in one language only: catalogues, codelists and labels of the schema.

The extractors at the top are those that ``babel.toml`` names.
"""

import ast
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import IO, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from data.language import LOCALES
from data.schema import DATA, LANGUAGES, codelist

ROOT = Path(__file__).parent.parent
TRANSLATED = [code for code in LANGUAGES if code != "en"]  # English stands in the code
CODELISTS = sorted(path.stem for path in (DATA / "codelists").glob("*.csv"))
SAME_AS_ENGLISH = {
    "vi": {
        "{state}; {more}",
        "Điện Biên Phủ",
        "{amount} ({label}): {reason}",
        "{label}: {value}",
        "{project}: {state}.",
        "{label}:",
        "{publisher}: “{title}”, {date}.",
        "{project}: {state}",
        "{state}: “{text}”.",
        "Điện Biên, {date}",
        "“{text}”",
    },
    "fr": {
        "Audit",
        "Code",
        "Date",
        "Dates",
        "FRANCE",
        "France",
        "International",
        "Licence",
        "Menu",
        "Note",
        "Notes",
        "Organisation",
        "Page {n}",
        "Participants",
        "Programme",
        "Source",
        "Sources",
        "Table",
        "Type",
        "Version",
        "Version {number}",
        "Versions",
        "budget",
        "code",
        "{count} pages",
        "{count} sources",
        "{count} versions",
        "version {numbers}",
    },
}

Call = tuple[int, str, tuple[str | None, ...], list[str]]


def python_calls(
    fileobj: IO[bytes], keywords: Iterable[str], comment_tags: object, options: object
) -> Iterator[Call]:
    """Calls of the keywords in a Python file, with those of their arguments that are literal."""
    for call in ast.walk(ast.parse(fileobj.read())):
        if isinstance(call, ast.Call):
            name: Any = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
            if name in keywords:
                yield call.lineno, name, _literal(call.args, ast.Constant), []


def template_calls(
    fileobj: IO[bytes],
    keywords: Iterable[str],
    comment_tags: object,
    options: Mapping[str, Any],
) -> Iterator[Call]:
    """The same for a template, read with the options that ``babel.toml`` gives."""
    environment = Environment(
        extensions=options["extensions"],
        trim_blocks=options["trim_blocks"],
        lstrip_blocks=options["lstrip_blocks"],
    )
    for call in environment.parse(fileobj.read().decode()).find_all(nodes.Call):
        name: Any = getattr(call.node, "name", None) or getattr(call.node, "attr", None)
        if name in keywords:
            yield call.lineno, name, _literal(call.args, nodes.Const), []


def _literal(arguments: Iterable[Any], literal: Any) -> tuple[str | None, ...]:
    return tuple(
        node.value if isinstance(node, literal) and isinstance(node.value, str) else None
        for node in arguments
    )


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Messages that the code asks for, as ``make messages`` finds them."""
    template = tmp_path_factory.mktemp("messages") / "messages.pot"
    command = ["pybabel", "-q", "extract", "-F", ROOT / "babel.toml", "-o", template, ROOT]
    babel: Any = CommandLineInterface()
    babel.run([str(word) for word in command])
    with template.open("rb") as lines:
        return {english for english, _ in entries(read_po(lines))}


@pytest.fixture(params=TRANSLATED)
def catalogue(request):
    with (LOCALES / request.param / "LC_MESSAGES" / "messages.po").open("rb") as lines:
        return read_po(lines, locale=request.param)


Forms = tuple[str, ...]


def entries(catalogue: Catalog) -> list[tuple[Forms, Forms]]:
    """English and translated forms of every message: one form, or those of a plural."""
    return [(_forms(message.id), _forms(message.string)) for message in catalogue if message.id]


def _forms(texts: Any) -> Forms:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def pairs(catalogue: Catalog) -> list[tuple[str, str]]:
    """Each translated form beside its English one; plural English stands for every plural form."""
    return [(english[-1], form) for english, forms in entries(catalogue) for form in forms]


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_every_message_of_the_interface_is_in_the_catalogue(catalogue, asked):
    assert asked - {english for english, _ in entries(catalogue)} == set()


def test_the_catalogue_holds_no_message_that_nothing_asks_for(catalogue, asked):
    assert {english for english, _ in entries(catalogue)} - asked == set()
    assert not catalogue.obsolete


def test_every_message_is_translated(catalogue):
    assert [english for english, translated in pairs(catalogue) if not translated.strip()] == []


def test_every_plural_has_all_its_forms(catalogue):
    plurals = [(english, forms) for english, forms in entries(catalogue) if len(english) > 1]
    assert [english for english, forms in plurals if len(forms) != catalogue.num_plurals] == []


def test_a_plural_has_no_place_but_its_count(catalogue):
    """``Language.plural`` fills in the count alone; another place would end the page."""
    plurals = [forms for forms, _ in entries(catalogue) if len(forms) > 1]

    assert plurals
    assert [one for forms in plurals for one in forms if set(fields(one)) - {"count"}] == []


def test_no_translation_is_a_guess(catalogue):
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_a_translation_fills_the_same_places(catalogue):
    assert [pair for pair in pairs(catalogue) if fields(pair[0]) != fields(pair[1])] == []


def test_only_listed_messages_read_as_in_english(catalogue):
    listed = SAME_AS_ENGLISH[str(catalogue.locale)]
    assert {english for english, translated in pairs(catalogue) if translated == english} == listed


@pytest.mark.parametrize(
    ("code", "rule"), [("vi", "nplurals=1; plural=0;"), ("fr", "nplurals=2; plural=(n > 1);")]
)
def test_the_catalogue_states_the_plural_rule_of_its_language(code, rule):
    assert f'"Plural-Forms: {rule}\\n"' in po(code)


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_catalogue_names_no_person_and_no_machine(code):
    assert re.findall(r"\S+@\S+|#: \S*", po(code)) == []


def po(code: str) -> str:
    return (LOCALES / code / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_are_stored_composed(code):
    assert unicodedata.is_normalized("NFC", po(code))


def test_french_signs_never_stand_alone_on_a_line():
    assert re.findall(r"^msgstr.*(?: [:;?!%»]|« ).*", po("fr"), re.MULTILINE) == []


@pytest.mark.parametrize("name", CODELISTS)
def test_every_code_is_named_in_all_languages(name):
    entries = codelist(name).items()
    assert [code for code, entry in entries if not all(entry.names.values())] == []


@pytest.mark.parametrize("name", CODELISTS)
def test_a_code_is_defined_in_all_languages_or_in_none(name):
    entries = codelist(name).items()
    assert [c for c, e in entries if len({bool(text) for text in e.definitions.values()}) > 1] == []


def schema_texts() -> Iterator[tuple[str, Mapping[str, str]]]:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    yield "the whole package, labels", package["labels"]
    for table in package["resources"]:
        for described in (table, *table["schema"]["fields"]):
            for kind in ("labels", "descriptions"):
                if kind == "labels" or kind in described:
                    yield f"{table['name']}: {described['name']}, {kind}", described.get(kind, {})


def test_every_label_of_the_schema_is_in_all_languages():
    texts = list(schema_texts())
    assert [w for w, labels in texts if not all(labels.get(code) for code in LANGUAGES)] == []

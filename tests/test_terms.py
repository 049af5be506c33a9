"""One term for one thing, in every text of ours: no variant that ``data/terms.csv`` forbids."""

import pytest

from tests import terms
from tests.terms import INTERFACE, RECORD, Term, Text

RULES = terms.terms()
TEXTS = {
    "catalogues": terms.catalogue_texts,
    "codelists": terms.codelist_texts,
    "labels": terms.schema_texts,
    "record": terms.record_texts,
    "documents": terms.document_texts,
    "Word templates": terms.template_texts,
}
PERSON = Term(
    {"vi": "cá nhân", "en": "person", "fr": "personne"},
    {"vi": ("nhân vật",), "en": (), "fr": ()},
    only_in="",
    only_where_en=(),
    note="",
)


@pytest.fixture(scope="module", params=TEXTS)
def texts(request):
    """All texts of one kind."""
    return list(TEXTS[request.param]())


def test_no_text_holds_a_forbidden_variant(texts):
    assert [fault for text in texts for fault in terms.found(text, RULES)] == []


def test_texts_are_searched_in_every_language_they_have(texts):
    languages = {text.language for text in texts if text.told}
    is_document = texts[0].file in terms.DOCUMENTS

    assert languages >= ({"vi", "en"} if is_document else {"vi", "en", "fr"})


def vietnamese(told, *, english="", part=INTERFACE):
    return Text("people.csv", "mua-a-son", "note_vi", "vi", told, english, part)


def test_a_finding_names_file_row_column_the_variant_and_the_term_expected():
    assert terms.found(vietnamese("Nhân vật được nêu tên"), [PERSON]) == [
        "people.csv, row mua-a-son, note_vi: “nhân vật”, expected “cá nhân”"
    ]


def test_only_whole_words_are_found():
    promise = PERSON._replace(forbidden={"vi": ("hứa",)})

    assert terms.found(vietnamese("tay nghề chứa chan, thứ hứay"), [promise]) == []


@pytest.mark.parametrize("told", ["nêu “nhân vật” chính", "« nhân vật »", 'nêu "nhân vật"'])
def test_a_source_is_quoted_in_its_own_words(told):
    assert terms.found(vietnamese(told, part=RECORD), [PERSON]) == []


def test_quotation_marks_excuse_nothing_on_a_page():
    assert terms.found(vietnamese("“nhân vật”"), [PERSON]) != []


def test_a_variant_within_the_right_term_is_right():
    trail = PERSON._replace(names={"vi": "nhân vật lịch sử"})

    assert terms.found(vietnamese("Các nhân vật lịch sử"), [trail]) == []


@pytest.mark.parametrize(("english", "faults"), [("All people", 1), ("All places", 0)])
def test_a_variant_wrong_in_one_sense_is_looked_for_where_the_english_has_that_sense(
    english, faults
):
    rule = PERSON._replace(only_where_en=("people",))

    assert len(terms.found(vietnamese("nhân vật", english=english), [rule])) == faults


@pytest.mark.parametrize(("part", "faults"), [(INTERFACE, 0), (RECORD, 1)])
def test_a_rule_for_the_record_leaves_the_interface_alone(part, faults):
    rule = PERSON._replace(only_in=RECORD)

    assert len(terms.found(vietnamese("nhân vật", part=part), [rule])) == faults


@pytest.mark.parametrize("term", RULES, ids=lambda term: term.names["en"])
def test_a_term_is_named_in_all_languages_forbids_something_and_says_why(term):
    assert all(term.names.values())
    assert any(term.forbidden.values())
    assert term.note
    assert term.only_in in ("", INTERFACE, RECORD)


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
def test_no_term_is_what_another_row_forbids(code):
    named = [Text("", "", "", code, term.names[code], term.names["en"], RECORD) for term in RULES]

    assert [fault for text in named for fault in terms.found(text, RULES)] == []

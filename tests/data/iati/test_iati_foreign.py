"""In: what files of others hold is kept where we have a place, and named in words where not."""

import pytest

from data.iati.words import in_words
from data.language import Language
from tests.data.iati.records import SMALL, examined, with_rows

WHOLE = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03">
<iati-activity default-currency="EUR" xml:lang="en"><iati-identifier>{identifier}</iati-identifier>
<reporting-org ref="FR-3" type="10"><narrative>AFD</narrative></reporting-org>
<title><narrative>Water</narrative></title>
<description type="1"><narrative>Wells.</narrative></description>
<participating-org role="1" ref="FR-3"/>
<activity-status code="2"/>
{inside}</iati-activity></iati-activities>"""
DATE = '<activity-date type="1" iso-date="{day}"><narrative>{note}</narrative></activity-date>'
PAID = """<transaction><transaction-type code="{code}"/><transaction-date iso-date="2020-01-02"/>
<value value-date="2020-01-02">{value}</value>{more}</transaction>"""
GRANT = '<finance-type code="110"/>'


def read(inside, contents=SMALL, identifier="FR-3-CVN1"):
    """A check of a file with one activity, and in words what no column takes."""
    content = WHOLE.format(inside=inside, identifier=identifier).encode()
    checked, changes, drafts = examined(content, contents)
    named = [in_words(name, Language("en")) for draft in drafts for name in draft.unknown]
    assert checked.accepted, checked.findings
    return checked, changes, named


def project(inside, **how):
    checked, _changes, named = read(inside, **how)
    return next(iter(checked.rows["projects"].values())), named


def amounts(inside):
    checked, _changes, named = read(inside)
    rows = checked.rows.get("project_amounts", {}).values()
    return [(one["kind"], one["amount"], one["confidence"]) for one in rows], named


@pytest.mark.parametrize(
    ("day", "note", "kept", "named"),
    [
        ("2010-07-01", "2010Q3", "2010-07/2010-09", []),
        ("2010-07-01", "Q3 2010", "2010-07/2010-09", []),
        ("2010-07-01", "2010-07", "2010-07", []),
        ("2010-01-01", "2010", "2010", []),
        ("2010-12-01", "2010Q3", "2010-12-01", ["notes on dates"]),
        ("2010-07-01", "in the summer", "2010-07-01", ["notes on dates"]),
    ],
)
def test_a_date_narrative_that_says_less_than_the_day_is_what_is_known(day, note, kept, named):
    row, left = project(DATE.format(day=day, note=note))

    assert (row["planned_start"], left) == (kept, named)


def test_two_equal_transactions_are_two():
    paid = PAID.format(code=2, value=500, more=GRANT)

    assert amounts(paid * 2) == ([("grant", "500", "stated")] * 2, [])


def test_a_sum_below_zero_that_nothing_offsets_is_named_and_the_rest_is_kept():
    below = PAID.format(code=2, value=-500, more=GRANT)
    above = PAID.format(code=12, value=70, more="")

    assert amounts(below + above) == (
        [("pledge", "70", "stated")],
        ["sums below zero that nothing offsets (type 2)"],
    )


def test_a_payment_taken_back_in_part_is_netted():
    paid = PAID.format(code=3, value=100, more="") + PAID.format(code=3, value=-30, more="")

    assert amounts(paid) == ([("disbursed", "70", "inferred")], [])


def test_a_commitment_of_no_known_kind_and_a_receiver_are_named_in_words():
    receiver = "<receiver-org><narrative>Board</narrative></receiver-org>"

    kept, named = amounts(PAID.format(code=2, value=5, more=receiver))

    assert kept == []
    assert set(named) == {
        "commitments that are neither grant nor loan",
        "who received a payment",
    }


def test_an_organisation_without_a_type_is_one_of_which_it_is_not_known():
    body = '<participating-org role="4"><narrative>Water Club</narrative></participating-org>'
    checked, changes, _named = read(body)

    assert changes["organisations"].added == ("water-club",)
    assert checked.rows["organisations"]["water-club"]["type_code"] == ""
    assert checked.findings == []


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ('<recipient-country code="LA"/>', "countries in which no place of the project lies"),
        ('<recipient-country code="VN" percentage="40"/>', "shares of countries"),
        (
            '<document-link url="https://a.example/"/>',
            "links to documents that are no source of the record",
        ),
        ('<other-identifier ref="2012001" type="A2"/>', "other identifiers of the activity"),
        ('<related-activity ref="FR-3-1" type="1"/>', "related activities"),
        ('<related-activity ref="FR-3-1" type="3"/>', "related activities"),
        (
            '<description type="2"><narrative xml:lang="es">Agua</narrative></description>',
            "texts in another language (Spanish)",
        ),
        ("<crs-add/>", "additions for the OECD's CRS"),
        ("<unheard-of/>", "IATI element “unheard-of”"),
    ],
)
def test_what_has_no_place_is_named_in_words(inside, words):
    _row, named = project(inside)

    assert words in named
    assert not [name for name in named if "iati-activity" in name]


@pytest.mark.parametrize("code", ["vi", "fr"])
def test_it_is_named_in_the_readers_language(code):
    for path in ("result", "transaction[2]", "narrative[es]", "participating-org[3]", "fss"):
        said = in_words(f"iati-activity/{path}", Language(code))
        assert said != in_words(f"iati-activity/{path}", Language("en"))
    assert in_words("Màu", Language(code)) == "Màu"


def test_a_project_is_found_by_the_identifier_that_its_funder_gave():
    shipped = {
        "project_id": "nuoc-sach",
        "record_kind": "project",
        "name_vi": "Nước sạch",
        "short_name_vi": "Nước",
        "iati_identifier": "FR-3-CVN 1/2",
        "source_ids": "afd-press-2021-11",
        "confidence": "stated",
    }
    contents = with_rows(projects=[shipped])

    row, _named = project("", contents=contents, identifier="FR-3-CVN 1/2")

    assert (row["project_id"], row["name_en"]) == ("nuoc-sach", "Water")

"""In: what files of others hold is kept where we have a place, and named in words where not."""

import pytest

from data.desk.checked import Tier
from data.desk.door import sheets
from data.iati.words import in_words
from data.language import Language
from data.sheets import parcels
from tests.data.iati.records import SMALL, examined, published, with_rows

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
            '<document-link url="report.pdf"/>',
            "links to documents without a web address",
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
    for path in (
        "result",
        "document-link",
        "transaction[2]",
        "narrative[es]",
        "participating-org[3]",
        "fss",
    ):
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


LINK = """<document-link url="{url}" format="application/pdf">
<title><narrative>Final report</narrative></title><category code="A07"/><language code="fr"/>
<document-date iso-date="2021-05-06"/></document-link>"""
REPORT = "https://afd.example/final.pdf"


def test_a_document_link_becomes_a_source_of_the_project_with_day_language_and_kind():
    checked, changes, named = read(LINK.format(url=REPORT))

    (project,) = checked.rows["projects"].values()
    ids = project["source_ids"].split(";")
    document = checked.rows["sources"][ids[0]]
    assert changes["sources"].added == tuple(checked.rows["sources"])
    assert ids == [document["source_id"], next(key for key in ids if key.startswith("iati-"))]
    told = ("title", "url", "published", "language", "publisher_vi", "read_extent")
    assert [document[column] for column in told] == [
        *("Final report", REPORT, "2021-05-06", "fr", "AFD", "excerpt")
    ]
    assert document["note_en"] == (
        "A document that an IATI file names; not read. Kind: review and evaluation."
    )
    assert named == []


def test_two_links_to_one_document_are_one_source_and_a_known_one_is_cited():
    known = {
        "source_id": "bao-cao",
        "title": "Báo cáo",
        "publisher_vi": "AFD",
        "language": "fr",
        "url": REPORT,
        "read_extent": "full",
    }

    checked, changes, _named = read(
        LINK.format(url=REPORT) * 2, contents=with_rows(sources=[known])
    )

    (project,) = checked.rows["projects"].values()
    assert project["source_ids"].split(";")[0] == "bao-cao"
    assert [key.partition("-")[0] for key in changes["sources"].added] == ["iati"]


RESULT = """<result type="1"><title><narrative>Water</narrative></title>
<indicator measure="{measure}"><title><narrative>{title}</narrative></title>
<baseline year="2018" value="3"/>
<period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>
<target value="40"/>{actual}</period></indicator></result>"""
FIGURE = [
    "date",
    "metric",
    "value",
    "unit",
    "base_value",
    "base_unit",
    "statement_en",
    "statement_vi",
    "confidence",
]


def figures(measure, title, actual):
    inside = RESULT.format(measure=measure, title=title, actual=actual)
    checked, _changes, named = read(inside)
    rows = checked.rows.get("project_progress", {}).values()
    return [[row[column] for column in FIGURE] for row in rows], named


def test_a_result_becomes_a_figure_of_progress_with_its_whole_and_its_baseline_in_words():
    actual = '<actual value="12"><comment><narrative>By June.</narrative></comment></actual>'

    kept, named = figures("1", "Wells dug", actual)

    said = "Wells dug: 12; baseline 3 (2018); target 40 – By June."
    whole = ["2020-12-31", "indicator", "12", "items", "40", "items"]
    assert kept == [[*whole, said, f"{said} [en]", "stated"]]
    assert named == []


def test_a_share_has_no_whole_and_a_measure_of_ours_is_known_by_its_title():
    kept, named = figures("2", "Completed volume", '<actual value="35.1"/>')

    said = "Completed volume: 35.1; baseline 3 (2018); target 40"
    figure = ["2020-12-31", "completed_volume", "35.1", "percent", "", ""]
    assert kept == [[*figure, said, f"{said} [en]", "stated"]]
    assert named == []


def test_what_a_result_says_in_words_is_kept_as_words():
    kept, _named = figures("5", "Trust", '<actual value="much better"/>')

    (row,) = kept
    assert row[1:4] == ["indicator", "", ""]
    assert row[6] == "Trust: much better; baseline 3 (2018); target 40"


STRANGE = (
    (
        '<document-link url="javascript:alert(1)"/>',
        ("document-link/@url", "javascript:alert(1)", "https://…"),
        "this is not a web address.",
    ),
    (
        '<document-link url="report.pdf"/>',
        ("document-link/@url", "report.pdf", "https://…"),
        "this is not a web address.",
    ),
    (
        '<recipient-country code="VN" percentage="abc"/>',
        ("recipient-country/@percentage", "abc", "0 … 100"),
        "XML allows digits and a decimal point in a number, and nothing else.",
    ),
    (
        '<transaction><transaction-type code="99"/><sector percentage="40%"/></transaction>',
        ("transaction/sector/@percentage", "40%", "0 … 100"),
        "XML allows digits and a decimal point in a number, and nothing else.",
    ),
    (
        RESULT.format(measure="2", title="Water", actual='<actual value="abc"/>'),
        ("result/indicator/period/actual/@value", "abc", "1234.5"),
        "XML allows digits and a decimal point in a number, and nothing else.",
    ),
)


@pytest.mark.parametrize(("inside", "told", "problem"), STRANGE)
def test_what_no_file_may_write_is_told_with_where_found_and_expected(inside, told, problem):
    checked, _changes, _named = read(inside)

    (finding,) = checked.findings
    fault = finding.fault
    assert finding.tier == Tier.ASIDE
    assert (fault.column, fault.found, fault.expected) == told
    assert fault.problem(Language("en")) == problem
    assert fault.row == whole_line(inside, told[1])
    assert checked.accepted


def whole_line(inside, found):
    """The line of the file in which something stands."""
    lines = WHOLE.format(inside=inside, identifier="FR-3-CVN1").splitlines()
    return next(number for number, line in enumerate(lines, 1) if f'"{found}"' in line)


def test_of_a_file_full_of_strange_links_a_hundred_are_told():
    checked, _changes, _named = read('<document-link url="ftp://x"/>' * 150)

    assert len(checked.findings) == 100


def test_what_a_large_file_writes_strangely_comes_out_of_its_process():
    inside = '<document-link url="javascript:x"/>'
    content = WHOLE.format(inside=inside, identifier="FR-3-CVN1").encode()
    (sheet,) = [one for one in sheets("a.xml", content) if one.strange]

    (parcelled,) = parcels.unpacked("a.xml", parcels.packed([sheet], 1_000_000))

    assert parcelled.strange == sheet.strange
    assert [one.found for one in sheet.strange] == ["javascript:x"]


def test_figures_of_groups_are_named_and_not_taken_for_the_whole():
    group = '<actual value="{}"><dimension name="sex" value="{}"/></actual>'

    kept, named = figures("1", "Pupils", group.format(5, "f") + group.format(7, "m"))

    assert (kept, named) == ([], ["results that are no single figure of a period"])


def test_a_file_read_again_after_it_was_published_changes_nothing():
    inside = LINK.format(url=REPORT) + RESULT.format(
        measure="1", title="Wells", actual='<actual value="1"/>'
    )
    content = WHOLE.format(inside=inside, identifier="FR-3-CVN1").encode()

    _checked, changes, _drafts = examined(content, published(content, SMALL))

    assert not any(changes.values())


@pytest.mark.slow  # a thousand activities: nine seconds
def test_a_file_of_real_size_goes_through_whole():
    pad = "Wells, pipes and latrines for upland communes, with training of user groups. " * 15
    inside = (
        f'<description type="1"><narrative>{pad}</narrative></description>'
        + LINK.format(url="https://afd.example/{number}.pdf")
        + RESULT.format(measure="1", title="Wells", actual='<actual value="12"/>')
        + PAID.format(code=2, value=500, more=GRANT)
    )
    whole = WHOLE.format(inside=inside, identifier="FR-3-{number}")
    beginning, activity = whole.split("<iati-activity ")
    activity, end = activity.split("</iati-activity>")
    every = "".join(
        f"<iati-activity {activity.replace('{number}', str(number))}</iati-activity>"
        for number in range(1000)
    )
    content = f"{beginning}{every}{end}".encode()
    assert 2_000_000 < len(content) < 3_000_000

    checked, changes, _drafts = examined(content, SMALL)

    assert checked.accepted
    assert {table: len(changed.added) for table, changed in changes.items()} == {
        "sources": 1001,
        "projects": 1000,
        "project_amounts": 1000,
        "project_progress": 1000,
    }

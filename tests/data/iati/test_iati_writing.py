"""Out: the official schema and ruleset accept the file, and nothing in it is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.iati import coverage, writing
from data.iati.terms import ACTIVITY, CONTINUED, CONTINUES, OF
from tests.data.iati.records import TODAY, lens, with_rows
from tests.data.iati.rulesets import broken, invalid, parsed
from tests.data.iati.trial import BODY, NC, one, sentences, trial, written


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_the_shipped_record_passes_the_schema_and_the_rulesets(language):
    content = writing.activities(lens(language=language))

    assert invalid(content) == []
    assert broken(content) == []
    # four lack a date, a status or an organisation; none is made up for them
    assert len(parsed(content).findall("iati-activity")) >= 28


def test_every_project_is_an_activity_or_an_addition_and_every_sum_over_several_is_neither():
    reader = lens()
    root = parsed(writing.activities(reader))

    gaps = [
        node.get("ref")
        for node in root.xpath("*/other-identifier | */nc:other-identifier", namespaces=NC)
    ]

    expected = [r["project_id"] for r in reader.rows("projects") if r["record_kind"] != "aggregate"]
    assert sorted(gaps) == sorted(expected)


def test_a_project_known_whole_is_told_whole():
    lens = trial(None, {})

    activity = one(written(lens))

    assert invalid(written(lens)) == broken(written(lens)) == []
    assert activity.findtext("iati-identifier") == "XX-NHIPCAU-thu-nghiem"
    assert activity.find("reporting-org").get("secondary-reporter") == "1"
    languages = "title/narrative/@*[name()='xml:lang']"
    assert activity.xpath(languages) == ["vi", "en"]
    roles = [(o.get("role"), o.get("ref")) for o in activity.findall("participating-org")]
    assert roles == [("1", "FR-3"), ("4", None)]
    dates = [(d.get("type"), d.get("iso-date")) for d in activity.findall("activity-date")]
    assert dates == [("1", "2025-01-01"), ("3", "2025-12-31")]
    assert activity.find("recipient-country").get("code") == "VN"
    assert activity.findtext("location/point/pos") == "21.386 103.017"
    assert activity.find("location/exactness").get("code") == "2"
    sector = {"vocabulary": "1", "code": "43060", "percentage": "100"}
    assert activity.find("sector").attrib == sector
    assert activity.find("recipient-country").get("percentage") == "100"
    transaction = activity.find("transaction")
    assert transaction.find("transaction-type").get("code") == "11"
    assert transaction.find("value").attrib == {"currency": "EUR", "value-date": "2025-02-03"}
    assert transaction.findtext("value") == "1500000.5"
    assert transaction.find("finance-type").get("code") == "110"
    assert activity.find("document-link").get("url").startswith("https://")


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"planned_start": "../2025-01"}, "activity-date"),
        ({"planned_start": ""}, "activity-date"),
        ({"planned_start": "", "signing_date": "2026-03"}, "activity-date"),  # after its end
        ({"status_code": ""}, "activity-status"),
        ({"sector_code": ""}, "sector"),
        ({"components_vi": ""}, "description"),
        ({"funder_org_ids": "", "implementing_org_ids": ""}, "participating-org[@role='1']"),
    ],
)
def test_what_iati_requires_is_never_made_up(change, element):
    lens = trial(change)
    root = parsed(written(lens, ("thu-nghiem", "mau")))

    assert [one.findtext("iati-identifier") for one in root.findall("iati-activity")] == [
        "XX-NHIPCAU-mau"
    ]
    assert root.find(ACTIVITY) is not None
    assert element in [gap.element for gap in coverage.gaps(lens, ["thu-nghiem"]) if gap.blocks]


def test_a_later_phase_and_the_first_one_name_each_other():
    root = parsed(writing.activities(lens(), ["namrom-multihazard", "namrom-phase2"], today=TODAY))

    assert [
        (one.getparent().findtext("iati-identifier"), one.get("ref"), one.get("type"), one[0].tag)
        for one in root.iter("related-activity")
    ] == [
        ("XX-NHIPCAU-namrom-multihazard", "XX-NHIPCAU-namrom-phase2", "3", CONTINUED),
        ("XX-NHIPCAU-namrom-phase2", "XX-NHIPCAU-namrom-multihazard", "3", CONTINUES),
    ]


def test_the_identifier_of_the_funder_stands_beside_ours_with_its_owner():
    content = written(trial({"iati_identifier": "FR-3-CVN1234"}))
    _ours, theirs = one(content).findall("other-identifier")

    assert invalid(content) == broken(content) == []
    assert theirs.attrib == {"ref": "FR-3-CVN1234", "type": "A9", OF: "iati_identifier"}
    assert theirs.find("owner-org").get("ref") == "FR-3"


def test_an_office_that_reports_keeps_the_identifier_that_it_has_published(monkeypatch):
    monkeypatch.setenv("IATI_PUBLISHER", "afd")
    activity = one(written(trial({"iati_identifier": "FR-3-CVN1234"})))

    assert activity.findtext("iati-identifier") == "FR-3-CVN1234"
    assert [other.get("ref") for other in activity.findall("other-identifier")] == ["thu-nghiem"]


def test_several_countries_without_shares_are_no_recipient():
    lens = trial({"place_ids": "dien-bien-phu;caen"})

    assert one(written(lens)).find("recipient-country") is None
    assert "Several countries, and their shares are not on record." in sentences(lens)


@pytest.mark.parametrize(
    "name",
    [
        "]]><x/>",
        "A & B <b>",
        "&lt;&#0;",
        "\u202etrái\u202c \u200fphải",
        "a\x00b\x0bc\x1fd",
        "\ufffe",
        "𝄞 🌸",
        "-- >",
    ],
)
def test_hostile_names_stay_text(name):
    amount = {"label_vi": name}
    lens = trial({"name_vi": name, "components_vi": name}, amount)
    content = written(lens)

    assert invalid(content) == broken(content) == []
    activity = one(content)
    kept = "".join("\ufffd" if c in "\x00\x0b\x1f\ufffe" else c for c in name)
    for path in ("title", "description", "transaction/description"):
        narrative = activity.find(f"{path}/narrative")
        assert narrative.text == kept
        assert len(narrative) == 0


def test_equal_records_give_equal_bytes():
    assert writing.activities(lens()) == writing.activities(lens())


def test_the_office_that_a_setting_names_reports(monkeypatch):
    monkeypatch.setenv("IATI_PUBLISHER", "afd")

    activity = one(written(trial()))

    assert activity.findtext("iati-identifier") == "FR-3-thu-nghiem"
    assert activity.find("reporting-org").get("type") == "10"


@pytest.mark.parametrize("named", ["ppc-dien-bien", "nobody", ""])
def test_an_office_without_an_identifier_does_not_report(monkeypatch, named):
    monkeypatch.setenv("IATI_PUBLISHER", named)

    assert one(written(trial())).findtext("iati-identifier") == "XX-NHIPCAU-thu-nghiem"


@pytest.mark.parametrize("ref", ["FR-3/AFD", "a&b", "FR|3", "FR-3?", "FR 3", "]]>&<x/>"])
def test_what_cannot_be_an_identifier_does_not_leave_as_one_and_is_told(monkeypatch, ref):
    monkeypatch.setenv("IATI_PUBLISHER", "afd")
    record = lens(
        with_rows(projects=[BODY], organisations=[{"org_id": "afd", "org_identifier": ref}])
    )

    content = writing.activities(record, ["thu-nghiem"], today=TODAY)

    assert invalid(content) == broken(content) == []
    funder = one(content).find("participating-org[@role='1']")
    assert funder.get("ref") is None
    assert "AFD" in funder.findtext("narrative") or "Pháp" in funder.findtext("narrative")
    assert one(content).findtext("iati-identifier") == "XX-NHIPCAU-thu-nghiem"
    told = [
        gap.sentence for gap in coverage.gaps(record) if gap.element == "participating-org/@ref"
    ]
    assert any(f"“{ref}” cannot be an IATI identifier" in sentence for sentence in told)


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_gaps_are_told_in_the_readers_language(language):
    english = {gap.sentence for gap in coverage.gaps(lens())}
    other = coverage.gaps(lens(language=language))

    assert len(other) == len(coverage.gaps(lens()))
    # what is made of names and figures alone may be the same
    assert not [gap.sentence for gap in other if gap.sentence in english]


WRITTEN = st.sampled_from(
    ["", "2024", "2024-02", "2024-02-29", "2024-03-01?", "2023/2025", "../2024-05"]
)
TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters=";"), min_size=1, max_size=30
).filter(lambda text: text.strip("\ufeff \n\r\t\x00") != "" and text.strip() != "")


@pytest.mark.slow
@given(
    TEXT,
    WRITTEN,
    WRITTEN,
    st.sampled_from(["", "1", "2", "4"]),
    st.sampled_from(["", "dien-bien-phu", "muong-mun", "dien-bien-phu;caen"]),
    st.sampled_from(["total", "loan", "grant", "pledge", "disbursed", "contract"]),
)
def test_whatever_is_on_record_the_file_is_valid_and_each_date_and_amount_is_told_or_explained(
    name, start, amount_date, status, places, kind
):
    lens = trial(
        {
            "name_vi": name,
            "planned_start": start,
            "planned_end": "",
            "status_code": status,
            "place_ids": places,
        },
        {"kind": kind, "date": amount_date},
    )
    content = writing.activities(lens, ["thu-nghiem", "mau"], today=TODAY)
    elements = [gap.element for gap in coverage.gaps(lens, ["thu-nghiem"], today=TODAY)]
    activity = parsed(content).xpath("*[contains(*[1], 'thu-nghiem')]")[0]

    assert invalid(content) == broken(content) == []
    dated = activity.xpath("*[local-name()='activity-date' and @type='1']")
    assert bool(dated) != ("activity-date[@type='1']" in elements)
    paid = activity.xpath("*[local-name()='transaction' or local-name()='budget']")
    assert bool(paid) != ("transaction" in elements)

"""Out: the official schema and ruleset accept the file, and nothing in it is invented."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import iati
from data.iati.terms import ACTIVITY, CONTINUED, CONTINUES, EDTF, OF, OURS
from data.views.lens import Lens
from tests.data.iati.records import TODAY, lens, with_rows
from tests.data.iati.rulesets import broken, invalid, parsed

NC = {"nc": OURS}
XML = {"xml": "http://www.w3.org/XML/1998/namespace"}
BODY = {
    "project_id": "thu-nghiem",
    "record_kind": "project",
    "name_vi": "Dự án thử",
    "name_en": "A trial",
    "short_name_vi": "Thử",
    "components_vi": "Một hợp phần",
    "funder_org_ids": "afd",
    "implementing_org_ids": "ppc-dien-bien",
    "place_ids": "dien-bien-phu",
    "sector_code": "43060",
    "finance": "grant",
    "planned_start": "2025-01-01",
    "planned_end": "2025-12-31",
    "status_code": "2",
    "source_ids": "afd-press-2021-11",
    "confidence": "stated",
}
AMOUNT = {
    "amount_id": "thu-1",
    "project_id": "thu-nghiem",
    "kind": "grant",
    "amount": "1500000.5",
    "currency": "EUR",
    "qualifier": "exact",
    "label_vi": "Viện trợ",
    "date": "2025-02-03",
    "funder_org_id": "afd",
    "scope": "project",
    "charted": "true",
    "source_ids": "afd-press-2021-11",
    "confidence": "stated",
}


def trial(project=None, *amounts, language="en"):
    """A record with one project that IATI can take whole, changed as a test wants."""
    amounts = tuple({"amount_id": f"thu-{n}", **a} for n, a in enumerate(amounts, 1))
    amounts += tuple(
        {"amount_id": a["restates_amount_id"]} for a in amounts if a.get("restates_amount_id")
    )
    tables = with_rows(
        projects=[{**BODY, **(project or {})}, {**BODY, "project_id": "mau"}],
        project_amounts=[{**AMOUNT, **amount} for amount in amounts],
    )
    return lens(tables, language)


def written(lens, keys=("thu-nghiem",)):
    return iati.activities(lens, keys, today=TODAY)


def one(content):
    root = parsed(content)
    assert [child.tag for child in root if isinstance(child.tag, str)] == ["iati-activity"]
    return root.find("iati-activity")


def sentences(lens, key="thu-nghiem"):
    return [gap.sentence for gap in iati.gaps(lens, [key], today=TODAY)]


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_the_shipped_record_passes_the_schema_and_the_rulesets(language):
    content = iati.activities(lens(language=language))

    assert invalid(content) == []
    assert broken(content) == []
    # four lack a date, a status or an organisation; none is made up for them
    assert len(parsed(content).findall("iati-activity")) >= 28


def test_every_project_is_an_activity_or_an_addition_and_every_sum_over_several_is_neither():
    reader = lens()
    root = parsed(iati.activities(reader))

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
    ("kind", "code"), [("loan", "11"), ("grant", "11"), ("pledge", "13"), ("disbursed", "4")]
)
def test_each_kind_of_money_has_the_transaction_type_of_the_recipients_side(kind, code):
    activity = one(written(trial(None, {"kind": kind})))

    assert activity.find("transaction/transaction-type").get("code") == code


@pytest.mark.parametrize("kind", ["contract", "completed_value", "allocated", "counterpart"])
def test_a_kind_that_iati_does_not_have_is_left_out_and_said(kind):
    lens = trial(None, {"kind": kind})

    assert one(written(lens)).find("transaction") is None
    assert any("IATI has no transaction of this kind." in text for text in sentences(lens))


def test_a_total_is_a_budget_only_of_a_project_within_a_year():
    short, long = (
        trial(None, {"kind": "total"}),
        trial({"planned_end": "2027-12-31"}, {"kind": "total"}),
    )

    budget = one(written(short)).find("budget")

    assert budget.find("period-start").get("iso-date") == "2025-01-01"
    assert budget.find("period-end").get("iso-date") == "2025-12-31"
    assert invalid(written(short)) == broken(written(short)) == []
    assert one(written(long)).find("budget") is None
    assert any("an IATI budget needs" in text for text in sentences(long))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"date": "../2025-02"}, "its date is known only as February 2025 or earlier."),
        ({"date": "2026", "kind": "disbursed"}, "its date may yet come."),
        ({"date": ""}, "its date is not on record."),
        ({"date": "2031-01-01"}, "its date lies in the future."),
        (
            {"qualifier": "more_than"},
            "the figure is not exact (more than), and IATI cannot say so.",
        ),
        ({"scope": "multi_province"}, "it covers more than this project (several provinces)."),
        ({"charted": "false"}, "the record marks the figure as not credible."),
        (
            {"restates_amount_id": "thu-0"},
            "it puts another statement of the same money another way.",
        ),
    ],
)
def test_an_amount_that_would_mislead_is_left_out_and_the_reason_said(change, reason):
    lens = trial(None, change)

    kept = [money.get("ref") for money in one(written(lens)).findall("transaction")]
    assert "thu-1" not in kept
    assert sum(text.endswith(reason) for text in sentences(lens)) == 1


def test_of_a_running_total_only_the_latest_state_is_told():
    states = (
        {"amount_id": f"thu-{day}", "kind": "disbursed", "date": f"2025-03-0{day}"}
        for day in (1, 2)
    )
    lens = trial(None, *states)

    days = [d.get("iso-date") for d in one(written(lens)).findall("transaction/transaction-date")]

    assert days == ["2025-03-02"]
    assert any("a later state" in text for text in sentences(lens))


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
    assert element in [gap.element for gap in iati.gaps(lens, ["thu-nghiem"]) if gap.blocks]


def dates_of(activity):
    """Each date of an activity: its type, day, EDTF beside it, and what it says in English."""
    return [
        (
            one.get("type"),
            one.get("iso-date"),
            one.get(EDTF),
            one.findtext("narrative[@xml:lang='en']", namespaces=XML),
        )
        for one in activity.findall("activity-date")
    ]


def test_a_span_starts_on_its_first_day_and_ends_on_its_last_and_says_so_in_three_languages():
    lens = trial({"planned_start": "2025-03", "planned_end": "2025?"})
    content = written(lens)

    assert invalid(content) == broken(content) == []
    assert dates_of(one(content)) == [
        ("1", "2025-03-01", "2025-03", "Known only as March 2025; the day is by convention."),
        ("3", "2025-12-31", "2025?", "Known only as about 2025; the day is by convention."),
    ]
    said = one(content).xpath("activity-date[1]/narrative/text()")
    assert said[0] == "Chỉ biết: 3/2025; ngày ghi theo quy ước."
    assert said[2] == "Seule précision connue\u00a0: mars 2025\u00a0; le jour est conventionnel."


def test_an_uncertain_day_stands_and_says_that_it_is_uncertain():
    activity = one(written(trial({"planned_start": "2025-03-04?"})))

    said = ("1", "2025-03-04", "2025-03-04?", "The date is uncertain: about 4 Mar 2025.")
    assert dates_of(activity)[0] == said


def test_an_actual_end_that_may_yet_come_is_none_and_is_kept_as_an_addition():
    lens = trial({"actual_start": "2026", "actual_end": "2026"})
    activity = one(written(lens))

    assert [kind for kind, *_rest in dates_of(activity)] == ["1", "2", "3"]
    assert activity.find("nc:date", NC).attrib == {"type": "4", "edtf": "2026"}
    assert any(text.endswith("2026 may yet come.") for text in sentences(lens))


PROGRESS = {
    "progress_id": "tien-do-1",
    "project_id": "thu-nghiem",
    "date": "2025-06",
    "metric": "packages_started",
    "value": "5",
    "unit": "packages",
    "base_value": "7",
    "base_unit": "packages",
    "qualifier": "about",
    "statement_vi": "Năm gói",
    "source_ids": "afd-press-2021-11",
    "confidence": "stated",
}


def reported(*changes):
    """The trial project with reports of its progress."""
    rows = [{**PROGRESS, "progress_id": f"tien-do-{n}", **one} for n, one in enumerate(changes, 1)]
    return lens(with_rows(projects=[BODY], project_progress=rows))


def test_figures_of_one_measure_are_periods_of_one_result_with_their_whole_and_unit():
    content = written(reported({}, {"date": "2025-09-30", "value": "6", "qualifier": "exact"}))
    result = one(content).find("result")

    assert invalid(content) == broken(content) == []
    assert result.findtext("title/narrative[2]") == "Packages started (packages)"
    assert [
        [period.find(part).attrib for part in ("period-start", "period-end", "target", "actual")]
        for period in result.findall("indicator/period")
    ] == [
        [
            {"iso-date": "2025-01-01"},
            {"iso-date": "2025-06-30", EDTF: "2025-06"},
            {"value": "7"},
            {"value": "5"},
        ],
        [{"iso-date": "2025-01-01"}, {"iso-date": "2025-09-30"}, {"value": "7"}, {"value": "6"}],
    ]
    said = result.findtext("indicator/period/actual/comment/narrative")
    assert said == "Năm gói – Khoảng – Chỉ biết: 6/2025; ngày ghi theo quy ước."


def test_a_figure_without_a_past_day_and_a_step_without_a_figure_are_no_result_and_are_told():
    step = {"value": "", "unit": "", "base_value": "", "base_unit": "", "metric": "milestone"}
    lens = reported({"date": ""}, step)

    assert one(written(lens)).find("result") is None
    assert "1 progress figure has no date, and an IATI result needs a period." in sentences(lens)
    assert "1 reported step without a figure is no IATI result." in sentences(lens)


def test_a_later_phase_and_the_first_one_name_each_other():
    root = parsed(iati.activities(lens(), ["namrom-multihazard", "namrom-phase2"], today=TODAY))

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


@pytest.mark.parametrize(
    ("status", "updated"),
    [("2", "2026-11-27T00:00:00+07:00"), ("4", "2026-11-20T10:00:00+07:00")],
    ids=["tells the state of today", "does not"],
)
def test_an_activity_says_when_it_was_last_updated(status, updated):
    reader = trial({"planned_end": "2025-03-01", "status_code": status})
    read_on = Lens(reader.record, reader.language, date(2026, 11, 27))
    changed = datetime(2026, 11, 20, 3, tzinfo=UTC)

    content = iati.activities(read_on, ["thu-nghiem"], today=TODAY, changed=changed)

    assert invalid(content) == []
    assert one(content).get("last-updated-datetime") == updated


STEPS = ("signing_date", "approval_date", "proposal_date", "status_date")


@pytest.mark.parametrize("first", range(len(STEPS)))
def test_without_a_start_signing_then_approval_then_proposal_is_the_planned_start(first):
    lens = trial({"planned_start": "", **dict.fromkeys(STEPS[first:], "2024-05")})
    activity = one(written(lens))

    kind, iso, edtf, said = dates_of(activity)[0]
    assert (kind, iso, edtf) == ("1", "2024-05-01", "2024-05")
    assert activity.find("activity-date").get(OF) == STEPS[first]
    assert said.startswith("No start is on record; in its place stands another date, ")
    assert said.endswith(": May 2024. The day is by convention.")


@pytest.mark.parametrize(
    ("kind", "day"),
    [("grant", "2025-02-01"), ("pledge", "2025-02-01"), ("disbursed", "2025-02-28")],
)
def test_an_amount_of_a_month_has_its_first_day_and_a_running_total_its_last(kind, day):
    content = written(trial(None, {"kind": kind, "date": "2025-02"}))
    transaction = one(content).find("transaction")

    assert invalid(content) == broken(content) == []
    assert transaction.find("transaction-date").attrib == {"iso-date": day, EDTF: "2025-02"}
    assert transaction.find("value").get("value-date") == day
    assert transaction.findtext("description/narrative") == (
        "Viện trợ – Chỉ biết: 02/2025; ngày ghi theo quy ước."
    )


def test_the_loan_of_afd_goes_out_though_only_its_month_is_known():
    root = parsed(iati.activities(lens(), ["namrom-multihazard"], today=TODAY))

    loan = root.xpath("//transaction[@ref='amt-001']")[0]
    assert loan.findtext("value") == "24650000"
    assert loan.find("transaction-date").get("iso-date") == "2021-11-01"


def test_an_actual_date_that_has_not_come_is_no_actual_date():
    lens = trial({"actual_start": "2027-01-01"})

    assert [d.get("type") for d in one(written(lens)).findall("activity-date")] == ["1", "3"]
    assert any("lies in the future" in text for text in sentences(lens))


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
    assert iati.activities(lens()) == iati.activities(lens())


def test_the_office_that_a_setting_names_reports(monkeypatch):
    monkeypatch.setenv("IATI_PUBLISHER", "afd")

    activity = one(written(trial()))

    assert activity.findtext("iati-identifier") == "FR-3-thu-nghiem"
    assert activity.find("reporting-org").get("type") == "10"


@pytest.mark.parametrize("named", ["ppc-dien-bien", "nobody", ""])
def test_an_office_without_an_identifier_does_not_report(monkeypatch, named):
    monkeypatch.setenv("IATI_PUBLISHER", named)

    assert one(written(trial())).findtext("iati-identifier") == "XX-NHIPCAU-thu-nghiem"


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_gaps_are_told_in_the_readers_language(language):
    english = {gap.sentence for gap in iati.gaps(lens())}
    other = iati.gaps(lens(language=language))

    assert len(other) == len(iati.gaps(lens()))
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
    content = iati.activities(lens, ["thu-nghiem", "mau"], today=TODAY)
    elements = [gap.element for gap in iati.gaps(lens, ["thu-nghiem"], today=TODAY)]
    activity = parsed(content).xpath("*[contains(*[1], 'thu-nghiem')]")[0]

    assert invalid(content) == broken(content) == []
    dated = activity.xpath("*[local-name()='activity-date' and @type='1']")
    assert bool(dated) != ("activity-date[@type='1']" in elements)
    paid = activity.xpath("*[local-name()='transaction' or local-name()='budget']")
    assert bool(paid) != ("transaction" in elements)

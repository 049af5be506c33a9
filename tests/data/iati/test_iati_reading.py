"""In: files of every version become drafts like any upload's, and what goes out comes back."""

import hashlib
from pathlib import Path

import pytest

from data.desk.checked import Tier
from data.iati import writing
from data.record import rows
from tests.data.iati.donors import NEWER, OLD
from tests.data.iati.records import SHIPPED, TODAY, examined, lens, published, with_rows


def row(content, table, contents=SHIPPED):
    rows_read = list(examined(content, contents)[0].rows[table].values())
    assert len(rows_read) == 1
    return rows_read[0]


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_what_goes_out_comes_back_without_a_change(language):
    content = writing.activities(lens(SHIPPED, language), today=TODAY)

    checked, changes, drafts = examined(content)

    assert checked.findings == []
    assert not any(changes.values())
    assert len(checked.rows["projects"]) == 32
    assert [draft.unknown for draft in drafts] == [(), (), ()]
    read = checked.rows["project_progress"]
    assert 0 < len(read) == content.count(b"<period ")


CARRIED = """
    name_vi name_en name_fr funder_org_ids implementing_org_ids place_ids sector_code
    planned_start actual_start planned_end actual_end status_code record_kind
    status_text_vi components_fr problems_en requested_end_note_vi approval_reference_vi
""".split()  # noqa: SIM905 -- a list of this length reads better as words

STATEMENTS = ("statement_vi", "statement_en", "statement_fr")


def test_projects_that_the_record_has_lost_come_back_the_same():
    content = writing.activities(lens(), today=TODAY)
    dropped = ("projects", "project_amounts", "project_progress", "meetings", "outcomes")
    bare = {
        name: text.split(b"\n", 1)[0] + b"\n" if name in dropped else text
        for name, text in SHIPPED.items()
    }
    bare["discrepancies"] = bare["discrepancies"].split(b"\n", 1)[0] + b"\n"

    after = rows.tables_of(published(content, bare))

    before = rows.tables_of(SHIPPED)
    assert len(after["projects"]) == 32
    for key, one in after["projects"].items():
        for column in CARRIED:
            assert one[column] == before["projects"][key][column], (key, column)
    for key, one in after["project_amounts"].items():
        for column in ("project_id", "kind", "amount", "currency", "date", "funder_org_id"):
            assert one[column] == before["project_amounts"][key][column], (key, column)
    assert len(after["project_progress"]) == content.count(b"<period ") > 0
    for key, one in after["project_progress"].items():
        for column in ("project_id", "date", "metric", "value", "unit", *STATEMENTS):
            assert one[column] == before["project_progress"][key][column], (key, column)
    assert after["projects"]["namrom-multihazard"]["actual_start"] == "2024-03"


def test_a_day_that_somebody_changed_is_theirs_though_the_date_on_record_stands_beside_it():
    content = writing.activities(lens(), ["namrom-multihazard"], today=TODAY)
    assert content.count(b'type="2" iso-date="2024-03-01" nc:edtf="2024-03"') == 1

    _checked, changes, _drafts = examined(content.replace(b'"2024-03-01"', b'"2024-04-02"'))

    changed = changes["projects"].changed["namrom-multihazard"]
    assert changed["actual_start"] == ("2024-03", "2024-04-02")


def test_a_change_made_in_the_file_is_the_only_one_and_cites_the_file():
    content = writing.activities(lens(), ["wvi-boarding-2025"], today=TODAY)
    content = content.replace(b'iso-date="2027-09-30"', b'iso-date="2028-09-30"')

    _checked, changes, _drafts = examined(content)

    source = f"iati-{hashlib.sha256(content).hexdigest()[:12]}"
    changed = changes["projects"].changed["wvi-boarding-2025"]
    assert changed.keys() == {"planned_end", "source_ids"}
    assert changed["planned_end"] == ("2027-09-30", "2028-09-30")
    before, after = changed["source_ids"]
    assert after == f"{before};{source}"
    assert changes["sources"].added == (source,)
    assert published(content)


def test_a_vietnamese_title_that_a_donor_changes_leaves_the_others_behind():
    before = rows.tables_of(SHIPPED)["projects"]["wvi-boarding-2025"]
    content = writing.activities(lens(), ["wvi-boarding-2025"], today=TODAY).decode()
    title = before["name_vi"]
    assert content.count(f">{title}<") == 1

    checked, changes, _drafts = examined(content.replace(f">{title}<", ">Nhà nội trú<").encode())

    changed = changes["projects"].changed["wvi-boarding-2025"]
    assert changed["name_vi"] == (title, "Nhà nội trú")
    assert changed["older_translations"] == ("", "name_en;name_fr")
    assert [one.fault.column for one in checked.of(Tier.WARNED)] == ["name_en", "name_fr"]


def test_a_file_of_1_05_is_read_by_its_own_words():
    one = row(OLD, "projects")

    assert one["project_id"] == "fr-9-vn-2012-17"
    assert one["name_fr"] == "Eau potable à Tủa Chùa"
    assert one["name_en"] == "Drinking water in Tủa Chùa"
    assert one["name_vi"] == "Drinking water in Tủa Chùa [en]"
    assert one["components_fr"] == "Deux réseaux gravitaires & leur entretien."
    assert one["status_code"] == "3"  # Post-completion: accounts still open
    assert one["planned_start"] == "2012-03-01"
    assert one["actual_start"] == "2012-04-15"
    assert one["actual_end"] == "2013-12-20"
    assert one["planned_end"] == ""  # "fin 2013" is no date
    assert one["funder_org_ids"] == "afd"
    assert one["implementing_org_ids"] == "eau-vive-nord"
    assert one["place_ids"] == "tua-chua"
    assert one["sector_code"] == "14030"
    assert one["finance"] == "grant"
    assert one["iati_identifier"] == "FR-9-VN 2012/17"


def test_whoever_reports_is_named_in_the_languages_of_the_file():
    one = row(OLD, "sources")

    names = [one[f"publisher_{code}"] for code in ("vi", "en", "fr")]
    assert names == ["Coopération décentralisée", "", "Coopération décentralisée"]


def test_payments_become_one_running_total_for_each_type_and_currency():
    checked, _changes, _drafts = examined(OLD)

    amounts = [
        (one["kind"], one["amount"], one["currency"], one["date"], one["confidence"])
        for one in checked.rows["project_amounts"].values()
    ]

    assert sorted(amounts) == [
        ("disbursed", "2500000000", "VND", "2013-06-01", "stated"),
        ("disbursed", "70000", "EUR", "2013-05-01", "inferred"),
        ("grant", "120000.5", "EUR", "2012-02-01", "stated"),
    ]


def test_what_no_column_takes_is_named():
    _checked, _changes, drafts = examined(OLD)

    unknown = next(draft.unknown for draft in drafts if draft.table == "projects")

    assert set(unknown) == {
        "iati-activity/contact-info",
        "iati-activity/activity-website",
        "iati-activity/budget",
        "iati-activity/participating-org[Accountable]",
        "iati-activity/activity-date/narrative",  # "fin 2013"
        "iati-activity/other-identifier",
    }


def test_a_new_organisation_is_added_and_a_known_one_found_by_name_or_identifier():
    checked, changes, _drafts = examined(NEWER)

    one = checked.rows["projects"]["gb-chc-1000000-vn01"]
    assert one["funder_org_ids"] == "gb-chc-1000000"
    assert one["implementing_org_ids"] == "ppc-dien-bien"
    assert changes["organisations"].added == ("gb-chc-1000000",)
    added = checked.rows["organisations"]["gb-chc-1000000"]
    assert (added["name_vi"], added["type_code"]) == ("Water for Villages [en]", "21")
    assert added["org_identifier"] == "GB-CHC-1000000"


def test_a_file_of_2_01_is_read_by_its_codes():
    checked, _changes, drafts = examined(NEWER)
    first, second = checked.rows["projects"].values()

    assert (first["name_vi"], first["name_en"]) == ("Trạm y tế vùng cao", "Clinics in the hills")
    assert first["components_en"] == "Six clinics."
    assert second["status_code"] == "4"  # in 2.01, 3 was Completion: wholly done
    assert first["sector_code"] == ""  # two sectors, and a project has one here
    unknown = next(draft.unknown for draft in drafts if draft.table == "projects")
    assert {
        "iati-activity/result",
        "iati-activity/sector",
        "iati-activity/description[2]",
        "iati-activity/transaction[2]",  # neither grant nor loan
    } <= set(unknown)
    amounts = [(a["kind"], a["amount"]) for a in checked.rows["project_amounts"].values()]
    assert amounts == [("loan", "99000")]


@pytest.mark.parametrize("content", [OLD, NEWER], ids=["1.05", "2.01"])
def test_a_donors_file_can_be_published_and_then_changes_nothing(content):
    after = published(content)

    checked, changes, _drafts = examined(content, after)

    assert not any(changes.values())
    assert "sources" not in checked.rows


def test_a_fault_names_the_line_of_the_file():
    content = OLD.replace(b'code="14030"', b'code="99999"')

    checked, _changes, _drafts = examined(content)

    dropped = checked.of(Tier.DROPPED)
    assert [(f.fault.kind, f.fault.row, f.fault.column) for f in dropped] == [
        ("code", 3, "sector_code")
    ]
    assert checked.accepted


def test_hostile_names_come_in_as_text():
    content = OLD.replace(
        "Eau potable à Tủa Chùa</title>".encode(),
        "=1+1 <![CDATA[<script>alert(1)</script> ]]>&amp; \u202e</title>".encode(),
    )

    assert row(content, "projects")["name_fr"] == "=1+1 <script>alert(1)</script> & \u202e"


def test_foreign_text_that_we_hand_out_comes_back_as_it_was():
    name = "']]> & <b>\u200f ô\u00adô 🌸"
    tables = with_rows(
        projects=[
            {
                "project_id": "x",
                "record_kind": "project",
                "name_vi": name,
                "short_name_vi": name,
                "components_vi": name,
                "funder_org_ids": "afd",
                "sector_code": "43060",
                "status_code": "2",
                "planned_start": "2025",
                "source_ids": "afd-press-2021-11",
                "confidence": "stated",
            }
        ]
    )

    checked, changes, _drafts = examined(writing.activities(lens(tables), today=TODAY), tables)

    assert checked.rows["projects"]["x"]["name_vi"] == name
    assert not any(changes.values())


# What others write


CASES = Path(__file__).parent.parent / "cases"


def amounts_of(name):
    checked, _changes, _drafts = examined((CASES / name).read_bytes())
    told = [(str(one.tier), one.fault.kind, one.fault.found) for one in checked.findings]
    rows = checked.rows["project_amounts"].values()
    return [(row["kind"], row["amount"], row["confidence"]) for row in rows], told


def test_a_commitment_that_is_taken_back_in_part_is_netted():
    amounts, told = amounts_of("j2_negcommit.xml")

    assert amounts == [("loan", "750000", "inferred"), ("disbursed", "5000", "stated")]
    assert [one for one in told if one[0] != "warned"] == []


def test_a_decimal_comma_in_xml_is_refused_with_its_reason():
    amounts, told = amounts_of("j3_comma.xml")

    assert amounts == []
    assert told == [
        ("refused", "number-in-xml", "1,234"),
        ("refused", "number-in-xml", "5,678"),
    ]

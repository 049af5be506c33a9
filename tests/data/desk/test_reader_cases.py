"""Small files that the readers once took wrongly, each with what is right."""

from data.desk.checked import Tier
from tests.data.desk.copies import examined
from tests.data.intake.written import CASES


def found_in(name):
    """The drafts of a file, and (tier, kind, row, column, found) of each finding."""
    _read, drafts, checked = examined(name, (CASES / name).read_bytes())
    found = [(one.tier, one.fault.kind, one.fault.row, one.fault.column, one.fault.found)
             for one in checked.findings]  # fmt: skip
    return drafts, found


def test_errors_of_a_spreadsheet_are_findings_and_line_breaks_stay():
    (draft,), found = found_in("14_breaks_comments_errors.xlsx")

    assert [one for one in found if one[1] == "cell-error"] == [
        (Tier.DROPPED, "cell-error", 3, "planned_end", "#N/A"),
        (Tier.DROPPED, "cell-error", 3, "note_vi", "#N/A"),
        (Tier.REFUSED, "cell-error", 4, "short_name_vi", "#REF!"),
    ]
    assert draft.cells["name_vi"][0] == "Cấp nước\nsạch xã\nMường Phăng"


def test_a_spreadsheet_s_error_in_a_text_file_is_no_value_either():
    content = b"place_id,name_vi,name_en\ndien-bien-phu,#REF!,#N/A\n"

    _read, _drafts, checked = examined("p.csv", content)

    assert [(one.fault.kind, one.fault.found) for one in checked.findings] == [
        ("cell-error", "#REF!"),
        ("cell-error", "#N/A"),
    ]

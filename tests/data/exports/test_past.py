"""What each version changed of the rows, gathered once and gone on from."""

from data.exports.past import past_of
from data.schema import TABLES
from tests.data.exports.calendars import LYON, REMAINS, SCHOOLS
from tests.data.exports.publications import ALL, put


def test_the_past_of_a_version_goes_on_from_an_earlier_one_without_reading_it_again(
    opened, monkeypatch
):
    put(opened, "meetings", LYON, date="2023-11-24")
    known = past_of(opened, opened.current_id(), ALL)
    put(opened, "visits", SCHOOLS, start_date="2025-02-14")
    put(opened, "meetings", REMAINS)
    whole = past_of(opened, opened.current_id(), ALL)
    read: list[str] = []
    contents = opened.contents

    def noted(hashes):
        read.extend(hashes)
        return contents(hashes)

    monkeypatch.setattr(opened, "contents", noted)

    gone_on = past_of(opened, opened.current_id(), ALL, known)

    assert gone_on == whole
    first = opened.version(whole.first.id)
    assert first.tables["meetings"] not in read
    assert len(read) == len(set(read)) < len(TABLES)


def test_a_damaged_table_counts_as_unchanged(opened, monkeypatch):
    put(opened, "meetings", LYON, date="2023-11-24")
    broken = put(opened, "meetings", REMAINS)
    put(opened, "meetings", LYON, date="2023-11-25")
    contents = opened.contents
    lost = broken.tables["meetings"]
    monkeypatch.setattr(opened, "contents", lambda hashes: contents(set(hashes) - {lost}))

    past = past_of(opened, opened.current_id(), ALL)

    assert past.last("meetings", REMAINS).number == 4
    assert [one.total for one in past.steps[:3]] == [2, 0, 1]

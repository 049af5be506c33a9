"""A person is struck from everything kept, on both databases; versions stay whole, others stay."""

import json

import pytest
from sqlalchemy import func, select

from data.accounts import accounts as people_with_accounts
from data.desk.forgetting.places import Kind
from data.desk.forgetting.striking import Refused, look_for, strike
from data.record.rows import tables_of
from data.roles import STRANGER, Caller, Forbidden, Role
from data.store import Conflict, Damaged, Store, audit, proposals, seed
from data.store.tables import blobs, originals, struck, versions
from tests.data.desk.forgetting.striking import (
    BY,
    CONTACT,
    MARK,
    NAME,
    NEW,
    OTHER,
    PERSON,
    POST,
    filled,
    found,
    ours,
    rows,
    tables,
    workbook,
)
from tests.data.desk.forgetting.striking import struck as struck_from


@pytest.fixture
def kept(store: Store) -> Store:
    filled(store)
    return store


def newest(store: Store) -> dict[str, dict[str, dict[str, str]]]:
    return tables_of(store.tables(store.current_id()))


def person_of(store: Store) -> dict[str, str]:
    (row,) = (row for key, row in newest(store)["people"].items() if key.startswith(NEW))
    return row


def test_every_place_is_found_with_other_accents_and_in_every_file(kept):
    places = found(kept).places

    assert {one.kind for one in places} == set(Kind)
    exact = {one.text for one in places if one.is_exact}
    assert {NAME, f"Bài về {NAME}", "dau.csv"} - exact == {"dau.csv"}
    assert OTHER in {one.text for one in places if not one.is_exact}
    assert {one.text for one in places if one.kind is Kind.FILE} == {"hai.csv", "lo_van_tinh.xlsx"}
    assert [one.versions for one in places if one.text == f"Bài về {NAME}"] == [(1, 2, 3)]


def test_name_post_and_contact_go_from_every_version_and_ids_with_their_references(kept):
    struck_from(kept)

    for version in kept.history():
        record = kept.tables(version.id)
        for content in record.values():
            for text in (NAME, POST, CONTACT, "LO VAN TINH", f"{PERSON},"):
                assert text not in content.decode()
    row = person_of(kept)
    assert (row["name"], row["role_vi"], row["note_vi"], row["aliases"]) == (MARK, MARK, "", "")
    assert (row["country"], row["source_ids"]) == ("VN", "s-1")
    visit, meeting = newest(kept)["visits"]["v-1"], newest(kept)["meetings"]["m-1"]
    assert visit["head_person_id"] == row["person_id"]
    assert visit["head_role_vi"] == ""
    assert meeting["vietnamese_person_ids"] == f"{row['person_id']};lo-van-tinh-2"
    assert meeting["topics_en"] == "Mr (removed on request) spoke."
    assert newest(kept)["sources"]["s-1"]["url"] == "https://example.org/da-xoa-len-tieng"


def test_somebody_else_with_nearly_the_same_name_stays(kept):
    struck_from(kept)

    assert newest(kept)["people"]["lo-van-tinh-2"]["name"] == OTHER
    assert newest(kept)["people"]["lo-van-tinh-2"]["role_vi"] == "Giáo viên"
    assert newest(kept)["visits"]["v-1"]["purpose_vi"] == f"Ông {MARK} và ông {MARK} cùng đi."


def test_versions_keep_their_ids_pass_the_check_of_hashes_and_say_what_was_done(kept):
    before = kept.history()

    done = struck_from(kept)

    after = kept.history()
    assert [one.id for one in after] == [one.id for one in before]
    assert done.versions == (1, 2, 3)
    for version in after:
        kept.tables(version.id)
        assert version.seal not in (None, version.id)
        assert version.mark != version.id
        assert [one.by for one in version.removals] == ["An"]
    assert after[0].author == MARK
    assert after[0].source == f"{MARK}.xlsx"


def test_files_with_the_name_are_rewritten_or_deleted_and_versions_say_so(kept):
    done = struck_from(kept)

    third, second, first = kept.history()
    assert (done.deleted, done.rewritten) == (1, 1)
    assert kept.original(second.id) == f"ghi chú\r\nGặp {MARK} ở Lyon\r\n".encode()
    assert kept.original(third.id) is None
    assert third.source_hash is None
    files = [one.removals[0].file for one in (third, second, first)]
    assert files == ["deleted", "rewritten", ""]


def test_a_file_with_the_persons_own_row_is_deleted(store):
    record = tables(rows())
    store.publish(
        record, parent=None, author="An", note="n", source="n.csv", original=record["people"]
    )

    assert struck_from(store).deleted == 1
    assert store.original(store.current_id()) is None


def test_a_struck_version_is_damaged_where_it_is_changed_afterwards(kept, engine):
    struck_from(kept)
    with engine.begin() as connection:
        connection.execute(versions.update().values(note="another"))

    with pytest.raises(Damaged):
        kept.tables(kept.current_id())


def test_what_was_damaged_before_does_not_pass_for_whole_afterwards(kept, engine):
    with engine.begin() as connection:
        connection.execute(versions.update().where(versions.c.number == 2).values(note="another"))
    struck_from(kept)

    _third, second, first = kept.history()
    kept.tables(first.id)
    with pytest.raises(Damaged):
        kept.tables(second.id)


def test_no_content_is_left_that_no_version_has(kept, engine):
    struck_from(kept)

    used = {hash_ for one in kept.history() for hash_ in one.tables.values()}
    with engine.connect() as connection:
        assert set(connection.scalars(select(blobs.c.hash))) == used
        assert connection.scalar(select(func.count()).select_from(originals)) == 1


def test_the_trail_stays_whole_keeps_the_act_and_not_the_name(kept):
    with kept.transaction() as connection:
        head = audit.head(connection)

    struck_from(kept)

    with kept.transaction() as connection:
        assert audit.first_gap(connection) is None
        entries = list(audit.entries(connection))
    assert NAME not in repr(entries)
    assert "lo.van.tinh" not in repr(entries)
    reseal, act = entries[:2]
    assert (act.act, act.who, act.details["reason"]) == ("strike", "An", "Đơn ngày 20/11/2026")
    assert dict(reseal.details) == {"first": "3", "entries": "2", "before": head}


def test_an_account_of_the_person_is_removed(kept):
    assert [one.name for one in people_with_accounts.every(kept, by=BY)] == [NAME]

    assert struck_from(kept).accounts == ("lo.van.tinh@example.org",)
    assert people_with_accounts.every(kept, by=BY) == []


def test_only_what_is_confirmed_goes_and_the_rest_is_kept(kept):
    one = found(kept)
    title = next(place for place in one.places if place.column == "title")

    strike(kept, one, {title.key}, by=BY, reason="r")

    assert newest(kept)["sources"]["s-1"]["title"] == f"Bài về {MARK}"
    assert NAME in newest(kept)["visits"]["v-1"]["purpose_vi"]
    assert person_of(kept)["name"] == MARK


def test_a_second_strike_seals_anew_and_the_first_stays_noted(kept):
    struck_from(kept)
    again = look_for(kept, [OTHER], "lo-van-tinh-2", by=BY)

    strike(kept, again, {place.key for place in again.places}, by=BY, reason="r")

    for version in kept.history():
        kept.tables(version.id)
    assert len(kept.history()[0].removals) == 2
    assert kept.strikes() == 2


def test_an_old_version_that_was_struck_is_restored_without_the_person(kept):
    struck_from(kept)
    first = kept.history()[-1]

    kept.restore(first.id, parent=kept.current_id(), author="An", note="back")

    assert NAME not in str(kept.tables(kept.current_id()))
    assert person_of(kept)["name"] == MARK


def test_publishing_the_person_again_publishes_the_mark(kept):
    struck_from(kept)
    before = newest(kept)

    kept.publish(tables(rows()), parent=kept.current_id(), author=NAME, note=f"của {NAME}")

    assert newest(kept) == before
    assert (kept.current().author, kept.current().note) == (MARK, f"của {MARK}")


def test_what_was_read_before_a_strike_is_not_published_after_it(kept):
    read = kept.strikes()
    struck_from(kept)

    with pytest.raises(Conflict):
        kept.publish({}, parent=kept.current_id(), author="An", note="n", strikes=read)


def test_a_release_does_not_bring_the_person_back(store, tmp_path):
    for name, content in tables(rows()).items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    seed(store, tmp_path)
    struck_from(store)
    after = newest(store)

    assert seed(store, tmp_path).number == 1
    changed = rows()
    changed["sources"][0]["title"] += " (bản mới)"
    (tmp_path / "sources.csv").write_bytes(tables(changed)["sources"])

    assert seed(store, tmp_path).number == 2
    assert newest(store)["people"] == after["people"]
    assert newest(store)["sources"]["s-1"]["title"] == f"Bài về {MARK} (bản mới)"


def test_the_list_of_what_must_not_come_back_names_nobody(kept, engine):
    struck_from(kept)

    with engine.connect() as connection:
        lines = repr(connection.execute(select(struck)).all())
    assert "tinh" not in lines.casefold()
    assert NEW in lines


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.APPROVER])
def test_only_an_administrator_may_look_or_strike(kept, role):
    one = found(kept)
    for caller in (STRANGER, Caller("ban", "Ban", role)):
        with pytest.raises(Forbidden):
            look_for(kept, [NAME], None, by=caller)
        with pytest.raises(Forbidden):
            strike(kept, one, ours(one), by=caller, reason="r")
    assert kept.strikes() == 0


@pytest.mark.parametrize(
    ("confirmed", "reason", "kind"),
    [
        (None, " ", "no-reason"),
        (None, "đơn của LO VAN TINH", "named-in-reason"),
        (set(), "r", "nothing-confirmed"),
    ],
)
def test_a_strike_that_says_too_little_or_too_much_is_refused(kept, confirmed, reason, kind):
    one = look_for(kept, [NAME], None, by=BY)
    chosen = ours(one) if confirmed is None else confirmed

    with pytest.raises(Refused) as refused:
        strike(kept, one, chosen, by=BY, reason=reason)

    assert refused.value.kind == kind
    assert kept.strikes() == 0


def test_a_place_that_nobody_has_seen_stops_the_strike(kept):
    one = found(kept)
    kept.publish({}, parent=kept.current_id(), author="An", note=f"gặp {NAME} lần nữa")

    with pytest.raises(Refused) as refused:
        strike(kept, one, ours(one), by=BY, reason="r")

    assert refused.value.kind == "overtaken"
    assert NAME in str(kept.history())


def test_the_last_administrator_makes_another_one_first(kept):
    people_with_accounts.set_role(kept, "lo.van.tinh@example.org", Role.ADMINISTRATOR, by=BY)

    with pytest.raises(Refused) as refused:
        struck_from(kept)

    assert refused.value.kind == "last-administrator"


@pytest.mark.parametrize("name", ["", " ", "1", "-", "."])
def test_a_name_that_is_none_is_not_looked_for(kept, name):
    with pytest.raises(Refused) as refused:
        look_for(kept, [name], None, by=BY)

    assert refused.value.kind == "no-name"


def test_somebody_named_only_in_texts_is_found_and_struck(kept):
    meeting = rows()
    meeting["meetings"][0]["topics_vi"] = "Bà Trần Thị Thơm phát biểu."
    kept.publish(tables(meeting), parent=kept.current_id(), author="An", note="n")
    one = look_for(kept, ["tran thi thom"], None, by=BY)

    strike(kept, one, {place.key for place in one.places}, by=BY, reason="r")

    assert newest(kept)["meetings"]["m-1"]["topics_vi"] == f"Bà {MARK} phát biểu."


def test_a_file_that_nobody_can_read_is_offered_for_deletion(store):
    store.publish(
        tables(rows()),
        parent=None,
        author="An",
        note="n",
        source="x.bin",
        original=b"\xff\xfe\x00\xd8" + workbook()[:100],
    )

    (file,) = (one for one in found(store).places if one.kind is Kind.FILE)

    assert not file.is_exact
    assert "unread" in file.column


def test_proposals_and_comments_are_struck_as_versions_are(kept):
    editor = proposals.Person("ban", "Lò Thị Ban")
    work = proposals.Work(
        {"people": tables(rows())["people"]},
        kept.current_id(),
        "update",
        f"theo {NAME}",
        "lo_van_tinh.csv",
        tables(rows())["people"],
    )
    handed_in = proposals.propose(kept, work, editor)
    proposals.comment(kept, handed_in.number, editor, f"Hỏi lại ông {NAME}.")

    struck_from(kept)

    proposal = proposals.one(kept, handed_in.number)
    said = proposals.steps(kept, proposal.number)
    content = (proposals.tables(kept, proposal) or {})["people"].decode()
    assert NAME not in f"{content} {proposal} {said}"
    assert POST not in content
    assert said[-1].text == f"Hỏi lại ông {MARK}."
    assert proposals.original(kept, proposal) is None
    proposals.comment(kept, proposal.number, editor, f"Ông {NAME} đây.")
    assert proposals.steps(kept, proposal.number)[-1].text == f"Ông {MARK} đây."


def test_what_was_done_is_json_that_a_later_program_can_read(kept):
    struck_from(kept)

    (note,) = json.loads(kept.history()[0].struck)
    assert set(note) == {"on", "by", "file"}

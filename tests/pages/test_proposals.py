"""Proposals at the desk: handed in, talked about, sent back, approved; each role sees its own."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.accounts import accounts
from data.desk.editing import sketching
from data.language import Language
from data.record.canonical import canonical
from data.record.rows import rows_of
from data.roles import ALONE, STRANGER, Caller, Role
from data.schema import LANGUAGES, TABLES
from data.store import Store, proposals
from data.store.proposals import State
from tests.pages.desk import downloads, opened, said, shipped, shown, uploaded, written

NAMROM = "namrom-multihazard"
RENAMED = "Nậm Rốm – chống lũ đa mục tiêu"
PEOPLE = {
    Role.READER: Caller("doc", "Vàng A Đọc", Role.READER),
    Role.EDITOR: Caller("ban", "Lò Thị Ban", Role.EDITOR),
    Role.APPROVER: Caller("dung", "Cà Văn Dũng", Role.APPROVER),
    Role.ADMINISTRATOR: Caller("an", "Quàng Văn An", Role.ADMINISTRATOR),
}
BOSS = Caller("chu", "Chủ", Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def kept(kept: Store, monkeypatch) -> Store:
    """A store of the test's own with the shipped record and an account of each role."""
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
    for one in PEOPLE.values():
        accounts.add(kept, one.account, one.name, one.role, None, by=BOSS)
    return kept


@pytest.fixture
def sign_in(monkeypatch):
    """Lets somebody else look at the pages from now on."""

    def one(who: Role | Caller) -> None:
        caller = who if isinstance(who, Caller) else PEOPLE[who]
        monkeypatch.setattr("components.entrance.gate.caller", lambda: caller)

    return one


def changed_file(**cells: str) -> tuple[str, bytes]:
    rows = list(shipped("projects").values())
    rows[0] = {**rows[0], **(cells or {"short_name_vi": RENAMED})}
    return "dự án.csv", written("projects", rows)


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def hand_in(note: str = "Tên theo quyết định mới", **parameters: str) -> AppTest:
    app = uploaded(changed_file(), **parameters)
    next(one for one in app.text_input if one.label == "What changed and why").input(note)
    return press(app, "Propose")


def buttons(app: AppTest) -> list[str]:
    return [one.label for one in app.button]


def headings(app: AppTest) -> list[str]:
    return [one.value for one in app.subheader]


def write(app: AppTest, text: str) -> AppTest:
    app.text_area[0].input(text)
    return app


def name_now(kept: Store) -> str:
    return rows_of("projects", kept.tables(kept.current_id())["projects"])[NAMROM]["short_name_vi"]


def parts_of(app: AppTest) -> list[str]:
    groups: list[Any] = list(app.get("button_group"))
    return list(groups[1].options)


def test_an_editor_proposes_under_the_accounts_name_and_publishes_nothing(kept, sign_in):
    sign_in(Role.EDITOR)
    app = uploaded(changed_file())

    assert "Your name" not in [one.label for one in app.text_input]
    assert "Publish" not in buttons(app)
    app = hand_in()

    assert not app.exception
    assert "Handed in as proposal 1" in said(app, "success")
    assert kept.current().number == 1
    assert proposals.one(kept, 1).author == "Lò Thị Ban"
    page = shown(app)
    assert RENAMED in page.replace("<mark>", "").replace("</mark>", "")
    assert "Tên theo quyết định mới" in page
    assert "The uploaded file “dự án.csv”" in downloads(app)
    assert "Approve and publish" not in buttons(app)
    assert {"Send the comment", "Withdraw"} <= set(buttons(app))


def test_without_a_note_nothing_is_proposed(kept, sign_in):
    sign_in(Role.EDITOR)

    app = hand_in(note=" ")

    assert "Write what changed and why; nothing was handed in." in said(app, "warning")
    assert proposals.every(kept) == []


def test_comment_sent_back_handed_in_again_and_approved(kept, sign_in):
    sign_in(Role.EDITOR)
    hand_in()
    sign_in(Role.APPROVER)
    app = opened(part="proposals", proposal="1")
    app = press(write(app, "Quyết định <b>nào</b>?"), "Send the comment")
    assert "Quyết định &lt;b&gt;nào&lt;/b&gt;?" in shown(app)
    assert app.text_area[0].value == ""
    app = press(app, "Send back")
    assert "Write a comment" in said(app, "warning")
    app = press(write(app, "Ghi số quyết định"), "Send back")
    assert proposals.one(kept, 1).state == State.SENT_BACK
    assert "Approve and publish" not in buttons(app)

    sign_in(Role.EDITOR)
    assert "again=1" in shown(opened(part="proposals", proposal="1"))
    hand_in("Theo Quyết định 123", again="1")
    assert (proposals.one(kept, 1).round, len(proposals.every(kept))) == (2, 1)

    sign_in(Role.APPROVER)
    app = press(opened(part="proposals", proposal="1"), "Approve and publish")

    assert "Published as version 2." in said(app, "success")
    version = kept.current()
    assert (version.author, version.approver) == ("Lò Thị Ban", "dung")
    assert name_now(kept) == RENAMED
    assert "approved by Cà Văn Dũng" in shown(opened(part="history"))


def test_what_was_sent_back_is_changed_in_a_draft_and_handed_in_again(kept, sign_in):
    sign_in(Role.EDITOR)
    hand_in()
    sign_in(Role.APPROVER)
    app = opened(part="proposals", proposal="1")
    press(write(app, "Ghi số quyết định"), "Send back")
    sign_in(Role.EDITOR)

    app = press(opened(part="proposals", proposal="1"), "Change it here, in a draft")

    (begun,) = sketching.listed(kept, by=PEOPLE[Role.EDITOR])
    assert (begun.rows["projects"][NAMROM].cells or {})["short_name_vi"] == RENAMED
    assert "again" in app.query_params
    app = opened(part="drafts", draft=str(begun.number), again="1")
    next(one for one in app.text_input if one.label == "What changed and why").input("Theo QĐ 123")
    press(app, "Propose")
    assert (proposals.one(kept, 1).round, proposals.one(kept, 1).state) == (2, State.WAITING)


def test_its_author_withdraws_it(kept, sign_in):
    sign_in(Role.EDITOR)
    app = press(hand_in(), "Withdraw")

    assert proposals.one(kept, 1).state == State.WITHDRAWN
    assert "Withdraw" not in buttons(app)


def test_every_page_tells_those_who_may_approve_how_many_wait_and_an_editor_not(sign_in):
    sign_in(Role.EDITOR)
    app = hand_in()
    assert "Proposed changes" in parts_of(app)
    assert "waits for you" not in shown(app)
    sign_in(Role.APPROVER)

    app = opened()

    assert "Proposed changes (1)" in parts_of(app)
    assert "1 proposal waits for you" in shown(app)


def test_an_editor_is_told_what_was_sent_back_and_what_the_upload_answers(kept, sign_in):
    sign_in(Role.EDITOR)
    hand_in()
    sign_in(Role.APPROVER)
    app = opened(part="proposals", proposal="1")
    press(write(app, "Ghi số <quyết định>"), "Send back")
    assert "waits for you" not in shown(opened())
    sign_in(Role.EDITOR)

    app = opened(again="1")

    assert "Proposed changes (1)" in parts_of(app)
    assert "1 proposal waits for you" in shown(app)
    assert "Cà Văn Dũng sent it back: “Ghi số <quyết định>”" in said(app, "info")
    assert "is not known here" in said(opened(again="2"), "warning")


def test_an_approver_sees_which_contradictions_a_proposal_would_bring(sign_in):
    sign_in(Role.EDITOR)
    early = {"status_code": "4", "status_date": "2026-01", "actual_end": "2026-05"}
    app = uploaded(changed_file(**early))
    next(one for one in app.text_input if one.label == "What changed and why").input("x")
    press(app, "Propose")
    sign_in(Role.APPROVER)

    page = shown(opened(part="proposals", proposal="1"))

    assert "It would bring 1 contradiction into the record" in page
    assert "reported as closed before the day of its actual end" in page


def test_an_approver_reads_again_what_is_doubtful_in_a_proposal(sign_in):
    sign_in(Role.EDITOR)
    rows = list(shipped("places").values())
    rows[0] = {**rows[0], "latitude": "-48.5", "longitude": "-2.3"}
    app = uploaded(("địa điểm.csv", written("places", rows)))
    next(one for one in app.text_input if one.label == "What changed and why").input("x")
    press(app, "Propose")
    sign_in(Role.APPROVER)

    page = shown(opened(part="proposals", proposal="1"))

    assert "1 cell is worth a look" in page
    assert rows[0]["place_id"] in page.partition("is worth a look")[2]


def test_ones_own_proposal_waits_for_somebody_else_where_four_eyes_are_needed(
    kept, sign_in, monkeypatch
):
    sign_in(Role.ADMINISTRATOR)
    monkeypatch.setenv("NHIP_CAU_FOUR_EYES", "on")
    app = hand_in()
    assert "waits for you" not in shown(app)
    sign_in(Role.APPROVER)

    assert "1 proposal waits for you" in shown(opened())


def test_the_comparison_is_headed_by_what_became_of_the_proposal(sign_in):
    sign_in(Role.EDITOR)
    assert headings(hand_in()) == ["What would change", "What was said"]
    assert headings(press(opened(part="proposals", proposal="1"), "Withdraw"))[0] == (
        "What was proposed"
    )
    hand_in()
    sign_in(Role.APPROVER)

    app = press(opened(part="proposals", proposal="2"), "Approve and publish")

    assert headings(app)[0] == "What changed"


def test_who_may_not_edit_is_told_what_to_do_about_it(sign_in):
    sign_in(STRANGER)
    app = opened(part="history")
    assert "Sign in, or ask an administrator" in said(app, "warning")
    assert "/sign-in?to=%2Fdata%3F" in shown(app).partition("nc-lead")[2]
    sign_in(Role.READER)

    app = opened(part="history")

    assert "Ask an administrator of this server for another role." in said(app, "warning")
    assert "/sign-in" not in shown(app)


def test_who_is_alone_has_no_proposals(sign_in):
    sign_in(ALONE)
    app = opened(part="proposals")

    assert "Proposed changes" not in parts_of(app)
    assert "proposals" in said(app, "warning")
    assert "Your name" in [one.label for one in uploaded(changed_file()).text_input]


def test_an_approver_publishes_at_once_unless_four_eyes_are_needed(kept, sign_in, monkeypatch):
    sign_in(Role.APPROVER)
    assert "Publish" in buttons(uploaded(changed_file()))
    monkeypatch.setenv("NHIP_CAU_FOUR_EYES", "on")

    app = hand_in()

    assert "Approve and publish" not in buttons(app)
    assert "Somebody else has to approve what you propose." in shown(app)
    sign_in(Role.ADMINISTRATOR)
    press(opened(part="proposals", proposal="1"), "Approve and publish")
    assert (kept.current().account, kept.current().approver) == ("dung", "an")


def test_an_editor_reads_the_history_and_restores_nothing(kept, sign_in):
    sign_in(Role.APPROVER)
    app = uploaded(changed_file())
    next(one for one in app.text_input if one.label == "What changed and why").input("x")
    press(app, "Publish")
    assert kept.current().account == "dung"
    sign_in(Role.EDITOR)

    app = opened(part="history", version="1")

    assert not app.button
    sign_in(Role.APPROVER)
    app = opened(part="history", version="1")
    next(one for one in app.text_input if one.label == "Why").input("nhầm")
    press(app, "Restore version 1")
    assert kept.current().author == "Cà Văn Dũng"


def test_with_four_eyes_restoring_is_proposed_and_another_approves(kept, sign_in, monkeypatch):
    sign_in(Role.APPROVER)
    app = uploaded(changed_file())
    next(one for one in app.text_input if one.label == "What changed and why").input("x")
    press(app, "Publish")
    monkeypatch.setenv("NHIP_CAU_FOUR_EYES", "on")
    app = opened(part="history", version="1")
    next(one for one in app.text_input if one.label == "Why").input("nhầm")

    app = press(app, "Propose to restore version 1")

    assert kept.current().number == 2
    assert "Handed in as proposal 1" in said(app, "success")
    assert "Somebody else has to approve what you propose." in shown(app)
    sign_in(Role.ADMINISTRATOR)
    press(opened(part="proposals", proposal="1"), "Approve and publish")
    assert (kept.current().account, kept.current().approver) == ("dung", "an")
    assert kept.tables(kept.current_id()) == kept.tables(kept.history()[-1].id)


def test_on_a_newer_version_the_cells_that_both_changed_need_a_tick(kept, sign_in):
    sign_in(Role.EDITOR)
    hand_in()
    rows = rows_of("projects", kept.tables(kept.current_id())["projects"])
    rows[NAMROM]["short_name_vi"] = "Tên của người kia"
    kept.publish(
        {"projects": canonical(TABLES["projects"], rows.values())},
        parent=kept.current_id(),
        author="Quàng Văn An",
        note="đổi tên",
    )
    sign_in(Role.APPROVER)
    app = opened(part="proposals", proposal="1")
    assert "Quàng Văn An published version 2 since" in said(app, "warning")
    assert "changed meanwhile" in shown(app)
    tick = "Write over 1 cell that was changed meanwhile"
    assert tick in [box.label for box in app.checkbox]

    app = press(app, "Approve and publish")
    assert "Tick what you agree to" in said(app, "warning")
    assert kept.current().number == 2
    app.checkbox[0].check()
    press(app, "Approve and publish")

    assert name_now(kept) == RENAMED


def test_who_comes_second_is_told_and_nothing_is_done_twice(kept, sign_in):
    sign_in(Role.EDITOR)
    hand_in()
    proposal = proposals.one(kept, 1)
    sign_in(Role.APPROVER)
    app = opened(part="proposals", proposal="1")
    proposals.withdraw(kept, proposal, proposals.Person("ban", "Lò Thị Ban"), "")

    app = press(app, "Approve and publish")

    assert not app.exception
    assert kept.current().number == 1
    assert "Withdrawn" in shown(app)


@pytest.mark.parametrize("number", ["9", "0", "-1", "x", "1" * 60])
def test_an_unknown_proposal_in_the_address_gives_a_notice(sign_in, number):
    sign_in(Role.EDITOR)

    app = opened(part="proposals", proposal=number)

    assert not app.exception
    assert number[:60] in said(app, "warning")


def test_a_reader_sees_no_proposal(sign_in):
    sign_in(Role.EDITOR)
    hand_in()
    sign_in(Role.READER)

    app = opened(part="proposals", proposal="1")

    assert "Lò Thị Ban" not in shown(app)
    assert not app.button


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_part_opens_in_each_language(sign_in, code):
    sign_in(Role.EDITOR)
    hand_in()
    sign_in(Role.ADMINISTRATOR)

    for address in ({}, {"proposal": "1"}):
        app = opened(lang=code, part="proposals", **address)

        assert not app.exception
        assert not app.error
        assert Language(code).label("proposal_state", "waiting") in shown(app)

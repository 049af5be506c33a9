"""Who proposes, who approves and who restores; each role sees its own, with four eyes or not."""

from data.roles import ALONE, STRANGER, Role
from data.store import proposals
from tests.pages.desk import opened, said, shown, uploaded
from tests.pages.proposals.proposing import buttons, changed_file, hand_in, parts_of, press, write


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


def test_ones_own_proposal_waits_for_somebody_else_where_four_eyes_are_needed(
    kept, sign_in, monkeypatch
):
    sign_in(Role.ADMINISTRATOR)
    monkeypatch.setenv("NHIP_CAU_FOUR_EYES", "on")
    app = hand_in()
    assert "waits for you" not in shown(app)
    sign_in(Role.APPROVER)

    assert "1 proposal waits for you" in shown(opened())


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


def test_a_reader_sees_no_proposal(sign_in):
    sign_in(Role.EDITOR)
    hand_in()
    sign_in(Role.READER)

    app = opened(part="proposals", proposal="1")

    assert "Lò Thị Ban" not in shown(app)
    assert not app.button

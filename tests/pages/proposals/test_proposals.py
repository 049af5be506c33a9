"""Proposals at the desk: handed in, talked about, sent back, approved, and what is told of each."""

import pytest

from data.desk.editing import sketching
from data.language import Language
from data.record.canonical import canonical
from data.record.rows import rows_of
from data.roles import Role
from data.schema import LANGUAGES, TABLES
from data.store import proposals
from data.store.proposals import State
from tests.pages.desk import downloads, opened, said, shipped, shown, uploaded, written
from tests.pages.proposals.proposing import (
    NAMROM,
    PEOPLE,
    RENAMED,
    buttons,
    changed_file,
    hand_in,
    headings,
    name_now,
    press,
    write,
)


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


@pytest.mark.parametrize("number", ["9", "0", "-1", "x", "1" * 60])
def test_an_unknown_proposal_in_the_address_gives_a_notice(sign_in, number):
    sign_in(Role.EDITOR)

    app = opened(part="proposals", proposal=number)

    assert not app.exception
    assert number[:60] in said(app, "warning")


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

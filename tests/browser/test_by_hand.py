"""What somebody gets who leaves the pages aside, and speaks with the server by hand."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from data.accounts import accounts, sign_ins
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.roles import ALONE, Role
from data.store import Store, audit, proposals, seed, sketches
from tests.browser.serving import ROOT, Server, serving
from tests.browser.sockets import Socket, pressed, socket, typed
from tests.pages.desk import written

pytestmark = pytest.mark.browser
SHELL = ALONE.called("shell")
STRANGER = "stranger"
LESS = (STRANGER, Role.READER)  # who may not edit
DESK, UPLOAD, HISTORY = "data", "lang=en", "lang=en&part=history&version=1"


class Office(NamedTuple):
    """A server with an account of each role, and its store."""

    server: Server
    store: Store

    def token(self, who: str) -> str | None:
        """The token of somebody who has just signed in; of a stranger none."""
        return None if who == STRANGER else sign_ins.begin(self.store, who)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    settings = {"NHIP_CAU_SIGN_IN": "accounts", "NHIP_CAU_COOKIE_KEY": "k" * 40}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        with serving(ROOT, tmp_path_factory.mktemp("by-hand")) as server:
            store = Store(f"sqlite:///{server.log.parent / 'store.sqlite'}")
            seed(store, CURATED)
            for role in Role:
                accounts.add(store, role, f"{role} of the office", role, None, by=SHELL)
            yield Office(server, store)
            store.close()


Ask = Callable[[str], Socket]


@pytest.fixture
def ask(office: Office) -> Iterator[Ask]:
    """A socket that somebody has just opened."""
    with ExitStack() as stack:
        yield lambda who: stack.enter_context(socket(office.server, office.token(who)))


def changed(name: str) -> bytes:
    """A file that gives the first project another short name."""
    rows = list(rows_of("projects", (CURATED / "projects.csv").read_bytes()).values())
    return written("projects", [{**rows[0], "short_name_vi": name}])


def acts(office: Office) -> list[str]:
    """What the audit trail tells of, oldest first."""
    with office.store.transaction() as connection:
        return [entry.act for entry in audit.entries(connection)][::-1]


def proposed(office: Office) -> list[int]:
    return [one.number for one in proposals.every(office.store)]


def offered(ask: Ask, page: str, query: str, who: str) -> tuple[Socket, str]:
    """A page as somebody sees it, and its last file."""
    one = ask(who)
    one.run(page, query)
    return one, one.files[-1]


@pytest.mark.parametrize("noise", ["a text", b"\xff\xff\xff"])
def test_what_is_no_message_ends_the_socket_and_is_no_error(office, ask, noise):
    before = len(office.server.log.read_bytes())
    other = ask(STRANGER)
    other.say(noise)

    with pytest.raises(ConnectionClosed):
        other.run("", UPLOAD)
    assert "errors" not in office.server.said(before)


# Files of a page that outlives the right to see it


def test_a_strangers_message_that_is_longer_than_any_of_our_pages_ends_the_socket(ask):
    text = "ă" * 150_000
    stranger, editor = ask(STRANGER), ask(Role.EDITOR)
    with pytest.raises(ConnectionClosed):
        stranger.run("sources", "lang=en", (typed("no-such-field", text),))

    editor.run("sources", "lang=en", (typed("no-such-field", text),))

    assert editor.elements


@pytest.fixture
def second(office: Office) -> Iterator[str]:
    """One more administrator, who has just signed in; gives the token."""
    accounts.add(office.store, "second", "The second", Role.ADMINISTRATOR, None, by=SHELL)
    yield sign_ins.begin(office.store, "second")
    if accounts.find(office.store, "second"):
        accounts.remove(office.store, "second", by=SHELL)


def _sign_out(office: Office, token: str) -> None:
    sign_ins.end(office.store, token)


def _remove(office: Office, _token: str) -> None:
    accounts.remove(office.store, "second", by=SHELL)


def _give_less(office: Office, _token: str) -> None:
    accounts.set_role(office.store, "second", Role.READER, by=SHELL)


@pytest.mark.parametrize("end", [_sign_out, _remove, _give_less])
def test_the_buttons_of_an_open_page_give_no_file_once_its_sign_in_has_ended(office, second, end):
    with socket(office.server, second) as open_page, socket(office.server, second) as desk:
        open_page.run("audit", UPLOAD)
        desk.run(DESK, HISTORY)
        end(office, second)
        before = acts(office)

        assert [open_page.download(one) for one in open_page.files] == ["", ""]
        assert {desk.download(one) for one in desk.files} == {""}
        assert acts(office) == before


def test_the_buttons_of_whoever_is_still_signed_in_give_their_files(office, second):
    with socket(office.server, second) as open_page:
        open_page.run("audit", UPLOAD)
        address = open_page.download(open_page.files[-1])

    assert address.startswith("/media/")
    assert acts(office)[-1] == "export"


def test_strangers_take_away_what_everybody_may_read(ask):
    other, file = offered(ask, "sources", "section=quality", STRANGER)

    assert other.download(file).startswith("/media/")


# Buttons of others


@pytest.fixture
def editors(office: Office, ask: Ask) -> tuple[Socket, list[WidgetState]]:
    """An editor's desk with a changed file, and all that proposes it."""
    editor = ask(Role.EDITOR)
    editor.run(DESK, UPLOAD)
    file = editor.upload("projects.csv", changed("Tên khác"))
    editor.run(DESK, UPLOAD, (file,))
    (button,) = editor.ids("Propose")
    note = typed(editor.labelled["What changed and why"], "Theo quyết định")
    return editor, [file, note, pressed(button)]


@pytest.mark.parametrize("who", LESS)
def test_an_editors_button_proposes_nothing_for_who_may_not_edit(office, ask, editors, who):
    _editor, states = editors
    before, told = proposed(office), acts(office)

    other = ask(who)
    for _turn in range(2):  # at once, and once its page is known
        other.run(DESK, UPLOAD, tuple(states))

        assert not other.kinds & {"file_uploader", "button"}
    assert proposed(office) == before
    assert [one for one in acts(office)[len(told) :] if one != "sign-in"] == []


@pytest.mark.parametrize("who", LESS)
def test_who_may_not_edit_uploads_no_file_into_an_editors_session(ask, editors, who):
    editor, states = editors
    (told,) = states[0].file_uploader_state_value.uploaded_file_info
    address = told.file_urls.upload_url

    assert ask(who).put(address, "projects.csv", b"x") == 403
    assert editor.put(address, "projects.csv", b"x") == 204


def test_the_same_clicks_of_the_editor_do_propose_and_publish_nothing(office, editors):
    editor, states = editors
    before, published = proposed(office), office.store.current_id()

    editor.run(DESK, UPLOAD, tuple(states))

    assert len(proposed(office)) == len(before) + 1
    assert office.store.current_id() == published


def test_a_role_taken_away_with_the_desk_open_proposes_nothing(office, second):
    accounts.set_role(office.store, "second", Role.EDITOR, by=SHELL)
    with socket(office.server, sign_ins.begin(office.store, "second")) as editor:
        editor.run(DESK, UPLOAD)
        file = editor.upload("projects.csv", changed("Tên khác nữa"))
        editor.run(DESK, UPLOAD, (file,))
        (button,) = editor.ids("Propose")
        note = typed(editor.labelled["What changed and why"], "Theo quyết định")
        before = proposed(office)
        accounts.set_role(office.store, "second", Role.READER, by=SHELL)
        editor.run(DESK, UPLOAD, (file, note, pressed(button)))

        assert proposed(office) == before
        assert not editor.kinds & {"file_uploader", "button"}


# Pages of others


@pytest.mark.parametrize("page", ["audit", "accounts"])
@pytest.mark.parametrize("who", [STRANGER, Role.READER, Role.EDITOR, Role.APPROVER])
def test_an_administrators_page_and_buttons_do_nothing_for_others(office, ask, page, who):
    boss, other = ask(Role.ADMINISTRATOR), ask(who)
    boss.run(page, UPLOAD)
    own = tuple(pressed(one) for one in boss.buttons)
    before = acts(office)

    for states in ((), own, own):
        other.run(page, UPLOAD, states)

        assert "Only administrators" in other.notices
        assert (other.buttons, other.files) == ([], [])
    assert acts(office) == before


@pytest.mark.parametrize("who", [STRANGER, Role.READER, Role.EDITOR])
def test_who_may_not_approve_does_so_with_no_button_of_an_approver(office, ask, editors, who):
    editor, states = editors
    editor.run(DESK, UPLOAD, tuple(states))
    query = f"lang=en&part=proposals&proposal={proposed(office)[0]}"
    approver, other = ask(Role.APPROVER), ask(who)
    approver.run(DESK, query)
    own = tuple(pressed(one) for one in approver.buttons)
    assert approver.ids("Approve and publish")[0] in approver.buttons
    before = office.store.current_id()

    for states_ in ((), own, own):
        other.run(DESK, query, states_)

        assert other.ids("Approve and publish") == []
    assert office.store.current_id() == before


@pytest.mark.parametrize("who", [STRANGER, Role.READER, Role.APPROVER, Role.ADMINISTRATOR])
def test_the_draft_of_an_editor_is_shown_to_nobody_else_and_written_by_nobody_else(
    office, ask, who
):
    secret, meeting = "Chưa ai được biết", "2023-11-22-afd-paris"
    edits = {"meetings": {meeting: {"topics_vi": secret}}}
    base = office.store.current_id()
    sketch = sketches.begin(office.store, Role.EDITOR, "Nháp", base, edits)
    query = f"lang=en&part=drafts&draft={sketch.number}&table=meetings&row={meeting}"
    own = ask(Role.EDITOR)
    own.run(DESK, query)
    drawn = [one for one in own.elements if secret in str(one)]
    field = next(one for one in drawn if one.WhichOneof("type") == "text_area")

    other = ask(who)
    for states in ((), (typed(field.text_area.id, "Bị sửa"),)):
        other.run(DESK, query, states)
        assert not [one for one in other.elements if secret in str(one)]

    assert sketches.one(office.store, sketch.number) == sketch
    for one in sketches.every(office.store, Role.EDITOR):
        sketches.throw_away(office.store, one.number)

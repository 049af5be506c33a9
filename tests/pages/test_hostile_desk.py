"""What somebody types or uploads is text at the desk, wherever it is shown again.

No label and no notice reads it as Markdown, no HTML of ours as HTML, and it comes back as it was.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.protobuf.message import Message  # type: ignore[import-untyped]
from lxml import html
from streamlit.testing.v1 import AppTest

from data.accounts import accounts
from data.roles import ALONE, Caller, Role
from tests.hostile_names import NAMES
from tests.pages.desk import ROUTER, opened, shipped, shown, sign, uploaded, written

pytestmark = pytest.mark.usefixtures("kept")
NUL = "a\0b"
LONG = "w" * 390  # one word
# What these fields hold is Markdown to Streamlit; choices of a list and what is typed are not.
MARKDOWN = {"label", "body", "help", "placeholder"}
EDITOR = Caller("ban", "<img src=x onerror=window.pwned=1> [a](javascript:x)", Role.EDITOR)
BOSS = Caller("an", ":red[x] **b** $x^2$ {{7*7}} `c`", Role.ADMINISTRATOR)


def markdown(app: AppTest) -> str:
    """All that Streamlit would read as Markdown on a page."""
    return "\n".join(text for element in app.main for text in _texts(element))


def _texts(element: Any) -> Iterator[str]:
    proto = getattr(element, "proto", None)
    if isinstance(proto, Message) and element.type != "html":
        for field, value in proto.ListFields():
            if field.name in MARKDOWN and isinstance(value, str):
                yield value


def drawn(app: AppTest) -> html.HtmlElement:
    """All HTML of a page as a browser would build it."""
    return html.fromstring(f"<main>{shown(app)}</main>")


def kept_as(text: str) -> str:
    """A text as it is kept: without what no database can keep."""
    return text.replace("\0", "\ufffd")


def assert_text(app: AppTest, *texts: str) -> None:
    """Each text is on the page, and neither Markdown nor HTML is made of it."""
    page = drawn(app)
    for made in (
        "//*[@src='x']",
        "//*[@*[starts-with(name(), 'on')]]",
        "//*[starts-with(@href, 'javascript:')]",
        "//script",
    ):
        assert page.xpath(made) == []
    read, plain = page.text_content(), markdown(app)
    for text in texts:
        assert text in read + plain.replace("\\", "")
        assert not any(sign in text for sign in "<`[*:$") or text not in plain


def changed(name: str) -> bytes:
    rows = list(shipped("projects").values())
    return written("projects", [{**rows[0], "short_name_vi": name}])


ALL = " ".join(NAMES[:-1])  # within what the fields take


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def as_written(app: AppTest) -> AppTest:
    """Answer the question on signs of HTML: they stay as they are written."""
    (asked,) = app.radio
    (no,) = [one for one in asked.options if one.startswith("No")]
    return asked.set_value(no).run()


def page(name: str, **parameters: str) -> AppTest:
    """A page of the dashboard, in English."""
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page(f"{name}.py")
    app.query_params.update({"lang": "en", **parameters})
    return app.run()


@pytest.mark.slow
def test_the_only_users_file_name_note_and_name_are_text_wherever_they_are_shown(kept):
    app = uploaded((f"{ALL}.csv", changed(ALL)))
    assert_text(app, ALL.rpartition("/")[2])
    app = sign(as_written(app), author=ALL[:100] + NUL, note=ALL + NUL)

    version = kept.current()
    assert (version.author, version.note) == (kept_as(ALL[:100] + NUL), kept_as(ALL + NUL))
    assert_text(app)
    history = opened(part="history", version="2")
    assert_text(history, kept_as(ALL + NUL), kept_as(ALL[:100] + NUL))
    assert_text(page("projects", project="namrom-multihazard"), *NAMES[:-1])
    assert_text(page("audit"))


@pytest.mark.slow
def test_questions_about_a_file_name_it_as_it_is_called():
    rows = [{**row, "start_date": "03/04/2024"} for row in list(shipped("visits").values())[:2]]
    content = written("visits", rows).decode().encode("cp1258", "replace")

    app = uploaded((f"{NAMES[4]} {NAMES[5]}.csv", content))

    asked = [one.label.replace("\\", "") for one in (*app.selectbox, *app.radio)]
    assert len([one for one in asked if f"{NAMES[4]} {NAMES[5]}.csv" in one]) == 2
    assert_text(app, f"{NAMES[4]} {NAMES[5]}.csv")


@pytest.fixture
def sign_in(kept, monkeypatch) -> Callable[[Caller], None]:
    """Lets somebody look at the pages from now on; each has a hostile name."""
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
    for one in (EDITOR, BOSS):
        accounts.add(kept, one.account, one.name, one.role, None, by=ALONE.called("shell"))
    return lambda who: monkeypatch.setattr("components.entrance.gate.caller", lambda: who)


@pytest.mark.slow
def test_a_proposal_its_talk_and_its_people_are_text_wherever_they_are_shown(kept, sign_in):
    sign_in(EDITOR)
    app = as_written(uploaded((f"{ALL}.csv", changed(ALL))))
    next(one for one in app.text_input if one.label == "What changed and why").input(ALL + NUL)
    app = press(app, "Propose")
    assert_text(app, kept_as(ALL + NUL), EDITOR.name)
    app.text_area[0].input(ALL + NUL + LONG)
    app = press(app, "Send the comment")
    assert_text(app, kept_as(ALL + NUL + LONG), EDITOR.name)

    sign_in(BOSS)
    assert_text(opened(part="proposals"), kept_as(ALL + NUL)[:40], EDITOR.name)
    app = opened(part="proposals", proposal="1")
    app.text_area[0].input(ALL)
    app = press(app, "Approve and publish")

    assert kept.current().author == EDITOR.name
    for seen in (
        opened(part="history", version="2"),
        page("projects", project="namrom-multihazard"),
        page("accounts"),
    ):
        assert_text(seen, EDITOR.name)
    assert_text(page("audit"), EDITOR.account)
    app = page("accounts")
    for field in app.text_input[1:]:
        field.input(ALL + NUL)
    assert_text(press(app, "Add an account"))
    strike = page("audit", part="strike")
    strike.text_area[0].input(f"{EDITOR.name}\n{NUL}")
    assert_text(strike.run())
    assert "Strike the person" in [one.label for one in strike.button]

"""PostgreSQL goes away and comes back: pages show what was last read, and say so."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from components import links
from components.entrance import gate
from data.accounts import accounts, sign_ins
from data.accounts.sign_ins import whose
from data.language import Language
from data.record.loading import CURATED
from data.roles import ALONE, Role
from data.store import Store, seed, store
from tests.data.store.stores import PostgreSQL, postgresql
from tests.pages.desk import ROUTER, said, shown

pytestmark = pytest.mark.slow
AWAY, WHY = "What is shown is version", "Nothing was changed; try again"
READING = [page for page in links.pages(Language("en")) if page.least is None]
ADDRESSES = [
    *((page.file, ()) for page in READING),
    ("../pages/sources.py", (("section", "changes"),)),
    ("../pages/sources.py", (("section", "quality"),)),
    ("../pages/sources.py", (("section", "discrepancies"),)),
    ("../pages/projects.py", (("project", "namrom-multihazard"),)),
    ("../pages/visits.py", (("visit", "2023-11-dien-bien-to-france"),)),
    ("../pages/partners.py", (("org", "afd"),)),
]


class Office(NamedTuple):
    """A database that can be stopped, and the store in it."""

    server: PostgreSQL
    kept: Store


@pytest.fixture
def office(monkeypatch) -> Iterator[Office]:
    with postgresql() as server:
        monkeypatch.setenv("DATABASE_URL", server.database())
        kept = store()
        seed(kept, CURATED)
        yield Office(server, kept)
        kept.close()


def opened(file: str, *address: tuple[str, str]) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=120)
    app.switch_page(file.rpartition("/")[2])
    for name, value in (("lang", "en"), *address):
        app.query_params[name] = value
    return app.run()


def publish(kept: Store, note: str) -> int:
    now = kept.current()
    tables = dict(kept.tables(now.id))
    tables["projects"] = tables["projects"].replace(
        "Nậm Rốm – đa thiên tai".encode(), note.encode()
    )
    return kept.publish(tables, parent=now.id, author="Lò Thị Ban", note=note).number


def test_every_page_shows_what_was_last_read_and_goes_on_by_itself(office):
    before = {one: opened(*_flat(one)) for one in ADDRESSES}
    assert not [one for one, app in before.items() if app.exception or app.error]

    office.server.stop()
    away = {one: opened(*_flat(one)) for one in ADDRESSES}
    desk = opened("data.py")
    office.server.start()
    number = publish(office.kept, "Nậm Rốm – chống lũ")
    after = opened("projects.py")

    for one, app in away.items():
        assert not app.exception, one
        assert not app.error, (one, said(app, "error"))
        assert AWAY in said(app, "warning"), one
        assert [title.value for title in app.title] == [t.value for t in before[one].title]
        assert len(shown(app)) > 0.5 * len(shown(before[one])), one
    assert WHY in said(desk, "error")
    assert AWAY not in said(after, "warning")
    assert f"Record version {number} ·" in shown(after)
    assert "Record version 1 ·" in shown(away[ADDRESSES[0]])


def _flat(one):
    return one[0], *one[1]


def test_who_is_signed_in_reads_as_a_stranger_and_is_known_again_afterwards(office, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 40)
    accounts.add(office.kept, "ban", "Lò Thị Ban", Role.EDITOR, None, by=ALONE.called("shell"))
    token = sign_ins.begin(office.kept, "ban")
    monkeypatch.setattr(gate, "_caller_later", lambda: lambda: whose(store(), token))
    app = opened("projects.py")
    desk = opened("data.py")
    assert "Lò Thị Ban" in shown(app)

    office.server.stop()
    app.run()
    desk.run()
    seen, told = shown(app), said(app, "warning")
    why, offered = said(desk, "error"), said(desk, "warning")
    office.server.start()
    app.run()
    desk.run()

    assert "Lò Thị Ban" not in seen
    assert "nc-project" in seen
    assert AWAY in told
    assert "sign-in has ended" not in told
    assert WHY in why
    assert "Only people whose account" not in offered
    assert "Lò Thị Ban" in shown(app)
    assert not app.exception
    assert desk.get("file_uploader")
    assert not said(desk, "error")


def test_where_reading_needs_sign_in_nothing_is_shown_to_who_cannot_be_asked_for(
    office, monkeypatch
):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 40)
    monkeypatch.setenv("NHIP_CAU_READING", "signed-in")
    accounts.add(office.kept, "ban", "Lò Thị Ban", Role.EDITOR, None, by=ALONE.called("shell"))
    token = sign_ins.begin(office.kept, "ban")
    monkeypatch.setattr(gate, "_caller_later", lambda: lambda: whose(store(), token))
    app = opened("projects.py")
    assert "nc-project" in shown(app)

    office.server.stop()
    app.run()

    assert shown(app) == ""
    assert WHY in said(app, "error")
    assert "sign-in has ended" not in said(app, "warning")

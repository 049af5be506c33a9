"""A page is shown again as it was drawn, to the same kind of reader, while nothing is otherwise."""

import inspect
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.state.query_params_proxy import QueryParamsProxy
from streamlit.testing.v1 import AppTest

from components import links
from components.look import LOOKS
from components.page import address, again, columns, parts, signing
from data.accounts import accounts
from data.desk import proposing
from data.language import Language
from data.roles import ALONE, STRANGER, Caller, Role
from data.store import Store, Unreachable, struck
from tests.pages.test_hidden import everything
from tests.pages.test_pages import DETAILS, opened

OF_RECORD = [page.path or "overview" for page in links.pages(Language("en")) if page.is_record]
ROOT = Path(__file__).parents[2]
VERSION_2 = "Phiên bản dữ liệu 2"
ADDRESSES = [
    *((name, {"lang": code}) for name in OF_RECORD for code in ("vi", "en", "fr")),
    *((page, {name: key}) for page, name, key in DETAILS if page != "partners"),
    ("visits", {"country": "FR"}),
    ("outcomes", {"page": "2"}),
    ("overview", {"q": "cầu"}),
    ("sources", {"section": "changes"}),
    ("sources", {"section": "discrepancies"}),
    ("projects", {"project": "nobody-knows-it"}),
]


def published(where: Store) -> None:
    """A second version, in which Paris is called otherwise."""
    newest = where.current_id()
    tables = {**where.tables(newest)}
    tables["visits"] = tables["visits"].replace(b"Paris", b"Lutetia")
    where.publish(tables, parent=newest, author="a", note="n")


def something_is_kept(where: Store) -> None:
    """A change in the store beside the versions: the name of a person."""
    accounts.add(where, "ban", "Lò Thị Ban", Role.EDITOR, None, by=ALONE.called("shell"))


def state(app: AppTest) -> dict[str, Any]:
    """What the session holds, by the keys of controls."""
    return dict(app.session_state._state.filtered_state)


@pytest.mark.parametrize(("name", "asked"), ADDRESSES)
def test_a_page_shown_again_is_the_page_that_is_drawn(name, asked, drawings):
    first, second = opened(name, **asked), opened(name, **asked)

    assert len(drawings) == 1
    assert everything(first) == everything(second)
    assert state(first) == state(second)


def test_languages_and_addresses_are_kept_apart(drawings):
    pages = {everything(opened("visits", lang=code)) for code in ("vi", "en", "fr")}
    pages |= {everything(opened("visits", country=code)) for code in ("FR", "LA")}
    pages.add(everything(opened("sources")))

    assert len(pages) == len(drawings) == 6


def test_a_mark_that_a_network_adds_to_a_link_and_the_order_make_no_other_page(drawings):
    asked = {"country": "FR", "lang": "en"}
    first = opened("visits", **asked)
    others = [opened("visits", fbclid="IwY2xj", **asked), opened("visits", lang="en", country="FR")]

    assert len(drawings) == len(again.PAGES) == 1
    assert {everything(one) for one in others} == {everything(first)}


def test_an_address_longer_than_any_page_asks_is_not_kept(drawings):
    for _time in range(2):
        assert everything(opened("visits", country="ă" * (links.LONGEST + 1)))

    assert not drawings
    assert not len(again.PAGES)


@pytest.mark.slow
def test_what_pages_ask_of_an_address_is_what_they_are_kept_by(monkeypatch):
    told: set[str] = set()
    get = QueryParamsProxy.get

    def asking(self: QueryParamsProxy, name: str, *default: Any) -> Any:
        told.add(name)
        return get(self, name, *default)

    monkeypatch.setattr(QueryParamsProxy, "get", asking)
    everywhere = [*ADDRESSES, *((page, {key: value}) for page, key, value in DETAILS)]
    reports = [("reports", {"report": kind}) for kind in ("visit", "plan", "projects", "partner")]
    monkeypatch.setattr(again, "PAGES", again.Pages(most=0))
    for name, asked in [*everywhere, *reports]:
        opened(name, **asked)

    assert len(told) > 20
    assert told <= links.READ


def test_whoever_signs_in_comes_back_to_what_they_asked_of_the_page(monkeypatch):
    as_somebody(monkeypatch, STRANGER)
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")

    page = everything(opened("visits", lang="en", country="FR", fbclid="IwY2xj"))

    assert "to=%2Fvisits%3Fcountry%3DFR%26lang%3Den" in page
    assert "IwY2xj" not in page


@pytest.mark.parametrize(
    ("where", "name", "other"),
    [
        (parts, "look", lambda: LOOKS["dark"]),
        (parts, "today", lambda: date(2031, 1, 1)),
        (again, "can_draw", lambda: None),
        (address, "server", lambda: "https://nhip-cau.example"),
    ],
)
def test_another_screen_day_or_server_has_its_page_drawn(where, name, other, drawings, monkeypatch):
    opened("visits")
    monkeypatch.setattr(where, name, other)
    opened("visits")

    assert len(drawings) == 2


@pytest.mark.parametrize("elsewhere", [False, True], ids=["here", "by another server"])
def test_a_new_version_is_shown_with_the_next_click(elsewhere, kept, tmp_path, drawings):
    app = opened("visits")
    assert VERSION_2 not in everything(app)
    where = Store(f"sqlite:///{tmp_path / 'store.sqlite'}") if elsewhere else kept

    published(where)

    assert VERSION_2 in everything(app.run())
    assert VERSION_2 in everything(opened("visits"))
    assert len(drawings) == 2
    if elsewhere:
        where.close()


def as_somebody(monkeypatch, caller: Caller) -> None:
    monkeypatch.setattr("components.entrance.gate.caller", lambda: caller)


@pytest.mark.parametrize("name", OF_RECORD)
def test_every_role_and_every_person_has_a_page_of_their_own(name, drawings, monkeypatch):
    pages = set()
    for role in Role:
        for person in ("lan", "ban"):
            as_somebody(monkeypatch, Caller(person, f"Lò Thị {person}", role))
            pages.add(everything(opened(name)))

    assert len(pages) == len(drawings) == 2 * len(Role)


def test_a_proposal_that_waits_is_told_on_a_page_drawn_before_it(kept, drawings, monkeypatch):
    waiting = [0]
    monkeypatch.setattr(proposing, "awaiting", lambda _by, _where: waiting[-1])
    as_somebody(monkeypatch, Caller("lan", "Lò Thị Lan", Role.APPROVER))
    before = everything(opened("visits"))

    waiting.append(7)
    something_is_kept(kept)

    assert everything(opened("visits")) != before


def test_a_history_tells_of_people_by_the_names_they_have_now(kept, drawings):
    opened("visits")
    something_is_kept(kept)

    opened("visits")

    assert len(drawings) == 2


def test_nothing_stays_of_a_record_of_before_a_person_was_struck(kept, drawings, monkeypatch):
    opened("partners")
    opened("visits")
    assert len(again.PAGES) == 2
    monkeypatch.setattr(struck, "count", lambda _connection: 1)
    something_is_kept(kept)

    opened("visits")

    assert len(again.PAGES) == 1


def test_a_store_that_does_not_answer_is_told_of_and_not_hidden_by_a_page_of_before(
    drawings, monkeypatch
):
    opened("visits")

    def fails(_store: Store, **_how: bool) -> None:
        raise Unreachable

    with monkeypatch.context() as away:
        away.setattr(Store, "transaction", fails)
        away.setattr(Store, "state", fails)
        assert opened("visits").warning

    assert not opened("visits").warning


def test_whoever_was_signed_out_is_told_so(drawings, monkeypatch):
    app = opened("visits")
    app.session_state[signing._KNOWN] = "lan"

    assert app.run().warning


@pytest.mark.parametrize("name", ["reports", "data", "accounts", "audit"])
def test_what_depends_on_what_was_done_on_a_page_is_never_shown_again(name, drawings):
    opened(name)
    opened(name)

    assert not drawings
    assert not len(again.PAGES)


def test_a_page_that_hands_out_a_file_is_drawn_for_each(drawings):
    for times in (1, 2):
        assert opened("sources", section="quality").get("download_button")
        assert len(drawings) == times
        assert not len(again.PAGES)


def test_what_a_page_follows_from_is_in_what_it_is_kept_by():
    """A further part that looks at the session or at cookies belongs into ``again._key``."""
    inward = ("session_state", "context.cookies")
    record = [page.file for page in links.pages(Language("en")) if page.is_record]
    files = [
        *(ROOT / "components" / "page").glob("*.py"),
        *(ROOT / "pages" / one for one in record),
    ]

    looking = {one.stem for one in files if any(word in one.read_text("utf-8") for word in inward)}

    # the address; the columns chosen; whoever is signed in, asked before; the desk and the reports
    assert looking == {"address", "columns", "signing", "keeping", "report_parts"}


def test_columns_chosen_by_one_reader_are_not_shown_to_another(drawings):
    chosen = opened("projects", lang="en")
    chosen.session_state[columns._KEPT] = {"projects": ("name_vi",)}
    with_choice, without = everything(chosen.run()), everything(opened("projects", lang="en"))

    assert "columns=project_id,name_vi" in with_choice
    assert "columns=" not in without
    assert len(drawings) == 2


def test_what_is_kept_is_bounded_and_the_newest_stays(drawings):
    opened("visits")
    (size,) = (one.drawing.size for one in again.PAGES._kept.values())
    few = again.Pages(most=size * 2)
    (seen,) = again.PAGES._kept.values()

    for number in range(10):
        few.keep(number, seen)
        few.keep(number, seen)

    assert list(few._kept) == [8, 9]
    assert few.of(0) is None
    assert inspect.signature(again.Pages).parameters["most"].default <= 64_000_000

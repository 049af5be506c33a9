"""Files of papers leave as files to save, to those who may have them, and never as a page."""

from collections.abc import Callable, Iterator
from urllib.parse import unquote

import pytest
from httpx2 import Response
from sqlalchemy import delete
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.entrance import gate
from components.web import routes
from components.web.headers import Policies, SaidToBrowsers
from data import store as stores
from data.accounts import accounts, sign_ins
from data.desk.papers import adding
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.roles import ALONE, Role
from data.schema import TABLES
from data.store import papers
from data.store.tables import paper_files
from tests.data.desk.papers.files import HTML, PDF, docx, picture

MEETING = "2023-11-22-afd-paris"
HOSTILE = 'a"; filename=x.html\r\nSet-Cookie: a=b <script> \u202efdp.exe'
Ask = Callable[..., Response]


def row(key: str, cells: dict[str, str], **more: str) -> dict[str, str]:
    return {
        "paper_id": key,
        "subject_table": "meetings",
        "subject_ids": MEETING,
        "title": key,
        "language": "vi",
        "restricted": "false",
        **cells,
        **more,
    }


@pytest.fixture(scope="module", autouse=True)
def _published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A record with an open paper, a restricted one, a picture, and a file of no version."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("papers")
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'store.sqlite'}")
        stores._opened.cache_clear()
        store = stores.store()
        stores.seed(store, CURATED)
        given = {
            name: dict(adding.add(store, content, "a", by=ALONE))
            for name, content in {
                "open": PDF + HTML + b"startxref %%EOF",
                "closed": docx("mật"),
                "photo": picture(),
                "draft": docx("nháp"),
            }.items()
        }
        rows = [
            row("open", given["open"], title=HOSTILE),
            row("closed", given["closed"], restricted="true"),
            row("photo", given["photo"]),
        ]
        csv = canonical(TABLES["papers"], rows)
        store.publish({"papers": csv}, parent=store.current_id(), author="An", note="Văn bản")
        for name, role in (("ly", Role.READER), ("an", Role.EDITOR)):
            accounts.add(store, name, name, role, None, by=ALONE)
        yield
        store.close()
    stores._opened.cache_clear()


@pytest.fixture
def _office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)


@pytest.fixture
def ask() -> Iterator[Ask]:
    """``ask("papers/open", who="an")``: the answer to an account, or to a stranger."""
    app = SaidToBrowsers(Starlette(routes=routes.routes()), Policies.of(()))
    with TestClient(app) as client:

        def answer(path: str, who: str = "", **headers: str) -> Response:
            if who:
                cookie = gate.cookie_of(sign_ins.begin(stores.store(), who))
                headers["Cookie"] = f"{gate.COOKIE}={cookie}"
            return client.get(f"/api/v1/{path}", headers=headers)

        yield answer


def test_a_paper_is_saved_and_has_no_rights_wherever_it_is_shown(ask):
    answer = ask("papers/open")

    assert answer.content.startswith(PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "private" in answer.headers["Cache-Control"]


def test_a_hostile_name_is_a_text_in_the_header(ask):
    answer = ask("papers/open")

    said = answer.headers["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
    plain, _between, full = said.partition("; filename*=UTF-8''")
    assert plain == f'attachment; filename="paper-{papers.hash_of(answer.content)[:12]}.pdf"'
    assert full.isascii()
    name = unquote(full)
    assert name.endswith(".pdf")
    assert not set(name) & set('"<>\r\n\u202e/\\')


def test_who_has_the_file_is_not_sent_it_again(ask):
    mark = ask("papers/open").headers["ETag"]

    again = ask("papers/open", **{"If-None-Match": mark})

    assert (again.status_code, again.content) == (304, b"")


def test_a_picture_is_shown_small_and_saved_whole(ask):
    small, whole = ask("papers/photo/preview.jpg"), ask("papers/photo")

    assert small.headers["Content-Type"] == "image/jpeg"
    assert small.content != whole.content
    assert whole.content == picture()
    assert whole.headers["Content-Disposition"].startswith("attachment; ")
    assert ask("papers/open/preview.jpg").status_code == 404


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("who", ["", "ly"])
def test_a_restricted_paper_is_not_there_for_those_who_may_not_see_it(ask, who):
    for path in ("papers/closed", "papers/closed/preview.jpg"):
        answer, nowhere = ask(path, who), ask(path.replace("closed", "nowhere"), who)

        assert (answer.status_code, answer.json()) == (404, nowhere.json())
        assert set(answer.headers) == set(nowhere.headers)
    for path in ("papers.csv", "papers.json", "record.zip", "papers.xlsx"):
        assert b"closed" not in ask(path, who).content
    assert ask("papers/open", who).status_code == 200


@pytest.mark.usefixtures("_office")
def test_an_editor_has_restricted_papers_and_files_of_drafts(ask):
    draft = papers.hash_of(docx("nháp"))

    assert ask("papers/closed", "an").content == docx("mật")
    assert ask(f"papers/sha256/{draft}", "an").content == docx("nháp")
    assert b"closed" in ask("papers.csv", "an").content


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("who", ["", "ly"])
def test_a_file_is_given_by_its_hash_to_editors_alone(ask, who):
    answer = ask(f"papers/sha256/{papers.hash_of(PDF)}", who)

    assert (answer.status_code, answer.json()["error"]) == (404, "Không có văn bản này.")


@pytest.mark.parametrize("path", ["papers/sha256/x", f"papers/sha256/{'0' * 64}", "papers/%00"])
def test_what_is_no_paper_is_not_found(ask, path):
    assert ask(path).status_code == 404


def test_a_file_that_is_gone_is_told_so(ask):
    hash_ = papers.hash_of(picture())
    with stores.store().transaction(writing=True) as connection:
        connection.execute(delete(paper_files).where(paper_files.c.hash == hash_))

    answer = ask("papers/photo")

    assert (answer.status_code, list(answer.json())) == (410, ["error", "status"])

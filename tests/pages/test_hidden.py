"""What only signed-in people may see stands on no page and in no file that a stranger gets."""

import csv
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.entrance import gate
from components.web import routes
from data import store as stores
from data.accounts import accounts, sign_ins
from data.record import loading as records
from data.record.canonical import canonical
from data.roles import ALONE, Role
from data.schema import LANGUAGES, TABLES, Field
from data.views.chains import TRIP
from tests.pages.test_pages import DETAILS, PAGES, opened

SECRET = "zyxwvut"
ROLE = "vqroleqv"
API = (
    *(f"{table}.{ending}" for table in TABLES for ending in ("csv", "json", "xlsx")),
    *("places.geojson", "projects.iati.xml", "record.xlsx", "record.zip"),
    *("datapackage.json", "openapi.json", f"visits/{TRIP}.ics"),
)
ADDRESSES = [
    *((name, {}) for name in PAGES),
    *((page, {name: key}) for page, name, key in DETAILS if name != "person"),
    ("sources", {"section": "discrepancies"}),
    ("sources", {"section": "quality"}),
    ("overview", {"q": ROLE}),
    ("reports", {"report": "visit"}),
]
Ask = Callable[..., Response]


def marked(field: Field, row: Mapping[str, str], table: str) -> str:
    """A cell with the secret in it, where it names a person or is a note of a meeting."""
    text = row[field.name]
    if table == "people" and field.name == "name":
        return f"{SECRET} {text}"
    if table == "people" and field.text_of == "role" and text:
        return f"{ROLE} {SECRET}"
    if table == "meetings" and field.text_of == "note":
        return f"{SECRET} {field.language}"
    names_person = (table, field.name) == ("people", "person_id") or (
        "people" in (field.references, row.get(field.references_in or ""))
    )
    if names_person and text:
        return ";".join(f"{SECRET}-{key}" for key in text.split(";"))
    return text


def mark(curated: Path) -> None:
    """Put the secret into every cell that is to be hidden."""
    for name, table in TABLES.items():
        path = curated / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        changed = [
            {one.name: marked(one, row, name) for one in table.fields.values()} for row in rows
        ]
        path.write_bytes(canonical(table, changed))


@pytest.fixture(scope="module", autouse=True)
def curated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A record with secrets, in a store of its own."""
    folder = tmp_path_factory.mktemp("hidden")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'store.sqlite'}")
        shutil.copytree(records.CURATED, folder / "curated")
        mark(folder / "curated")
        patch.setattr(records, "CURATED", folder / "curated")
        stores._opened.cache_clear()
        yield
        stores.store().close()
    stores._opened.cache_clear()


@pytest.fixture
def _office(monkeypatch: pytest.MonkeyPatch) -> None:
    """People sign in; persons and notes of meetings are hidden from those who have not."""
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
    monkeypatch.setenv("NHIP_CAU_SIGNED_IN_ONLY", "people,meetings.note_vi")


@pytest.fixture(scope="module")
def cookie() -> Callable[[], str]:
    """The cookie of a reader who has signed in."""

    def made() -> str:
        store = stores.store()
        if "ban" not in {one.account for one in accounts.every(store, by=ALONE)}:
            accounts.add(store, "ban", "Lò Thị Ban", Role.READER, None, by=ALONE)
        return gate.cookie_of(sign_ins.begin(store, "ban"))

    return made


@pytest.fixture
def ask() -> Iterator[Ask]:
    """``ask("people.csv")``: the answer of the API."""
    with TestClient(Starlette(routes=routes.routes())) as client:

        def answer(path: str, cookie: str = "", **parameters: str) -> Response:
            headers = {"Cookie": f"{gate.COOKIE}={cookie}"} if cookie else {}
            return client.get(f"/api/v1/{path}", params=parameters, headers=headers)

        yield answer


def everything(app: AppTest) -> str:
    """All that the server sent of a page: texts, figures, maps, choices."""
    return "\n".join(str(node.proto) for node in nodes(app._tree) if hasattr(node, "proto"))


def nodes(block: object) -> Iterator[object]:
    yield block
    for child in getattr(block, "children", {}).values():
        yield from nodes(child)


def unpacked(content: bytes) -> bytes:
    """A file with the parts of its zip, if it is one."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(BytesIO(content)) as file:
        return b"\n".join(unpacked(file.read(name)) for name in file.namelist())


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize(("name", "asked"), ADDRESSES)
def test_a_page_shows_strangers_nothing_hidden(name, asked):
    app = opened(name, lang="vi", **asked)

    assert not app.exception
    assert SECRET not in everything(app).lower()


@pytest.mark.parametrize(
    ("name", "asked"),
    [("partners", {"org": "afd"}), ("visits", {"meeting": "2023-11-22-afd-paris"})],
)
def test_what_is_hidden_from_strangers_stands_there_for_others(name, asked):
    assert SECRET in everything(opened(name, **asked)).lower()


def test_a_search_for_what_is_hidden_finds_it_for_others_only(request):
    assert SECRET in everything(opened("overview", q=ROLE)).lower()

    request.getfixturevalue("_office")

    assert SECRET not in everything(opened("overview", q=ROLE)).lower()


@pytest.mark.parametrize(("name", "asked"), ADDRESSES)
def test_a_page_drawn_for_others_is_not_shown_again_to_strangers(name, asked, drawings, request):
    theirs = everything(opened(name, lang="vi", **asked))
    request.getfixturevalue("_office")

    ours = everything(opened(name, lang="vi", **asked))

    assert SECRET not in ours.lower()
    assert ours != theirs
    assert len(drawings) in (0, 2)  # none of reports, which are never shown again


@pytest.mark.usefixtures("_office")
def test_a_page_says_to_strangers_that_something_is_hidden():
    assert "only to people who have signed in" in everything(opened("overview", lang="en"))


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("path", API)
def test_a_file_gives_strangers_nothing_hidden(ask, path):
    for code in LANGUAGES if path.endswith((".ics", ".json")) else ("vi",):
        answer = ask(path, lang=code)

        assert answer.status_code == 200
        assert SECRET.encode() not in unpacked(answer.content).lower()


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("path", ["people.csv", "meetings.json", "visits.xlsx", "record.zip"])
def test_the_same_file_holds_it_for_the_signed_in_and_is_kept_apart(ask, cookie, path):
    theirs, ours = ask(path), ask(path, cookie())

    assert SECRET.encode() in unpacked(ours.content).lower()
    assert ours.headers["etag"] != theirs.headers["etag"]
    assert ours.headers["cache-control"] == "private, no-cache"
    assert theirs.headers["cache-control"] == "public, no-cache"
    assert "Cookie" in ours.headers["vary"]
    assert "Cookie" in theirs.headers["vary"]


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("ending", ["csv", "excel.csv", "json", "xlsx"])
def test_hidden_columns_asked_for_by_name_give_strangers_nothing(ask, cookie, ending):
    path = f"meetings.{ending}?columns=note_vi,note_en,date"

    assert SECRET.encode() not in unpacked(ask(path).content).lower()
    assert SECRET.encode() in unpacked(ask(path, cookie()).content).lower()


@pytest.mark.usefixtures("_office")
def test_a_forged_cookie_gives_nothing_hidden(ask):
    assert SECRET.encode() not in ask("people.csv", "eyJ.forged").content


@pytest.mark.usefixtures("_office")
def test_who_has_the_file_of_the_signed_in_does_not_have_that_of_strangers(ask, cookie):
    etag = ask("people.csv", cookie()).headers["etag"]
    with TestClient(Starlette(routes=routes.routes())) as client:
        answer = client.get("/api/v1/people.csv", headers={"If-None-Match": etag})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("persons", "“persons” is no table"),
        ("people.name", "cannot be hidden"),
        ("meetings", "List “outcomes” too"),
    ],
)
@pytest.mark.usefixtures("_office")
def test_a_server_with_a_wrong_list_does_not_start(monkeypatch, setting, sentence):
    monkeypatch.setenv("NHIP_CAU_SIGNED_IN_ONLY", setting)

    with pytest.raises(SystemExit, match=f"NHIP_CAU_SIGNED_IN_ONLY: .*{sentence}"):
        gate.check_start()


def test_a_server_without_sign_in_has_nothing_to_hide(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_SIGNED_IN_ONLY", "people")
    monkeypatch.delenv("NHIP_CAU_SIGN_IN", raising=False)

    with pytest.raises(SystemExit, match="NHIP_CAU_SIGNED_IN_ONLY needs NHIP_CAU_SIGN_IN"):
        gate.check_start()

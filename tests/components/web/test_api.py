"""The HTTP API, asked through the routes that the server has."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from httpx2 import Response
from icalendar import Calendar
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette_compress import CompressMiddleware

from components import shelf
from components.web import api
from data import store as stores
from data.desk.checkup import Upload, examine, publish
from data.desk.comparing import Mode
from data.exports.edition import whole
from data.exports.tables import as_csv
from data.roles import ALONE
from data.schema import LANGUAGES, TABLES, codelist
from data.store import Store, Unreachable
from data.values.dates import province_today
from data.views.chains import TRIP
from tests.answering import answering

TODAY = date(2026, 11, 22)
FILES = (
    *(f"{table}.{ending}" for table in TABLES for ending in ("csv", "json", "xlsx")),
    *("datapackage.json", "openapi.json", "places.geojson", "record.xlsx", "record.zip"),
    f"visits/{TRIP}.ics",
    "calendar.ics",
    "changes.atom",
    "codelists/unit.csv",
)
Ask = Callable[..., Response]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The server's own routes beside the pages, over a store with the shipped record."""
    with answering(tmp_path_factory.mktemp("api")) as client:
        yield client


@pytest.fixture(scope="module")
def ask(client: TestClient) -> Ask:
    """``ask("visits.csv", lang="fr")``: the answer of the API."""

    def answer(path: str, *, headers: dict[str, str] | None = None, **parameters: str) -> Response:
        return client.get(f"/api/v1/{path}", params=parameters, headers=headers)

    return answer


def published(store: Store, title: str) -> None:
    """A version with another title of the first visit."""
    content = store.tables(store.current_id())["visits"].decode("utf-8")
    changed = content.replace("Working visit of the Điện Biên delegation to France", title)
    checkup = examine([Upload("visits.csv", changed.encode())], store, TODAY)
    publish(checkup, store, mode=Mode.UPDATE, by=ALONE.called("Lò Thị Ban"), note="title")


@pytest.mark.parametrize("partner", [{"org": "afd"}, {"country": "FR"}])
def test_the_briefing_on_a_partner_is_a_word_file(ask, partner):
    answer = ask("briefing.docx", lang="fr", **partner)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert answer.content == ask("briefing.docx", lang="fr", **partner).content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert "Demandes à" in parts.read("word/document.xml").decode()


@pytest.mark.parametrize(
    "partner", [{}, {"org": "afd", "country": "FR"}, {"org": "afd,gret"}, {"org": "nobody"}]
)
def test_a_briefing_on_no_single_partner_is_refused_in_a_sentence(ask, partner):
    answer = ask("briefing.docx", lang="en", **partner)

    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("path", FILES)
def test_each_file_is_there_with_its_type_version_and_language(ask, path):
    answer = ask(path, lang="fr")

    assert answer.status_code == 200
    assert answer.headers["content-language"] == "fr"
    assert re.fullmatch(r'W/"[0-9a-f]{16}-fr-[0-9a-f]{16}"', answer.headers["etag"])
    assert parsedate_to_datetime(answer.headers["last-modified"])
    assert answer.headers["access-control-allow-origin"] == "*"
    assert int(answer.headers["content-length"]) == len(answer.content) > 0


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("visits.csv", "text/csv; charset=utf-8"),
        ("visits.json", "application/json"),
        ("visits.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("places.geojson", "application/geo+json"),
        (f"visits/{TRIP}.ics", "text/calendar; charset=utf-8"),
        ("calendar.ics", "text/calendar; charset=utf-8"),
        ("changes.atom", "application/atom+xml; charset=utf-8"),
        ("record.zip", "application/zip"),
    ],
)
def test_a_file_has_its_media_type(ask, path, kind):
    assert ask(path).headers["content-type"] == kind


def test_what_is_answered_is_what_goes_out_elsewhere(ask, client):
    assert ask("visits.csv").content == as_csv(whole(shelf.edition("vi"), "visits"))
    assert ask("visits.json").json()["count"] == len(shelf.edition("vi").rows["visits"])
    assert openpyxl.load_workbook(io.BytesIO(ask("record.xlsx").content)).sheetnames[1:]
    with zipfile.ZipFile(io.BytesIO(ask("record.zip").content)) as packed:
        assert packed.read("datapackage.json") == ask("datapackage.json").content
    assert Calendar.from_ical(ask(f"visits/{TRIP}.ics").content).name == "VCALENDAR"


def test_every_path_of_the_descriptor_can_be_fetched_beside_it(ask):
    for resource in ask("datapackage.json").json()["resources"]:
        answer = ask(resource["path"])

        assert answer.status_code == 200
        assert len(answer.content) == resource["bytes"]


def test_filters_are_those_of_the_pages(ask):
    answer = ask("projects.csv", country="FR", status="2", lang="en")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows
    assert {row["status_code"] for row in rows} == {"2"}
    assert len(rows) < len(shelf.edition("vi").rows["projects"])


def test_an_empty_parameter_is_no_filter(ask):
    assert ask("visits.csv", country="").content == ask("visits.csv").content


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_that_match_nothing_give_a_file_that_says_so(ask, language):
    nothing = ask("projects.json", status="5", record="facility", lang=language)

    assert (nothing.status_code, nothing.json()["count"]) == (200, 0)
    assert shelf.edition(language).lens.label("activity_status", "5") in nothing.json()["note"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("budgets.csv", 404, "There is no table “budgets”."),
        ("visits.pdf", 404, "There is no format “pdf”."),
        ("visits/nowhere.ics", 404, "There is no visit “nowhere”."),
        ("codelists/nothing.csv", 404, "There is nothing at this address."),
        ("", 404, "There is nothing at this address."),
        ("%2e%2e/%2e%2e/etc/passwd", 404, "There is nothing at this address."),
        ("visits.csv?country=XX", 400, "“XX” is no value of “country”."),
        ("visits.csv?status=2", 400, "“status” is no parameter of this address."),
        ("visits.csv?country=FR&country=LA", 400, "“country” is given twice."),
        ("record.zip?country=FR", 400, "“country” is no parameter of this address."),
    ],
)
def test_a_bad_request_gets_a_sentence_in_json(client, path, status, said):
    answer = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}lang=en")

    assert answer.status_code == status
    assert answer.json()["error"] == said
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "etag" not in answer.headers


def test_sentences_are_in_the_language(ask):
    assert ask("budgets.csv", lang="fr").json()["error"].startswith("Il n'y a pas de table")
    assert ask("budgets.csv").json()["error"] == "Không có bảng “budgets”."


def test_an_unknown_language_is_refused_with_those_there_are(ask):
    answer = ask("visits.csv", lang="xx")

    assert answer.status_code == 400
    assert answer.json()["known"] == list(LANGUAGES)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a\r\nX-Injected: 1", "x" * 5000])
def test_a_hostile_request_comes_back_as_a_text(ask, name):
    answer = ask("visits.csv", country=name)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json"
    assert name[:60] in answer.json()["error"]
    assert "x-injected" not in answer.headers
    assert len(answer.content) < 3000


@pytest.mark.parametrize("path", FILES)
def test_who_has_the_file_already_gets_none(ask, path):
    etag = ask(path).headers["etag"]

    for given in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        answer = ask(path, headers={"If-None-Match": given})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag


def test_marks_differ_by_language_filter_and_format(ask):
    marks = [
        ask("visits.csv").headers["etag"],
        ask("visits.csv", lang="fr").headers["etag"],
        ask("visits.csv", country="FR").headers["etag"],
        ask("visits.json").headers["etag"],
        ask("meetings.csv").headers["etag"],
    ]

    assert len(set(marks)) == len(marks)
    assert ask("visits.csv", country="FR").headers["etag"] == marks[2]


def test_the_date_alone_serves_where_there_is_no_mark(ask):
    when = ask("visits.csv").headers["last-modified"]
    earlier = format_datetime(
        parsedate_to_datetime(when).astimezone(UTC) - timedelta(seconds=1), usegmt=True
    )

    assert ask("visits.csv", headers={"If-Modified-Since": when}).status_code == 304
    assert ask("visits.csv", headers={"If-Modified-Since": earlier}).status_code == 200
    assert ask("visits.csv", headers={"If-Modified-Since": "yesterday"}).status_code == 200
    both = {"If-Modified-Since": when, "If-None-Match": '"other"'}
    assert ask("visits.csv", headers=both).status_code == 200


@pytest.mark.parametrize("path", ["outcomes.json", "projects.csv", f"visits/{TRIP}.ics"])
def test_on_another_day_the_date_alone_gives_what_depends_on_the_day_anew(ask, path, monkeypatch):
    when = ask(path).headers["last-modified"]
    tomorrow = province_today() + timedelta(days=1)
    monkeypatch.setattr("components.web.api.province_today", lambda: tomorrow)

    assert ask(path, headers={"If-Modified-Since": when}).status_code == 200


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v2/visits.csv", "/api/v1/x/y"])
def test_where_no_file_is_a_sentence_in_json_says_so(client, path):
    answer = client.get(path, params={"lang": "en"})

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")
    assert answer.json()["error"] == "There is nothing at this address."
    assert any(one.endswith("openapi.json") for one in answer.json()["known"])


def test_search_engines_are_told_what_to_leave_alone(client):
    answer = client.get("/robots.txt")

    assert (answer.status_code, answer.headers["content-type"][:10]) == (200, "text/plain")
    assert "Disallow: /api/\n" in answer.text


def test_search_engines_are_kept_out_where_one_must_sign_in(client, monkeypatch):
    monkeypatch.setattr("components.entrance.gate.reading_needs_sign_in", lambda: True)

    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("refused", ["gzip;q=0", "br;q=0, gzip;q=0.0, identity", "zstd;q=0"])
def test_a_client_that_takes_nothing_compressed_gets_nothing_compressed(client, refused):
    packed = TestClient(CompressMiddleware(client.app))

    answer = packed.get("/api/v1/visits.json", headers={"Accept-Encoding": refused})

    assert "content-encoding" not in answer.headers


def test_every_csv_begins_with_the_mark_by_which_excel_knows_it(ask):
    codes = [one["path"] for one in ask("datapackage.json").json()["resources"]]

    assert len(codes) > len(TABLES)
    assert [path for path in codes if ask(path).content[:3] != codecs.BOM_UTF8] == []


def test_no_file_name_is_longer_than_80_letters(ask):
    kinds = ",".join(codelist("record_kind"))
    states = ",".join(codelist("project_state"))
    said = ask("projects.csv", record=kinds, state=states).headers["content-disposition"]

    name = unquote(said.rpartition("''")[2])
    assert len(name) <= 80
    assert "… – v" in name


def test_head_tells_all_but_the_content(client, ask):
    answer = client.head("/api/v1/visits.xlsx?lang=en")
    whole_answer = ask("visits.xlsx", lang="en")

    assert answer.status_code == 200
    assert answer.headers["content-length"] == whole_answer.headers["content-length"]
    assert answer.headers["etag"] == whole_answer.headers["etag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client, method):
    answer = client.request(method, "/api/v1/visits.csv?lang=en")

    assert (answer.status_code, answer.json()["error"]) == (405, "This address can only be read.")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_another_site_may_ask_beforehand(client):
    answer = client.options("/api/v1/visits.csv", headers={"Origin": "https://example.org"})

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


def test_a_file_has_a_plain_and_a_full_name(ask):
    disposition = ask("projects.xlsx", country="FR", lang="vi").headers["content-disposition"]

    assert 'attachment; filename="nhip-cau-projects.xlsx"' in disposition
    assert "filename*=UTF-8''D%E1%BB%B1%20%C3%A1n%20%E2%80%93%20Ph%C3%A1p" in disposition
    disposition.encode("ascii")


def test_the_description_is_valid_and_says_what_is_answered(ask, client):
    from openapi_spec_validator import validate  # noqa: PLC0415 - reads grammars for seconds

    description = ask("openapi.json", lang="en").json()

    validate(description)
    for path, described in description["paths"].items():
        if path.endswith(("{chart}.png", "{chart}.svg", "{chart}.pdf", "map.png", "map.pdf")):
            continue  # tests/browser/test_pictures.py draws them
        where = path.replace("{visit_id}", TRIP).replace("{chart}", "projects-by-state")
        about = {"org": "afd"} if path.endswith("briefing.docx") else {}
        answer = client.get(where, params=about)
        assert answer.status_code == 200, path
        kind = answer.headers["content-type"]
        assert list(described["get"]["responses"]["200"]["content"]) == [kind]


@pytest.mark.parametrize("table", TABLES)
def test_the_answers_fit_the_description(ask, table):
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - reads grammars for seconds

    description = ask("openapi.json", lang="en").json()
    schema = {"$ref": f"#/components/schemas/{table}", "components": description["components"]}

    faults = list(Draft202012Validator(schema).iter_errors(ask(f"{table}.json").json()))

    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_described_filter_value_is_accepted(ask, language):
    description = ask("openapi.json", lang=language).json()

    for path, described in description["paths"].items():
        for parameter in described["get"]["parameters"]:
            if parameter.get("in") == "query" and path.endswith(".json"):
                if parameter["name"] == "day":
                    continue
                known = parameter["schema"]["items"]["enum"]
                for value in (*known[:3], ",".join(known)):
                    name = path.rpartition("/")[2]
                    assert ask(name, **{parameter["name"]: value}).status_code == 200


def test_the_day_of_reading_may_be_asked_for(ask):
    def states(**asked):
        rows = ask("projects.json", **asked).json()["rows"]
        return {row["project_id"]: (row["day_state"], row["read_on"]) for row in rows}

    assert states(day="2026-11-26")["namrom-multihazard"] == ("late", "2026-11-26")
    assert states(day="2024-06-01")["namrom-multihazard"] == ("running", "2024-06-01")
    running = {key for key, (state, _day) in states(day="2026-11-26", state="running,late").items()}
    assert running == {"namrom-multihazard", "caen-museum-partnership", "wvi-boarding-2025"}
    assert len(states(day="2024-06-01", state="running,late", record="project")) == 1
    assert states() == states(day=province_today().isoformat())


@pytest.mark.parametrize("day", ["tomorrow", "2024-13-01", "2024-02-30", "2024", "01/06/2024"])
def test_a_day_that_is_none_is_refused_with_a_sentence(ask, day):
    answer = ask("projects.json", lang="en", day=day)

    assert (answer.status_code, answer.json()["error"]) == (400, f"“{day}” is no value of “day”.")


def test_a_file_that_does_not_age_takes_no_day_and_keeps_its_mark(ask, monkeypatch):
    assert ask("people.csv", day="2024-06-01").status_code == 400
    before = {name: ask(name).headers["etag"] for name in ("people.csv", "projects.csv")}
    tomorrow = province_today() + timedelta(days=1)
    monkeypatch.setattr("components.web.api.province_today", lambda: tomorrow)

    assert ask("people.csv").headers["etag"] == before["people.csv"]
    assert ask("projects.csv").headers["etag"] != before["projects.csv"]


def test_a_publication_is_seen_at_once(ask):
    before = ask("visits.json", lang="en")

    published(shelf.opened(), "A title of its own")
    after = ask("visits.json", lang="en", headers={"If-None-Match": before.headers["etag"]})

    assert after.status_code == 200
    assert after.json()["rows"][0]["title_en"] == "A title of its own"
    assert after.json()["version"] != before.json()["version"]


def test_a_store_that_does_not_answer_is_told(ask, monkeypatch):
    def broken() -> Store:
        raise Unreachable("no route to host")

    monkeypatch.setattr(shelf, "store", broken)
    answer = ask("visits.csv", lang="en")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert "no route to host" in answer.json()["error"]


def test_a_broken_table_is_told_and_the_others_are_given(ask, tmp_path, monkeypatch, edited):
    folder = edited("people", cells={(2, "country"): "ZZ"})
    other = Store(f"sqlite:///{tmp_path}/broken.sqlite")
    stores.seed(other, folder)
    monkeypatch.setattr(shelf, "opened", lambda: other)

    broken, sound = ask("people.csv", lang="en"), ask("visits.xlsx", lang="en")

    assert broken.status_code == 503
    assert "people.csv, row 2, column “country”" in broken.json()["error"]
    assert ask("record.zip", lang="en").status_code == 503
    assert sound.status_code == 200
    other.close()


def test_files_are_made_off_the_event_loop():
    endpoints = [route.endpoint for route in api.routes() if isinstance(route, Route)]

    assert endpoints
    # a coroutine would hold up every page
    assert not any(one.__code__.co_flags & 0x80 for one in endpoints)


def test_projects_without_an_iati_activity_have_no_iati_file_and_a_sentence_says_why(ask):
    answer = ask("projects.iati.xml", lang="en", record="aggregate")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["error"].startswith("No project of this selection is an IATI activity")
    assert "A figure about several projects is no activity" in answer.json()["error"]


def test_the_guide_names_the_addresses_that_the_description_names(ask):
    guide = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    described = ask("openapi.json", lang="en").json()["paths"]

    single = [path for path in described if "{" not in path and "codelists" not in path]

    assert "/api/v1/calendar.ics" in single
    assert "/api/v1/changes.atom" in single
    assert [path for path in single if path.rpartition("/")[2].partition(".")[0] not in guide] == []
    assert [
        name for name in ("calendar.ics", "changes.atom") if f"`/api/v1/{name}`" not in guide
    ] == []


def test_who_published_is_known_to_one_user_of_the_machine_and_to_no_stranger(ask, monkeypatch):
    store = stores.store()
    sources = store.tables(store.current_id())["sources"].replace("Nhân Dân".encode(), b"ND")
    store.publish({"sources": sources}, parent=store.current_id(), author="Lò Thị Ban", note="x")
    ours = ask("changes.atom", lang="en")
    monkeypatch.setattr("components.entrance.gate.sees_editors", lambda _who: False)
    strangers = ask("changes.atom", lang="en", headers={"If-None-Match": ours.headers["etag"]})

    assert "Lò Thị Ban" in ours.text
    assert strangers.status_code == 200
    assert "Lò Thị Ban" not in strangers.text


def test_a_calendar_that_has_not_changed_is_answered_by_304(ask):
    first = ask("calendar.ics", country="FR")
    again = ask("calendar.ics", country="FR", headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert ask("calendar.ics", country="XX").status_code == 400
    assert ask("calendar.ics", kind="request").status_code == 400

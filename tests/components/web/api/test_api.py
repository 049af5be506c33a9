"""The HTTP API, asked through the routes that the server has."""

import codecs
import csv
import io
import re
import threading
import zipfile
from dataclasses import replace
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

import openpyxl
import pytest
from icalendar import Calendar
from starlette.testclient import TestClient
from starlette_compress import CompressMiddleware

from components import shelf
from data import store as stores
from data.exports import feeds
from data.exports.edition import Edition, whole
from data.exports.feeds import Feed, Made, Parameters
from data.exports.tables import as_csv
from data.language import Language
from data.schema import LANGUAGES, TABLES, codelist
from data.store import Store, Unreachable
from data.views.chains import TRIP
from tests.components.web.api.asking import FILES


@pytest.mark.parametrize("partner", [{"org": "afd"}, {"country": "FR"}])
def test_the_briefing_on_a_partner_is_a_word_file(ask, partner):
    answer = ask("briefing.docx", lang="fr", **partner)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert answer.content == ask("briefing.docx", lang="fr", **partner).content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert "Demandes de la province" in parts.read("word/document.xml").decode()


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
    rules = [line.removeprefix("Disallow: ") for line in answer.text.splitlines()[1:]]

    def is_closed(address: str) -> bool:
        return any(re.match(re.escape(one).replace(r"\*", ".*"), address) for one in rules)

    read = ["/", "/?lang=fr", "/visits?visit=a", "/projects?lang=en&project=b", "/partners?org=c"]
    read += ["/partners?country=FR&page=2", "/sources?section=discrepancies", "/reports"]
    assert [one for one in read if is_closed(one)] == []
    endless = ["/?q=a", "/visits?lang=en&q=a", "/projects?status=2&sector=3"]
    endless += ["/projects?country=FR&set=status%3D2", "/outcomes?repeats=yes"]
    apart = ["/data", "/data?part=drafts", "/accounts", "/audit", "/sign-in?to=%2F", "/account"]
    assert [one for one in endless + apart if not is_closed(one)] == []


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
    for name in ("store", "opened"):
        monkeypatch.setattr(shelf, name, lambda: other)

    broken, sound = ask("people.csv", lang="en"), ask("visits.xlsx", lang="en")

    assert broken.status_code == 503
    assert "people.csv, row 2, column “country”" in broken.json()["error"]
    assert ask("record.zip", lang="en").status_code == 503
    assert sound.status_code == 200
    other.close()


def test_files_are_made_off_the_event_loop(ask, monkeypatch):
    threads = set()
    made = feeds.feed

    def noted(path: str, language: Language) -> Feed:
        found = made(path, language)

        def make(edition: Edition, asked: Parameters) -> Made:
            threads.add(threading.current_thread().name.rpartition("_")[0])
            return found.make(edition, asked)

        return replace(found, make=make)

    monkeypatch.setattr(feeds, "feed", noted)

    assert ask("visits.xlsx", lang="en", day="2024-02-29").status_code == 200
    assert threads == {"files"}  # on the event loop it would hold up every page


def test_projects_without_an_iati_activity_have_no_iati_file_and_a_sentence_says_why(ask):
    answer = ask("projects.iati.xml", lang="en", record="aggregate")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["error"].startswith("No project of this selection is an IATI activity")
    assert "A figure about several projects is no activity" in answer.json()["error"]

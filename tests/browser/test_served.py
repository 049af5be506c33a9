"""What the server sends and how it is set up, asked of it without a browser."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from http.client import HTTPResponse

import pytest

from tests.browser.serving import ROOT, Server

pytestmark = pytest.mark.browser


def ask(server: Server, path: str, **headers: str) -> HTTPResponse:
    request = urllib.request.Request(
        server.origin + path,
        headers={name.replace("_", "-"): text for name, text in headers.items()},
    )
    answer = urllib.request.urlopen(request, timeout=20)
    assert isinstance(answer, HTTPResponse)
    return answer


def first_script(server: Server) -> str:
    page = ask(server, "/").read().decode()
    return "/static/js/" + page.split("static/js/")[1].split('"')[0]


def stated(code: str) -> str:
    """What a Python in the project's folder prints."""
    done = subprocess.run(
        (sys.executable, "-c", code), cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("path", ["/", "/assets/geo/world.geojson", "script"])
def test_large_answers_are_compressed(server, path, encoding):
    path = first_script(server) if path == "script" else path

    with ask(server, path, Accept_Encoding=encoding) as answer:
        assert answer.headers["Content-Encoding"] == encoding


@pytest.mark.parametrize("path", ["/assets/own/nhip-cau.css", "script"])
def test_files_named_by_their_content_are_kept_for_a_year(server, path):
    path = first_script(server) if path == "script" else path

    with ask(server, path) as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "immutable" in answer.headers["Cache-Control"]


def test_the_page_itself_is_asked_for_again_each_time(server):
    with ask(server, "/map") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


def test_the_page_is_in_its_language_before_any_script_runs(server):
    with ask(server, "/map?lang=fr") as answer:
        assert '<html lang="fr">' in answer.read().decode()


def test_the_server_says_that_it_is_well(server):
    with ask(server, "/healthz") as answer:
        assert answer.read() == b"ok"


@pytest.mark.parametrize(
    "path", ["/assets/own/../../app.py", "/assets/own/%2e%2e/%2e%2e/data/schema.py"]
)
def test_no_file_outside_the_assets_is_served(server, path):
    with pytest.raises(urllib.error.HTTPError, match=r"40[04]") as refused:
        ask(server, path)
    refused.value.close()


@pytest.fixture(scope="module")
def options() -> dict[str, object]:
    """How Streamlit is set up in the project's folder."""
    names = ("server.fileWatcherType", "server.address", "browser.gatherUsageStats")
    asked = f"{{name: config.get_option(name) for name in {names}}}"
    told = stated(f"import json; from streamlit import config; print(json.dumps({asked}))")
    options: dict[str, object] = json.loads(told)
    return options


def test_the_source_watcher_is_off(options):
    assert options["server.fileWatcherType"] == "none"


def test_only_this_machine_is_answered(options):
    assert options["server.address"] == "127.0.0.1"


def test_nothing_is_told_to_streamlits_makers(options):
    assert options["browser.gatherUsageStats"] is False


def test_what_is_imported_at_the_start_is_never_collected_again():
    assert int(stated("import gc, app; print(gc.get_freeze_count())")) > 100_000

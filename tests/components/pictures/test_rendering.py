"""Pictures from a real browser: what is in them, and what a crash or a hang of it does."""

import asyncio
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pypdfium2
import pytest

from components.look import LIGHT
from components.pictures import rendering
from data.language import Language

pytestmark = [
    pytest.mark.browser,
    pytest.mark.waits,
    # choreographer tells so when it finds the folder of a browser that was killed
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SIZE = {"width": 300, "height": 200}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def figure() -> go.Figure:
    bars = go.Bar(x=[3, 5], y=["Đề nghị", "Đường Điện Biên"], orientation="h", text=[3, 5])
    return go.Figure(bars).update_layout(template=LIGHT.template())


def words(pdf: bytes) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.mark.parametrize("scale", [1, 2.5])
def test_a_png_has_the_pixels_asked_for(figure, scale):
    made = rendering.picture(figure, "png", **SIZE, scale=scale)

    assert made.startswith(PNG)
    assert size(made) == (300 * scale, 200 * scale)


def test_an_svg_holds_its_words_and_the_letters_for_them(figure):
    made = rendering.picture(figure, "svg", **SIZE).decode()

    assert ">Đường Điện Biên<" in made
    assert "url(data:font/woff2;base64," in made
    assert not re.search(r"url\(\s*[\"']?(https?:|//|fonts/)", made)


def test_a_pdf_is_one_page_of_text_in_our_letters(figure):
    made = rendering.picture(figure, "pdf", **SIZE)

    document = pypdfium2.PdfDocument(made)
    assert len(document) == 1
    across, down = (size / 72 * 25.4 for size in document[0].get_size())
    assert (round(across), round(down)) == (297, 210)
    assert "Đường Điện Biên" in words(made)
    assert b"BeVietnamPro" in made


@pytest.mark.parametrize(("width", "height"), [(960, 300), (960, 960), (960, 2200), (1600, 900)])
def test_what_is_printed_fits_on_one_a4_and_fills_it_in_one_direction(width, height):
    paper = rendering._paper(width, height)

    sides = sorted(round(float(str(paper[side])) * 25.4) for side in ("paperWidth", "paperHeight"))
    room = [
        (float(str(paper[side])) - 20 / 25.4) * 96 / float(str(paper["scale"]))
        for side in ("paperWidth", "paperHeight")
    ]
    assert sides == [210, 297]
    assert width <= room[0]
    assert height <= room[1]
    assert min(room[0] / width, room[1] / height) < 1.02


def test_pictures_asked_for_at_once_are_all_made(figure):
    with ThreadPoolExecutor(4) as pool:
        tasks = [pool.submit(rendering.picture, figure, "png", **SIZE) for _ in range(4)]

    assert all(task.result().startswith(PNG) for task in tasks)


def test_one_browser_is_kept_open(figure):
    rendering.picture(figure, "svg", **SIZE)
    first = rendering._BROWSER._kaleido

    rendering.picture(figure, "png", **SIZE)

    assert rendering._BROWSER._kaleido is first


def test_a_slip_of_ours_is_not_taken_for_a_browser_that_died(figure, monkeypatch):
    monkeypatch.setattr(rendering, "_paper", lambda *_size: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        rendering.picture(figure, "pdf", **SIZE)


def test_a_browser_that_died_is_replaced(figure):
    rendering.picture(figure, "svg", **SIZE)
    dead = rendering._BROWSER._kaleido
    assert dead is not None
    rendering._end(dead.subprocess)

    assert rendering.picture(figure, "png", **SIZE).startswith(PNG)
    assert rendering._BROWSER._kaleido is not dead


def test_a_browser_that_hangs_is_tried_twice_then_told_and_later_pictures_work(figure, monkeypatch):
    tries = []

    async def hang(browser):
        tries.append(browser)
        await asyncio.Event().wait()

    rendering.picture(figure, "svg", **SIZE)
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "_SECONDS", 0.2)
        patch.setattr(rendering._Browser, "_tried", lambda _self, work: work(None))
        with pytest.raises(rendering.NoPicture) as raised:
            rendering._BROWSER.use(hang)

    assert len(tries) == 2
    assert raised.value.sentence(Language("en")).startswith("The file could not be made.")
    assert rendering.picture(figure, "png", **SIZE).startswith(PNG)


def test_without_a_browser_nothing_is_drawn(figure, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not rendering.can_draw()
    with pytest.raises(rendering.NoPicture):
        rendering.picture(figure, "png", **SIZE)


def test_where_the_browser_is_is_searched_once_and_again_when_it_has_gone(monkeypatch, tmp_path):
    asked = []
    browser = tmp_path / "chromium"
    browser.touch()

    def search() -> str:
        asked.append(1)
        return str(browser)

    monkeypatch.setattr(rendering, "_FOUND", {})
    monkeypatch.setattr(rendering, "_search", search)

    assert [rendering.can_draw(), rendering.can_draw()] == [True, True]
    assert len(asked) == 1
    browser.unlink()
    assert rendering.can_draw()
    assert len(asked) == 2


def test_a_drawing_runs_nothing_and_fetches_nothing():
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://127.0.0.1:{server.server_port}"
        hostile = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">'
            f'<image href="{there}/image" width="9" height="9"/>'
            f"<script>fetch('{there}/script'); document.title = 'ran'</script>"
            f'<rect width="9" height="9" onload="fetch(\'{there}/load\')"/>'
            '<text y="30">Điện Biên</text></svg>'
        )
        made = rendering.converted(hostile, "pdf", **SIZE, title="still")
        server.shutdown()

    assert "Điện Biên" in words(made)
    assert pypdfium2.PdfDocument(made).get_metadata_value("Title") == "still"
    assert not asked


def test_a_command_that_the_browser_refuses_is_told_after_a_second_try(figure, monkeypatch):
    monkeypatch.setattr(rendering, "_paper", lambda *_size: {"paperWidth": -1})

    with pytest.raises(rendering.NoPicture):
        rendering.picture(figure, "pdf", **SIZE)


def test_a_browser_is_let_go_at_once_and_leaves_nothing(figure, monkeypatch):
    rendering.picture(figure, "png", **SIZE)
    browser: Any = rendering._BROWSER._kaleido
    arguments = browser.subprocess.args
    (folder,) = (one.partition("=")[2] for one in arguments if "--user-data-dir=" in one)
    close, was_shut = browser.close, []

    async def noted() -> None:
        was_shut.append(browser._channel.shutdown_lock.locked())
        await close()

    monkeypatch.setattr(browser, "close", noted)

    rendering._BROWSER.drop()

    assert was_shut
    assert all(was_shut), "five seconds are waited for what the browser says"
    assert browser.subprocess.poll() is not None
    assert not Path(folder).exists()


def test_a_program_that_is_no_browser_is_told(figure, monkeypatch, tmp_path):
    false = tmp_path / "chromium"
    false.write_text("#!/bin/sh\nexit 3\n")
    false.chmod(0o755)
    rendering._BROWSER.drop()
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(rendering.NoPicture):
        rendering.picture(figure, "png", **SIZE)

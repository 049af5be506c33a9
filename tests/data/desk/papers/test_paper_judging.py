"""A paper is what its content says; what is none, or is cut off, is refused and says why."""

import io
import struct
import zlib

import pytest
from PIL import Image

from data.desk.papers import bounds, picture_process
from data.desk.papers.judging import RefusedPaper, judged
from tests.data.desk.papers.files import HTML, PDF, PROGRAM, docx, picture

MOST = 20_000_000
WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, "pdf"), (docx(), "docx"), (PDF + b"\n" + HTML, "pdf")]
)
def test_a_paper_is_known_by_its_content(content, kind):
    assert judged(content, MOST) == (kind, None)


@pytest.mark.parametrize(("kind", "expected"), [("JPEG", "jpeg"), ("PNG", "png")])
def test_of_a_picture_a_small_one_is_made(kind, expected):
    found = judged(picture(kind), MOST)

    small = Image.open(io.BytesIO(found.preview or b""))
    assert (found.format, small.format, small.size) == (expected, "JPEG", (480, 240))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (HTML, "page"),
        (b"\xef\xbb\xbf\n<svg xmlns='x'/>", "page"),
        (PROGRAM, "program"),
        (b"GIF89a", "other"),
        (b"\n" + PDF, "other"),
        (PDF[:-8], "cut-off"),
        (docx()[:-30], "cut-off"),
        (docx(more="word/vbaProject.bin"), "macros"),
        (docx(types=WITH_MACROS), "macros"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "broken-picture"),
        (picture("JPEG")[:-900], "broken-picture"),
        (b"%PDF-" + b"\0" * MOST, "too-large"),
    ],
)
def test_what_is_no_whole_paper_is_refused_and_says_why(content, kind):
    with pytest.raises(RefusedPaper) as refused:
        judged(content, MOST)

    assert refused.value.kind == kind


def test_a_workbook_is_no_word_file():
    with pytest.raises(RefusedPaper) as refused:
        judged(docx().replace(b"word/document.xml", b"xlsx/document.xml"), MOST)

    assert refused.value.kind == "other"


def test_the_small_picture_has_nothing_but_what_is_seen():
    small = picture_process.small(picture("JPEG", comment="Lò Thị Ban") + b"<script>")

    assert not Image.open(io.BytesIO(small)).getexif()
    assert b"Ban" not in small
    assert b"<script>" not in small


def test_a_picture_with_too_many_pixels_is_not_unpacked():
    content = picture("PNG", side=10)
    head = b"IHDR" + struct.pack(">II", 60_000, 60_000) + content[24:29]
    bomb = content[:12] + head + struct.pack(">I", zlib.crc32(head)) + content[33:]

    with pytest.raises(ValueError, match="too many pixels"):
        picture_process.small(bomb)


@pytest.mark.parametrize("written", ["0", "-1", "x", "51", "1.5", "²"])
def test_a_wrong_bound_ends_the_start_with_a_sentence(monkeypatch, written):
    monkeypatch.setenv("NHIP_CAU_PAPER_MB", written)

    with pytest.raises(SystemExit, match="whole number of megabytes"):
        bounds.check()


def test_all_papers_have_more_room_than_one(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_PAPERS_MB", "10")

    with pytest.raises(SystemExit, match="NHIP_CAU_PAPERS_MB"):
        bounds.check()

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


RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def leading(kind: str, target: str, mode: str = "External", part: str = "document.xml") -> bytes:
    """A Word file with one relation to something outside it."""
    said = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/{kind}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    return docx(more=f"word/_rels/{part}.rels", said=said)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://evil.example/t.dotm"),
        ("attachedTemplate", "file://evil.example/share/t.dotm"),
        ("attachedTemplate", r"\\evil.example\share\t.dotm"),
        ("image", "http://evil.example/1.png"),
        ("frame", "mhtml:http://evil.example/x"),
        ("oleObject", "//evil.example/x"),
        ("attachedTemplate", "%5C%5Cevil.example%5Ct.dotm"),
    ],
)
@pytest.mark.parametrize("part", ["document.xml", "settings.xml", "header9.xml"])
def test_a_word_file_that_fetches_from_another_machine_is_refused(kind, target, part):
    with pytest.raises(RefusedPaper) as refused:
        judged(leading(kind, target, part=part), MOST)

    assert refused.value.kind == "reaches-out"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://dienbien.gov.vn/"),
        ("hyperlink", "mailto:vanphong@example.org"),
        ("attachedTemplate", "file:///C:/Users/ban/Normal.dotm"),
        ("attachedTemplate", r"D:\Mau\bao-cao.dotx"),
    ],
)
def test_links_to_click_on_and_the_writers_own_template_are_no_harm(kind, target):
    assert judged(leading(kind, target), MOST).format == "docx"


def test_a_small_word_file_that_unpacks_to_far_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("data.desk.papers.judging._MOST_UNPACKED", 3_000_000)
    bomb = docx(more="word/media/one.bmp", said=b"\0" * 4_000_000)

    with pytest.raises(RefusedPaper) as refused:
        judged(bomb, MOST)

    assert len(bomb) < 10_000
    assert refused.value.kind == "too-packed"


def test_a_bomb_among_its_relations_is_refused_as_well():
    content = docx(more="word/_rels/document.xml.rels", said=b" " * 11_000_000)

    with pytest.raises(RefusedPaper) as refused:
        judged(content, MOST)

    assert refused.value.kind == "too-packed"


@pytest.mark.parametrize("behind", [docx(), HTML, PROGRAM, picture("PNG")])
@pytest.mark.parametrize("front", [PROGRAM, HTML, b"GIF89a", b"\0"])
def test_a_file_that_begins_as_something_else_is_no_paper_whatever_stands_behind(front, behind):
    with pytest.raises(RefusedPaper):
        judged(front + behind, MOST)


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

"""Footnotes are Word's own, sources are numbered, and the record's text stays text."""

import io
import re
import zipfile

import pytest
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree
from PIL import Image

from data.reports.filling import fill
from data.reports.kinds import KINDS
from data.reports.lines import NOTE, clean
from data.schema import LANGUAGES
from data.views.partners import work_with
from tests.data.reports.reporting import fields_of, made, opened, text

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return etree.fromstring(file.read(name))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_disagreement_is_a_footnote_that_the_text_refers_to_once(lens, kind, code):
    context = fields_of(lens(code), kind)
    content = made(lens(code), kind)

    referred = part(content, "word/document.xml").xpath("//w:footnoteReference/@w:id", namespaces=W)
    notes = part(content, "word/footnotes.xml").xpath("//w:footnote[not(@w:type)]", namespaces=W)

    assert referred == [str(number) for number in range(1, len(context["footnotes"]) + 1)]
    assert [note.get(qn("w:id")) for note in notes] == referred
    assert ["".join(note.itertext()).strip() for note in notes] == context["footnotes"]


def test_the_trip_tells_that_the_embassy_gives_other_days(lens):
    first = fields_of(lens("vi"), "visit")["footnotes"][0]

    assert "22-25/11/2023" in first
    assert "21-25/11/2023" in first


def test_standing_goodwill_is_proposed_to_be_taken_up_and_not_to_be_followed_up(lens):
    [proposal] = [
        point
        for addressee in fields_of(lens("en"), "visit")["proposals"]
        for point in addressee["points"]
        if "stands ready to help" in point
    ]

    assert "It is proposed to Viet Nam Embassy, France to take up the readiness of " in proposal


def test_the_notes_are_announced_to_word(lens):
    content = made(lens("vi"), "visit")

    types = part(content, "[Content_Types].xml")
    assert "/word/footnotes.xml" in [one.get("PartName") for one in types]
    assert part(content, "word/settings.xml").find(qn("w:footnotePr")) is not None


def test_a_report_is_made_though_something_still_holds_the_body_of_its_template(lens, monkeypatch):
    held, repair = [], DocxTemplate.fix_docpr_ids

    def repair_and_hold(self, tree):
        held.append(tree)
        repair(self, tree)

    monkeypatch.setattr(DocxTemplate, "fix_docpr_ids", repair_and_hold)
    content = made(lens("vi"), "visit")

    assert len(held) == 1
    assert "Lyon" in text(opened(content))


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_in_brackets_is_in_the_annex_and_the_other_way_round(lens, kind):
    context = fields_of(lens("en"), kind)
    said = text(opened(made(lens("en"), kind))) + "\n".join(context["footnotes"])
    body, _annex, _rest = said.partition("SOURCES CITED")
    cited = {
        number
        for group in re.findall(
            r"\[([0-9]+(?:, [0-9]+)*)\]", body + "\n".join(context["footnotes"])
        )
        for number in group.split(", ")
    }

    assert cited == {source["number"] for source in context["sources"]}


HOSTILE = [
    "<w:p/></w:t></w:r><script>alert(1)</script>",
    "{{ 7 * 7 }}{% for x in sources %}",
    "{_{ body }_} {_% endfor %_}",
    "&amp; &lt; \"quoted\" 'single'",
    "\ue0001\ue001 forged",
    "nul\x00 bell\x07 esc\x1b \ud800 \ufffe end",
    "line\nbreak\ttab\fpage\abell",
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_the_record_is_text_whatever_it_holds(lens, kind, hostile):
    context = spoilt(fields_of(lens("en"), kind), clean(hostile))
    template = KINDS[kind].template(lens("en").language)

    content = fill(template, context, dict.fromkeys(KINDS[kind].pictures, b""), title=hostile)

    assert visible(hostile) in text(opened(content))
    assert len(part(content, "word/document.xml").findall(".//script")) == 0


def visible(hostile):
    return NOTE.sub("", clean(hostile)).replace("\ue000", "").replace("\ue001", "")


def spoilt(context, hostile):
    """The same fields with every text of their lists replaced."""
    lists = {
        name: [
            {field: hostile if isinstance(old, str) else old for field, old in row.items()}
            if isinstance(row, dict)
            else hostile
            for row in rows
        ]
        for name, rows in context.items()
        if isinstance(rows, list) and name != "footnotes"
    }
    return {**context, **lists}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_cleaned_text_is_fit_for_xml_and_forges_no_note(hostile):
    cleaned = clean(hostile)

    assert (
        etree.fromstring(f"<t>{cleaned.replace('&', '&amp;').replace('<', '&lt;')}</t>") is not None
    )
    assert not NOTE.search(cleaned)


def test_a_broken_line_of_the_record_stays_one_line():
    assert clean("one\r\ntwo\tthree") == "one two three"


def test_a_long_text_ends_after_a_whole_word_where_it_has_one():
    assert clean("protect livelihoods", 19) == "protect livelihoods"
    assert clean("protect livelihoods", 18) == "protect…"
    assert clean("x" * 30, 10) == "x" * 9 + "…"


def test_a_picture_comes_as_it_was_given_and_not_higher_than_a_page(lens):
    low, high = png(400, 100), png(100, 4000)
    content = made(lens("vi"), "projects", pictures={"status_chart": low, "gantt": high})

    document = opened(content)
    sizes = [(shape.width.mm, shape.height.mm) for shape in document.inline_shapes]
    assert [round(width) for width, _height in sizes] == [160, 5]
    assert all(height <= 216 for _width, height in sizes)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        kept = {file.read(name) for name in file.namelist() if name.startswith("word/media/")}
    assert kept == {low, high}


def png(width, height):
    target = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(target, "PNG")
    return target.getvalue()


def test_without_pictures_the_tables_are_still_there_and_no_caption(lens):
    said = text(opened(made(lens("vi"), "projects")))

    assert "Hình 1" not in said
    assert "Nậm Rốm – đa thiên tai" in said


def test_a_partner_with_more_than_two_pages_tells_how_much_is_left_out(lens):
    context = fields_of(lens("en"), "partner")
    work = work_with(lens("en"), "afd")
    left = len(work.projects) - len(context["projects"])

    assert left > 0
    assert context["more_projects"].startswith(f"{left} more project")
    assert "Multi-hazard management in the Nậm Rốm" in context["projects"][0]["name"]


def test_a_partner_with_little_tells_everything(lens):
    context = fields_of(lens("en"), "partner", "city-higashiosaka")

    assert len(context["meetings"]) == len(work_with(lens("en"), "city-higashiosaka").meetings) > 0
    assert not any(context[f"more_{name}"] for name in ("meetings", "promises", "projects"))

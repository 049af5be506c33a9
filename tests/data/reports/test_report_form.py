"""The form of Decree 30/2020/NĐ-CP, read from what was made by python-docx and by a printer."""

import io
import re
import unicodedata
import zipfile
from collections import Counter

import pytest
from docx.shared import Mm, Pt
from lxml import etree

from data.language import Language
from data.reports import building
from data.reports.kinds import FOLDER, KINDS
from data.schema import LANGUAGES
from data.views.chains import TRIP
from tests.data.reports.reporting import fields_of, made, opened, printed, text

EVERY = [(kind, code) for kind in KINDS for code in LANGUAGES]
_DATED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*<")


@pytest.fixture(scope="module")
def documents(lens):
    return {(kind, code): made(lens(code), kind, body="dfa-dien-bien") for kind, code in EVERY}


@pytest.fixture(scope="module")
def papers(documents, as_pdf):
    """Every report as LibreOffice prints it, which takes it seconds."""
    papers = as_pdf({f"{kind}-{code}": made for (kind, code), made in documents.items()})
    return {(kind, code): papers[f"{kind}-{code}"] for kind, code in EVERY}


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: _DATED.sub(b"", file.read(name)) for name in file.namelist()}


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_the_shipped_template_is_what_the_script_builds(kind, code):
    assert parts((FOLDER / f"{kind}.{code}.docx").read_bytes()) == parts(building.built(kind, code))


def test_a_template_does_not_say_when_it_was_built():
    with zipfile.ZipFile(io.BytesIO(building.built("visit", "vi"))) as template:
        assert {part.date_time for part in template.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_the_page_is_a4_with_the_margins_of_the_decree(documents, kind, code):
    for section in opened(documents[kind, code]).sections:
        margins = [f"{side}_margin" for side in ("top", "bottom", "left", "right")]
        sides = ["page_width", "page_height", *margins]
        assert [round(getattr(section, side).mm) for side in sides] == [210, 297, 20, 20, 30, 20]


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_the_body_is_times_new_roman_of_13_points(documents, kind, code):
    document = opened(documents[kind, code])

    for name in ("Normal", "Body Text", "Heading 1", "Heading 2", "Title", "Table Text"):
        fonts = document.styles[name].element.rPr.rFonts
        assert set(fonts.attrib.values()) == {"Times New Roman"}
        assert not [key for key in fonts.attrib if "Theme" in key]
    assert document.styles["Body Text"].font.size == Pt(13)
    assert document.styles["Body Text"].paragraph_format.first_line_indent == Mm(12.7)
    assert not [name for name in parts(documents[kind, code]) if "fonts/" in name]


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_the_pages_count_from_the_second_in_the_top_margin_and_say_draft(documents, kind, code):
    section = opened(documents[kind, code]).sections[0]
    draft = Language(code).text("DRAFT")

    assert section.different_first_page_header_footer
    assert " PAGE " in etree.tostring(section.header._element, encoding="unicode")
    assert " PAGE " not in etree.tostring(section.first_page_header._element, encoding="unicode")
    for header in (section.header, section.first_page_header):
        assert draft in "".join(paragraph.text for paragraph in header.paragraphs)


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_a_document_brings_no_picture_of_another_one(documents, kind, code):
    assert not [name for name in parts(documents[kind, code]) if "thumbnail" in name]


@pytest.mark.parametrize("kind", KINDS)
def test_the_national_heading_is_vietnamese_only(documents, kind):
    vietnamese = text(opened(documents[kind, "vi"]))

    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND tỉnh Điện Biên",
        "Sở Ngoại vụ tỉnh Điện Biên",
        "KẾ HOẠCH" if kind == "plan" else "BÁO CÁO",
        "Kế hoạch số" if kind == "plan" else "Kính gửi: […]",
        "Nơi nhận:",
    ):
        assert said in vietnamese
    for code in ("en", "fr"):
        assert "CỘNG HÒA" not in text(opened(documents[kind, code]))


@pytest.mark.parametrize("kind", KINDS)
def test_number_date_and_signature_are_left_to_people(documents, kind):
    said = text(opened(documents[kind, "vi"]))

    assert re.search(rf"Số: +/{'KH' if kind == 'plan' else 'BC'}-SNgV", said)
    assert re.search(r"Điện Biên, ngày +tháng +năm 20…", said)


def test_an_issuing_body_that_nobody_chose_leaves_a_marked_blank(lens):
    said = text(opened(made(lens("vi"), "visit")))

    assert said.index("[…]") < said.index("BÁO CÁO")
    assert "/BC-[…]" in said
    assert "UBND tỉnh Điện Biên\n" not in said[: said.index("BÁO CÁO")]


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_no_field_is_left_and_nothing_has_no_value(documents, kind, code):
    for name, part in parts(documents[kind, code]).items():
        if name.endswith(".xml"):
            assert b"{{" not in part, name
            assert b"{%" not in part, name
    said = text(opened(documents[kind, code]))
    assert "None" not in said
    assert "\ue000" not in said


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_tables_repeat_their_heading_and_no_page_cuts_a_row(documents, kind, code):
    tables = opened(documents[kind, code]).tables
    bordered = [table for table in tables if table.style and table.style.name == "Table Grid"]

    assert bordered or kind == "plan"  # of a plan nobody may know a meeting yet
    for table in bordered:
        assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
        assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in table.rows)


# Without letters that Debian's stand-in for Times New Roman lacks: a printer takes those from
# another font, and a reader of its PDF finds them beside their word.
FACTS = {
    ("plan", "vi"): ("17/9/2025", "Batna"),
    ("plan", "en"): ("17 Sept 2025", "Batna"),
    ("plan", "fr"): ("17/09/2025", "Batna"),
    ("visit", "vi"): ("21/11/2023 – 25/11/2023", "Julie Marsaudon", "Sylvain Godinot", "LEC"),
    ("visit", "en"): ("Sylvain Godinot", "Wednesday, 22 Nov 2023", "Cités Unies France (CUF)"),
    ("visit", "fr"): ("Sylvain Godinot", "Mercredi, 22/11/2023", "Cités Unies France (CUF)"),
    ("projects", "vi"): ("24,65", "52%", "31/10/2027"),
    ("projects", "en"): ("EUR 24.65 million", "52%", "31 Oct 2027", "Total cost"),
    ("projects", "fr"): ("24,65 millions EUR", "52", "31/10/2027", "Coût total"),
    ("partner", "vi"): ("(AFD)", "22/11/2023", "Paris"),
    ("partner", "en"): ("French Development Agency (AFD)", "22 Nov 2023"),
    ("partner", "fr"): ("Agence française de développement (AFD)", "22/11/2023"),
}


def letters(said):
    """How often each letter, figure and sign is there, in whatever order and case.

    Hyphens are left out: a reader of PDF takes one at a line's end for a word that was cut.
    """
    letter_counts = Counter("".join(unicodedata.normalize("NFKC", said).casefold().split()))
    del letter_counts["-"]
    return letter_counts


@pytest.mark.slow
def test_a_printer_reads_each_report_without_loss(documents, papers):
    for kind, code in EVERY:
        seen = printed(papers[kind, code])
        assert [fact for fact in FACTS[kind, code] if fact not in seen] == []
        document = opened(documents[kind, code])
        assert letters(text(document) + notes(documents[kind, code])) - letters(seen) == Counter()


def notes(content):
    root = etree.fromstring(parts(content)["word/footnotes.xml"])
    return "".join(str(said) for said in root.itertext())


@pytest.mark.slow
def test_a_partner_fits_on_two_pages_before_the_annex(lens, as_pdf):
    """Those with most to tell: in Vietnamese, the longest form, twelve; five in the others.

    Who has less to tell takes less room; half of all fill one page.
    """
    everybody = [
        row["org_id"] for row in lens("vi").rows("organisations") if row["country"] != "VN"
    ]
    fullest = sorted(everybody, key=lambda key: len(str(fields_of(lens("vi"), "partner", key))))
    documents = {f"{key}-vi": made(lens("vi"), "partner", key) for key in fullest[-12:]}
    for code in ("en", "fr"):
        for key in ("afd", "afd-vietnam", "embassy-fr-vn", "eu-intpa", "memorial-caen"):
            documents[f"{key}-{code}"] = made(lens(code), "partner", key)

    starts = {
        name: list(paper.get_toc())[-1].get_dest().get_index()
        for name, paper in as_pdf(documents).items()
    }

    assert len(starts) == 12 + 10
    assert {name: count for name, count in starts.items() if count > 2} == {}
    assert 1 in starts.values(), "the least of them fill one page"


def test_the_visit_report_is_named_after_its_visit(documents, lens):
    title = lens("vi").words(lens("vi").row("visits", TRIP), "title")

    assert title in text(opened(documents["visit", "vi"]))


def body_lines(page):
    """The lines of a page between its head and its footnotes, which begin with a number alone."""
    said = page.get_textpage().get_text_bounded().splitlines()
    lines = [line for line in said if line.strip()][2:]
    starts = (at for at, line in enumerate(lines) if re.fullmatch(r"\s*\d{1,2}\s*", line))
    end = next(starts, len(lines))
    return lines[:end], end < len(lines)


def folded(line):
    return sorted(letters(line).elements())


@pytest.mark.slow
def test_no_heading_stands_alone_at_the_foot_of_a_page(documents, papers):
    """LibreOffice forgets what is to keep together above footnotes: there only in Vietnamese."""
    alone, seen = [], 0
    for kind, code in EVERY:
        heads = [
            folded(one.text)
            for one in opened(documents[kind, code]).paragraphs
            if one.style and str(one.style.name).startswith("Heading")
        ]
        for number, page in enumerate(papers[kind, code], 1):
            lines, has_notes = body_lines(page)
            seen += any(folded(line) in heads for line in lines)
            if lines and folded(lines[-1]) in heads and (code == "vi" or not has_notes):
                alone.append((kind, code, number, lines[-1]))

    assert alone == []
    assert seen > len(EVERY), "headings are recognised"


@pytest.mark.slow
def test_the_rule_below_the_motto_is_as_long_as_its_words(papers):
    page = papers["visit", "vi"][0]
    text = page.get_textpage()
    last = text.search("phúc").get_next()
    line = text.get_charbox(last[0])
    count = text.count_chars()
    boxes = [text.get_charbox(at) for at in range(count)]
    there = [one for one in boxes if abs(one[1] - line[1]) < 9 and one[0] > 250 and one[2] > one[0]]
    words = min(one[0] for one in there), max(one[2] for one in there)

    rules = [one.get_bounds() for one in page.get_objects() if one.type == 2]  # a path
    lengths = [right - left for left, bottom, right, top in rules if top - bottom < 3]

    assert words[1] > words[0]
    assert any(abs(length - (words[1] - words[0])) < 12 for length in lengths), (words, lengths)

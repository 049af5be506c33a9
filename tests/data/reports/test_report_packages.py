"""An uploaded template is a document and nothing more, or is refused by its package."""

import io
import zipfile

import pytest

from tests.data.reports.own_templates import answered, refused, repacked, template

pytestmark = pytest.mark.slow  # each template is filled in by a process of its own


def macro_enabled(content):
    return repacked(
        content,
        changed={
            "[Content_Types].xml": lambda part: part.replace(
                b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
            )
        },
        added={"word/vbaProject.bin": b"\0"},
    )


def linking(relation):
    return lambda content: repacked(
        content,
        changed={
            "word/_rels/document.xml.rels": lambda part: part.replace(
                b"</Relationships>", relation + b"</Relationships>"
            )
        },
    )


def speaking(words):
    return lambda content: repacked(
        content,
        changed={
            "word/document.xml": lambda part: part.replace(
                b"</w:body>", b"<w:p><w:r>" + words + b"</w:r></w:p></w:body>", 1
            )
        },
    )


RELATION = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="http://example.org/x" TargetMode="External"/>'
)
PREFIX = b'xmlns:p="http://schemas.openxmlformats.org/package/2006/relationships"'
WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def leading(target):
    return linking((RELATION % b"hyperlink").replace(b"http://example.org/x", target))


def adding(name):
    return lambda content: repacked(content, added={name: b"<x/>"})


PACKAGES = {
    "macros": (macro_enabled, "has-macros"),
    "a hidden macro part": (
        lambda c: repacked(c, added={"word/vbaProject.bin": b"\0"}),
        "has-macros",
    ),
    "an object": (
        lambda c: repacked(c, added={"word/embeddings/oleObject1.bin": b"\0"}),
        "has-programs",
    ),
    "a remote template": (linking(RELATION % b"attachedTemplate"), "reaches-out"),
    "a linked picture": (linking(RELATION % b"image"), "reaches-out"),
    "a field that runs": (
        speaking(b"<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>"),
        "reaches-out",
    ),
    "entities": (
        lambda c: repacked(
            c,
            changed={
                "word/document.xml": lambda part: b'<!DOCTYPE x [<!ENTITY a "b">]>' + part[55:]
            },
        ),
        "reaches-out",
    ),
    "a script as a link": (leading(b"javascript:alert(1)"), "strange-link"),
    "a script with a break": (leading(b"java&#9;script:alert(1)"), "strange-link"),
    "data as a link": (leading(b"data:text/html,x"), "strange-link"),
    "a file as a link": (leading(b"file:///c:/x.exe"), "strange-link"),
    "a share as a link": (leading(b"\\\\example.org\\x"), "strange-link"),
    "a program of the reader's as a link": (leading(b"ms-msdt:/id"), "strange-link"),
    "a file beside it as a link": (leading(b"x.exe"), "strange-link"),
    "a relation in single quotes": (
        linking((RELATION % b"image").replace(b'"', b"'")),
        "reaches-out",
    ),
    "a relation with a prefix": (
        linking((RELATION % b"image").replace(b"<Relationship", b"<p:Relationship " + PREFIX)),
        "reaches-out",
    ),
    "a relation called internal": (
        linking((RELATION % b"image").replace(b"External", b"Internal")),
        "reaches-out",
    ),
    "a template within": (
        linking((RELATION % b"attachedTemplate").replace(b' TargetMode="External"', b"")),
        "reaches-out",
    ),
    "a chunk of HTML": (
        linking(b'<Relationship Id="r9" Type="http://x/relationships/aFChunk" Target="x.xml"/>'),
        "reaches-out",
    ),
    "an ActiveX control": (speaking(b'<w:control w:name="x"/>'), "has-programs"),
    "an OLE object": (speaking(b"<w:object/>"), "has-programs"),
    "letters from a database": (speaking(b"<w:mailMerge/>"), "reaches-out"),
    "a field in parts": (
        speaking(b"<w:instrText>DDE</w:instrText><w:instrText>AUTO x</w:instrText>"),
        "reaches-out",
    ),
    "a field behind another": (
        speaking(
            b'<w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="end"/>'
            b"<w:instrText>DDEAUTO x</w:instrText>"
        ),
        "reaches-out",
    ),
    "a field in numbers": (speaking(b"<w:instrText>QUOTE 68 68 69</w:instrText>"), "reaches-out"),
    "a field with another prefix": (
        speaking(b'<v:instrText xmlns:v="' + WORD + b'">DDE x</v:instrText>'),
        "reaches-out",
    ),
    "a simple field": (speaking(b"<w:fldSimple w:instr='INCLUDETEXT x'/>"), "reaches-out"),
    "a field that leads to a script": (
        speaking(b'<w:instrText>HYPERLINK \\o "x" "javascript:x"</w:instrText>'),
        "strange-link",
    ),
    "a shape that leads to a script": (
        speaking(b'<v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="javascript:x"/>'),
        "strange-link",
    ),
    "a shape filled from a share": (
        speaking(b'<v:fill xmlns:v="urn:schemas-microsoft-com:vml" src="//example.org/x"/>'),
        "strange-link",
    ),
    "entities in UTF-16": (
        lambda c: repacked(
            c, added={"word/x.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}
        ),
        "reaches-out",
    ),
    "a part above the document": (adding("../evil.xml"), "strange-part"),
    "a part deep above the document": (adding("word/../../evil.xml"), "strange-part"),
    "a part at the root of the disk": (adding("/etc/evil.xml"), "strange-part"),
    "a part on a disk": (adding("C:/evil.xml"), "strange-part"),
    "a part with back slashes": (adding("word\\..\\evil.xml"), "strange-part"),
    "a part given twice": (adding("WORD/document.xml"), "strange-part"),
    "XML by another name": (adding("word/header9.dat"), "strange-part"),
    "a drawing with a script": (
        lambda c: repacked(
            c,
            added={"word/media/x.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'},
        ),
        "has-programs",
    ),
    "no document part": (lambda c: repacked(c)[:200], "no-docx"),
}


@pytest.mark.parametrize("case", PACKAGES)
def test_a_file_that_does_more_than_a_document_is_refused(case, context):
    change, kind = PACKAGES[case]

    assert refused(change(template()), context).kind == kind


@pytest.mark.parametrize("target", [b"https://example.org/x?a=b#c", b"mailto:a@example.org"])
def test_a_link_to_a_page_or_an_address_is_allowed(target, context):
    assert "document" in answered(leading(target)(template()), context)


@pytest.mark.parametrize(
    "words",
    [
        b"<w:instrText>PAGE</w:instrText>",
        b'<w:instrText>HYPERLINK "https://example.org/x" \\o "a page"</w:instrText>',
        b'<w:instrText>HYPERLINK \\l "_Toc1"</w:instrText>',
        b"<w:instrText>TOC \\o &quot;1-3&quot; \\h</w:instrText>",
    ],
)
def test_fields_that_stay_within_the_document_are_allowed(words, context):
    assert "document" in answered(speaking(words)(template()), context)


def test_a_text_of_the_record_becomes_no_field_that_runs(context):
    hostile = speaking(b"<w:instrText>{{ partner.name }}</w:instrText>")(template())
    named = {**context, "partner": {**context["partner"], "name": "DDEAUTO c:\\cmd.exe"}}

    assert refused(hostile, named).kind == "reaches-out"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a document",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0" + bytes(600),
        b"PK\x03\x04" + bytes(90),
    ],
)
def test_what_is_no_docx_is_refused(content, context):
    assert refused(content, context).kind == "no-docx"


def test_another_office_file_is_refused(context):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("[Content_Types].xml", "<Types>spreadsheetml.sheet.main+xml</Types>")
        file.writestr("xl/workbook.xml", "<workbook/>")

    assert refused(target.getvalue(), context).kind == "no-docx"

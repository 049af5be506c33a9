"""An uploaded template is hostile text: it fills in fields, or is refused with one sentence."""

import base64
import io
import zipfile

import pytest
from docx import Document

from data.faults import Fault
from data.language import Language
from data.reports import filling_process, uploads
from data.reports.kinds import KINDS
from data.schema import LANGUAGES
from tests.data.reports.reporting import fields_of, opened, text

pytestmark = pytest.mark.slow  # each template is filled in by a process of its own
KIND = KINDS["partner"]
WHOLE = " ".join(f"{{% for one in {name} %}}.{{% endfor %}}" for name in KIND.needs[1:])


@pytest.fixture(scope="module")
def context(lens):
    return fields_of(lens("en"), "partner")


def template(*lines, whole=True):
    """A Word file of a few lines, with every field that the report needs unless told otherwise."""
    document = Document()
    for line in (*lines, *(("{{ partner.name }}", WHOLE) if whole else ())):
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def repacked(content, changed=None, added=None):
    """The same package with some parts changed or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, (changed or {}).get(name, lambda same: same)(part))
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return target.getvalue()


def answered(content, context):
    """What the process apart says, without the second that starting it takes."""
    return filling_process.answer(uploads.asked(content, KIND, context, {}, "x"))


def refused(content, context):
    reason = answered(content, context)["refused"]
    return Fault(reason["kind"], "mine.docx", found=reason["found"], expected=reason["expected"])


def refused_apart(content, context):
    with pytest.raises(uploads.RefusedTemplate) as wrong:
        uploads.fill("mine.docx", content, KIND, context, {}, title="x")
    return wrong.value.fault


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_shipped_template_comes_back_unchanged_and_is_fit(lens, kind):
    made = uploads.fill(
        "mine.docx",
        kind.template(Language("vi")),
        kind,
        fields_of(lens("vi"), kind.name),
        {},
        title="x",
    )

    assert ("KẾ HOẠCH" if kind.name == "plan" else "BÁO CÁO") in text(opened(made))


def test_an_own_template_is_filled_in_with_its_own_words(context):
    made = base64.b64decode(
        answered(template("Our house: {{ partner.name }}."), context)["document"]
    )

    assert "Our house: French Development Agency (AFD)" in text(opened(made))


@pytest.mark.parametrize("name", KIND.needs)
def test_a_template_that_lacks_a_needed_field_is_refused_and_the_field_is_named(name, context):
    others = [
        f"{{% for one in {other} %}}.{{% endfor %}}" for other in KIND.needs[1:] if other != name
    ]
    first = "" if name == "partner" else "{{ partner.name }}"

    fault = refused(template(first, *others, whole=False), context)

    assert (fault.kind, fault.expected) == ("lacks-field", name)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{{ nobody }}", "nobody"),
        ("{{ partner.telephone }}", "telephone"),
        ("{% if nobody %}x{% endif %}", "nobody"),
        ("{% for one in meetings %}{{ one.secret }}{% endfor %}", "secret"),
    ],
)
def test_an_unknown_field_is_named(line, found, context):
    fault = refused(template(line), context)

    assert (fault.kind, fault.found) == ("unknown-field", found)


@pytest.mark.parametrize(
    "line",
    [
        "{{ partner.name",
        "{% for one in meetings %}",
        "{% if partner %}",
        "{% endfor %}",
        "{{ partner..name }}",
        "{% nonsense %}",
        "{{ " * 20_000,
    ],
)
def test_broken_jinja_is_refused(line, context):
    assert refused(template(line), context).kind == "broken-field"


@pytest.mark.parametrize(
    "line",
    [
        "{{ partner.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ partner|attr('__class__') }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ meetings.append(1) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x'|center(1000000000) }}",
        "{% for a in range(1000000000) %}{% endfor %}",
        "{% for a in meetings %}{% for b in meetings %}x{% endfor %}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro m() %}x{% endmacro %}",
        "{% set x = 1 %}",
    ],
)
def test_a_template_can_only_fill_in_fields(line, context):
    assert refused(template(line), context).kind in ("forbidden-field", "unknown-field")


def test_a_condition_that_ends_inside_a_table_is_refused_not_mended(context):
    document = opened(template("{% if not meetings %}a"))
    document.add_table(1, 1).cell(0, 0).text = "b{% endif %}"
    target = io.BytesIO()
    document.save(target)

    assert refused(target.getvalue(), context).kind == "crossing-field"


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


def test_a_file_over_the_limit_is_refused_before_it_is_read(context):
    assert refused_apart(bytes(5_000_001), context).kind == "over-bytes"


def test_a_file_that_unpacks_to_more_than_the_limit_is_refused(context):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", bytes(50_000_000))

    assert len(target.getvalue()) < 1_000_000
    assert refused(target.getvalue(), context).kind == "over-bytes"


def test_a_template_that_takes_too_long_is_given_up(context, monkeypatch):
    monkeypatch.setattr(uploads, "_SECONDS", 0.1)

    assert refused_apart(template(), context).kind == "over-filling"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_refusal_is_one_sentence_in_the_readers_language(code, context):
    fault = refused_apart(template("{{ nobody }}"), context)

    sentence = fault.sentence(Language(code))
    assert sentence.startswith("mine.docx: ")
    assert "nobody" in sentence
    assert "Traceback" not in sentence

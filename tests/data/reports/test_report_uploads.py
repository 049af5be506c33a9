"""An uploaded template is hostile text: it fills in fields, or is refused with one sentence."""

import base64
import io
import zipfile

import pytest

from data.language import Language
from data.reports import uploads
from data.reports.kinds import KINDS
from data.schema import LANGUAGES
from tests.data.reports.own_templates import KIND, answered, refused, template
from tests.data.reports.reporting import fields_of, opened, text

pytestmark = pytest.mark.slow  # each template is filled in by a process of its own


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

"""Compiled templates are kept between starts, and never taken for what they are not."""

import sys

import jinja2
import pytest

from components import html
from data.language import Language

LANGUAGE = Language("en")


@pytest.fixture
def started(tmp_path, monkeypatch):
    """As after a start: nothing is compiled but what is kept; ``started(text)`` draws a template.

    It tells as well whether that had to be compiled.
    """
    templates, kept = tmp_path / "templates", tmp_path / "kept"
    templates.mkdir()
    kept.mkdir()
    monkeypatch.setattr(html, "TEMPLATES", templates)
    monkeypatch.setattr(html._Compiled, "_FOLDER", kept)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    compiled: list[str] = []
    generate = jinja2.Environment._generate

    def counted(*given, **named):
        compiled.append("one")
        return generate(*given, **named)

    monkeypatch.setattr(jinja2.Environment, "_generate", counted)

    def start(text: str) -> tuple[str, bool]:
        (templates / "a.html").write_text(text)
        html._environment.cache_clear()
        compiled.clear()
        return html.plain("a.html", LANGUAGE, name="<b>"), bool(compiled)

    yield start
    html._environment.cache_clear()


def test_a_template_is_compiled_once_for_all_starts(started):
    assert started("{{ name }}") == ("&lt;b&gt;", True)
    assert started("{{ name }}") == ("&lt;b&gt;", False)


def test_a_template_that_was_changed_is_compiled_anew(started):
    started("{{ name }}")

    assert started("It is {{ name }}") == ("It is &lt;b&gt;", True)


def test_another_release_of_jinja_compiles_anew(started, monkeypatch):
    started("{{ name }}")
    monkeypatch.setattr(jinja2, "__version__", "9.9")

    assert started("{{ name }}") == ("&lt;b&gt;", True)


@pytest.mark.parametrize("left", [0, 5, 15, 25, 60, 120, 200])
def test_what_was_cut_short_is_compiled_anew(started, left):
    started("{{ name }}")
    (kept,) = html._Compiled._FOLDER.iterdir()
    whole = kept.read_bytes()
    assert len(whole) > left
    kept.write_bytes(whole[:left])

    assert started("{{ name }}") == ("&lt;b&gt;", True)


def test_where_nothing_may_be_written_nothing_is_kept_and_pages_come(started, monkeypatch):
    html._Compiled._FOLDER.rmdir()
    html._Compiled._FOLDER.write_text("no folder")

    assert started("{{ name }}") == ("&lt;b&gt;", True)

    html._Compiled._FOLDER.unlink()
    html._Compiled._FOLDER.mkdir()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    assert started("{{ name }}") == ("&lt;b&gt;", True)
    assert not list(html._Compiled._FOLDER.iterdir())


def test_the_installation_compiles_every_template(started):
    started("{{ name }}")
    (html.TEMPLATES / "b.html").write_text("b")
    html.compile_all()

    assert len(list(html._Compiled._FOLDER.iterdir())) == 2

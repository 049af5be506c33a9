"""HTML parts of a page, from templates that escape whatever the record holds."""

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from html import escape as escape
from itertools import count
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    select_autoescape,
)
from jinja2.bccache import Bucket

from components import links
from components.look import OUTCOME_SIGNS, PROJECT_SIGNS
from data.language import Language
from data.schema import TABLES
from data.views import chains, evidence, states, telling
from data.views.lens import Lens

TEMPLATES = Path(__file__).parent / "templates"


_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def literal(text: str) -> str:
    """Text that Streamlit's Markdown shows as it is: a backslash before each punctuation mark."""
    return _PUNCTUATION.sub(r"\\\1", text)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_Compiled(),
    )


class _Compiled(FileSystemBytecodeCache):
    """Templates as Python runs them, kept where Python keeps what it has compiled of ours.

    Compiling all of them takes half a second. Where nothing may be written, they are compiled at
    each start, unless the installation has done it.
    """

    _FOLDER = Path(__file__).parent / "__pycache__"

    def __init__(self) -> None:
        super().__init__(str(self._FOLDER), "%s.jinja")
        # Another release of Jinja, or other settings of ours, may compile the same otherwise.
        self._by = jinja2.__version__ + Path(__file__).read_text(encoding="utf-8")

    def get_source_checksum(self, source: str) -> str:
        """What a template and its compiler are known by: of anything else, nothing is taken."""
        return super().get_source_checksum(self._by + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is there, if it is whole, and of this template."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # whatever reading a file brings that was cut short
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it where Python may keep what it compiles."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def compile_all() -> None:
    """Compile each template, for a server that may not keep what it compiles."""
    for name in _environment().list_templates():
        _environment().get_template(name)


def render(template: str, lens: Lens, **context: Any) -> str:
    """A filled-in template in the reader's language; it can use ``lens`` and the names below."""
    code = lens.language.code
    return (
        _environment()
        .get_template(template)
        .render(
            lens=lens,
            lang=lens.language,
            code=code,
            _=lens.language.text,
            row_link=lambda table, key: links.to_row(table, key, code),
            page_link=lambda path, **parameters: links.href(path, code, **parameters),
            states=states,
            telling=telling,
            evidence=evidence,
            panel_id=_panel_ids(template),
            signs={"project": PROJECT_SIGNS, "outcome": OUTCOME_SIGNS},
            span=chains.span,
            schemas=TABLES,
            tables={name: table.labels[code] for name, table in TABLES.items()},
            **context,
        )
    )


def _panel_ids(template: str) -> Callable[[str], str]:
    """Gives each panel of a part an id that no other on its page has, the same at each rerun."""
    part, numbers = template.partition(".")[0], count(1)
    return lambda key: f"{key}-{part}{next(numbers)}"


def plain(template: str, language: Language, **context: Any) -> str:
    """A filled-in template of a page that shows nothing of the record."""
    return (
        _environment()
        .get_template(template)
        .render(lang=language, code=language.code, _=language.text, **context)
    )


if __name__ == "__main__":
    compile_all()

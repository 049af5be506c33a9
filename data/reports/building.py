"""Builds the shipped templates: ``python -m data.reports.building``.

A template is an ordinary Word file, but do not edit a shipped one by hand: this script would
overwrite it.
"""

import io
import zipfile
from pathlib import Path

from data.bundles import bundle
from data.language import Language
from data.reports import form
from data.reports.annexes import annexes
from data.reports.chapters import BODIES
from data.reports.kinds import FOLDER
from data.reports.letterhead import closing, heading, mark, title
from data.schema import LANGUAGES

_TIGHT = ("partner", "plan", "projects")  # they keep to two, to two and to eight pages


def built(name: str, code: str) -> bytes:
    """One template as the bytes of a .docx; the same texts always give the same bytes."""
    language = Language(code)
    document = form.blank(language.tag, tight=name in _TIGHT)
    mark(document, language)
    heading(document, language)
    title(document, language, name)
    BODIES[name](document, language.text)
    closing(document, language, name)
    annexes(document, language, name)
    target = io.BytesIO()
    document.save(target)
    with zipfile.ZipFile(target) as parts:  # that zip holds the time of today
        return bundle({name: parts.read(name) for name in parts.namelist()})


def build(folder: Path = FOLDER) -> None:
    """Write every template."""
    for name in BODIES:
        for code in LANGUAGES:
            (folder / f"{name}.{code}.docx").write_bytes(built(name, code))


if __name__ == "__main__":
    build()

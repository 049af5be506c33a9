"""LibreOffice, which reads the reports as another program; the fields that templates fill in."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from data.views.lens import Lens
from tests.data.reports.reporting import fields_of

Convert = Callable[[Mapping[str, bytes]], dict[str, pypdfium2.PdfDocument]]


@pytest.fixture(scope="session")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Convert]:
    """Documents by name as LibreOffice prints them; skipped where there is none, except in CI."""
    program = shutil.which("soffice")
    if program is None or not _writes(program):
        answer = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        answer("LibreOffice Writer is not installed (Debian: libreoffice-writer-nogui).")
    profile = tmp_path_factory.mktemp("profile")
    opened: list[pypdfium2.PdfDocument] = []

    def convert(documents: Mapping[str, bytes]) -> dict[str, pypdfium2.PdfDocument]:
        folder = tmp_path_factory.mktemp("printed")
        for name, content in documents.items():
            (folder / f"{name}.docx").write_bytes(content)
        command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}"]
        command += ["--convert-to", "pdf", "--outdir", str(folder)]
        command += [str(folder / f"{name}.docx") for name in documents]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        printed = {name: pypdfium2.PdfDocument(folder / f"{name}.pdf") for name in documents}
        opened.extend(printed.values())
        return printed

    yield convert
    for document in opened:
        document.close()


def _writes(program: str) -> bool:
    """Whether this LibreOffice has Writer: without it, it starts but opens no document."""
    folder = Path(program).resolve().parent
    return any(folder.glob("libswlo.*")) or any(folder.glob("swlo.dll"))


@pytest.fixture(scope="module")
def context(lens: Callable[..., Lens]) -> dict[str, Any]:
    """The fields of the report on AFD, for templates that somebody uploads."""
    return fields_of(lens("en"), "partner")

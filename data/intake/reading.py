"""Reads a file that is neither workbook nor XML: text, JSON or a zipped Data Package."""

from data.intake.objects import read_objects
from data.intake.text import read_text
from data.intake.zipped_package import read_package
from data.sheets.grid import Sheet
from data.sheets.limits import Limits


def read(file: str, content: bytes, limits: Limits, encoding: str | None) -> list[Sheet]:
    """Sheets of a file; none where it is a zip, but no Data Package.

    Raises:
        NoTable: the file is not a table, is damaged, or passes a limit.

    """
    if content.startswith(b"PK"):
        return read_package(file, content, limits) or []
    objects = read_objects(file, content, limits)
    return [objects or read_text(file, content, limits, encoding)]

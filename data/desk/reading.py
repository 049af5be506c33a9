"""Reads a file that is no workbook: text, JSON, IATI or a zipped Data Package."""

from collections.abc import Mapping

from data.iati.parsing import is_xml
from data.iati.reading import read_activities
from data.intake.objects import read_objects
from data.intake.text import read_text
from data.intake.zipped_package import read_package
from data.record.rows import Rows
from data.sheets.grid import Sheet
from data.sheets.limits import Limits


def read(
    file: str,
    content: bytes,
    limits: Limits,
    encoding: str | None,
    published: Mapping[str, Rows],
) -> list[Sheet]:
    """Sheets of a file; none where it is a zip, but no Data Package.

    Raises:
        NoTable: the file is not a table, is damaged, or passes a limit.

    """
    if content.startswith(b"PK"):
        return read_package(file, content, limits) or []
    if is_xml(content):
        return read_activities(file, content, limits, published)
    objects = read_objects(file, content, limits)
    return [objects or read_text(file, content, limits, encoding)]

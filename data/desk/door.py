"""The only way in for uploaded files: bytes go in, sheets or one refusal come out."""

from collections.abc import Mapping
from types import MappingProxyType

from data.faults import Fault
from data.iati.parsing import is_xml
from data.iati.reading import read_activities
from data.intake import apart
from data.intake.content import kind_of
from data.intake.encodings import ENCODINGS
from data.intake.reading import read
from data.intake.workbooks import read_workbook
from data.intake.zipped_package import may_be_package
from data.record.rows import Rows
from data.sheets.grid import Cell, Sheet
from data.sheets.limits import LIMITS, Limits, NoTable

_SMALL = 1_000_000  # bytes
_NOTHING: Mapping[str, Rows] = MappingProxyType({})

__all__ = ["ENCODINGS", "LIMITS", "Cell", "Limits", "RefusedFile", "Sheet", "sheets"]


class RefusedFile(Exception):  # noqa: N818 -- says what happens to the file
    """Raised when a file is not a table or passes a limit; ``fault`` says which and where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.file}: {fault.kind}")
        self.fault = fault


def sheets(
    file: str,
    content: bytes,
    *,
    limits: Limits = LIMITS,
    encoding: str | None = None,
    published: Mapping[str, Rows] = _NOTHING,
) -> list[Sheet]:
    """Sheets of a CSV, XLSX, ODS, XLS, XLSB or IATI file; its bytes decide, not its name.

    A JSON list of objects is one sheet; a zipped Data Package has one sheet per table. Empty
    sheets are left out, and hidden ones whose name starts with "_", like the lists in our
    template. ``encoding``, one of ``ENCODINGS``, overrides the guess; for a workbook "tcvn3" or
    "vni" means that its texts were written for such fonts, any other that they were not.
    ``published`` is the record, in which the projects of an IATI file are looked up.

    Raises:
        RefusedFile: the file is not a table, is damaged or locked, or passes a limit.

    """
    if encoding is not None and encoding not in ENCODINGS:
        raise ValueError(encoding)
    try:
        if len(content) > limits.bytes:
            expected = f"≤ {limits.bytes // 1_000_000} MB"
            raise NoTable("over-bytes", found=f"{len(content) / 1e6:.1f} MB", expected=expected)
        kind = kind_of(content)
        # A small file cannot take much memory, and starting a process takes half a second.
        is_small = kind == "text" and len(content) <= _SMALL
        if kind == "text" and is_xml(content):
            if is_small:
                return read_activities(file, content, limits, published)
            return apart.sheets(apart.XML, file, content, limits, published=dict(published))
        if is_small:
            return read(file, content, limits, encoding)
        tables: list[Sheet] = []
        if kind == "text" or may_be_package(content):
            tables = apart.sheets(apart.TEXT, file, content, limits, encoding=encoding)
        return tables or read_workbook(file, content, limits, encoding)
    except NoTable as reason:
        fault = Fault(reason.kind, file, reason.row, reason.column, reason.found, reason.expected)
        raise RefusedFile(fault) from reason

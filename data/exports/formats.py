"""The one list of files in which a table, a chart, a map or the whole record is given."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from data.language import Language

EXCEL_CSV: Final = "excel.csv"  # with semicolons and decimal commas


class Format(NamedTuple):
    """One kind of file: its ending, its media type, and what it can hold."""

    ending: str
    media_type: str
    holds: tuple[str, ...]


FORMATS: Mapping[str, Format] = {
    one.ending: one
    for one in (
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ("table", "record", "chart", "map", "list"),
        ),
        Format("csv", "text/csv; charset=utf-8", ("table", "chart", "map", "list")),
        Format(EXCEL_CSV, "text/csv; charset=utf-8", ("table", "chart", "map", "list")),
        Format("json", "application/json", ("table", "chart", "map")),
        Format("iati.xml", "application/xml", ("projects",)),
        Format("geojson", "application/geo+json", ("places", "map")),
        Format("ics", "text/calendar; charset=utf-8", ("visit",)),
        Format("atom", "application/atom+xml; charset=utf-8", ("changes",)),
        Format("zip", "application/zip", ("record",)),
        Format("png", "image/png", ("chart", "map")),
        Format("svg", "image/svg+xml", ("chart", "map")),
        Format("pdf", "application/pdf", ("chart", "map")),
        Format("html", "text/html; charset=utf-8", ("chart", "map")),
        Format(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ("report", "briefing"),
        ),
    )
}


def endings(*what: str) -> tuple[str, ...]:
    """Endings of the files that can hold something: ``endings("table", "projects")``."""
    return tuple(one.ending for one in FORMATS.values() if set(one.holds) & set(what))


def offered(language: Language, *what: str) -> tuple[str, ...]:
    """The endings that help a reader of a language: semicolons only where commas are decimal."""
    helpful = endings(*what)
    return tuple(one for one in helpful if one != EXCEL_CSV or language.has_decimal_comma)


def media_type(ending: str) -> str:
    """The media type of a file by its ending."""
    return FORMATS[ending].media_type


def label(language: Language, ending: str, what: str = "table", *, for_print: bool = False) -> str:
    """The words on the button of a file: what it is for, and its ending."""
    if for_print:
        return f"{language.text('Picture for print')} (.{ending})"
    return f"{_purposes(language)[ending, what]} (.{ending})"


def _purposes(language: Language) -> Mapping[tuple[str, str], str]:
    _ = language.text
    drawings = {
        "png": _("Picture for the screen"),
        "svg": _("Drawing"),
        "pdf": _("Page for print"),
        "html": _("Page to open offline"),
    }
    data = {
        "xlsx": _("Data, Excel workbook"),
        "csv": _("Data, CSV table"),
        EXCEL_CSV: _("Data, CSV with semicolons for Excel"),
        "json": _("Data, JSON for programs"),
    }
    return {
        ("xlsx", "table"): _("Excel workbook"),
        ("csv", "table"): _("CSV table"),
        (EXCEL_CSV, "table"): _("CSV with semicolons for Excel"),
        ("json", "table"): _("JSON for programs"),
        ("iati.xml", "projects"): _("IATI activities"),
        ("geojson", "places"): _("Places as GeoJSON"),
        ("ics", "visit"): _("Add to calendar"),
        ("atom", "changes"): _("Feed of changes"),
        ("docx", "briefing"): _("Briefing in Word, two pages"),
        ("xlsx", "record"): _("Excel workbook"),
        ("zip", "record"): _("Data Package"),
        ("geojson", "map"): _("Places as GeoJSON"),
        ("xlsx", "list"): _("Excel workbook"),
        ("csv", "list"): _("CSV table"),
        (EXCEL_CSV, "list"): _("CSV with semicolons for Excel"),
        **{(ending, what): words for ending, words in data.items() for what in ("chart", "map")},
        **{
            (ending, what): words for ending, words in drawings.items() for what in ("chart", "map")
        },
    }

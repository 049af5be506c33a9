"""What a reader takes away from a page: the rows shown, a visit's calendar, the whole record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from components import links, shelf
from components.page import parts
from data.exports import data_package, places, programme, tables, workbooks
from data.exports.edition import Edition, Extract, whole
from data.exports.openapi import ROOT, TYPES
from data.iati import activities, gaps
from data.schema import TABLES
from data.views.filters import filters as filters_of
from data.views.lens import Lens, Row


class _File(NamedTuple):
    """One file to choose: what it is for, its ending, and how it is made when asked for."""

    label: str
    ending: str
    name: str
    make: Callable[[], bytes]


def part(
    lens: Lens, table: str, keys: Iterable[str], filters: Mapping[str, str | None] | None = None
) -> Extract:
    """Rows of a table that a page shows; ``filters`` are the parameters of the page's address."""
    edition = shelf.edition(lens.language.code)
    known = filters_of(lens, table, parts.today()) if filters else {}
    asked = {name: value for name, value in (filters or {}).items() if value}
    told = tuple((known[name].label, known[name].options[value]) for name, value in asked.items())
    held = edition.rows[table]  # of a version that may be newer than the page
    return Extract(edition, TABLES[table], tuple(key for key in keys if key in held), told)


def data(
    lens: Lens, table: str, keys: Iterable[str], *, filters: Mapping[str, str | None]
) -> Extract:
    """A menu of files with the rows that a page shows, and the address that stays up to date.

    ``filters`` are the parameters of the page's address. Nothing is made before it is asked for.
    The rows are returned, for the charts made from them.
    """
    _ = lens.language.text
    extract = part(lens, table, keys, filters)
    edition, told = extract.edition, extract.filters
    asked = {name: value for name, value in filters.items() if value}
    files = [
        _File(_("Excel workbook"), "xlsx", "", lambda: workbooks.as_xlsx(extract)),
        _File(_("CSV table"), "csv", "", lambda: tables.as_csv(extract)),
        _File(_("JSON for programs"), "json", "", lambda: tables.as_json(extract)),
    ]
    if table == "projects":
        label = _("IATI activities")
        files.append(_File(label, "iati.xml", "", lambda: activities(edition.lens, extract.keys)))
    with _menu(table, _("Download: {what}").format(what=extract.title)):
        parts.show(
            "download.html",
            lens,
            rows=len(extract.keys),
            filters=told,
            feed=f"{ROOT}/{table}.csv?{urlencode({**asked, 'lang': lens.language.code})}",
        )
        for file in files:
            _offer(table, file._replace(name=extract.file_name(file.ending)))
    return extract


def iati_gaps(lens: Lens, keys: Sequence[str]) -> None:
    """What an IATI file of these projects would lack: of one each thing, of many how much."""
    _ = lens.language.text
    found = parts.cached(gaps, lens, tuple(keys))
    label = _("What IATI asks for and the record does not know ({count})").format(count=len(found))
    with st.expander(label):
        parts.note(
            _(
                "IATI takes only full dates and its own kinds of sums. What is missing is left out "
                "of the file, never made up; a project without a full start date stands beside "
                "the activities."
            )
        )
        if len(keys) == 1:
            rows = [[gap.element, gap.sentence] for gap in found]
            parts.table(lens, label, [_("Place in IATI"), _("What is missing")], rows)
            return
        listed = [
            [
                links.cell(lens, "projects", key),
                " ".join(gap.sentence for gap in found if gap.project == key and gap.blocks),
                sum(gap.project == key for gap in found),
            ]
            for key in keys
        ]
        heads = [_("Project"), _("Why it is no full activity"), _("Gaps in all")]
        parts.table(lens, label, heads, listed, numeric=[_("Gaps in all")])


def calendar(lens: Lens, visit: Row) -> None:
    """A visit's programme for the reader's calendar."""
    edition = shelf.edition(lens.language.code)
    name = programme.file_name(edition, visit)
    label = lens.language.text("Add to calendar")
    with st.container(key="nc-calendar"):
        file = _File(label, "ics", name, lambda: programme.as_ics(edition, visit))
        _offer(visit["visit_id"], file, icon=":material/calendar_add_on:")


def record(lens: Lens) -> None:
    """Everything at once: a workbook, a data package, the places on a map."""
    _ = lens.language.text
    if any(lens.record.faults.values()):
        parts.note(_("The whole record can be taken away once every table is sound."))
        return
    edition = shelf.edition(lens.language.code)
    title = f"Nhịp Cầu – {_('The whole record')}"
    files = [
        _File(_("Excel workbook"), "xlsx", "", lambda: workbooks.record_as_xlsx(edition)),
        _File(_("Data Package"), "zip", "", lambda: data_package.as_zip(edition)),
        _File(_("Places as GeoJSON"), "geojson", "", lambda: _places(edition)),
    ]
    parts.show("download_record.html", lens, address=ROOT)
    with st.container(key="nc-record", horizontal=True):
        for file in files:
            _offer("record", file._replace(name=edition.name(title, file.ending)))


def _places(edition: Edition) -> bytes:
    return places.as_geojson(whole(edition, "places"))


def _menu(key: str, label: str) -> st.delta_generator.DeltaGenerator:
    with st.container(key=f"nc-download-{key}"):
        return st.popover(label, icon=":material/download:", type="tertiary")


def _offer(key: str, file: _File, icon: str = ":material/download:") -> None:
    st.download_button(
        f"{file.label} (.{file.ending})",
        file.make,
        file_name=file.name,
        mime=TYPES[file.ending],
        key=f"download-{key}-{file.ending}",
        on_click="ignore",
        icon=icon,
    )

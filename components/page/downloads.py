"""What a reader takes away from a page: the rows shown, a visit's calendar, the whole record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st

from components import links, shelf
from components.entrance import gate
from components.page import handing, parts
from components.streamlit_inside import Block
from data.exports import data_package, feeds, formats, places, programme, workbooks
from data.exports.edition import Edition, Extract, whole
from data.exports.openapi import ROOT
from data.iati import gaps, why_none
from data.iati.plan import Gap
from data.roles import Act
from data.schema import TABLES
from data.values.folding import fold
from data.views.filters import select
from data.views.lens import Lens, Row
from data.views.row_order import in_order


class _File(NamedTuple):
    """One file to choose: what it is for, its ending, and how it is made when asked for."""

    label: str
    ending: str
    name: str
    make: Callable[[], bytes]


def part(lens: Lens, table: str, asked: Mapping[str, str]) -> Extract:
    """The rows of a table that fit some filters, as a page lists them."""
    edition = shelf.edition(lens.language.code)
    keys, words = select(lens, table, asked)
    held = edition.rows[table]  # of a version that may be newer than the page
    shown = tuple(key for key in in_order(lens, table, keys) if key in held)
    return Extract(edition, TABLES[table], shown, words, tuple(asked.items()))


def rows(lens: Lens, table: str, keys: Iterable[str], *about: tuple[str, str]) -> Extract:
    """Rows of a table that stand behind a chart; ``about`` says what they are about."""
    edition = shelf.edition(lens.language.code)
    held = edition.rows[table]
    return Extract(edition, TABLES[table], tuple(key for key in keys if key in held), about)


def data(extract: Extract, name: str = "") -> Extract:
    """A menu of files with the rows that a page shows, and the address that stays up to date.

    ``name`` is needed where a page shows two lists of one table. A file is made only when asked
    for. The rows are returned, for the charts made from them.
    """
    lens, table = extract.lens, extract.table.name
    what = f"{extract.title} – {name}" if name else extract.title
    key = "-".join(filter(None, (table, *(fold(name).split()))))
    with _menu(key, lens.language.text("Download: {what}").format(what=what)):
        parts.show(
            "download.html",
            lens,
            rows=len(extract.keys),
            filters=extract.filters,
            feed=feeds.address(extract),
        )
        for ending in formats.endings("table", table):
            if ending == "iati.xml" and (why := parts.cached(why_none, lens, extract.keys)):
                parts.note(why)
                continue
            what = "table" if ending in formats.endings("table") else table
            label = formats.label(lens.language, ending, what)
            make = partial(feeds.written, extract, ending)
            _offer(key, _File(label, ending, extract.file_name(ending), make))
    _change(extract, key)
    return extract


def _change(extract: Extract, key: str) -> None:
    """For those who may propose: the way to these rows as a grid of cells."""
    if not gate.caller().may(Act.PROPOSE):
        return
    language = extract.lens.language
    at = {"part": "rows", "table": extract.table.name, **dict(extract.asked)}
    with st.container(key=f"nc-change-rows-{key}"):
        parts.show(
            "change_rows.html",
            extract.lens,
            href=links.href("data", language.code, **at),
            what=extract.title,
        )


def iati_gaps(lens: Lens, keys: Sequence[str]) -> None:
    """What an IATI file of these projects would lack: each gap of one, the number of many."""
    _ = lens.language.text
    missing = parts.cached(gaps, lens, tuple(keys))
    of_project: dict[str, list[Gap]] = {}
    for gap in missing:
        of_project.setdefault(gap.project, []).append(gap)
    label = _("What IATI asks for and the record does not know ({count})").format(
        count=len(missing)
    )
    with st.expander(label):
        parts.note(
            _(
                "IATI takes full days and its own kinds of sums. A date known only as a month or a "
                "year goes out as a day and says so. What is missing is left out of the file, "
                "never made up."
            )
        )
        if len(keys) == 1:
            rows = [[gap.element, gap.sentence] for gap in missing]
            parts.table(lens, label, [_("Place in IATI"), _("What is missing")], rows)
            return
        listed = [
            [
                links.cell(lens, "projects", key),
                " ".join(gap.sentence for gap in of_project.get(key, ()) if gap.blocks),
                len(of_project.get(key, ())),
            ]
            for key in keys
        ]
        heads = [_("Project"), _("Why it is no full activity"), _("Gaps in all")]
        parts.table(lens, label, heads, listed, numeric=[_("Gaps in all")])


def calendar(lens: Lens, visit: Row) -> None:
    """A visit's programme for the reader's calendar."""
    edition = shelf.edition(lens.language.code)
    name = programme.file_name(edition, visit)
    label = formats.label(lens.language, "ics", "visit")
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
    files = {
        ("xlsx", "record"): partial(workbooks.record_as_xlsx, edition),
        ("zip", "record"): partial(data_package.as_zip, edition),
        ("geojson", "places"): partial(_places, edition),
    }
    parts.show("download_record.html", lens, address=ROOT)
    with st.container(key="nc-record", horizontal=True):
        for (ending, what), make in files.items():
            label = formats.label(lens.language, ending, what)
            _offer("record", _File(label, ending, edition.name(title, ending), make))


def _places(edition: Edition) -> bytes:
    return places.as_geojson(whole(edition, "places"))


def _menu(key: str, label: str) -> Block:
    with st.container(key=f"nc-download-{key}"):
        return st.popover(label, icon=":material/download:", type="tertiary")


def _offer(key: str, file: _File, icon: str = ":material/download:") -> None:
    handing.button(
        file.label,
        file.make,
        name=file.name,
        mime=formats.media_type(file.ending),
        key=f"download-{key}-{file.ending}",
        icon=icon,
    )

"""What a reader takes away from a page: the rows shown, a visit's calendar, the whole record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

import streamlit as st

from components import html, links
from components.entrance import gate
from components.inside.names import Block
from components.page import address, columns, lists, parts
from components.page.takeaway import Link
from data.exports import calendar as calendars
from data.exports import feeds, formats, selecting
from data.exports.edition import Extract
from data.exports.openapi import ROOT
from data.iati.coverage import gaps, why_none
from data.iati.plan import Gap
from data.roles import Act
from data.values.folding import fold
from data.views.lens import Lens, Row


def part(lens: Lens, table: str, asked: Mapping[str, str]) -> Extract:
    """The rows of a table that fit some filters, as a page lists them."""
    return selecting.part(parts.edition(lens), table, asked)


def data(extract: Extract, name: str = "") -> Extract:
    """A menu of files with the rows that a page shows, each at an address that stays up to date.

    ``name`` is needed where a page shows two lists of one table. The rows are returned.
    """
    lens, table = extract.lens, extract.table.name
    what = f"{extract.title} – {name}" if name else extract.title
    key = "-".join(filter(None, (table, *(fold(name).split()))))
    with _menu(key, lens.language.text("Download: {what}").format(what=what)):
        files = st.container()
        wanted = replace(extract, chosen=columns.choose(lens, table, key))
        with files:
            _files(wanted, key)
    _change(extract, key)
    return extract


def _files(extract: Extract, key: str) -> None:
    """The files of these rows with the columns chosen."""
    lens, table = extract.lens, extract.table.name
    parts.show(
        "download.html",
        lens,
        rows=len(extract.keys),
        filters=extract.filters,
        feed=feeds.address(extract),
    )
    endings = list(formats.offered(lens.language, "table", table))
    why = parts.cached(why_none, lens, extract.keys) if "iati.xml" in endings else ""
    if why:
        endings.remove("iati.xml")
    _offer(lens, [_link(extract, key, ending) for ending in endings])
    if why:
        parts.note(why)


def _change(extract: Extract, key: str) -> None:
    """For those who may propose: the way to these rows as a grid of cells.

    Papers have none: each is given with its file, in the form of a row.
    """
    if extract.table.keeps_files or not gate.caller().may(Act.PROPOSE):
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
            lists.table(lens, label, [_("Place in IATI"), _("What is missing")], rows)
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
        lists.table(lens, label, heads, listed, numeric=[_("Gaps in all")])


def _link(extract: Extract, key: str, ending: str) -> Link:
    table = extract.table.name
    what = "table" if ending in formats.endings("table") else table
    label = formats.label(extract.lens.language, ending, what)
    return Link(label, feeds.address(extract, ending), f"{key}-{ending}")


def calendar(lens: Lens, visit: Row) -> None:
    """A visit's programme for the reader's calendar."""
    code, key = lens.language.code, visit["visit_id"]
    label = formats.label(lens.language, "ics", "visit")
    with st.container(key="nc-calendar"):
        _offer(lens, [Link(label, f"{ROOT}/visits/{quote(key)}.ics?lang={code}", "calendar")])


def briefing(lens: Lens, asked: Mapping[str, str]) -> None:
    """The briefing on a partner as a Word file."""
    label = formats.label(lens.language, "docx", "briefing")
    with st.container(key="nc-record"):
        _offer(lens, [Link(label, feeds.briefing_address(lens.language, asked), "briefing-docx")])


def subscription(lens: Lens, asked: Mapping[str, str]) -> None:
    """The calendar of all that has a day, for the reader's own program, which asks it again."""
    _ = lens.language.text
    narrow = {name: asked[name] for name in calendars.PARAMETERS if asked.get(name)}
    path = feeds.calendar_address(lens.language, narrow)
    server = address.server()
    with (
        st.container(key="nc-subscribe"),
        st.popover(_("Subscribe to the calendar"), icon=":material/event_repeat:", type="tertiary"),
    ):
        st.markdown(f"**{html.literal(calendars.title(lens, narrow))}**")
        parts.note(
            _(
                "Visits, meetings, deadlines of promises, ends of projects. Your calendar program "
                "asks again by itself: what is moved moves, what is taken out is cancelled."
            )
        )
        if server:
            host = server.partition("://")[2]
            st.link_button(_("Open in the calendar program"), f"webcal://{host}{path}")
        parts.note(_("Or give it this address:"))
        st.code(f"{server}{path}", language=None, wrap_lines=True)


def record(lens: Lens) -> None:
    """Everything at once: a workbook, a data package, the places on a map."""
    _, code = lens.language.text, lens.language.code
    if any(lens.record.faults.values()):
        parts.note(_("The whole record can be taken away once every table is sound."))
        return
    parts.show("download_record.html", lens, address=ROOT)
    files = (("xlsx", "record"), ("zip", "record"), ("geojson", "places"))
    with st.container(key="nc-record"):
        _offer(
            lens,
            [
                Link(
                    formats.label(lens.language, ending, what),
                    f"{ROOT}/{what}.{ending}?lang={code}",
                    f"record-{ending}",
                )
                for ending, what in files
            ],
        )


def _menu(key: str, label: str) -> Block:
    with st.container(key=f"nc-download-{key}"):
        return st.popover(label, icon=":material/download:", type="tertiary")


def _offer(lens: Lens, files: Sequence[Link]) -> None:
    parts.show("files.html", lens, said="", files=files)

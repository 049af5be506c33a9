"""What a reader takes away to work on in a spreadsheet: templates, tables, whole versions."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import html, shelf
from components.entrance import gate
from components.page import address, handing, parts
from data.bundles import bundle
from data.exports.edition import version_label
from data.exports.formats import media_type
from data.exports.templates import exported_csv, template
from data.language import Language
from data.record.rows import Rows
from data.schema import TABLES
from data.store import Version, audit
from data.views.lens import Lens


def templates(lens: Lens) -> None:
    """Workbooks to fill in, empty or with the current record, and each table as a CSV."""
    _ = lens.language.text
    version = shelf.opened().current()
    rows = shelf.rows(version.id)
    st.subheader(_("A workbook to fill in"), anchor=False)
    parts.note(
        _(
            "One sheet per table, headings in your language, with drop-down lists, notes and "
            "examples. Fill it in with Excel or LibreOffice and upload it here."
        )
    )
    labels = {name: table.labels[lens.language.code] for name, table in TABLES.items()}
    parts.guard("tables", labels, _("All tables are chosen."))
    chosen = address.several("tables", _("Tables in the workbook"), labels) or list(labels)
    contents = {"filled": _("With the rows published now"), "empty": _("Empty")}
    parts.guard("rows", contents, _("The rows published now are in it."))
    is_filled = address.switch("rows", _("Contents"), contents, default="filled") == "filled"
    _workbook(lens.language, version, rows, chosen, is_filled=is_filled)
    st.subheader(_("Each table as a CSV"), anchor=False)
    parts.note(
        _("UTF-8, with our column names; Excel opens it. A file that comes back has the same rows.")
    )
    with st.container(key="nc-files", horizontal=True):
        for name, label in labels.items():
            count = lens.language.plural("{count} row", "{count} rows", len(rows.get(name, {})))
            handing.button(
                html.literal(f"{label} ({count})"),
                partial(exported_csv, name, rows.get(name, {})),
                name=f"nhip-cau-{name.replace('_', '-')}-v{version.number}.csv",
                mime=media_type("csv"),
                key=f"csv-{name}",
            )


def _workbook(
    language: Language,
    version: Version,
    rows: dict[str, Rows],
    chosen: list[str],
    *,
    is_filled: bool,
) -> None:
    part = "" if len(chosen) == len(TABLES) else "-" + chosen[0].replace("_", "-")
    more = f"-{len(chosen)}" if 1 < len(chosen) < len(TABLES) else ""
    state = f"v{version.number}" if is_filled else "empty"
    handing.button(
        language.text("Download the workbook (XLSX)"),
        partial(
            template,
            language,
            rows if is_filled else None,
            chosen,
            version=version_label(language, version),
            known=rows,
        ),
        name=f"nhip-cau{part}{more}-{state}-{language.code}.xlsx",
        mime=media_type("xlsx"),
        kind="primary",
        key="template",
    )


def whole(lens: Lens, version: Version) -> None:
    """Buttons to download a whole version: as a workbook, and as CSV files in a zip."""
    _ = lens.language.text
    rows = shelf.rows(version.id)
    noted = partial(_noted, gate.caller().who, version)
    handing.button(
        _("The whole version as a workbook (XLSX)"),
        partial(
            noted,
            partial(template, lens.language, rows, version=version_label(lens.language, version)),
        ),
        name=f"nhip-cau-v{version.number}-{lens.language.code}.xlsx",
        mime=media_type("xlsx"),
        key=f"whole-xlsx-{version.number}",
    )
    handing.button(
        _("All its tables as CSV (zip)"),
        partial(noted, partial(_csvs, rows, version.number)),
        name=f"nhip-cau-v{version.number}-csv.zip",
        mime=media_type("zip"),
        key=f"whole-csv-{version.number}",
    )


def _noted(who: str, version: Version, make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives; that somebody took everything away stands in the audit trail."""
    content = make()
    with shelf.opened().transaction(writing=True) as connection:
        audit.note(connection, who, "export", version=version.number, id=version.id)
    return content


def _csvs(rows: dict[str, Rows], number: int) -> bytes:
    return bundle(
        {
            f"nhip-cau-{name.replace('_', '-')}-v{number}.csv": exported_csv(name, table_rows)
            for name, table_rows in rows.items()
        }
    )

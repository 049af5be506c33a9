"""The data desk under Streamlit's own test runner, on a store of the test's own."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from data.record import rows
from data.record.loading import CURATED
from data.schema import TABLES

ROUTER = str(Path(__file__).parents[2] / "pages" / "router.py")


def opened(**parameters: str) -> AppTest:
    """The data desk as a reader with this address first sees it, in English if not said."""
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page("data.py")
    for parameter, value in {"lang": "en", **parameters}.items():
        app.query_params[parameter] = value
    return app.run()


def uploaded(*files: tuple[str, bytes], **parameters: str) -> AppTest:
    """The desk after these files were given to it."""
    app = opened(**parameters)
    app.file_uploader[0].set_value([(name, content, "") for name, content in files])
    return app.run()


def shown(app: AppTest) -> str:
    """All HTML that the page drew."""
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def said(app: AppTest, kind: str) -> str:
    """All notices of a kind ("error", "warning" …), without the escapes of Markdown."""
    parts: list[Any] = list(app.get(kind))
    return "\n".join(str(part.value).replace("\\", "") for part in parts)


def downloads(app: AppTest) -> list[str]:
    """Labels of the files that the page offers."""
    buttons: list[Any] = list(app.get("download_button"))
    return [button.label.replace("\\", "") for button in buttons]


def sign(
    app: AppTest, author: str = "Lò Thị Mai", note: str = "Sửa tên", *, tick: bool = True
) -> AppTest:
    """Fill in the form and send it."""
    if tick:
        for box in app.checkbox:
            if box.proto.form_id:  # those beside the findings say something else
                box.check()
    name, why = app.text_input[-2:]
    name.input(author)
    why.input(note)
    button = app.button[-1]
    return button.click().run()


def shipped(table: str) -> rows.Rows:
    """Rows of a shipped table by id."""
    return rows.rows_of(table, (CURATED / f"{table}.csv").read_bytes())


def written(table: str, rows_to_write: Sequence[Mapping[str, str]]) -> bytes:
    """Rows as a CSV with our own headings."""
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, list(TABLES[table].fields), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows_to_write)
    return lines.getvalue().encode()

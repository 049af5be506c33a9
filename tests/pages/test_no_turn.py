"""A file that found no turn among many others is checked again by a click."""

import threading

import pytest

from data.intake import workbooks
from data.processes import running
from tests.data.intake.written import workbook
from tests.pages.desk import said, shown, uploaded

ROW = {"du-an": [["project_id", "name_vi"], ["moi", "Dự án mới"]]}


@pytest.mark.usefixtures("kept")
def test_a_workbook_that_found_no_turn_is_checked_again(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(running, "_AT_ONCE", threading.BoundedSemaphore(1))
        patch.setattr(workbooks, "_SECONDS", 0.05)
        with running._AT_ONCE:
            app = uploaded(("du-an.xlsx", workbook(ROW)))
    assert "du-an.xlsx" not in shown(app)
    assert "du-an.xlsx: so many files are being worked on" in said(app, "error")

    app = app.button(key="desk-check-again").click().run()

    assert said(app, "error") == ""
    assert "du-an.xlsx" in shown(app)
    assert not [one for one in app.button if one.key == "desk-check-again"]

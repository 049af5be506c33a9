"""What is meant in percent becomes percent, however a spreadsheet keeps or shows it."""

import pytest

from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.sheets.grid import Cell, Sheet

HEAD = ["progress_id", "value", "unit"]


def read(*values: Cell, unit: str = "percent", way: str | None = None) -> Draft:
    rows: list[list[Cell]] = [[f"p-{at}", one, unit] for at, one in enumerate(values)]
    answers = {"fractions:value": way} if way else {}
    draft = drafts(Sheet("a.xlsx", "A", [HEAD, *rows]), Handling("project_progress", answers))
    assert isinstance(draft, Draft)
    return draft


def test_fractions_where_percents_belong_wait_for_an_answer():
    (question,) = read(0.455, 1, 0).unanswered

    assert (question.key, question.samples) == (
        "fractions:value",
        ("0.455 → 45.5", "1 → 100"),
    )


@pytest.mark.parametrize(
    ("way", "cells"),
    [("converted", ["45.5", "100", "0"]), ("as-written", ["0.455", "1", "0"])],
)
def test_they_become_percents_only_where_somebody_agrees(way, cells):
    draft = read(0.455, 1, 0, way=way)

    assert draft.cells["value"] == cells
    assert not draft.unanswered


def test_a_cell_that_shows_percent_is_right_beside_one_that_lost_the_sign():
    assert read("45.5%", 0.351, way="converted").cells["value"] == ["45.5", "35.1"]


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        (["45.5%", "0.5%"], "percent"),
        ([0.455, 35.1], "percent"),  # one is no fraction of one
        ([1, 0], "percent"),
        ([0.455, 0.2], "ha"),
    ],
)
def test_other_numbers_are_asked_about_by_nobody(values, unit):
    assert read(*values, unit=unit).questions == ()

"""Style sheets draw from one scale of letters and one of gaps."""

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[2] / "components/assets").glob("*.css"))
# The first answer stands in Streamlit's own measures, so that nothing moves when that takes over.
NOT_OURS = ("fonts.css", "instead-fonts.css", "first.css", "first-unfolded.css")
DRAWN = [sheet for sheet in SHEETS if sheet.name not in NOT_OURS]

_RULE = re.compile(r"(?<![\w-])(?P<name>[a-z-]+):(?P<value>[^;{}]+)")
_GAP = re.compile(r"(?:margin|padding|(?:row-|column-)?gap)(?:-[a-z-]+)?")
# A length that is written out: of the page it is on one scale, on paper it is millimetres.
_LENGTH = re.compile(r"(?<![\w.-])-?\d*\.?\d+(?:px|r?em|pt)\b")
_UNIT = "15px"  # of a page, as in .streamlit/config.toml
_SCALE = re.compile(r"--([tg]\d):\s*([^;]+);")


def rules(sheet: Path) -> list[tuple[str, str]]:
    """Each property of a style sheet with its value."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)
    return [(found["name"], found["value"].strip()) for found in _RULE.finditer(text)]


@pytest.mark.parametrize("sheet", DRAWN, ids=lambda sheet: sheet.name)
def test_letters_have_one_of_five_sizes(sheet):
    written = {value for name, value in rules(sheet) if name == "font-size"}
    written |= {value.split("/")[0] for name, value in rules(sheet) if name == "font"}

    sizes = {size for value in written for size in re.findall(r"var\(--t\d\)|[\d.]+[a-z]+", value)}

    assert sizes - {_UNIT} <= {f"var(--t{number})" for number in range(1, 6)}


@pytest.mark.parametrize("sheet", DRAWN, ids=lambda sheet: sheet.name)
def test_gaps_are_steps_of_one_scale(sheet):
    out_of_step = [
        f"{name}: {value}"
        for name, value in rules(sheet)
        if _GAP.fullmatch(name) and _LENGTH.search(value)
    ]

    assert out_of_step == []


def test_every_style_sheet_has_the_same_scales():
    scales = {sheet.name: dict(_SCALE.findall(sheet.read_text("utf-8"))) for sheet in DRAWN}
    on_map = scales.pop("map.css")  # where letters are smaller, as names lie close
    page = scales["nhip-cau.css"]

    assert list(page) == [*(f"t{n}" for n in range(1, 6)), *(f"g{n}" for n in range(1, 9))]
    assert all(scale == page for scale in scales.values())
    assert list(on_map) == list(page)
    assert {name: gap for name, gap in on_map.items() if name[0] == "g"}.items() <= page.items()

"""Imports run one way, read from the source: app → pages → components → data, room by room."""

import ast

import pytest

from tests import house

# From the top of the house to the ground: a room may import only rooms that stand below it.
TABLE = (
    "app",
    "pages",
    "components.desk",
    "components.page",
    "components.web",
    "components.shelf",
    "components.pictures",
    "components.maps",
    "components.charts",
    "components.html",
    "components.links",
    "components.look",
    "components.gate",
    "components.streamlit_inside",
    "components.assets",
    "data.__main__",
    "data.desk",
    "data.exports",
    "data.reports",
    "data.iati",
    "data.intake",
    "data.views",
    "data.store",
    "data.record",
    "data.faults",
    "data.language",
    "data.values",
    "data.sheets",
    "data.schema",
    "data.bundles",
    "data.processes",
)
DRAWING = {"streamlit", "streamlit_folium"}
WITHOUT_STREAMLIT = (
    "components.charts",
    "components.maps",
    "components.pictures",
    "components.html",
    "components.links",
    "components.look",
    "components.assets",
)
ARROWS = sorted((room, target) for room, targets in house.arrows().items() for target in targets)


def modules_of(rooms: tuple[str, ...]) -> list[str]:
    return [module for module in house.modules() if house.room(module) in rooms]


def test_the_table_names_every_room_and_no_other():
    assert sorted(TABLE) == sorted(house.arrows())


@pytest.mark.parametrize(("room", "target"), ARROWS)
def test_a_room_imports_only_rooms_below_it(room, target):
    assert TABLE.index(room) < TABLE.index(target)


def test_rooms_stand_on_few_floors_with_few_loose_files():
    assert len(house.floors(house.whole())) <= 10
    assert len(house.loose("data")) <= 8
    assert len(house.loose("components")) <= 8


@pytest.mark.parametrize("module", [m for m in house.modules() if house.layer(m) == "data"])
def test_data_draws_nothing(module):
    drawing = DRAWING | {"folium", "plotly", "components", "pages", "app"}

    assert not drawing & set(map(house.layer, house.reached(module)))


@pytest.mark.parametrize("module", modules_of(WITHOUT_STREAMLIT))
def test_what_draws_never_reaches_streamlit(module):
    assert not DRAWING & set(map(house.layer, house.reached(module)))


def test_pages_do_not_know_each_other():
    pages = [module for module in house.modules() if house.layer(module) == "pages"]

    assert pages
    assert not any("pages" in map(house.layer, house.imports()[page]) for page in pages)


def test_imports_within_a_room_run_in_no_circle():
    assert house.circles({m: set(targets) for m, targets in house.imports().items()}) == []


@pytest.mark.parametrize("module", sorted(house.modules()))
def test_a_module_is_named_for_what_it_holds(module):
    shapeless = {"util", "utils", "helper", "helpers", "common", "misc", "core"}

    assert not shapeless & set(module.split("."))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("from data.views import lens", "data.views.lens"),
        ("from data.views.lens import Lens", "data.views.lens"),
        ("def late():\n    import data.schema", "data.schema"),
        ("from . import lens", "data.views.lens"),
    ],
)
def test_each_form_of_import_is_seen(text, target):
    assert target in house.targets(ast.parse(text), package="data.views")

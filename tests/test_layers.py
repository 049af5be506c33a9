"""Imports run one way, read from the source: app → pages → components → data, room by room."""

import ast

import pytest

from tests import house

# From the top of the house to the ground: a room may import only rooms that stand below it.
TABLE = (
    "app",
    "pages",
    "components.admin",
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
    "components.entrance",
    "components.inside",
    "components.assets",
    "data.__main__",
    "data.commands",
    "data.desk",
    "data.exports",
    "data.reports",
    "data.iati",
    "data.intake",
    "data.views",
    "data.accounts",
    "data.store",
    "data.record",
    "data.faults",
    "data.language",
    "data.values",
    "data.sheets",
    "data.schema",
    "data.roles",
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


def modules_of(rooms: tuple[str, ...]) -> list[str]:
    return [module for module in house.modules() if house.room(module) in rooms]


def test_the_table_names_every_room_and_no_other():
    assert sorted(TABLE) == sorted(house.arrows())


def test_a_room_imports_only_rooms_below_it():
    arrows = [(room, target) for room, targets in house.arrows().items() for target in targets]

    assert arrows
    assert [arrow for arrow in arrows if TABLE.index(arrow[0]) >= TABLE.index(arrow[1])] == []


def test_rooms_stand_on_few_floors_with_few_loose_files():
    assert len(house.floors(house.whole())) <= 10
    assert len(house.floors(house.inside("components"))) <= 6
    assert len(house.floors(house.arrows())) <= 13
    assert house.loose("") == ["app.py"]
    assert len(house.loose("data")) <= 8
    assert len(house.loose("components")) <= 8


def reaching(modules: list[str], layers: set[str]) -> list[str]:
    """Those modules that import one of these layers, directly or by way of another."""
    assert modules
    return [one for one in modules if layers & set(map(house.layer, house.reached(one)))]


def test_data_draws_nothing():
    data = [module for module in house.modules() if house.layer(module) == "data"]

    assert reaching(data, DRAWING | {"folium", "plotly", "components", "pages", "app"}) == []


def test_what_draws_never_reaches_streamlit():
    assert reaching(modules_of(WITHOUT_STREAMLIT), DRAWING) == []


def test_streamlit_would_be_seen_from_afar():
    assert "pages.visits" in reaching(["data.schema", "pages.visits"], DRAWING)


def test_pages_do_not_know_each_other():
    pages = [module for module in house.modules() if house.layer(module) == "pages"]

    assert pages
    assert not any("pages" in map(house.layer, house.imports()[page]) for page in pages)


def test_imports_within_a_room_run_in_no_circle():
    assert house.circles({m: set(targets) for m, targets in house.imports().items()}) == []


def test_a_module_is_named_for_what_it_holds():
    shapeless = {"util", "utils", "helper", "helpers", "common", "misc", "core"}

    assert [module for module in house.modules() if shapeless & set(module.split("."))] == []


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


@pytest.fixture
def built(tmp_path):
    """A small house: what each of its files imports."""
    files = {
        "app.py": "import pages.home",
        "oddment.py": "import data.schema",
        "pages/home.py": "import oddment\nimport components.page",
        "components/page.py": "import components.html",
        "components/html.py": "import data.schema",
        "data/schema.py": "import json",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_loose_file_in_the_root_is_a_room_of_the_house(built):
    assert house.arrows(built)["oddment"] == {"data.schema"}
    assert house.arrows(built)["pages"] == {"oddment", "components.page"}


def test_the_printed_plan_tells_the_floors_of_the_house_of_components_and_of_all(built):
    *_, all_rooms, root, data, components = house.plan(built).splitlines()

    assert "the house, components as one room: 4 floors, 5 rooms" in house.plan(built)
    assert "within components: 2 floors, 2 rooms, 1 arrows" in house.plan(built)
    assert all_rooms == "all rooms at once: 5 floors, 6 rooms, 6 arrows, 0 back up"
    assert (root, data) == ("loose files in the root: 2", "loose files in data/: 1")
    assert components == "loose files in components/: 2"

"""Imports run one way, read from the source: app → pages → components → data."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("data", "components", "pages")
PURE = (
    "charts",
    "timelines",
    "maps",
    "basemap",
    "signs",
    "look",
    "links",
    "html",
    "assets",
    "report_charts",
)


def named(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    named(path): path
    for path in [
        ROOT / "app.py",
        *(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py")),
    ]
}


def imported(module: str) -> set[str]:
    """Every module that one imports, wherever in its text: ``from data import x`` is data.x."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - max(node.level - 1, 0)]
            base = ".".join(filter(None, [*(up if node.level else []), node.module]))
            whole = {f"{base}.{alias.name}" for alias in node.names} & set(MODULES)
            found.update(whole or {base})
    return found


IMPORTS = {module: imported(module) for module in MODULES}


def reached(module: str) -> set[str]:
    """Everything that importing a module imports, through modules of ours."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        for target in IMPORTS.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def layer(module: str) -> str:
    return module.partition(".")[0]


def of(name: str) -> list[str]:
    return sorted(module for module in MODULES if layer(module) == name)


def test_the_source_is_found():
    assert {"app", "data.record.loading", "components.charts.counts", "pages.router"} <= set(
        MODULES
    )


@pytest.mark.parametrize("module", of("data"))
def test_data_draws_nothing(module):
    drawing = {"streamlit", "streamlit_folium", "folium", "plotly", "components", "pages", "app"}

    assert not drawing & set(map(layer, reached(module)))


@pytest.mark.parametrize("module", of("components"))
def test_components_know_no_page(module):
    assert not {"pages", "app"} & set(map(layer, reached(module)))


@pytest.mark.parametrize("module", of("pages"))
def test_pages_know_neither_each_other_nor_the_server(module):
    assert not {"pages", "app"} & set(map(layer, IMPORTS[module]))


@pytest.mark.parametrize("name", PURE)
def test_a_pure_component_never_reaches_streamlit(name):
    assert not {"streamlit", "streamlit_folium"} & set(map(layer, reached(f"components.{name}")))


@pytest.mark.parametrize("name", ["data", "components"])
def test_imports_within_a_layer_run_in_no_circle(name):
    graph = {module: IMPORTS[module] & set(of(name)) for module in of(name)}

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_is_named_for_what_it_holds(module):
    shapeless = {"util", "utils", "helper", "helpers", "common", "misc", "core"}

    assert not shapeless & set(module.split("."))

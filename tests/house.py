"""The rooms of the house, read from the imports in its source: ``python -m tests.house [FOLDER]``.

A room is a folder of ``data`` or ``components`` with all below it, or a file that lies loose in one
of the two; ``pages`` and every file beside it, as ``app.py``, are a room each. The floors of the
house are counted with ``components`` as one room, then those within it, and last all rooms at once.
"""

import ast
import sys
from collections.abc import Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAYERS = ("data", "components", "pages", "app")


@cache
def modules(root: Path = ROOT) -> Mapping[str, Path]:
    """Source files by the name under which they are imported; an empty ``__init__`` is left out."""
    folders = (path for name in LAYERS for path in (root / name).rglob("*.py"))
    paths = [*sorted(root.glob("*.py")), *folders]
    return {_named(root, path): path for path in paths if path.stat().st_size}


def _named(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(root: Path = ROOT) -> Mapping[str, frozenset[str]]:
    """What each module imports, wherever in its text: ``from data import x`` is ``data.x``."""
    return {module: frozenset(_imported(root, module)) for module in modules(root)}


def _imported(root: Path, module: str) -> set[str]:
    path = modules(root)[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return targets(ast.parse(path.read_text(encoding="utf-8")), package, root)


def targets(tree: ast.AST, package: str, root: Path = ROOT) -> set[str]:
    """Modules that a source names in its imports; ``package`` is where a leading dot starts."""
    named: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - max(node.level - 1, 0)]
            base = ".".join(filter(None, [*(above if node.level else []), node.module]))
            modules_named = {f"{base}.{alias.name}" for alias in node.names} & set(modules(root))
            named.update(modules_named or {base})
    return named


def reached(module: str) -> set[str]:
    """Everything that importing a module imports, through modules of ours."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        for target in imports().get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def layer(module: str) -> str:
    """The first part of a module's name."""
    return module.partition(".")[0]


def room(module: str) -> str:
    """The room that a module lies in: ``data.views.lens`` is in ``data.views``."""
    depth = 2 if layer(module) in ("data", "components") else 1
    return ".".join(module.split(".")[:depth])


def arrows(root: Path = ROOT) -> dict[str, set[str]]:
    """The rooms that each room imports."""
    drawn: dict[str, set[str]] = {room(module): set() for module in modules(root)}
    for module, named in imports(root).items():
        drawn[room(module)] |= {room(one) for one in named}
    return {name: (named & set(drawn)) - {name} for name, named in drawn.items()}


def whole(root: Path = ROOT) -> dict[str, set[str]]:
    """The same with ``components`` as one room, so that its own floors are not counted."""
    closed: dict[str, set[str]] = {}
    for name, named in arrows(root).items():
        closed.setdefault(_closed(name), set()).update(map(_closed, named))
    return {name: named - {name} for name, named in closed.items()}


def _closed(name: str) -> str:
    return "components" if layer(name) == "components" else name


def inside(folder: str, root: Path = ROOT) -> dict[str, set[str]]:
    """The rooms of one folder and what they import of each other."""
    drawn = {name: named for name, named in arrows(root).items() if layer(name) == folder}
    return {name: named & set(drawn) for name, named in drawn.items()}


def floors(drawn: Mapping[str, set[str]]) -> list[list[str]]:
    """Rooms floor by floor, from those that import no other; raises CycleError for a circle."""
    order = tuple(TopologicalSorter(drawn).static_order())
    height: dict[str, int] = {}
    for name in order:
        height[name] = 1 + max((height[one] for one in drawn[name]), default=0)
    return [sorted(n for n in order if height[n] == level) for level in sorted({*height.values()})]


def loose(folder: str, root: Path = ROOT) -> list[str]:
    """Names of the Python files that lie directly in a folder."""
    return sorted(path.name for path in (root / folder).glob("*.py"))


def circles(drawn: Mapping[str, set[str]]) -> list[list[str]]:
    """Rooms that import each other in a ring, one ring for each arrow that runs back up."""
    left = {name: set(targets) for name, targets in drawn.items()}
    rings: list[list[str]] = []
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as circle:
            ring = circle.args[1]
            rings.append(ring)
            left[ring[1]].discard(ring[0])
        else:
            return rings


def plan(root: Path = ROOT) -> str:
    """The house in words: its floors from the top down, then how many there are of what."""
    places = {"the root": "", "data/": "data", "components/": "components"}
    lines = [
        *_storeys(whole(root), "the house, components as one room"),
        *_storeys(inside("components", root), "within components"),
        _counted(arrows(root), "all rooms at once"),
        *(f"loose files in {name}: {len(loose(path, root))}" for name, path in places.items()),
    ]
    return "\n".join(lines)


def _storeys(drawn: Mapping[str, set[str]], name: str) -> list[str]:
    built = list(enumerate(_standing(drawn), start=1))
    return [
        *(f"{number:2} {', '.join(rooms)}" for number, rooms in reversed(built)),
        _counted(drawn, name),
        *(f"in a ring: {' → '.join(reversed(ring))}" for ring in circles(drawn)),
    ]


def _standing(drawn: Mapping[str, set[str]]) -> list[list[str]]:
    """The floors without the arrows that run back up."""
    upward = {(ring[1], ring[0]) for ring in circles(drawn)}
    return floors(
        {
            room: {target for target in named if (room, target) not in upward}
            for room, named in drawn.items()
        }
    )


def _counted(drawn: Mapping[str, set[str]], name: str) -> str:
    built, rings = _standing(drawn), circles(drawn)
    count = sum(map(len, drawn.values()))
    return f"{name}: {len(built)} floors, {len(drawn)} rooms, {count} arrows, {len(rings)} back up"


if __name__ == "__main__":
    sys.stdout.write(plan(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT) + "\n")

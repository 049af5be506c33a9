"""Cells are read by name, as in ``row["date"]``: every such name is a column of the schema."""

import ast
from pathlib import Path
from typing import NamedTuple

import pytest
from jinja2 import Environment, nodes

from data.schema import TABLES

ROOT = Path(__file__).parent.parent
# The rows of codelists have columns of their own, which only data/schema.py reads.
CODE = [
    path
    for room in ("data", "components", "pages")
    for path in sorted((ROOT / room).rglob("*.py"))
    if path != ROOT / "data" / "schema.py"
]
# The previews of reports show the fields of a document, which are no cells.
TEMPLATES = [
    path
    for path in sorted((ROOT / "components" / "templates").iterdir())
    if not path.name.startswith("report_")
]
# A variable of such a name holds a row of the table.
TABLE_OF = {
    "amount": "project_amounts",
    "body": "organisations",
    "city": "places",
    "discrepancy": "discrepancies",
    "meeting": "meetings",
    "office": "organisations",
    "outcome": "outcomes",
    "partner": "organisations",
    "person": "people",
    "place": "places",
    "project": "projects",
    "seat": "places",
    "source": "sources",
    "step": "project_progress",
    "visit": "visits",
}
# A variable of such a name holds a row of any table, unless the code around says of which.
ROWS = frozenset({"alone", "one", "other", "row"})
EVERY = frozenset(TABLES)


class Cell(NamedTuple):
    """A column that code reads, or a text in three languages; ``tables`` are those it may be of."""

    line: int
    name: str
    tables: frozenset[str]
    is_text: bool = False

    @property
    def is_known(self) -> bool:
        """Whether one of the tables has it."""
        tables = [TABLES[name] for name in self.tables]
        return any(self.name in (t.texts if self.is_text else t.fields) for t in tables)


def cells(source: str) -> list[Cell]:
    """Every ``row["column"]``, ``row.get("column")`` and ``words(row, "text")`` of some code.

    Also ``row[column]``, where ``column`` runs over names that stand there.
    """
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    named = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Subscript | ast.Call):
            continue
        around = [f for f in functions if f.lineno <= node.lineno <= (f.end_lineno or 0)]
        scope = around[-1] if around else tree
        for row, name, is_text in _reads(node, scope):
            variable = str(getattr(row, "id", getattr(row, "attr", "")))
            if tables := _tables(variable, scope):
                named.append(Cell(node.lineno, name, tables, is_text))
    return named


class Read(NamedTuple):
    """A place where code reads a cell by name: the row, the name, and if it is of a text."""

    row: ast.expr
    name: str
    is_text: bool = False


def _reads(node: ast.expr, scope: ast.AST) -> list[Read]:
    match node:
        case ast.Subscript(value=row, slice=ast.Constant(value=str(name))):
            return [Read(row, name)]
        case ast.Subscript(value=row, slice=ast.Name(id=variable)):
            return [Read(row, name) for name in _run_over(variable, scope)]
        case ast.Call(
            func=ast.Attribute(value=row, attr="get"), args=[ast.Constant(str(name)), *_]
        ):
            return [Read(row, name)]
        case ast.Call(func=ast.Attribute(attr="words"), args=[row, ast.Constant(str(name))]):
            return [Read(row, name, is_text=True)]
        case ast.Call(func=ast.Name("words"), args=[_, row, ast.Constant(str(name)), *_]):
            return [Read(row, name, is_text=True)]
    return []


def _run_over(variable: str, scope: ast.AST) -> list[str]:
    """The texts in ``for variable in ("…", "…")``; none where it runs over anything else."""
    for node in ast.walk(scope):
        match node:
            case (
                ast.For(target=ast.Name(name), iter=ast.Tuple(elts=texts))
                | ast.comprehension(target=ast.Name(name), iter=ast.Tuple(elts=texts))
            ) if name == variable:
                return [str(one.value) for one in texts if isinstance(one, ast.Constant)]
    return []


def _tables(variable: str, scope: ast.AST) -> frozenset[str]:
    """The tables of which a variable may hold a row; none where it holds no row."""
    if variable in TABLE_OF:
        return frozenset({TABLE_OF[variable]})
    if variable not in ROWS:
        return frozenset()
    given = [node for node in ast.walk(scope) if _gives(node, variable)]
    known = [table for node in ast.walk(scope) if (table := _table_given(node, variable))]
    return frozenset(known) if known and len(known) == len(given) else EVERY


def _gives(node: ast.AST, variable: str) -> bool:
    """Whether a piece of code gives a variable its value: an assignment, a loop, an argument."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            return name == variable
    return False


def _table_given(node: ast.AST, variable: str) -> str | None:
    """The table where a variable is one row of ``lens.rows("…")``, or ``lens.row("…", key)``."""
    match node:
        case (
            ast.For(target=ast.Name(name), iter=value)
            | ast.comprehension(target=ast.Name(name), iter=value)
            | ast.Assign(targets=[ast.Name(name)], value=value)
            | ast.NamedExpr(target=ast.Name(name), value=value)
        ) if name == variable:
            match value:
                case ast.Call(ast.Attribute(attr="rows" | "row"), [ast.Constant(str(table)), *_]):
                    return table
    return None


def template_cells(source: str) -> list[Cell]:
    """Every ``visit.column`` of a template; the name of the variable says which table it is."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    return [
        Cell(node.lineno, node.attr, frozenset({TABLE_OF[name]}))
        for node in tree.find_all(nodes.Getattr)
        if (name := getattr(node.node, "name", "") or getattr(node.node, "attr", "")) in TABLE_OF
    ]


@pytest.fixture(scope="module")
def in_code():
    """The cells that each file of the code reads."""
    return {path: cells(path.read_text(encoding="utf-8")) for path in CODE}


@pytest.fixture(scope="module")
def in_templates():
    """The cells that each template reads."""
    return {path: template_cells(path.read_text(encoding="utf-8")) for path in TEMPLATES}


def unknown(found):
    return [(path, cell) for path in found for cell in found[path] if not cell.is_known]


def test_code_and_templates_read_no_column_that_the_schema_does_not_have(in_code, in_templates):
    assert unknown(in_code) == []
    assert unknown(in_templates) == []


def test_nearly_every_cell_that_is_read_is_looked_at(in_code, in_templates):
    """A rule that no longer matches how the code reads would find nothing, and prove nothing."""
    assert sum(map(len, in_code.values())) > 600
    assert sum(map(len, in_templates.values())) > 60


@pytest.mark.parametrize(
    "source",
    [
        'row["dat"]',
        'row.get("dat")',
        'visit["date"]',
        'thread.outcome["start_date"]',
        'lens.words(visit, "tilte")',
        'words(apparatus, outcome, "title", 80)',
        '[outcome[column] for column in ("from_org_id",)]',
        '[row["visit_id"] for row in lens.rows("projects")]',
        'def f(lens):\n    row = lens.row("visits", "a")\n    return row["meeting_id"]',
    ],
)
def test_a_misspelt_column_and_one_of_another_table_are_found(source):
    assert [cell.is_known for cell in cells(source)] == [False]


@pytest.mark.parametrize(
    "source",
    [
        'row["date"]',
        'row.get("date", "")',
        'visit["start_date"]',
        'lens.words(visit, "title")',
        'words(apparatus, outcome, "text")',
        '[outcome[column] for column in ("from_org_ids",)]',
        '[row["project_id"] for row in lens.rows("projects")]',
        'def f(row):\n    return row["meeting_id"]\nrow = lens.row("visits", "a")',
    ],
)
def test_a_column_of_the_schema_is_one(source):
    assert [cell.is_known for cell in cells(source)] == [True]


def test_what_is_no_row_is_not_looked_at():
    assert cells('answer["document"] + lens.record.faults["visits"]') == []


@pytest.mark.parametrize("source", ["{{ visit.date }}", "{% if t.outcome.strat %}{% endif %}"])
def test_a_misspelt_column_of_a_template_is_found(source):
    assert [cell.is_known for cell in template_cells(source)] == [False]

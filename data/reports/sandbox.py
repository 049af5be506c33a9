"""Limits what a template may do: fields, conditions, and loops over a report's lists.

An uploaded template may be hostile. So besides using Jinja's sandbox we refuse all else when
the template is read: calls, arithmetic, macros, and nested loops, whose work multiplies.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

_FILTERS = frozenset({"upper", "lower", "capitalize", "trim", "default", "length", "e", "escape"})
_LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex"})
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.For,
    nodes.If,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
)


class Forbidden(Exception):  # noqa: N818 -- says what the template does, as a fault does
    """Raised when a template does more than fill in fields; ``found`` says what."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


class Unknown(Exception):  # noqa: N818 -- says what the template does, as a fault does
    """Raised when a template names a field that its report does not have; ``found`` is its name."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


class Sandbox(SandboxedEnvironment):
    """Reads the templates of one document and remembers the fields they name."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_text)
        self.globals.clear()
        self.known = frozenset(known)
        self.named: set[str] = set()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        self._read(tree, frozenset())
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a mapping or of a loop; nothing else has attributes."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        raise Unknown(attribute)

    def _read(self, node: nodes.Node, bound: frozenset[str]) -> None:
        """Refuse what is not allowed, and collect the fields that the template names."""
        if not isinstance(node, _ALLOWED):
            raise Forbidden(type(node).__name__.lower())
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            raise Forbidden(f"|{node.name}")
        if isinstance(node, nodes.Name) and node.name not in bound and node.ctx == "load":
            if node.name not in self.known:
                raise Unknown(node.name)
            self.named.add(node.name)
        if isinstance(node, nodes.For):
            bound = self._loop(node, bound)
        for child in node.iter_child_nodes():
            self._read(child, bound)

    def _loop(self, node: nodes.For, bound: frozenset[str]) -> frozenset[str]:
        """Names inside a loop; it must go over a list of the report, or a list in its item."""
        root: nodes.Node = node.iter
        while isinstance(root, nodes.Getattr):
            root = root.node
        if (
            node.recursive
            or not isinstance(node.target, nodes.Name)
            or not isinstance(root, nodes.Name)
            or (bound and root.name not in bound)
        ):
            raise Forbidden("for")
        return bound | {node.target.name, "loop"}


def _text(value: Any) -> Any:
    """A text that cannot become a field: docxtpl would turn "{_{" in it into "{{"."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    braced = str(escape(value)).replace("{", "&#123;").replace("}", "&#125;")
    return Markup(braced)  # noqa: S704 -- escaped

"""Reads the text, the attributes and the line number of an XML element."""

from lxml.etree import _Element as Element


def text_in(element: Element | None) -> str:
    """All text of an element and its children; "" where there is no element."""
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def line_of(element: Element) -> int:
    """The line of the file on which an element begins; 0 where that is not known."""
    return int(getattr(element, "sourceline", None) or 0)


def attribute(element: Element | None, name: str) -> str:
    """An attribute without spaces around it; "" where it or the element is missing."""
    return "" if element is None else (element.get(name) or "").strip()

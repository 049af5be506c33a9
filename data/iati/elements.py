"""Small questions to an XML element, answered as our code wants them."""

from lxml.etree import _Element as Element


def said(element: Element | None) -> str:
    """All text of an element, whatever stands between; "" where there is no element."""
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def line(element: Element) -> int:
    """The line of the file on which an element begins; 0 where that is not known."""
    return int(getattr(element, "sourceline", None) or 0)


def told(element: Element | None, name: str) -> str:
    """An attribute without spaces around it; "" where it or the element is missing."""
    return "" if element is None else (element.get(name) or "").strip()

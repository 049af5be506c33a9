"""Builds the elements of an IATI file; what XML cannot hold becomes U+FFFD."""

import re
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from data.iati import terms

# Not allowed in XML 1.0: control characters, lone surrogates, U+FFFE and U+FFFF.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def narrate(parent: Element, texts: Mapping[str, str]) -> None:
    """Give an element a narrative for each language."""
    for code, text in texts.items():
        narrative = add(parent, "narrative")
        narrative.set(terms.LANG, code)
        narrative.text = fit(text)


def add(parent: Element, tag: str, **attributes: str) -> Element:
    """A new last child; ``iso_date`` is the attribute ``iso-date``."""
    given = {name.replace("_", "-"): fit(text) for name, text in attributes.items()}
    return etree.SubElement(parent, _beside(parent, tag), given)


def _beside(parent: Element, tag: str) -> str:
    """A tag in the namespace of its parent, so that children of our elements are ours too."""
    space = etree.QName(parent).namespace
    return f"{{{space}}}{tag}" if space else tag


def fit(text: str) -> str:
    """A text that XML can hold."""
    return _UNFIT.sub("\ufffd", text)

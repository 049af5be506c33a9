"""Finds what in a part of a Word file makes Word fetch, run or open something."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from data.sheets.limits import NoTable

_RELATION = "Relationship"
_LINK = "/hyperlink"
# Relations whose target Word runs, or reads as part of the document, wherever it lies.
_RUNNING = re.compile(r"/(oleObject|package|control|activeX\w*|vbaProject|wordVbaData)$", re.I)
_READING = re.compile(
    r"/(attachedTemplate|aFChunk|subDocument|frame|mailMerge\w*|externalLink)$", re.I
)
_PROGRAMS = {"object", "OLEObject", "control", "script", "ocx"}
_FETCHING = {"altChunk", "subDoc", "mailMerge", "frameset", "attachedTemplate"}
# QUOTE can spell the name of any other field in numbers.
_COMMAND = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE|MACROBUTTON|"
    r"EMBED|CONTROL|PRINT|QUOTE)\b"
)
_LEADING = re.compile(r"\bHYPERLINK\b(?P<rest>.*)", re.DOTALL)
_SWITCH = re.compile(r"\\[a-z]\b(\s+\"[^\"]*\")?", re.I)
_ADDRESSES = {"href", "src", "hlinkHref"}
_WEB = re.compile(r"(https?://|mailto:)[^\s\\]+", re.I)
_CONTROLS = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]")


def refuse_reach(name: str, part: bytes) -> None:
    """Check one XML part of a Word file.

    Raises:
        NoTable: it could make Word fetch, run or open something but a web page, or is no XML.

    """
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise NoTable("reaches-out", found=name)
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as wrong:
        raise NoTable("no-docx", found=name) from wrong
    if root.getroottree().docinfo.internalDTD is not None:  # in UTF-16 its name is not seen above
        raise NoTable("reaches-out", found=name)
    for element in root.iter(etree.Element):
        _refuse_element(name, element)
    for instruction in _instructions(root):
        _refuse_instruction(instruction)


def _refuse_element(name: str, element: Element) -> None:
    local = etree.QName(element).localname
    if local == _RELATION:
        _refuse_relation(name, element)
    if local in _PROGRAMS:
        raise NoTable("has-programs", found=f"{name}: {local}")
    if local in _FETCHING:
        raise NoTable("reaches-out", found=f"{name}: {local}")
    for attribute, value in element.attrib.items():
        address = str(value)
        if etree.QName(attribute).localname in _ADDRESSES and not address.startswith("#"):
            _refuse_address(address)


def _refuse_relation(name: str, relation: Element) -> None:
    kind, target = relation.get("Type", ""), relation.get("Target", "")
    if _RUNNING.search(kind):
        raise NoTable("has-programs", found=name)
    if _READING.search(kind):
        raise NoTable("reaches-out", found=name)
    if relation.get("TargetMode", "Internal") == "Internal":
        if ":" in target or "\\" in target or target.startswith("//"):
            raise NoTable("reaches-out", found=target[:60])
    elif kind.endswith(_LINK):
        _refuse_address(target)
    else:
        raise NoTable("reaches-out", found=name)


def _refuse_address(target: str) -> None:
    """Refuse what is no address of a web page or of an e-mail."""
    plain = _CONTROLS.sub("", target)
    if plain != target.strip(" ") or not _WEB.fullmatch(plain):
        raise NoTable("strange-link", found=target[:60])


def _refuse_instruction(instruction: str) -> None:
    if command := _COMMAND.search(instruction.upper()):
        raise NoTable("reaches-out", found=command.group())
    if link := _LEADING.search(instruction):
        rest = _SWITCH.sub("", link["rest"]).strip().strip('"“”')
        if rest:  # without one it leads to a place in the document
            _refuse_address(rest)


def _instructions(root: Element) -> Iterator[str]:
    """The instruction of each field; Word may have cut it into several texts."""
    written = ""
    for element in root.iter(etree.Element):
        match etree.QName(element).localname:
            case "instrText" | "delInstrText":
                written += "".join(map(str, element.itertext()))
            case "fldChar":
                yield written
                written = ""
            case "fldSimple":
                yield from (
                    str(value)
                    for key, value in element.items()
                    if etree.QName(key).localname == "instr"
                )
    yield written

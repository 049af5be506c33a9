"""Names the parts of an activity that no column of ours can hold, as paths of IATI."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Self

from lxml.etree import _Element as Element

from data.iati import dialects, terms
from data.iati.documents import is_document
from data.iati.elements import attribute
from data.record.rows import Row, Rows
from data.schema import LANGUAGES

ROOT = "iati-activity"
_CARRIED = frozenset(
    [
        "iati-identifier",
        "reporting-org",
        "title",
        "activity-status",
        "default-finance-type",
        "location",
        "sector",
        "date",
        "result",
    ]
)


class Known(NamedTuple):
    """What the record has: the country of each place."""

    countries: Mapping[str, str]

    @classmethod
    def of(cls, published: Mapping[str, Rows]) -> Self:
        """What a published record has."""
        places = published.get("places", {})
        return cls({key: row["country"] for key, row in places.items()})


def unread(activity: Element, row: Row, known: Known) -> Iterator[str]:
    """Paths of what the row of a project does not hold; the same path may come twice."""
    for child in activity:
        tag = str(child.tag)
        if tag in _ASKED:
            yield from (f"{ROOT}/{path}" for path in _ASKED[tag](child, known))
        elif tag not in _CARRIED:
            yield f"{ROOT}/{tag}"
    yield from _too_many(activity, row)
    yield from _countries(activity, row, known)
    yield from _tongues(activity, row)


def _body(child: Element, _known: Known) -> Iterator[str]:
    role = attribute(child, "role")
    if role.lower() not in dialects.ROLES:
        yield f"participating-org[{role}]"


def _description(child: Element, _known: Known) -> Iterator[str]:
    if not (child.get(terms.TEXT) or dialects.is_general(child)):
        yield f"description[{child.get('type')}]"


def _identifier(child: Element, _known: Known) -> Iterator[str]:
    if attribute(child, "type") != terms.OUR_ID and not child.get(terms.OF):
        yield "other-identifier"


def _date(child: Element, _known: Known) -> Iterator[str]:
    if not child.get(terms.EDTF) and dialects.texts([child]) and not dialects.narrated(child):
        yield "activity-date/narrative"


def _budget(child: Element, _known: Known) -> Iterator[str]:
    if not child.get(terms.AMOUNT):
        yield "budget"


def _transaction(child: Element, _known: Known) -> Iterator[str]:
    if child.find("receiver-org") is not None:
        yield "transaction/receiver-org"


def _document(child: Element, _known: Known) -> Iterator[str]:
    if not is_document(attribute(child, "url")):
        yield "document-link"


def _related(child: Element, _known: Known) -> Iterator[str]:
    if child.find("continues") is None and child.find("continued") is None:
        yield "related-activity"


def _elsewhere(_child: Element, _known: Known) -> Iterator[str]:
    """Nothing: countries are looked at together."""
    return iter(())


_ASKED = {
    "participating-org": _body,
    "description": _description,
    "other-identifier": _identifier,
    "activity-date": _date,
    "budget": _budget,
    "transaction": _transaction,
    "document-link": _document,
    "related-activity": _related,
    "recipient-country": _elsewhere,
}


def _too_many(activity: Element, row: Row) -> Iterator[str]:
    """Sectors and places of which a project has fewer here than in the file."""
    for tag, column in {"sector": "sector_code", "location": "place_ids"}.items():
        kept = [part for part in row.get(column, "").split(";") if part]
        if len(activity.findall(tag)) > len(kept):
            yield f"{ROOT}/{tag}"


def _countries(activity: Element, row: Row, known: Known) -> Iterator[str]:
    """Countries in which no place of the project lies, and shares of several."""
    lies_in = {known.countries.get(key) for key in row.get("place_ids", "").split(";")}
    named = activity.findall("recipient-country")
    if any(attribute(one, "code") not in lies_in for one in named):
        yield f"{ROOT}/recipient-country"
    if any(attribute(one, "percentage") not in ("", "100") for one in named):
        yield f"{ROOT}/recipient-country/@percentage"


def _tongues(activity: Element, row: Row) -> Iterator[str]:
    """Languages of title and description that are not ours; one that stands in is kept."""
    kept = " ".join(row.values())
    for tag in ("title", "description"):
        for code, text in dialects.texts(activity.findall(tag)).items():
            if code and code not in LANGUAGES and text not in kept:
                yield f"{ROOT}/narrative[{code}]"

"""Who reports: the editors of the record, or the office that a setting names."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from data.schema import LANGUAGES

# ISO 3166-1 leaves "XX" to its users. No country or register will ever have this code, so
# nobody can take this identifier for a registered one.
EDITORS = "XX-NHIPCAU"
_SETTING = "IATI_PUBLISHER"
_OTHER = "90"
_UNFIT = re.compile(r"[\s/&|?]")  # what IATI does not allow in an identifier


@dataclass(frozen=True)
class Publisher:
    """Reporting organisation of a file: its identifier, IATI type and names by language."""

    ref: str
    type_code: str
    names: Mapping[str, str]
    registered: bool


_OWN = Publisher(EDITORS, _OTHER, MappingProxyType(dict.fromkeys(LANGUAGES, "Nhịp Cầu")), False)  # noqa: FBT003


def publisher(organisations: Mapping[str, Mapping[str, Any]]) -> Publisher:
    """The organisation whose id is in IATI_PUBLISHER, if it has an IATI identifier.

    Otherwise the editors, because the record is not an official publication of the province.
    """
    office = organisations.get(os.environ.get(_SETTING, ""))
    if office is None or not fits(office["org_identifier"]):
        return _OWN
    names = {code: office[f"name_{code}"] for code in LANGUAGES if office[f"name_{code}"]}
    return Publisher(
        office["org_identifier"], office["type_code"] or _OTHER, names, registered=True
    )


def fits(ref: str | None) -> bool:
    """Whether a text can be an identifier in IATI, whose rules forbid some signs."""
    return bool(ref) and not _UNFIT.search(ref or "")


def identifier(by: Publisher, project: Mapping[str, Any]) -> str:
    """The iati-identifier of a project: the reporter's, then the project's permanent id.

    An office that reports for itself keeps the identifier that it has published before.
    """
    official = project["iati_identifier"] or ""
    if by.registered and official.startswith(f"{by.ref}-") and fits(official):
        return str(official)
    return f"{by.ref}-{project['project_id']}"


def project_of(by: Publisher, written: str) -> str | None:
    """The project id in an identifier that we gave; None where others gave it."""
    for ref in (by.ref, EDITORS):
        if written.startswith(f"{ref}-"):
            return written.removeprefix(f"{ref}-")
    return None

"""Who reports: the editors of the record, or the office that a setting names."""

import os
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
    if office is None or not office["org_identifier"]:
        return _OWN
    names = {code: office[f"name_{code}"] for code in LANGUAGES if office[f"name_{code}"]}
    return Publisher(office["org_identifier"], office["type_code"], names, registered=True)


def identifier(by: Publisher, project: str) -> str:
    """The iati-identifier of a project: the reporter's, then the project's permanent id."""
    return f"{by.ref}-{project}"


def project_of(by: Publisher, written: str) -> str | None:
    """The project id in an identifier that we gave; None where others gave it."""
    for ref in (by.ref, EDITORS):
        if written.startswith(f"{ref}-"):
            return written.removeprefix(f"{ref}-")
    return None

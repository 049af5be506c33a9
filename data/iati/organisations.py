"""Finds the record's organisation for each that a file names, and makes a row for a new one."""

import hashlib
import re
from collections.abc import Callable, Container, Mapping
from functools import partial

from data.iati import dialects
from data.language import Language
from data.record.rows import Row, Rows
from data.schema import LANGUAGES
from data.values.folding import fold

_LONGEST_ID = 60
_LONGEST_NAME = 60


class Bodies:
    """The organisations of the record and those that a file adds, by line of first mention."""

    def __init__(self, known: Rows) -> None:
        self._rows = dict(known)
        self.new: dict[str, tuple[int, Row]] = {}
        self._named: dict[str, list[str]] = {}
        for key, row in known.items():
            self._name(key, row)

    def key(self, ref: str, names: Mapping[str, str], kind: str, line: int) -> str:
        """Id of the organisation with an identifier and names; "" where it has neither.

        A name must fit, and the identifier not contradict it; else the identifier alone counts.
        """
        ref = ref.strip()
        if not ref and not names:
            return ""
        called = dict.fromkeys(
            key for name in names.values() for key in self._named.get(fold(name), ())
        )
        for fits in (partial(_same, ref), partial(_compatible, ref)):
            if found := next(
                (key for key in called if fits(self._rows[key]["org_identifier"])), None
            ):
                return found
        if ref:
            for key, row in self._rows.items():
                if row["org_identifier"] == ref:
                    return key
        return self._added(ref, names, kind, line)

    def _added(self, ref: str, names: Mapping[str, str], kind: str, line: int) -> str:
        told = in_languages("name", names or {"": ref}, must=True)
        called = ref or next(iter(names.values()))
        key = _free(slug(called), self._rows)
        short = {f"short_{column}": shortened(name) for column, name in told.items()}
        row = {
            "org_id": key,
            **told,
            **short,
            "type_code": dialects.organisation_type(kind),
            "org_identifier": ref,
        }
        if not kind:
            row |= notes(lambda in_: in_.text("The file does not give the organisation's type."))
        self.new[key] = (line, row)
        self._rows[key] = row
        self._name(key, row)
        return key

    def _name(self, key: str, row: Row) -> None:
        names = [
            row.get(f"{text}_{code}", "") for text in ("name", "short_name") for code in LANGUAGES
        ]
        for name in dict.fromkeys(map(fold, [*names, *row.get("aliases", "").split(";")])):
            if name:
                self._named.setdefault(name, []).append(key)


def _same(ref: str, known: str) -> bool:
    return ref == known


def _compatible(ref: str, known: str) -> bool:
    return not ref or not known


def in_languages(text: str, told: Mapping[str, str], *, must: bool = False) -> Row:
    """A text in the columns of its languages, of which Vietnamese may be one that must be filled.

    Where it is missing then, a text of another language stands there, with its language in
    brackets, as it is shown wherever a translation is missing.
    """
    row = {f"{text}_{code}": told[code] for code in LANGUAGES if told.get(code)}
    if must and told and "vi" not in told:
        code = next((code for code in ("en", "fr") if code in told), next(iter(told)))
        row[f"{text}_vi"] = f"{told[code]} [{code}]" if code else told[code]
    return row


def slug(text: str) -> str:
    """A permanent id made of a text: the same text gives the same one."""
    plain = re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")
    if not plain or len(plain) > _LONGEST_ID:
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        plain = f"{plain[: _LONGEST_ID - 9].strip('-')}-{digest}".strip("-")
    return plain


def shortened(text: str) -> str:
    """A name for charts and maps: whole words, no longer than fits there."""
    if len(text) <= _LONGEST_NAME:
        return text
    cut = text[:_LONGEST_NAME].rpartition(" ")[0] or text[: _LONGEST_NAME - 1]
    return f"{cut}…"


def notes(told: Callable[[Language], str]) -> Row:
    """A remark of ours in all three languages."""
    return {f"note_{code}": told(Language(code)) for code in LANGUAGES}


def _free(wanted: str, used: Container[str]) -> str:
    key, number = wanted, 1
    while key in used:
        number += 1
        key = f"{wanted}-{number}"
    return key

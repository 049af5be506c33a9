"""Finds the record's organisation for each one in a file, and makes a row for a new one."""

import hashlib
from collections.abc import Callable, Container, Mapping
from functools import partial

from data.language import Language
from data.record.rows import Row, Rows
from data.schema import LANGUAGES
from data.values.folding import fold
from data.values.ids import proposed

_LONGEST_ID = 60
_LONGEST_NAME = 60


class Bodies:
    """The organisations of the record, and those that a file adds with the line that names them."""

    def __init__(self, known: Rows) -> None:
        self._rows = dict(known)
        self.new: dict[str, tuple[int, Row]] = {}
        self._named: dict[str, list[str]] = {}
        for key, row in known.items():
            self._name(key, row)

    def key(self, ref: str, names: Mapping[str, str], kind: str, line: int) -> str:
        """Id of the organisation, added if it is new; "" where there is no identifier or name.

        First an organisation with the same name whose identifier is equal, or missing on one
        side; then one with the same identifier.
        """
        ref = ref.strip()
        if not ref and not names:
            return ""
        called = dict.fromkeys(
            key for name in names.values() for key in self._named.get(fold(name), ())
        )
        for fits in (partial(_same, ref), partial(_compatible, ref)):
            if match := next(
                (key for key in called if fits(self._rows[key]["org_identifier"])), None
            ):
                return match
        if ref:
            for key, row in self._rows.items():
                if row["org_identifier"] == ref:
                    return key
        return self._added(ref, names, kind, line)

    def _added(self, ref: str, names: Mapping[str, str], kind: str, line: int) -> str:
        texts = in_languages("name", names or {"": ref}, must=True)
        called = ref or next(iter(names.values()))
        key = _free(slug(called), self._rows)
        short = {f"short_{column}": shortened(name) for column, name in texts.items()}
        row = {
            "org_id": key,
            **texts,
            **short,
            "type_code": kind,
            "org_identifier": ref,
        }
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


def in_languages(text: str, by_language: Mapping[str, str], *, must: bool = False) -> Row:
    """A text in the columns of its languages; with ``must`` Vietnamese is always filled.

    Where there is no Vietnamese, a text of another language stands there with its language in
    brackets, as on every page.
    """
    row = {f"{text}_{code}": by_language[code] for code in LANGUAGES if by_language.get(code)}
    if must and by_language and "vi" not in by_language:
        code = next((code for code in LANGUAGES if code in by_language), next(iter(by_language)))
        row[f"{text}_vi"] = f"{by_language[code]} [{code}]" if code else by_language[code]
    return row


def slug(text: str) -> str:
    """A permanent id made from a text; the same text always gives the same id."""
    plain = proposed(text)
    if not plain or len(plain) > _LONGEST_ID:
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        plain = f"{plain[: _LONGEST_ID - 9].strip('-')}-{digest}".strip("-")
    return plain


def shortened(text: str) -> str:
    """A name for charts and maps, cut after a whole word if it is over 60 characters."""
    if len(text) <= _LONGEST_NAME:
        return text
    cut = text[:_LONGEST_NAME].rpartition(" ")[0] or text[: _LONGEST_NAME - 1]
    return f"{cut}…"


def notes(remark: Callable[[Language], str]) -> Row:
    """The note columns, with one remark in every language."""
    return {f"note_{code}": remark(Language(code)) for code in LANGUAGES}


def _free(wanted: str, used: Container[str]) -> str:
    key, number = wanted, 1
    while key in used:
        number += 1
        key = f"{wanted}-{number}"
    return key

"""The examples of a question as a reader writes: dates in words, codes by their names."""

import re
from collections.abc import Iterator
from contextlib import suppress

from data.intake import unseen
from data.intake.handling import Question
from data.intake.reading_columns import FRACTIONS, UNIT
from data.intake.spoken_dates import in_words
from data.language import Language
from data.record.wording import value
from data.schema import TABLES, Field

_OF_ROWS = (unseen.HIDDEN_ROWS, unseen.FILTERED_ROWS, unseen.FOLDED_ROWS, unseen.STRUCK_ROWS)
_DAY = re.compile(r"\d{4}-(?:0\d|1[012])-(?:[012]\d|3[01])", re.ASCII)
_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_BECOMES = " → "


def shown(question: Question, table: str, language: Language) -> Iterator[str]:
    """Each example, with what it becomes in the reader's words."""
    field = TABLES[table].fields.get(question.about)
    for sample in question.samples:
        given, becomes, meant = sample.rpartition(_BECOMES)
        if question.kind in _OF_ROWS:
            number, _colon, text = sample.partition(": ")
            row = language.text("row {number}").format(number=number)
            yield f"{row}: {text}"
        elif becomes and field and question.kind in ("spoken-date", "code-words"):
            yield f"{given}{becomes}{_meant(field, meant, language)}"
        elif becomes and question.kind == UNIT:
            # the amount stays as the file has it: “1.500” may be 1500
            yield f"{given}{becomes}{_as_read(meant, question.kind, language)}"
        else:
            read = (_as_read(one, question.kind, language) for one in sample.split(_BECOMES))
            yield _BECOMES.join(read)


def _meant(field: Field, text: str, language: Language) -> str:
    if field.is_edtf:
        with suppress(ValueError):  # it was cut because it was long
            return in_words(text, language)
    return value(field, {}, text, language, {})


def _as_read(text: str, kind: str, language: Language) -> str:
    if _DAY.fullmatch(text):
        with suppress(ValueError):  # a day that no month has stays as it is
            return language.date(text)
    return (
        language.number(float(text), 12)
        if kind in (FRACTIONS, UNIT) and _AMOUNT.fullmatch(text)
        else text
    )

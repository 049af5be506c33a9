"""Texts that all reports share: names of rows, states, numbers, a date said in words."""

from collections.abc import Container, Iterable, Mapping
from string import ascii_lowercase
from typing import Any

from data.reports.apparatus import Apparatus
from data.reports.lines import clean
from data.views import telling
from data.views.chains import Thread
from data.views.lens import Lens, Row

Context = dict[str, Any]


def closing(apparatus: Apparatus, fields: Context) -> Context:
    """The fields with those of the annex of sources.

    Call it last, when every source has been cited.
    """
    return {**fields, "sources": apparatus.sources(), "footnotes": apparatus.footnotes}


def name(apparatus: Apparatus, table: str, key: str, *, full: bool = False) -> str:
    """Name of a row with its footnotes, and its language in brackets if it is another one."""
    lens = apparatus.lens
    label = lens.full_name(table, key) if full else lens.plain(lens.name(table, key).name)
    return clean(label) + apparatus.note(table, key)


def names(apparatus: Apparatus, table: str, keys: Iterable[str], *, full: bool = False) -> str:
    """Names of several rows in one line."""
    return "; ".join(name(apparatus, table, key, full=full) for key in keys)


def words(apparatus: Apparatus, row: Row, text: str, most: int = 6_000) -> str:
    """A text of a row in the reader's language, at most ``most`` characters; "" if missing."""
    return clean(apparatus.lens.words(row, text), most)


def ended(text: str) -> str:
    """A text as a sentence: with a full stop unless it has its end."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def followed(lens: Lens, thread: Thread, *, told: Container[str] = ()) -> str:
    """What is known to have come of a request or promise, as sentences; "" before any search.

    Its answer is left out if it is one of the outcomes ``told`` elsewhere in the report.
    """
    answer, came = telling.answered(lens, thread), telling.came_of(lens, thread)
    if answer and thread.answers[0]["outcome_id"] in told:
        answer = ""
    said = [ended(lens.language.pair(lens.language.text("Answer"), answer))] if answer else []
    if thread.state != "not_followed":
        label = lens.label("outcome_state", thread.state)
        said.append(ended(lens.language.pair(label, came) if came else label))
    return clean(" ".join(said))


def tallied(lens: Lens, counts: Iterable[tuple[str, int]]) -> str:
    """Counts by their names in one phrase: "agreement (1), promise (2)"."""
    return ", ".join(f"{lowered(name)} ({lens.language.number(count)})" for name, count in counts)


def numbered(rows: Iterable[Mapping[str, Any]]) -> list[Context]:
    """Rows with their number from 1."""
    return [{"number": str(place), **row} for place, row in enumerate(rows, start=1)]


def lettered(lens: Lens, points: Iterable[str]) -> list[str]:
    """Points with their letter, in Vietnamese by its own alphabet: a), b), c), d), đ), e), g).

    A single point has none.
    """
    found = list(points)
    if len(found) < 2:
        return found
    letters = "abcdđeghiklmnopqrstuvxy" if lens.language.code == "vi" else ascii_lowercase
    return [
        f"{letters[place]}) {point}" if place < len(letters) else f"– {point}"
        for place, point in enumerate(found)
    ]


def capitalised(text: str) -> str:
    """A text with a capital first letter and the rest unchanged."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """A text with a small first letter and the rest unchanged; an abbreviation stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

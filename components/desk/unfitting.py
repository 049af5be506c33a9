"""What would no longer fit together: the contradictions that a change brings into the record."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from components.page import parts
from data.desk import contradicting
from data.record.rows import Rows
from data.record.wording import called
from data.schema import TABLES
from data.views import quality
from data.views.contradictions.cells import Contradiction
from data.views.lens import Lens

_MOST = 50


class Told(NamedTuple):
    """A contradiction as it is shown: what does not fit, and the rows, each as table, name, id."""

    sentence: str
    rows: list[tuple[str, str, str]]


def by_removal(lens: Lens, published: Mapping[str, Rows], uploaded: Mapping[str, Rows]) -> None:
    """What replacing brings in beyond the findings of the check, and which of these it settles."""
    plural = lens.language.plural
    found = contradicting.by_removal(published, uploaded, parts.today())
    if found.brought:
        caption = plural(
            "Without the removed rows there is {count} more contradiction",
            "Without the removed rows there are {count} more contradictions",
            len(found.brought),
        )
        both = {table: {**published.get(table, {}), **uploaded.get(table, {})} for table in TABLES}
        _listed(lens, caption, found.brought, both)
    if found.settled:
        text = plural(
            "{count} contradiction found above goes with the removed rows.",
            "{count} contradictions found above go with the removed rows.",
            len(found.settled),
        )
        parts.note(text)


def brought_in(lens: Lens, before: Mapping[str, Rows], after: Mapping[str, Rows]) -> None:
    """What a change of the record from one state to another brings in."""
    found = contradicting.new(before, after, parts.today())
    if found:
        caption = lens.language.plural(
            "It would bring {count} contradiction into the record",
            "It would bring {count} contradictions into the record",
            len(found),
        )
        _listed(lens, caption, found, after)


def _listed(lens: Lens, caption: str, found: list[Contradiction], rows: Mapping[str, Rows]) -> None:
    told = [_told(lens, one, rows) for one in islice(found, _MOST)]
    parts.show("desk_unfitting.html", lens, caption=caption, told=told, more=len(found) - len(told))


def _told(lens: Lens, one: Contradiction, rows: Mapping[str, Rows]) -> Told:
    return Told(quality.problem(lens, one.kind), list(_named(lens, one.rows, rows)))


def _named(
    lens: Lens, keys: Iterable[tuple[str, str]], rows: Mapping[str, Rows]
) -> Iterable[tuple[str, str, str]]:
    for table, key in keys:
        label = TABLES[table].labels[lens.language.code]
        yield label, called(table, rows[table][key], lens.language), key

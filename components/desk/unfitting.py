"""What a change brings into the record that is worth a look: contradictions and doubts."""

from collections.abc import Container, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from components.page import parts
from data.desk import contradicting
from data.desk.checkup import Checkup
from data.desk.doubts import doubts
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


def by_draft(lens: Lens, checkup: Checkup) -> None:
    """What rows that a draft removes bring in, beyond the findings of its check."""
    staying, kept = checkup.staying(), checkup.checked.rows
    after = {t: {**staying.get(t, {}), **kept.get(t, {})} for t in TABLES}
    told = {one.mark for one in contradicting.brought_in(checkup.published, kept, parts.today())}
    every = contradicting.new(checkup.published, after, parts.today())
    found = [one for one in every if one.mark not in told]
    if found:
        both = {t: {**checkup.published.get(t, {}), **kept.get(t, {})} for t in TABLES}
        _listed(lens, _brought(lens, len(found)), found, both)


def brought_in(lens: Lens, before: Mapping[str, Rows], after: Mapping[str, Rows]) -> None:
    """What a change of the record from one state to another brings in."""
    found = contradicting.new(before, after, parts.today())
    _doubtful(lens, before, after, {(one.kind, row) for one in found for row in one.rows})
    if found:
        _listed(lens, _brought(lens, len(found)), found, after)


def _brought(lens: Lens, count: int) -> str:
    return lens.language.plural(
        "It would bring {count} contradiction into the record",
        "It would bring {count} contradictions into the record",
        count,
    )


def _doubtful(
    lens: Lens,
    before: Mapping[str, Rows],
    after: Mapping[str, Rows],
    told: Container[tuple[str, tuple[str, str]]],
) -> None:
    """Doubts about changed rows that a check of the upload has named; not what is told already."""
    found = []
    for table, rows in after.items():
        was = before.get(table, {})
        changed = {key: row for key, row in rows.items() if row != was.get(key)}
        found += [
            Told(
                f"{quality.problem(lens, one.kind)} {one.found}".strip(),
                list(_named(lens, [(table, one.key)], after)),
            )
            for one in doubts(TABLES[table], changed, was, parts.today())
            if (one.kind, (table, one.key)) not in told
        ]
    if found:
        caption = lens.language.plural(
            "{count} cell is worth a look", "{count} cells are worth a look", len(found)
        )
        more = max(0, len(found) - _MOST)
        parts.show("desk_unfitting.html", lens, caption=caption, told=found[:_MOST], more=more)


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

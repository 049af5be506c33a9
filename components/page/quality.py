"""The section on data quality: what contradicts itself, by owner; then what is missing."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

import streamlit as st

from components import html, links, shelf
from components.entrance import gate
from components.page import lists, parts, takeaway
from components.page.lists import Each
from data.desk import merging
from data.desk.merging import MERGEABLE
from data.exports import quality as files
from data.roles import Act
from data.schema import TABLES
from data.views import completeness, quality
from data.views.completeness import Share, Untold
from data.views.lens import Lens

MOST_CARDS = 100  # contradictions at once; 15,000 of them were 6 MB


def shown(lens: Lens) -> None:
    """Both halves of the section, each with its files."""
    _ = lens.language.text
    edition = shelf.edition(lens.language.code)
    _broken(lens)
    st.subheader(_("Contradictions in the record"), anchor=False)
    _contradictions(lens)
    takeaway.listed(files.contradictions(edition), "contradictions")
    _alike(lens)
    st.subheader(_("Completeness of the record"), anchor=False)
    parts.note(files.completeness_note(lens))
    takeaway.listed(files.completeness_list(edition), "completeness")
    _filled(lens)
    _last_words(lens)
    _unplaced(lens)
    _single_source(lens)
    _translations(lens)


def _broken(lens: Lens) -> None:
    """Name the tables of which nothing can be counted."""
    faults = lens.record.faults.items()
    labels = (TABLES[table].labels[lens.language.code] for table, found in faults if found)
    if tables := ", ".join(labels):
        told = lens.language.text("Left out here, as they cannot be read: {tables}.")
        st.warning(html.literal(told.format(tables=tables)))


def _contradictions(lens: Lens) -> None:
    owned = quality.by_owner(lens)
    count = sum(map(len, owned.values()))
    if not count:
        st.success(html.literal(lens.language.text("Nothing in the record contradicts itself.")))
        return
    told = lens.language.plural(
        "{count} contradiction found.", "{count} contradictions found.", count
    )
    parts.note(f"{told} {files.contradiction_note(lens)}")
    every = [(owner, finding) for owner, found in owned.items() for finding in found]
    first, last = lists.slice_of(lens, "contradictions", len(every), MOST_CARDS, in_address=True)
    shown = groupby(every[first:last], itemgetter(0))
    named = [
        (owner, quality.owner_name(lens, owner), len(owned[owner]), [one for _, one in some])
        for owner, some in shown
    ]
    parts.show("contradictions.html", lens, owned=named)


def _alike(lens: Lens) -> None:
    """Rows that share a name, for those who may merge them."""
    if shelf.is_away() or not gate.caller().may(Act.PROPOSE):
        return
    _, code = lens.language.text, lens.language.code

    def cells(pair: tuple[str, str, str]) -> Sequence[object]:
        table, one, other = pair
        address_of = links.href("data", code, part="merge", table=table, keep=one, goes=other)
        return [
            TABLES[table].labels[code],
            links.cell(lens, table, one),
            links.cell(lens, table, other),
            links.Cell(_("Merge the two"), address_of),
        ]

    known = {table: lens.record.by_key(table) for table in MERGEABLE}
    pairs = [
        (table, one, other)
        for table, one, other in _pairs(shelf.opened().current_id())
        if one in known[table] and other in known[table]
    ]
    heads = [_("Table"), _("Row"), _("Other row"), _("Merge")]
    _folded(lens, _("Rows that share a name"), heads, Each(pairs, cells))


@st.cache_resource(max_entries=2, show_spinner=False)
def _pairs(version: str) -> list[tuple[str, str, str]]:
    """Table and ids of rows that share a name in a version."""
    rows = shelf.rows(version)
    return [
        (table, *pair) for table in MERGEABLE for pair in merging.alike(table, rows.get(table, {}))
    ]


def _filled(lens: Lens) -> None:
    _, code = lens.language.text, lens.language.code
    rows = [
        [TABLES[table].labels[code], TABLES[table].fields[column].labels[code], share]
        for table, column, share in completeness.filled(lens)
    ]
    heads = [_("Table"), _("Column"), _("Filled")]
    _folded(lens, _("Filled cells by table and column"), heads, rows)


def _last_words(lens: Lens) -> None:
    _ = lens.language.text
    rows = Each(
        completeness.last_words(lens),
        lambda one: [
            links.cell(lens, "projects", one.project),
            lens.language.date(one.word),
            lens.age(one.word) or "–",
            lens.label("project_state", one.state),
        ],
    )
    heads = [_("Project"), _("Last word"), _("Age"), _("State on the day")]
    _folded(lens, _("Age of the last word by project"), heads, rows)


def _unplaced(lens: Lens) -> None:
    _ = lens.language.text
    known = lens.record.by_key("places")
    rows = Each(
        completeness.unplaced(lens),
        lambda key: [links.cell(lens, "places", key), lens.label("place_kind", known[key]["kind"])],
    )
    _folded(lens, _("Places without position"), [_("Place"), _("Kind")], rows)


def _single_source(lens: Lens) -> None:
    _, code = lens.language.text, lens.language.code
    found = completeness.single_source(lens)
    counts = [
        [TABLES[table].labels[code], Share(len(keys), len(lens.record.by_key(table)))]
        for table, keys in found.items()
    ]
    _folded(lens, _("Rows with one source"), [_("Table"), _("One source")], counts)


def _translations(lens: Lens) -> None:
    _, code = lens.language.text, lens.language.code
    counts = [
        [TABLES[table].labels[code], lens.language.tongue(language), share]
        for (table, language), share in completeness.translated(lens).items()
    ]
    heads = [_("Table"), _("Language"), _("Translated")]
    _folded(lens, _("Translations by table and language"), heads, counts)
    heads = [_("Row"), _("Text"), _("Language")]
    _folded(lens, _("Missing translations"), heads, _told(lens, completeness.untranslated(lens)))
    older = _told(lens, completeness.outdated(lens))
    _folded(lens, _("Translations older than the original"), heads, older)


def _told(lens: Lens, texts: Sequence[Untold]) -> Each:
    """Row, text and language of translations."""
    code = lens.language.code
    return Each(
        texts,
        lambda one: [
            links.cell(lens, one.table, one.key),
            TABLES[one.table].text_labels(one.text)[code],
            lens.language.tongue(one.language),
        ],
    )


def _folded(lens: Lens, name: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table below its name and its sum: shares taken together, or the number of its rows.

    There is nothing to open where it has no rows.
    """
    counted = [] if isinstance(rows, Each) else rows
    shares = [cell for row in counted for cell in row if isinstance(cell, Share)]
    number = lens.language.number
    told = f"{number(len(rows))}"
    if shares:
        having, of = completeness.whole(shares)
        told = f"{number(having)}/{number(of)}"
    label = lens.language.pair(name, told)
    if not rows:
        parts.note(label)
        return
    with st.expander(html.literal(label)):
        lists.table(lens, name, heads, rows)

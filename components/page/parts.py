"""What every page has: the frame around it, the record behind it, its figures and tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, overload

import streamlit as st

from components import assets, html, links, shelf
from components.charts import named
from components.charts.named import Drawn
from components.entrance import gate
from components.inside.names import Block
from components.look import LOOKS, Look
from components.page import address, takeaway
from data.exports.charted import Stated
from data.exports.edition import Edition
from data.schema import TABLES
from data.values.dates import province_today
from data.views.completeness import Share
from data.views.lens import Lens, kept

MOST_ON_PAPER = 300  # of a list that is printed whole, though the screen shows a part of it
MOST_ROWS = 100  # of a table at once; a page of 20,000 would take minutes and 60 MB


class Detail(NamedTuple):
    """A part of a key figure, and the address of its rows; "" where there are none."""

    text: str
    address: str


class Figure(NamedTuple):
    """A key figure with what it means and what it was counted from.

    ``share`` is a part and the whole it is of, for a bar; None where there is no such whole.
    """

    label: str
    value: str
    definition: str
    basis: str
    details: Sequence[Detail] = ()
    share: tuple[int, int] | None = None


def lens() -> Lens:
    """The current record in the reader's language; stops the page where no store answers."""
    language = address.language()
    with shelf.answering(language):
        return shelf.edition(language.code).lens


def look() -> Look:
    """The palette of the reader's screen."""
    return LOOKS.get(st.context.theme.type or "light", LOOKS["light"])


def today() -> date:
    """Today in the province, where deadlines are counted."""
    return province_today()


def header(title: str, lead: str) -> None:
    """Title of a page, and one line that says what the page is."""
    st.title(title, anchor=False)
    st.html(f'<p class="nc-lead">{html.escape(lead)}</p>')


def needs(lens: Lens, *tables: str) -> None:
    """Stop the page if a table that it needs is broken, with one clear sentence for each."""
    _ = lens.language.text
    broken = [name for name in tables if lens.record.faults[name]]
    if not broken:
        return
    for name in broken:
        faults = lens.record.faults[name]
        st.error(html.literal(faults[0].sentence(lens.language)))
        if len(faults) > 1:
            more = lens.language.plural(
                "{count} more fault in this file.",
                "{count} more faults in this file.",
                len(faults) - 1,
            )
            st.html(
                html.render(
                    "faults.html",
                    lens,
                    more=more,
                    sentences=[fault.sentence(lens.language) for fault in faults[1:50]],
                )
            )
    st.html(f'<p class="nc-lead">{html.escape(_("The other pages keep working."))}</p>')
    st.stop()


def guard(
    name: str, known: Mapping[str, object] | Sequence[str], nearest: str, sentence: str = ""
) -> None:
    """Warn that a parameter of the address is unknown, and say what is shown instead.

    ``sentence`` says so in other words than that a link holds what is not known.
    """
    if value := address.unknown(name, known):
        _ = address.language().text
        sentence = sentence or _("“{value}” in the link is not known here ({name}). {nearest}")
        st.warning(html.literal(sentence.format(value=value[:60], name=name, nearest=nearest)))


def show(template: str, lens: Lens, **context: Any) -> None:
    """Draw an HTML part."""
    st.html(html.render(template, lens, **context))


def unfold(lens: Lens, part: str, label: str, chosen: Sequence[str] = ()) -> None:
    """The button that opens a part of the page which a phone shows folded."""
    show("unfold.html", lens, part=part, label=label, chosen=chosen)


def folded(lens: Lens, part: str, label: str) -> Block:
    """A part of the page that a phone shows folded behind a button."""
    block = st.container(key=f"nc-folds-{part}")
    with block:
        unfold(lens, part, label)
    return block


def figures(lens: Lens, *shown: Figure) -> None:
    """Key figures side by side."""
    show("figures.html", lens, figures=shown)


class Each(Sequence[Sequence[object]]):
    """Rows of a table, made one by one for what is asked for, and only when they are shown."""

    def __init__(self, of: Sequence[Any], make: Callable[[Any], Sequence[object]]) -> None:
        self._of, self._make = of, make

    @overload
    def __getitem__(self, place: int) -> Sequence[object]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[object]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[object]:
        if isinstance(place, slice):
            return [self._make(one) for one in self._of[place]]
        return self._make(self._of[place])

    def __len__(self) -> int:
        return len(self._of)


def table(
    lens: Lens,
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numeric: Iterable[str] = (),
    dense: bool = False,
    listed: str = "",
) -> None:
    """A table for screen readers, too; it wraps on a phone and links its records.

    A long one is shown in parts; ``Each`` gives rows that are only made when they are shown.
    ``dense`` is for a list whose cells say by themselves what they are: on a phone each row is a
    few lines of text, without its headings. ``listed`` is the list's name in the address.
    """
    every = rows if isinstance(rows, Sequence) else list(rows)
    first, last = slice_of(lens, f"table-{caption}", len(every), MOST_ROWS, listed=listed)
    cells = [[_shown(cell) for cell in row] for row in every[first:last]]
    numbers = set(numeric)
    show("table.html", lens, caption=caption, heads=heads, rows=cells, numeric=numbers, dense=dense)


def _shown(cell: object) -> object:
    if isinstance(cell, (links.Cell, Share)):
        return cell._asdict()
    return cell.text if isinstance(cell, Stated) else cell


def edition(lens: Lens) -> Edition:
    """The edition behind a page; its texts may be of a version that is newer than the page."""
    return replace(shelf.edition(lens.language.code), lens=lens)


def drawn(lens: Lens, key: str, name: str, asked: Mapping[str, str]) -> Drawn:
    """A chart by its name, with the filters that its address takes; of many rows, a part."""
    most, own = named.CHARTS[name].most, edition(lens)
    part: dict[str, str] = {}
    if most:
        count = len(named.rows_of(own, name, asked).keys)
        in_address = key if f"{address.PART}-{key}" in links.PARTS else ""
        first, _last = slice_of(lens, key, count, most, listed=in_address)
        part = {named.PART: str(first // most + 1)} if count > most else {}
    return named.drawn(own, name, {**asked, **part})


def chart(lens: Lens, key: str, drawn: Drawn, *, folded: bool = True) -> None:
    """A chart below what it shows in a sentence, with its definition and one row of tools.

    The tools are its files and the table behind it. ``folded`` is for a table that is not on the
    page anyway.
    """
    shown, plate = drawn.chart, drawn.plate
    with st.container(key=f"nc-chart-{key}", gap="small"):
        head = {"headline": plate.headline, "subtitle": plate.subtitle}
        show("chart_head.html", lens, **head)
        if nothing := plate.nothing():
            note(nothing)
            return
        template, content = shown.on_screen()
        show(template, lens, drawn=content, alt=shown.alt)
        note(shown.definition)
        with st.container(key=f"nc-chart-tools-{key}", horizontal=True, gap="small"):
            takeaway.chart(lens, key, drawn.name, drawn.asked)
            if folded:
                with st.expander(lens.language.text("Show as a table")):
                    table(lens, shown.name, shown.heads, shown.rows, numeric=shown.numeric)


def slice_of(
    lens: Lens,
    name: str,
    count: int,
    size: int,
    *,
    in_address: bool = False,
    listed: str = "",
    is_printed: bool = False,
) -> tuple[int, int]:
    """First and last row of the part of a long list that the reader turned to.

    The address keeps it for the one list of a page (``in_address``), and for one with a name in it
    (``listed``): without scripts readers come to the other parts by links.
    ``is_printed``, for one whose other rows stand on the page for paper (``whole``, ``in_full``).
    """
    pages = max(-(-count // size), 1)
    _ = lens.language.text
    asked = address.PART if in_address else f"{address.PART}-{listed}" if listed else ""
    if asked:
        guard(asked, [str(number + 1) for number in range(pages)], _("Its beginning is shown."))
    if pages == 1:
        return 0, count
    key = f"{name}-{pages}"
    is_whole = is_printed and count <= MOST_ON_PAPER
    if asked:
        number = address.turned_to(pages, key, asked, is_whole=is_whole)
    else:
        number = st.pagination(pages, key=key)
    first = (number - 1) * size
    shown = _("{first}–{last} of {count}")
    sentence = shown.format(first=first + 1, last=min(first + size, count), count=count)
    note(sentence, on_paper=not is_whole)
    return first, first + size


def whole(keys: Sequence[str], first: int, last: int) -> tuple[Sequence[str], range]:
    """The rows of a table to draw, and the places of those that the screen shows.

    Paper shows all of them; of very many, those on the screen.
    """
    if len(keys) > MOST_ON_PAPER:
        return keys[first:last], range(last - first)
    return keys, range(first, last)


def in_full(
    lens: Lens,
    template: str,
    rows: Sequence[Any],
    part: tuple[int, int],
    told: Callable[[Sequence[Any]], Mapping[str, Any]],
) -> None:
    """Draw the part of a list for the screen, and before and after it the others for paper.

    ``told`` gives what the template needs to draw some of the rows.
    """
    first, last = part
    others = len(rows) <= MOST_ON_PAPER
    if others and rows[:first]:
        _on_paper(template, lens, **told(rows[:first]))
    show(template, lens, **told(rows[first:last]))
    if others and rows[last:]:
        _on_paper(template, lens, **told(rows[last:]))


def _on_paper(template: str, lens: Lens, **context: Any) -> None:
    st.html(f'<div class="nc-paper-part">{html.render(template, lens, **context)}</div>')


def cached(build: Callable[..., Any], lens: Lens, *parameters: Any) -> Any:
    """What ``build(lens, *parameters)`` makes, kept by record version, language and parameters.

    The result is shared between readers and must not be changed.
    """
    return _found(build, lens, parameters)


@kept(500)
def _found(build: Callable[..., Any], lens: Lens, parameters: tuple[Any, ...]) -> Any:
    """Before Streamlit's cache, which makes a thing once for all who wait, but finds it slowly."""
    return _by_content(build, lens, parameters)


def _by_content(build: Callable[..., Any], lens: Lens, parameters: tuple[Any, ...]) -> Any:
    """The same for parameters that hold lists or dicts."""
    return _made(f"{build.__module__}.{build.__qualname__}", lens.key, parameters, build, lens)


@st.cache_resource(max_entries=500, show_spinner=False)
def _made(
    name: str,  # noqa: ARG001 - part of the cache key, as are the next two
    key: tuple[str, str, date],  # noqa: ARG001
    parameters: tuple[Any, ...],
    _build: Callable[..., Any],
    _view: Lens,
) -> Any:
    return _build(_view, *parameters)


def basis(lens: Lens, name: str, rows: int) -> str:
    """What a figure was counted from: rows of a table, and how fresh the record is."""
    sentence = lens.language.text("{rows} of {all} rows of “{table}”; sources up to {date}")
    return sentence.format(
        rows=lens.language.number(rows),
        all=lens.language.number(len(lens.rows(name))),
        table=TABLES[name].labels[lens.language.code],
        date=lens.language.date(lens.record.updated.isoformat()),
    )


def said(lens: Lens, written: str | None, sources: Sequence[str]) -> str:
    """When a figure was stated and by whom."""
    return f"{lens.language.date(written)} · " + ", ".join(
        lens.words(row, "publisher") for key in sources if (row := lens.row("sources", key))
    )


def counted(lens: Lens, *names: str) -> str:
    """How many rows of which tables a page was drawn from."""
    parts = (
        lens.language.pair(
            TABLES[name].labels[lens.language.code],
            lens.language.number(len(lens.rows(name))),
        )
        for name in names
    )
    return " · ".join(parts)


def empty(what: str) -> None:
    """Say that nothing fits, and which filter to change."""
    st.info(html.literal(what), icon=":material/filter_alt_off:")


def footer(lens: Lens, shown: str) -> None:
    """The foot of a page: how many rows the page was drawn from, licence and version."""
    version = shelf.edition(lens.language.code).version
    show("footer.html", lens, shown=shown, version=version, is_whole=gate.sees_all_listed())


def brand(lens: Lens) -> None:
    """The product's mark and name, linking home."""
    show("brand.html", lens, mark=assets.url("own/mark.svg"))


def note(text: str, *, on_paper: bool = True) -> None:
    """A line of explanation under a figure or table."""
    kind = "nc-definition" if on_paper else "nc-definition nc-on-screen"
    st.html(f'<p class="{kind}">{html.escape(text)}</p>')

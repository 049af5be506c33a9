"""What every page has: the frame around it, the record behind it, its figures and notes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import streamlit as st

from components import assets, html, shelf
from components.entrance import gate
from components.inside.names import Block
from components.look import LOOKS, Look
from components.page import address
from data.exports.edition import Edition
from data.schema import TABLES
from data.values.dates import province_today
from data.views.lens import Lens, kept


class Detail(NamedTuple):
    """A part of a key figure, and the address of its rows; "" where there are none."""

    text: str
    address: str


class Figure(NamedTuple):
    """A key figure with what it means and what it was counted from.

    ``share`` is a part and the whole it is of, for a bar; None where there is no such whole. ``by``
    are the sources that state it.
    """

    label: str
    value: str
    definition: str
    basis: str
    details: Sequence[Detail] = ()
    share: tuple[int, int] | None = None
    by: Sequence[str] = ()


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


def guard(name: str, known: Mapping[str, object] | Sequence[str], nearest: str) -> None:
    """Warn that a parameter of the address is unknown, and say what is shown instead."""
    if value := address.unknown(name, known):
        _ = address.language().text
        sentence = _("“{value}” in the link is not known here ({name}). {nearest}")
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


def edition(lens: Lens) -> Edition:
    """The edition behind a page; its texts may be of a version that is newer than the page."""
    return replace(shelf.edition(lens.language.code), lens=lens)


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

"""A chart on a page: what it shows in a sentence, the drawing, its files, the table behind it."""

from collections.abc import Mapping

import streamlit as st

from components import links
from components.charts import named
from components.charts.named import Drawn
from components.page import address, lists, takeaway
from components.page.parts import edition, note, show
from data.views.lens import Lens


def drawn(lens: Lens, key: str, name: str, asked: Mapping[str, str]) -> Drawn:
    """A chart by its name, with the filters that its address takes; of many rows, a part."""
    most, own = named.CHARTS[name].most, edition(lens)
    part: dict[str, str] = {}
    if most:
        count = len(named.rows_of(own, name, asked).keys)
        in_address = key if f"{address.PART}-{key}" in links.PARTS else ""
        first, _last = lists.slice_of(lens, key, count, most, listed=in_address)
        part = {named.PART: str(first // most + 1)} if count > most else {}
    return named.drawn(own, name, {**asked, **part})


def shown(lens: Lens, key: str, drawn: Drawn, *, folded: bool = True) -> None:
    """A chart below what it shows in a sentence, with its definition and one row of tools.

    The tools are its files and the table behind it. ``folded`` is for a table that is not on the
    page anyway.
    """
    own, plate = drawn.chart, drawn.plate
    with st.container(key=f"nc-chart-{key}", gap="small"):
        head = {"headline": plate.headline, "subtitle": plate.subtitle}
        show("chart_head.html", lens, **head)
        if nothing := plate.nothing():
            note(nothing)
            return
        template, content = own.on_screen()
        show(template, lens, drawn=content, alt=own.alt)
        note(own.definition)
        with st.container(key=f"nc-chart-tools-{key}", horizontal=True, gap="small"):
            takeaway.chart(lens, key, drawn.name, drawn.asked)
            if folded:
                with st.expander(lens.language.text("Show as a table")):
                    lists.table(lens, own.name, own.heads, own.rows, numeric=own.numeric)

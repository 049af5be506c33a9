"""One visit: what came of it, day by day, and who took part."""

import streamlit as st

from components import links
from components.page import answers, downloads, lists, papers, parts, row_history
from data.views import chains, telling
from data.views.lens import Lens


def draw(lens: Lens, key: str, *, meeting: str | None) -> None:
    """The visit with everything on record of it; ``meeting`` is the one that the reader opened."""
    visit = lens.record.by_key("visits")[key]
    held = chains.meetings_of(lens, visit=key)
    told = telling.talks(lens, held)
    downloads.calendar(lens, visit)
    parts.show(
        "visit.html",
        lens,
        visit=visit,
        programme=chains.programme(visit, held),
        talks=told,
        answers=answers.of_visit(lens, held, told),
        meeting=meeting,
    )
    papers.shown(lens, "visits", key)
    row_history.shown(lens, "visits", key)
    _people(lens, key)


def _people(lens: Lens, visit: str) -> None:
    _ = lens.language.text
    home, away = chains.people_at(lens, chains.meetings_of(lens, visit=visit))
    st.subheader(_("Who took part"), anchor=False)
    downloads.data(downloads.part(lens, "people", {"visit": visit}))
    lists.table(
        lens,
        _("People named by the sources, with the post they held then"),
        [_("Name"), _("Side"), _("Post at the time"), _("Organisation")],
        [
            [
                links.cell(lens, "people", person["person_id"]),
                side,
                lens.words(person, "role"),
                lens.short("organisations", filter(None, [person["org_id"]])),
            ]
            for side, people in ((_("Vietnamese side"), home), (_("Partner side"), away))
            for person in people
        ],
    )

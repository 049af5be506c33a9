"""Every number under the key figures is the number of rows on the page that it links to."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from components.page import answers, figures
from data.views import chains, measures, states
from data.views.filtering import on_page
from data.views.filters import filters, select
from tests.pages.test_same_rows import Shown


def details(lens):
    threads = chains.threads(lens)
    projects = [row for row in lens.rows("projects") if row["record_kind"] in measures.COUNTED]
    held = [row for row in lens.rows("visits") if states.visit_state(lens, row) == "held"]
    return [
        *figures.of_requests(lens, threads),
        *figures.of_promises(lens, threads),
        *figures.of_projects(lens, projects),
        *figures.of_visits(lens, held),
    ]


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_a_number_leads_to_as_many_rows(lens, language):
    read = lens(language)

    for detail in details(read):
        count = int(re.split(r"\D", detail.text)[0])
        if not detail.address:
            assert count == 0, detail.text
            continue
        page = urlsplit(detail.address)
        table = page.path.strip("/")
        asked = {name: values[0] for name, values in parse_qs(page.query).items()}
        known = filters(read, table)
        assert asked.pop("lang", "vi") == language
        assert set(asked) <= set(known)
        keys, _words = select(read, table, on_page(known, asked, {}))
        assert len(keys) == count, detail


def test_a_promise_past_its_day_is_counted_with_and_without_a_word_on_it(made):
    promise = {"kind": "commitment", "due_date": "2025"}
    lens = made(
        "en",
        meetings=[{"date": "2024"}],
        outcomes=[
            promise,
            {**promise, "status": "in_progress", "status_date": "2025-01"},
            {**promise, "status": "done", "status_date": "2025-01"},
            {**promise, "due_date": "2027"},
        ],
    )

    told = [one.text for one in figures.of_promises(lens, chains.threads(lens))]

    assert "2 past its day, not known to be kept" in told


def test_the_overview_answers_in_sentences_that_lead_to_their_rows(lens):
    read = lens("en", date(2026, 11, 26))
    projects = [row for row in read.rows("projects") if row["record_kind"] in measures.COUNTED]

    requests, promises, late, running, met = answers.of_overview(
        read, chains.threads(read), projects
    )

    assert requests.text.startswith("Something came of ")
    assert promises.address == "/outcomes?kind=commitment&lang=en"
    assert late.text.startswith("Nậm Rốm multi-hazard: 11 months past its approved end;")
    assert late.address == "/projects?project=namrom-multihazard&lang=en"
    assert "state=running%2Clate" in running.address
    assert met.text.startswith("Last met: ")


def test_what_is_past_its_day_and_what_is_to_come_is_said_where_there_is_any(made):
    lens = made(
        "en",
        day=date(2026, 11, 26),
        meetings=[
            {"meeting_id": "held", "date": "2024", "title_vi": "A"},
            {"meeting_id": "ahead", "date": "2026-12-01", "title_vi": "B"},
        ],
        outcomes=[{"meeting_id": "held", "kind": "commitment", "due_date": "2025"}],
    )

    told = [one.text for one in answers.of_overview(lens, chains.threads(lens), [])]

    assert "1 promise is past its day and not known to be kept." in told
    assert told[-1] == "To come: B [vi], 1 Dec 2026."


@pytest.mark.parametrize(
    ("asked", "lists"),
    [({"country": "FR", "state": "held"}, 2), ({}, 1), ({"country": "FR", "visit": "x"}, 1)],
)
def test_who_comes_for_some_visits_sees_their_list_unfolded_and_first(asked, lists):
    page = Shown("visits", asked)

    tables = [place for place, one in enumerate(page.parts) if "</table>" in one]
    found = [place for place in tables if "Visits over time," in page.parts[place]]
    trip = next(place for place, one in enumerate(page.parts) if "Mùa A Sơn" in one)
    assert [place < trip for place in found] == ([True, False] if lists == 2 else [False])

"""Every number under the key figures is the number of rows on the page that it links to."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from components.page import figures
from data.views import chains, measures, states
from data.views.filtering import on_page
from data.views.filters import filters, select


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

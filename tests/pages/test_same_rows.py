"""A page, the files it offers and the address it offers hold the same rows."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import combinations, product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
import streamlit as st
from httpx2 import Response
from streamlit.testing.v1 import AppTest

from components import shelf
from data.exports import feeds, selecting
from data.exports.edition import Extract
from data.schema import TABLES
from data.views.filtering import Filter, on_page
from data.views.filters import filters
from tests.answering import answering

ROUTER = str(Path(__file__).parents[2] / "pages" / "router.py")
# What each list of a page shows by itself, beside what its address asks for.
LISTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "visits": ("visits", {}),
    "projects": ("projects", {}),
    "outcomes": ("outcomes", {}),
    "partners": ("organisations", {"side": "partner"}),
    "Vietnamese bodies": ("organisations", {"side": "vietnamese"}),
    "people": ("people", {}),
    "map": ("places", {}),
    "sources": ("sources", {}),
    "disagreements": ("discrepancies", {}),
}
VISITORS = "People named by the sources, with the post they held then"
# For each list on a page: its menu, the parts of the page that list its rows, and its links. Parts
# in one pair of brackets hold the rows together: the map draws a place for a line or for itself.
DRAWN: Mapping[str, Sequence[tuple[str, Sequence[tuple[str, ...]], str]]] = {
    "visits": [
        ("visits", [("Visits over time",)], "visit"),
        ("people", [(VISITORS,)], "person"),
    ],
    "projects": [
        ("projects", [("Projects, newest first",), ("What IATI asks for",)], "project"),
    ],
    "project": [
        ("project_amounts", [("Every statement of money on record",)], "amount"),
        ("project_progress", [("Every progress figure on record",)], "progress"),
    ],
    "outcomes": [("outcomes", [("newest meeting first",)], "outcome")],
    "partners": [
        ("organisations", [("nc-group",)], "org"),
        ("organisations-vietnamese-side", [("Vietnamese bodies in the record",)], "org"),
        ("people", [(VISITORS,)], "person"),
    ],
    "map": [("places", [("Places where partners sit", "Places drawn on the map")], "place")],
    "disagreements": [("discrepancies", [("nc-sides2",)], "discrepancy")],
    "sources": [("sources", [("Sources, most cited first",)], "source")],
}
# Tables that are no list of rows, by the beginning of their caption, and why.
NO_LISTS = {
    "Requests, promises and agreements by what is known": "numbers of a chart",
    "Projects by ": "numbers of a chart",
    "Projects over time": "a chart's dates, with files of their own; what has no date is not in it",
    "The project over time": "a chart's dates, with files of their own",
    "Stated amounts in ": "a chart's sums, in one currency, with files of their own",
    "What IATI asks for": "gaps of one project",
    "Filled cells by table": "counts, with a file of their own (test_quality.py)",
    "Age of the last word by project": "held beside its file in test_quality.py",
    "Places without position": "held beside its file in test_quality.py",
    "Rows that share a name": "pairs to be merged, for editors alone (test_merging_page.py)",
    "Rows with one source": "counts, with a file of their own (test_quality.py)",
    "History of “": "changes of one row, all of them (test_row_history_page.py)",
    "Translations by table": "counts, with a file of their own (test_quality.py)",
}
ADDRESSES = [
    ("visits", {}),
    ("visits", {"org": "afd"}),
    ("visits", {"country": "FR", "direction": "incoming"}),
    ("visits", {"visit": "2024-05-miralles"}),
    ("projects", {}),
    ("projects", {"org": "afd"}),
    ("projects", {"country": "FR", "status": "2"}),
    ("projects", {"record": "proposal,programme"}),
    ("projects", {"project": "namrom-multihazard"}),
    ("projects", {"project": "adb-rural-electrification"}),
    ("outcomes", {}),
    ("outcomes", {"org": "afd"}),
    ("outcomes", {"country": "FR"}),
    ("outcomes", {"kind": "request", "state": "no_report"}),
    ("outcomes", {"kind": "request,agreement"}),
    ("partners", {}),
    ("partners", {"country": "FR"}),
    ("map", {}),
    ("map", {"org": "afd"}),
    ("map", {"weight": "projects"}),
    ("map", {"weight": "meetings,projects"}),
    ("map", {"layers": "links"}),
    ("map", {"layers": "links", "weight": "projects", "country": "FR"}),
    ("map", {"layers": "visits"}),
    ("map", {"country": "FR", "layers": "meetings,projects"}),
    ("map", {"place": "hanoi", "country": "FR", "layers": "visits"}),
    ("sources", {"language": "ja"}),
    ("sources", {"source": "afd-press-2021-11"}),
    ("sources", {"section": "discrepancies"}),
]
# Pages and opened records beside these, of which no table lists rows.
WITHOUT_LISTS = [
    ("overview", {}),
    ("partners", {"org": "afd"}),
    ("partners", {"person": "mua-a-son"}),
    ("sources", {"section": "quality"}),
]
Get = Callable[[str], Response]


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """Asks the server's own routes beside the pages, over a store with the shipped record."""
    with answering(tmp_path_factory.mktemp("same")) as client:
        yield client.get


class Shown:
    """A page as it was drawn: its HTML, the files that it links to, and what its buttons make."""

    def __init__(self, name: str, address: Mapping[str, str]) -> None:
        self.buttons: dict[str, Callable[[], bytes]] = {}
        draw = st.download_button

        def drawn(label: str, data: Callable[[], bytes], **how: Any) -> bool:
            self.buttons[how["key"]] = data
            return draw(label, data, **how)

        app = AppTest.from_file(ROUTER, default_timeout=60)
        app.query_params.update({"lang": "en", **address})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(st, "download_button", drawn)
            app.switch_page(f"{name}.py").run()
        assert not app.exception
        self.parts = [str(part.proto.body) for part in app.get("html")]
        found = re.findall(r'<a href="([^"]+)" class="nc-file-([^"]+)"', "".join(self.parts))
        self.files = {name: unescape(address) for address, name in found}

    def addresses(self) -> list[str]:
        """The addresses offered, in the order of the menus."""
        written = re.findall(r'<a href="(/api/v1/\w+\.csv[^"]*)">', "".join(self.parts))
        return [unescape(address) for address in written]

    def captions(self) -> list[str]:
        """What the tables of the page are called."""
        return [
            unescape(caption)
            for part in self.parts
            for caption in re.findall(r"<caption[^>]*>(.*?)</caption>", part)
        ]

    def linked(self, marks: Iterable[str], parameter: str) -> set[str]:
        """Rows that parts of the page link to, or hold as an article or line with their id."""
        drawn = unescape("".join(p for p in self.parts if any(mark in p for mark in marks)))
        held = r'<(?:article|details) class="nc-card[^"]*" id="([^"]+)"|<tr id="([^"]+)"'
        rows = re.findall(rf'[?&]{parameter}=([^"&]+)|{held}', drawn)
        return {next(filter(None, found)) for found in rows}


def keys_of(table: str, content: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return [row[TABLES[table].key] for row in rows if not row[TABLES[table].key].startswith("#")]


def in_workbook(table: str, content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[1]
    place = list(TABLES[table].fields).index(TABLES[table].key)  # keys stand before words of codes
    return [str(row[place]) for row in sheet.iter_rows(2, values_only=True) if row[place]]


def asked_for(get: Get, address: str, table: str) -> list[str]:
    """Rows at an address, the same as CSV and as JSON."""
    as_csv, as_json = get(address), get(address.replace(".csv?", ".json?"))
    assert as_csv.status_code == as_json.status_code == 200, as_csv.text
    ids = keys_of(table, as_csv.content)
    assert [row[TABLES[table].key] for row in as_json.json()["rows"]] == ids
    return ids


def opened(name: str, address: Mapping[str, str]) -> str:
    """The lists that an address shows, by their name in ``DRAWN``."""
    if "section" in address:
        return "disagreements"
    return "project" if "project" in address else name


@pytest.mark.parametrize(("name", "address"), [*ADDRESSES, *WITHOUT_LISTS])
def test_every_table_of_a_page_is_one_of_its_lists_or_known_to_be_none(get, name, address):
    lists = DRAWN[opened(name, address)] if (name, address) in ADDRESSES else []
    known = [mark for _menu, marks, _ in lists for together in marks for mark in together]

    for caption in Shown(name, address).captions():
        is_list = any(mark in caption for mark in known)
        assert is_list or caption.startswith(tuple(NO_LISTS)), caption


@pytest.mark.parametrize(("name", "address"), ADDRESSES)
def test_page_files_and_offered_address_hold_the_same_rows(get, name, address):
    page = Shown(name, address)
    lists = DRAWN[opened(name, address)]
    assert len(page.addresses()) == len(lists)

    for (menu, marks, parameter), offered in zip(lists, page.addresses(), strict=True):
        table = menu.partition("-")[0]
        given = set(asked_for(get, offered, table))
        taken = set(keys_of(table, get(page.files[f"{menu}-csv"]).content))
        assert taken == given, f"/{name} has {len(taken)} rows, {offered} gives {len(given)}"
        rows = get(page.files[f"{menu}-json"]).json()["rows"]
        assert {row[TABLES[table].key] for row in rows} == given
        assert set(in_workbook(table, get(page.files[f"{menu}-xlsx"]).content)) == given
        if table != "sources" or len(given) <= 25:  # a page of the list
            for together in marks:
                listed = page.linked(together, parameter) & set(shelf.edition("en").rows[table])
                assert listed == given, together


def chosen_alone(known: Mapping[str, Filter]) -> Iterator[dict[str, str]]:
    """What a reader can choose of one filter: nothing, each value, two of them."""
    yield {}
    for name, one in known.items():
        yield from ({name: value} for value in one.offered)
        yield {name: ",".join(one.offered[:2])}


def chosen_together(known: Mapping[str, Filter]) -> Iterator[Iterator[dict[str, str]]]:
    """For any two filters, each value of the one with each of the other."""
    for first, second in combinations([name for name, one in known.items() if one.offered], 2):
        pairs = product(known[first].offered, known[second].offered)
        yield ({first: one, second: other} for one, other in pairs)


@pytest.mark.slow  # hundreds of addresses
@pytest.mark.parametrize("shown", LISTS)
def test_every_choice_of_every_filter_gives_the_same_rows_on_page_and_api(get, shown):
    """The server is asked for each value of a filter, and for one choice of any two filters.

    For all other pairs, its choice of rows is asked without it.
    """
    table, fixed = LISTS[shown]
    edition = shelf.edition("en")
    known = filters(edition.lens, table)

    def listed(address: Mapping[str, str]) -> Extract:
        return selecting.part(edition, table, on_page(known, address, fixed))

    def is_answered(extract: Extract) -> None:
        ids = keys_of(table, get(feeds.address(extract)).content)
        assert sorted(ids) == sorted(extract.keys), extract.asked

    for address in chosen_alone(known):
        is_answered(extract := listed(address))
        told = get(feeds.address(extract, "json")).json()["filters"]
        assert told == dict(extract.filters)
    for pairs in chosen_together(known):
        is_answered(listed(next(pairs)))
        for extract in map(listed, pairs):
            asked = dict(parse_qsl(urlsplit(feeds.address(extract)).query))
            assert asked.pop("lang") == "en"
            given = feeds.extracted(edition, table, asked)
            assert sorted(given.keys) == sorted(extract.keys), asked


@pytest.mark.parametrize("table", TABLES)
def test_without_parameters_the_api_gives_the_whole_table(get, table):
    ids = asked_for(get, f"/api/v1/{table}.csv?", table)

    assert ids == list(shelf.edition("vi").rows[table])

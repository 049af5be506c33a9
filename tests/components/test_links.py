"""Addresses of our own pages: the language is kept, and whatever a row is called is escaped."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import links
from data.schema import TABLES

HOSTILE = '<b>"&?#%lang=fr`${alert(1)}'


def query(address):
    return parse_qs(urlsplit(address).query)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_link_keeps_the_language(language):
    assert query(links.href("visits", language, visit="a")) == {"visit": ["a"], "lang": [language]}


def test_vietnamese_is_the_language_of_an_address_that_names_none():
    assert links.href("visits", "vi", visit="a") == "/visits?visit=a"


def test_a_page_without_parameters_has_a_bare_address():
    assert links.href("visits", "vi") == "/visits"
    assert links.href("visits", "vi", country=None, direction="") == "/visits"


@given(st.text(min_size=1))
def test_whatever_a_parameter_holds_it_comes_back_as_it_was(value):
    address = links.href("projects", "fr", project=value)

    assert query(address) == {"project": [value], "lang": ["fr"]}
    assert address.isascii()
    assert not set(address) & set("\"'<>` \n")


@pytest.mark.parametrize("table", TABLES)
def test_each_row_of_the_record_has_an_address(table):
    path, parameter = links.OPENED_AT[table]

    assert links.to_row(table, "some-id", "en") == f"/{path}?{parameter}=some-id&lang=en"


def test_a_cell_names_its_row_and_leads_to_it(made):
    lens = made("fr", visits=[{"visit_id": "one", "title_vi": "Chuyến đi", "title_fr": "Voyage"}])

    assert links.cell(lens, "visits", "one") == ("Voyage", "/visits?visit=one&lang=fr")


def test_a_name_without_translation_says_which_language_it_is_in(made):
    lens = made("fr", visits=[{"visit_id": "one", "title_vi": "Chuyến đi"}])

    assert links.cell(lens, "visits", "one").text == "Chuyến đi [vi]"


def test_a_row_that_is_not_there_is_called_by_its_id(made):
    assert links.cell(made("vi"), "visits", "gone") == ("gone", "/visits?visit=gone")


def test_a_hostile_id_stays_within_its_parameter(made):
    address = links.cell(made("vi"), "people", HOSTILE).href

    assert query(address) == {"person": [HOSTILE]}
    assert not set(address) & set('<>"`')


def test_a_filter_may_have_the_name_of_what_an_address_is_made_from():
    assert links.href("data", "fr", language="vi", path="x") == "/data?language=vi&path=x&lang=fr"

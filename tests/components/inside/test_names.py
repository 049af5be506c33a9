"""Whether the installed Streamlit still has the names that ours rest on; tells which it has not."""

import re

import pytest
import streamlit as st
from streamlit.web.server.starlette.starlette_app import _RESERVED_ROUTE_PREFIXES

from components.inside import names
from data.language import Language
from tests.components.inside.release import (
    HERE,
    RELEASE,
    ROOT,
    assert_shipped,
    in_styles_and_scripts,
    ours,
)

WORDS = sorted(names.words(Language("en")))


def test_the_list_of_test_ids_holds_those_that_are_used_and_no_other():
    used = in_styles_and_scripts(r'data-testid[~|^$*]?="([^"]+)"')

    assert used == set(names.TEST_IDS)


@pytest.mark.parametrize("test_id", names.TEST_IDS)
def test_a_test_id_is_still_streamlits(shipped, test_id):
    assert_shipped(shipped, "test id", test_id)


def test_the_list_of_classes_holds_those_that_are_used_and_no_other():
    assert in_styles_and_scripts(r"\.(st[A-Z]\w+)") == set(names.CLASSES)


@pytest.mark.parametrize("name", names.CLASSES)
def test_a_class_is_still_streamlits(shipped, name):
    assert re.search(f"className:[\"'`]{name}[\"'` ]", shipped), (
        f"{RELEASE} has no class “{name}”: {HERE}"
    )


def test_a_key_still_becomes_a_class(shipped):
    assert f"`{names.KEY_CLASS}`+" in shipped, f"{RELEASE} makes no class of a key: {HERE}"


@pytest.mark.parametrize(("attribute", "state"), names.STATES.items())
def test_the_page_still_says_whether_it_hears_the_server(shipped, attribute, state):
    script = "".join(ours(".js").values())
    name = re.sub(r"-(.)", lambda found: found[1].upper(), attribute.removeprefix("data-"))

    assert f"dataset.{name}" in script
    assert f'"{state}"' in script
    assert f'"{attribute}"' in shipped, f"{RELEASE} has no {attribute}: {HERE}"
    assert re.search(f"[\"'`.]{state}\\b", shipped), f"{RELEASE} has no state {state}: {HERE}"


@pytest.mark.parametrize("word", WORDS)
def test_a_translated_word_is_still_streamlits(shipped, word):
    if word == "streamlit_folium.st_folium":  # package and component: the title of its frame
        word = "st_folium"
    assert_shipped(shipped, "word", word)


def test_only_what_is_listed_is_taken_apart():
    assert set(names.PARTS) <= {*names.TEST_IDS, *WORDS}


def test_streamlits_own_addresses_are_not_taken_for_pages():
    own = {f"/{address}/" for address in names.ADDRESSES}

    assert own >= set(_RESERVED_ROUTE_PREFIXES), f"{RELEASE} has further addresses: {HERE}"


def test_no_folder_of_pages_stands_beside_the_main_script():
    script = ROOT / names.ROUTER

    assert script.is_file()
    assert not (script.parent / "pages").exists()


def test_the_unnamed_types_are_those_that_streamlit_gives():
    assert isinstance(st.sidebar, names.Block), f"{RELEASE}: st.sidebar is no Block; {HERE}"
    entry = st.Page(lambda: None, title="One", url_path="one")
    assert isinstance(entry, names.MenuPage), f"{RELEASE}: st.Page is no MenuPage; {HERE}"

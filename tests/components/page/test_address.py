"""The address bar holds what the reader chose; what it does not know gives the nearest view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from data.language import Language
from data.schema import LANGUAGES


def page():
    """Every control once; what the page was told is written down."""
    import streamlit as st  # noqa: PLC0415 - Streamlit runs this as a script of its own

    from components.page import address  # noqa: PLC0415

    ways = {"update": "Up", "replace": "Re"}
    countries = {"FR": "France", "JP": "Japan"}
    visits = {"trip": {"visit_id": "trip"}, "other": {"visit_id": "other"}}
    meetings = {"talk": {"visit_id": "trip"}}
    st.session_state["said"] = {
        "language": address.language().code,
        "carried": address.carried(),
        "unknown": address.unknown("country", countries),
        "value": address.value("country", countries),
        "choice": address.choice("country", "Partner", countries, everything="All partners"),
        "switch": address.switch("mode", "Way", ways, default="update"),
        "several": address.several("layers", "Layers", {"a": "A", "b": "B", "c": "C"}),
        "pick": address.pick("visit", "Visit", {"trip": "Trip", "other": "Other"}, default="other"),
        "search": address.search(),
        "here": address.here("visits", visit="trip"),
        "opened": address.open_record("visit", visits, via={"meeting": meetings}),
        "part": address.turned_to(4, "list"),
    }
    address.choose_language()


def opened(**parameters):
    app = AppTest.from_function(page, default_timeout=30)
    app.query_params.update(parameters)
    app.run()
    assert not app.exception
    return app


def said(app):
    return app.session_state["said"]


def address_of(app):
    values = app.query_params.items()
    return {name: value[-1] if isinstance(value, list) else value for name, value in values}


@pytest.fixture(scope="module")
def bare():
    return said(opened())


def test_an_address_without_parameters_shows_everything_in_vietnamese(bare):
    assert bare == {
        "language": "vi",
        "carried": {},
        "unknown": None,
        "value": None,
        "choice": None,
        "switch": "update",
        "several": ["a", "b", "c"],
        "pick": "other",
        "search": "",
        "here": "/visits?visit=trip",
        "opened": None,
        "part": 1,
    }


def test_an_address_that_says_everything_is_followed():
    app = opened(
        lang="fr", country="JP", mode="replace", layers="c,a", visit="trip", page="3", q=" cầu "
    )

    assert said(app) | {"opened": None} == {
        "language": "fr",
        "carried": {"lang": "fr", "country": "JP"},
        "unknown": None,
        "value": "JP",
        "choice": "JP",
        "switch": "replace",
        "several": ["c", "a"],
        "pick": "trip",
        "search": "cầu",
        "here": "/visits?visit=trip&lang=fr",
        "opened": None,
        "part": 3,
    }


def test_reading_the_address_does_not_change_it():
    parameters = {"lang": "fr", "country": "JP", "layers": "c,a", "visit": "trip", "stray": "1"}

    assert address_of(opened(**parameters)) == parameters


@pytest.mark.parametrize("hostile", ["XX", "<b>", "fr", "FR JP", "'; drop table", "${alert(1)}"])
def test_an_unknown_value_is_named_and_the_nearest_view_is_shown(bare, hostile):
    app = opened(country=hostile, mode=hostile, layers=hostile, visit=hostile, lang=hostile + "x")

    assert said(app) == bare | {
        "unknown": hostile,
        "carried": {"lang": hostile + "x", "country": hostile},
    }


def test_with_an_unknown_value_among_several_all_are_shown_and_it_is_named():
    app = opened(layers="b,nothing", country="FR,XX")

    assert said(app)["several"] == ["a", "b", "c"]
    assert said(app)["unknown"] == "XX"
    assert said(app)["choice"] is None


@pytest.mark.parametrize("written", ["0", "5", "-1", "x", "1.5", "٣"])
def test_a_part_that_the_list_does_not_have_leads_to_its_beginning(written):
    assert said(opened(page=written))["part"] == 1


def test_other_rows_are_listed_from_their_beginning_and_another_language_where_one_was():
    app = opened(page="3")

    app.segmented_control(key="language").set_value("fr").run()
    assert said(app)["part"] == 3

    app.selectbox(key="choice-country").select("FR").run()
    assert said(app)["part"] == 1
    assert address_of(app) == {"lang": "fr", "country": "FR"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_chosen_language_is_in_the_address_except_vietnamese(code):
    app = opened(lang="en" if code != "en" else "fr")

    app.segmented_control(key="language").set_value(code).run()

    assert said(app)["language"] == code
    assert address_of(app) == ({} if code == "vi" else {"lang": code})


def test_a_choice_goes_into_the_address_and_all_of_them_goes_out_of_it():
    app = opened(lang="fr")

    app.selectbox(key="choice-country").select("FR").run()
    assert address_of(app) == {"lang": "fr", "country": "FR"}
    assert said(app)["choice"] == "FR"

    app.selectbox(key="choice-country").select("").run()
    assert address_of(app) == {"lang": "fr"}
    assert said(app)["choice"] is None


def test_the_default_of_a_switch_is_not_written_into_the_address():
    app = opened()

    app.segmented_control(key="switch-mode").set_value("replace").run()
    assert address_of(app) == {"mode": "replace"}

    app.segmented_control(key="switch-mode").set_value("update").run()
    assert address_of(app) == {}


def test_some_of_several_are_in_the_address_and_all_or_none_are_not():
    app = opened()

    app.pills(key="several-layers").set_value(["b", "c"]).run()
    assert address_of(app) == {"layers": "b,c"}

    app.pills(key="several-layers").set_value(["a", "b", "c"]).run()
    assert address_of(app) == {}

    app.pills(key="several-layers").set_value([]).run()
    assert address_of(app) == {}
    assert said(app)["several"] == ["a", "b", "c"]


def test_a_picked_record_is_in_the_address():
    app = opened()

    app.selectbox(key="pick-visit").select("trip").run()

    assert address_of(app) == {"visit": "trip"}
    assert said(app)["pick"] == "trip"


@pytest.mark.parametrize(
    ("parameters", "record"),
    [
        ({"visit": "trip"}, "trip"),
        ({"meeting": "talk"}, "trip"),
        ({"visit": "other", "meeting": "talk"}, "other"),
        ({"visit": "gone", "meeting": "talk"}, "trip"),
        ({"meeting": "gone"}, None),
    ],
)
def test_a_record_is_opened_by_itself_or_through_one_of_its_parts(parameters, record):
    assert said(opened(**parameters))["opened"] == record


@given(st.text())
def test_any_language_code_gives_one_of_ours(code):
    assert Language.of(code).code in LANGUAGES

"""What was uploaded and decided stays: in another language, after another part, on a page anew."""

from pathlib import Path

import pytest

from components.page.keeping import Kept, Shelf
from data.desk.uploads import Upload
from tests.pages.desk import opened, said, shown, uploaded

pytestmark = pytest.mark.usefixtures("kept")
CASES = Path(__file__).parents[1] / "data" / "cases"
INSTANTS = ("c12_tz.json", (CASES / "c12_tz.json").read_bytes())
HEADINGS = ("18_official_headings.xlsx", (CASES / "18_official_headings.xlsx").read_bytes())
YES = "Yes, change them as shown"


def answered():
    app = uploaded(INSTANTS)
    return app.radio[0].set_value("converted").run()


def moved(app, **parameters):
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def test_yes_comes_before_no_and_stays_in_another_language():
    app = answered()
    assert app.radio[0].options[0] == YES
    app = moved(app, lang="fr")
    assert app.radio[0].value == "converted"
    assert app.radio[0].options[0] != YES


def test_the_choices_of_a_mapping_are_the_same_in_another_language():
    app = uploaded(HEADINGS)
    app = app.selectbox[0].set_value("projects").run()
    chosen = app.selectbox[2].options[-1]
    app = app.selectbox[2].select(chosen).run()
    values = [box.value for box in app.selectbox]

    app = moved(app, lang="fr")
    assert not app.exception
    assert [box.value for box in app.selectbox] == values


def test_files_answers_and_mappings_are_there_after_another_part_of_the_desk():
    app = answered()
    app = moved(app, part="templates")
    app = moved(app, part="upload")
    assert app.radio[0].value == "converted"
    assert "Still here from before: c12_tz.json" in shown(app)

    app = app.button(key="desk-take-away").click().run()
    assert not app.radio


def test_a_corrected_file_takes_the_place_of_the_one_from_before():
    app = moved(moved(answered(), part="templates"), part="upload")
    app.file_uploader[0].set_value([(*INSTANTS, "")])
    app = app.run()
    assert not app.exception
    assert "c12_tz (2)" not in str([one.label for one in app.radio])
    assert "Still here" not in shown(app)


def test_a_page_that_is_loaded_anew_offers_the_files_and_the_answers():
    answered()
    app = opened()
    assert "c12_tz.json" in said(app, "info")

    app = app.button(key="desk-go-on").click().run()
    assert app.radio[0].value == "converted"


def test_what_somebody_does_not_want_any_more_is_forgotten():
    answered()
    opened().button(key="desk-forget").click().run()
    assert "c12_tz.json" not in said(opened(), "info")


def kept_of(*sizes):
    return Kept(tuple(Upload(f"{size}.csv", b"x" * size) for size in sizes), {})


def test_files_of_each_person_are_kept_apart():
    shelf = Shelf()
    shelf.put("ban", kept_of(1))
    assert shelf.of("lan") is None
    kept = shelf.of("ban")
    assert kept
    assert kept.names == "1.csv"


def test_the_oldest_files_make_room_and_none_are_kept_for_long():
    shelf = Shelf(most=10)
    shelf.put("ban", kept_of(6))
    shelf.put("lan", kept_of(5))
    assert shelf.of("ban") is None
    assert shelf.of("lan")
    late = Shelf(longest=-1)
    late.put("ban", kept_of(1))
    assert late.of("ban") is None

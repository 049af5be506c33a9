"""The record as one reader sees it: texts, names, amounts, ages, local times, marks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from data.language import Language
from data.views.lens import Lens, Text

TRANSLATED = {"title_vi": "Thăm Pháp", "title_en": "Visit to France", "title_fr": "Visite"}


@pytest.mark.parametrize(
    ("language", "value"), [("vi", "Thăm Pháp"), ("en", "Visit to France"), ("fr", "Visite")]
)
def test_a_text_is_read_in_the_readers_language(made, language, value):
    assert made(language).text(TRANSLATED, "title") == Text(value, language)


def test_a_missing_translation_is_vietnamese_and_says_so(made):
    row = TRANSLATED | {"title_fr": None}

    assert made("fr").text(row, "title") == Text("Thăm Pháp", "vi")


def test_a_text_that_no_language_has_is_none(made):
    assert made("en").text({"title_vi": None, "title_en": None}, "title") is None


def test_words_of_another_language_bear_it_in_brackets(made):
    row = TRANSLATED | {"title_fr": None}

    assert made("fr").words(row, "title") == "Thăm Pháp [vi]"


@pytest.mark.parametrize(("language", "words"), [("vi", "Thăm Pháp"), ("fr", "Visite")])
def test_words_of_the_readers_language_bear_no_mark(made, language, words):
    assert made(language).words(TRANSLATED, "title") == words


OLDER = TRANSLATED | {"older_translations": ("title_fr", "note_en")}


@pytest.mark.parametrize(
    ("language", "stale", "words"),
    [
        ("vi", False, "Thăm Pháp"),
        ("en", False, "Visit to France"),
        ("fr", True, "Visite [traduction antérieure]"),
    ],
)
def test_a_translation_older_than_the_original_says_so_to_its_readers_only(
    made, language, stale, words
):
    assert made(language).text(OLDER, "title").stale is stale
    assert made(language).words(OLDER, "title") == words


def test_what_is_shown_in_vietnamese_for_want_of_a_translation_is_not_called_older(made):
    assert made("fr").words(OLDER | {"title_fr": None}, "title") == "Thăm Pháp [vi]"


def test_a_name_in_a_line_of_names_says_that_its_translation_is_older(made):
    body = {"org_id": "afd", "name_vi": "Cơ quan", "short_name_vi": "AFD"}
    older = {"short_name_en": "Agency", "older_translations": "short_name_en"}
    lens = made("en", organisations=[body | older])

    assert lens.short("organisations", ["afd"]) == "Agency [older translation]"


def test_words_of_a_missing_text_are_empty(made):
    assert made("en").words({"title_vi": None, "title_en": None}, "title") == ""


def test_an_organisation_is_named_by_its_short_name(made):
    lens = made(organisations=[{"org_id": "afd", "short_name_vi": "AFD", "name_vi": "Cơ quan"}])

    assert str(lens.name("organisations", "afd").name) == "AFD"


def test_the_full_name_of_an_organisation_is_its_long_one(made):
    lens = made(organisations=[{"org_id": "afd", "short_name_vi": "AFD", "name_vi": "Cơ quan"}])

    assert lens.full_name("organisations", "afd") == "Cơ quan"


def test_a_person_is_named_alike_in_every_language(lens):
    names = {str(lens(code).name("people", "mua-a-son").name) for code in ("vi", "en", "fr")}

    assert names == {"Mùa A Sơn"}


def test_a_source_is_named_in_the_language_of_its_title(made):
    lens = made("vi", sources=[{"source_id": "s", "title": "Visite", "language": "fr"}])

    assert lens.name("sources", "s").name == Text("Visite", "fr")


@pytest.mark.parametrize("table", ["organisations", "people", "sources"])
def test_a_row_that_is_not_there_is_named_by_its_id(made, table):
    assert str(made().name(table, "nobody").name) == "nobody"


def test_a_row_of_a_broken_table_is_named_by_its_id(broken):
    assert str(Lens(broken, Language("vi")).name("people", "mua-a-son").name) == "mua-a-son"


def test_several_names_stand_in_one_line(made):
    lens = made(people=[{"person_id": "a", "name": "Sơn"}, {"person_id": "b", "name": "Thắng"}])

    assert lens.short("people", ["b", "a"]) == "Thắng, Sơn"


def test_names_keep_the_order_asked_for(made):
    lens = made(people=[{"person_id": "a"}, {"person_id": "b"}])

    assert [named.id for named in lens.names("people", ["b", "a"])] == ["b", "a"]


@pytest.mark.parametrize("key", [None, "", "nobody"])
def test_no_row_has_no_key(made, key):
    assert made(people=[{"person_id": "a"}]).row("people", key) is None


@pytest.mark.parametrize(
    ("qualifier", "shown"),
    [
        ("exact", "EUR\u00a024.65 million"),
        ("about", "About EUR\u00a024.65 million"),
        ("more_than", "More than EUR\u00a024.65 million"),
    ],
)
def test_an_amount_says_how_exact_it_is(made, qualifier, shown):
    row = {"amount": 24_650_000.0, "currency": "EUR", "qualifier": qualifier}

    assert made("en").amount(row) == shown


@pytest.mark.parametrize(("qualifier", "word"), [("rounded", "rounded"), ("forecast", "forecast")])
def test_a_rounded_or_expected_amount_never_looks_exact(made, qualifier, word):
    row = {"amount": 26_100_000.0, "currency": "EUR", "qualifier": qualifier}

    shown = made("en").amount(row)

    assert "26.1 million" in shown
    assert word in shown.lower()


MEASURED = {"value": None, "unit": None, "base_value": None, "base_unit": None, "qualifier": None}


@pytest.mark.parametrize(
    ("language", "progress", "shown"),
    [
        ("vi", {"value": 44.55, "unit": "percent"}, "44,55%"),
        ("fr", {"value": 44.55, "unit": "percent"}, "44,55\u202f%"),
        ("en", {"value": 52.0, "unit": "percent", "qualifier": "more_than"}, "More than 52%"),
        ("en", {"value": 5.0, "unit": "packages"}, "5\u00a0packages"),
        (
            "en",
            {"value": 70.5, "unit": "ha", "base_value": 93.7, "base_unit": "ha"},
            "70.5\u00a0ha of 93.7\u00a0ha",
        ),
        (
            "en",
            {"value": 17.42, "unit": "percent", "base_value": 656.8, "base_unit": "bn_vnd"},
            "17.42% of 656.8\u00a0billion VND",
        ),
        ("en", {"value": 0.0, "unit": "percent"}, "0%"),
        ("en", {}, ""),
    ],
)
def test_a_progress_figure_is_told_with_its_unit_and_its_whole(made, language, progress, shown):
    assert made(language).value(MEASURED | progress) == shown


TODAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-11-22", "0 days ago"),
        ("2025-11-21", "1 day ago"),
        ("2025-10-23", "30 days ago"),
        ("2025-10-22", "1 month ago"),
        ("2025-05-22", "6 months ago"),
        ("2024-11-22", "1 year ago"),
        ("2023-11-22", "2 years ago"),
    ],
)
def test_an_age_is_told_in_days_months_or_years(made, written, shown):
    assert made("en", TODAY).age(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2023-11-22?", "at least 2 years ago"),
        ("2023", "at least 1 year ago"),
        ("2023-11-22/2023-11-25", "at least 1 year ago"),
        ("2025-09", "at least 1 month ago"),
    ],
)
def test_the_age_of_an_uncertain_date_is_its_least(made, written, shown):
    assert made("en", TODAY).age(written) == shown


@pytest.mark.parametrize("written", [None, "", "2025-11-23", "2025", "2024/..", "2025-11"])
def test_what_may_still_lie_ahead_has_no_age(made, written):
    assert made("en", TODAY).age(written) == ""


PLACES = [
    {"place_id": "paris", "timezone": "Europe/Paris"},
    {"place_id": "lyon", "timezone": "Europe/Paris"},
    {"place_id": "hanoi", "timezone": "Asia/Ho_Chi_Minh"},
    {"place_id": "online"},
]


def zone(
    made: Callable[..., Lens],
    day: date,
    *,
    visit: Sequence[str] = (),
    meetings: Sequence[str] = (),
    language: str = "en",
) -> str:
    held = [{"place_id": place} for place in meetings]
    return made(language, places=PLACES).zone({"place_ids": visit}, held, day)


def test_paris_is_an_hour_ahead_of_utc_in_november(made):
    assert zone(made, date(2023, 11, 22), visit=["paris"]) == "Paris, UTC+1"


def test_paris_is_two_hours_ahead_of_utc_in_july(made):
    assert zone(made, date(2024, 7, 14), visit=["paris"]) == "Paris, UTC+2"


@pytest.mark.parametrize("day", [date(2023, 11, 22), date(2024, 7, 14)])
def test_ha_noi_is_seven_hours_ahead_of_utc_all_year(made, day):
    assert zone(made, day, visit=["hanoi"]).endswith(", UTC+7")


def test_vietnamese_local_time_is_named_with_its_accents(made):
    shown = zone(made, date(2024, 7, 14), visit=["hanoi"], language="vi")

    assert "Ho Chi Minh" not in shown


def test_the_meetings_of_a_day_say_its_local_time_before_the_visit_does(made):
    shown = zone(made, date(2023, 11, 22), visit=["hanoi"], meetings=["paris", "lyon"])

    assert shown == "Paris, UTC+1"


def test_places_of_one_time_zone_share_one_local_time(made):
    assert zone(made, date(2023, 11, 22), visit=["paris", "lyon"]) == "Paris, UTC+1"


def test_a_day_in_two_time_zones_has_no_one_local_time(made):
    assert zone(made, date(2023, 11, 22), visit=["paris", "hanoi"]) == ""


@pytest.mark.parametrize("places", [[], ["online"]])
def test_a_day_at_no_known_place_has_no_local_time(made, places):
    assert zone(made, date(2023, 11, 22), visit=places) == ""


def test_a_row_bears_the_marks_of_every_discrepancy_about_it(made):
    about = {"subject_table": "people", "value_a_vi": "a", "value_b_vi": "b"}
    lens = made(
        people=[{"person_id": "a"}, {"person_id": "b"}],
        discrepancies=[
            {"discrepancy_id": "d1", "subject_ids": "a;b", **about},
            {"discrepancy_id": "d2", "subject_ids": "a", **about},
        ],
    )

    assert lens.marks("people", "a") == ("d1", "d2")


def test_a_mark_is_of_one_table_only(made):
    lens = made(
        people=[{"person_id": "a"}],
        places=[{"place_id": "a"}],
        discrepancies=[{"subject_table": "people", "subject_ids": "a"}],
    )

    assert lens.marks("places", "a") == ()


def test_rows_bear_no_marks_while_the_discrepancies_are_broken(broken):
    lens = Lens(broken, Language("vi"))

    assert lens.marks("meetings", "2023-11-22-afd-paris") == ()


def test_the_trip_to_france_bears_its_mark(lens):
    assert lens("vi").marks("visits", "2023-11-dien-bien-to-france") == ("dis-01",)


def test_two_lenses_of_one_version_and_language_are_equal(record):
    again = replace(record)

    assert Lens(record, Language("vi")) == Lens(again, Language("vi"))


def test_lenses_of_two_languages_differ(lens):
    assert lens("vi") != lens("en")


def test_a_change_of_the_record_makes_another_lens(lens, broken):
    assert Lens(broken, Language("vi")) != lens("vi")


def test_a_name_kept_in_vietnamese_is_marked_as_such_in_other_languages(made):
    place = {"place_id": "p", "name_vi": "Hà Nội", "name_en": "Hà Nội", "name_fr": "Hanoï"}

    assert made("en", places=[place]).name("places", "p").name == Text("Hà Nội", "en", quoted="vi")
    assert made("fr", places=[place]).name("places", "p").name == Text("Hanoï", "fr")


def test_a_source_read_in_translation_has_a_vietnamese_title(made):
    title = "Bàn giao hệ thống chiếu sáng cầu Mường Thanh"
    lens = made("vi", sources=[{"source_id": "s", "title": title, "language": "id"}])

    assert lens.short("sources", ["s"]) == title


def test_a_french_text_keeps_its_signs_with_their_words(made):
    lens = made("fr", visits=[{"visit_id": "v", "title_fr": "Prêt : 52 % de la valeur"}])

    assert lens.words(lens.row("visits", "v"), "title") == "Prêt\u00a0: 52\u00a0% de la valeur"

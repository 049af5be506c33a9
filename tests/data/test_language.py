"""Dates, money, numbers and names as Vietnamese, English and French readers write them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.language import Language, is_vietnamese, unbroken
from data.schema import DATA, LANGUAGES, TABLES, Field, Table, codelist

VI, EN, FR = Language("vi"), Language("en"), Language("fr")
every_language = pytest.mark.parametrize("language", [VI, EN, FR], ids=["vi", "en", "fr"])


@pytest.mark.parametrize("code", [None, "", "xx", "VI", "fr-FR", "<script>"])
def test_a_language_that_is_not_offered_becomes_vietnamese(code):
    assert Language.of(code).code == "vi"


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
def test_our_three_languages_stay_what_they_are(code):
    assert Language.of(code).code == code


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2025-03-17", ("tính đến 17/3/2025", "as of 17 Mar 2025", "situation au 17/03/2025")),
        ("2025-03", ("tính đến 3/2025", "as of March 2025", "situation en mars 2025")),
        ("2025", ("tính đến 2025", "as of 2025", "situation en 2025")),
        ("2025?", ("tính đến khoảng 2025", "as of about 2025", "situation en 2025 environ")),
        (
            "2018/..",
            ("tính đến: từ 2018 trở đi", "as of 2018 or later", "situation\u00a0: 2018 ou après"),
        ),
    ],
)
def test_as_of_when_something_is_known_is_said_as_each_language_does(written, said):
    assert tuple(language.as_of(written) for language in (VI, EN, FR)) == said


@pytest.mark.parametrize(
    ("source", "file", "shown"),
    [
        ("v3", "", ("Phiên bản 3", "Version 3", "Version 3")),
        ("↩ v12", "", ("↩ Phiên bản 12", "↩ Version 12", "↩ Version 12")),
        ("v3", "a" * 64, ("v3", "v3", "v3")),
        ("visits v3.xlsx", "", ("visits v3.xlsx",) * 3),
        ("", "", ("", "", "")),
    ],
)
def test_a_version_that_another_rests_on_is_called_as_everywhere(source, file, shown):
    assert tuple(language.origin(source, file) for language in (VI, EN, FR)) == shown


def test_each_language_is_offered_under_its_own_name():
    assert LANGUAGES == {"vi": "Tiếng Việt", "en": "English", "fr": "Français"}


@pytest.mark.parametrize(
    ("language", "written", "shown"),
    [
        (VI, "2023-11-22", "22/11/2023"),
        (EN, "2023-11-22", "22 Nov 2023"),
        (FR, "2023-11-22", "22/11/2023"),
        (VI, "2024-05-07", "07/5/2024"),
        (VI, "2025-02-05", "05/02/2025"),
        (VI, "2025-10-05", "05/10/2025"),
        (VI, "2024-01", "01/2024"),
        (VI, "2024-03", "3/2024"),
        (EN, "2024-05-07", "7 May 2024"),
        (FR, "2024-05-07", "07/05/2024"),
        (VI, "2023-11", "11/2023"),
        (EN, "2023-11", "November 2023"),
        (FR, "2023-11", "novembre 2023"),
        (VI, "2023", "2023"),
        (EN, "2023", "2023"),
        (FR, "2023", "2023"),
        (VI, "2025-03-19?", "khoảng 19/3/2025"),
        (EN, "2025-03-19~", "about 19 Mar 2025"),
        (FR, "2024-05?", "mai 2024 environ"),
        (EN, "2024?", "about 2024"),
        (EN, "2024-03/2024-05", "between March 2024 and May 2024"),
        (EN, "2023-11-22/2023-11-25", "between 22 Nov 2023 and 25 Nov 2023"),
        (EN, "2024?/2025", "between about 2024 and 2025"),
        (EN, "../2025?", "about 2025 or earlier"),
        (EN, "2025-10/..", "October 2025 or later"),
        (EN, "../2024-11-06", "6 Nov 2024 or earlier"),
        (EN, "/2024", "2024 or earlier"),
        (EN, None, "date unknown"),
        (EN, "", "date unknown"),
    ],
)
def test_a_date_is_told_as_the_reader_writes_it(language, written, shown):
    assert language.date(written) == shown


def test_an_interval_without_a_written_end_is_told_as_open():
    assert EN.date("2025-10/") == "October 2025 or later"


@pytest.mark.parametrize(
    ("language", "parts"),
    [(VI, (" 3/2024", " 5/2024")), (FR, ("mars 2024", "mai 2024"))],
    ids=["vi", "fr"],
)
def test_both_ends_of_an_interval_are_told_in_the_readers_months(language, parts):
    shown = language.date("2024-03/2024-05")

    assert all(part in shown for part in parts)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("202X", "1 Jan 2020 – 31 Dec 2029"),
        ("2024-02-XX", "1 Feb 2024 – 29 Feb 2024"),
        ("2021-22", "1 Jun 2021 – 31 Aug 2021"),
    ],
)
def test_a_season_or_an_unspecified_digit_is_told_as_its_days(written, shown):
    assert EN.date(written) == shown


@pytest.mark.parametrize("written", ["2020/203X", "../203X"])
def test_an_interval_that_ends_within_a_decade_is_told_with_its_last_day(written):
    assert "2039" in EN.date(written)


@pytest.mark.parametrize(
    ("language", "start", "end", "shown"),
    [
        (VI, "2023-11-21", "2023-11-25", "21/11/2023 – 25/11/2023"),
        (EN, "2023-11-21", "2023-11-25", "21 Nov 2023 – 25 Nov 2023"),
        (FR, "2023-11-21", "2023-11-25", "21/11/2023 – 25/11/2023"),
        (EN, "2022", "2026-12", "2022 – December 2026"),
        (EN, "2018-11-03", "2018-11-03", "3 Nov 2018"),
        (EN, "2018-11-03", None, "3 Nov 2018"),
        (EN, None, "2026", "until 2026"),
        (EN, None, None, "dates unknown"),
    ],
)
def test_a_period_is_told_from_start_to_end(language, start, end, shown):
    assert language.period(start, end) == shown


@pytest.mark.parametrize(
    ("language", "amount", "currency", "shown"),
    [
        (VI, 24_650_000, "EUR", "24,65 triệu\u00a0EUR"),
        (EN, 24_650_000, "EUR", "EUR\u00a024.65 million"),
        (FR, 24_650_000, "EUR", "24,65 millions\u00a0EUR"),
        (VI, 1_500_000, "EUR", "1,5 triệu\u00a0EUR"),
        (EN, 1_500_000, "EUR", "EUR\u00a01.5 million"),
        (FR, 1_500_000, "EUR", "1,5 million\u00a0EUR"),
        (VI, 275_028_000_000, "VND", "275,028 tỷ\u00a0VND"),
        (EN, 275_028_000_000, "VND", "VND\u00a0275.028 billion"),
        (FR, 275_028_000_000, "VND", "275,028 milliards\u00a0VND"),
        (FR, 1_390_500_000_000, "VND", "1\u202f390,5 milliards\u00a0VND"),
        (VI, 1_250_000_000_000, "VND", "1,25 nghìn tỷ\u00a0VND"),
        (VI, 950_000, "VND", "950.000\u00a0VND"),
        (EN, 950_000, "VND", "VND\u00a0950,000"),
        (FR, 950_000, "VND", "950\u202f000\u00a0VND"),
        (EN, 1_000_000, "USD", "USD\u00a01 million"),
        (EN, 999_999, "USD", "USD\u00a0999,999"),
        (EN, 0, "EUR", "EUR\u00a00"),
        (VI, 12.5, "EUR", "12,5\u00a0EUR"),
    ],
)
def test_money_is_told_with_its_currency(language, amount, currency, shown):
    assert language.money(amount, currency) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (1_000_000, "1 million\u00a0EUR"),
        (1_000_000_000, "1 milliard\u00a0EUR"),
        (2_000_000, "2 millions\u00a0EUR"),
    ],
)
def test_one_million_is_singular_in_french(amount, shown):
    assert FR.money(amount, "EUR") == shown


@pytest.mark.parametrize(
    ("language", "amount", "shown"),
    [
        (VI, 24_651_234, "24.651.234\u00a0EUR"),
        (EN, 24_651_234, "EUR\u00a024,651,234"),
        (FR, 24_651_234, "24\u202f651\u202f234\u00a0EUR"),
        (EN, 1_000_500, "EUR\u00a01,000,500"),
        (EN, 1_001_000, "EUR\u00a01.001 million"),
        (EN, 1_234_567_000, "EUR\u00a01,234,567,000"),
        (EN, 24_650_000.5, "EUR\u00a024,650,000.5"),
    ],
)
def test_a_sum_finer_than_a_thousandth_is_written_in_full(language, amount, shown):
    assert language.money(amount, "EUR") == shown


SCALES = {
    "triệu": 6, "tỷ": 9, "nghìn tỷ": 12,
    "million": 6, "billion": 9, "trillion": 12,
}  # fmt: skip
FRENCH_SCALES = {
    "million": 6, "millions": 6, "milliard": 9, "milliards": 9, "billion": 12, "billions": 12,
}  # fmt: skip


def amount_shown(language: Language, text: str) -> Decimal:
    """The number that a reader takes from a text such as "24,65 triệu EUR"."""
    bare = text.replace("EUR", "").replace("\u00a0", " ").strip()
    digits, _, words = bare.partition(" ")
    decimal, thousands = (".", ",") if language is EN else (",", "[.\u202f]")
    scales = FRENCH_SCALES if language is FR else SCALES
    number = Decimal(re.sub(thousands, "", digits).replace(decimal, "."))
    return number.scaleb(scales[words] if words else 0)


ROUND = st.builds(lambda lead, zeros: lead * 10**zeros, st.integers(1, 99_999), st.integers(0, 9))


@every_language
@given(amount=st.integers(0, 10**13) | ROUND)
@example(amount=24_650_000)
@example(amount=999_999_999)
@example(amount=1_000_000_000)
@example(amount=999_999_500_000)
def test_no_digit_of_a_sum_is_lost(language, amount):
    shown = language.money(float(amount), "EUR")

    assert amount_shown(language, shown) == amount


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        (VI, 44.55, "44,55%"),
        (EN, 44.55, "44.55%"),
        (FR, 44.55, "44,55\u202f%"),
        (VI, 35.1, "35,1%"),
        (EN, 100, "100%"),
        (FR, 0, "0\u202f%"),
    ],
)
def test_a_percentage_keeps_its_decimals_and_gains_none(language, value, shown):
    assert language.percent(value) == shown


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        (VI, 1234567.891, "1.234.567,891"),
        (EN, 1234567.891, "1,234,567.891"),
        (FR, 1234567.891, "1\u202f234\u202f567,891"),
        (VI, 612.455, "612,455"),
        (EN, 40, "40"),
        (EN, 70.5, "70.5"),
    ],
)
def test_a_number_is_told_in_the_readers_marks(language, value, shown):
    assert language.number(value) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [(VI, "01/3/2025 01:05"), (EN, "1 Mar 2025 01:05"), (FR, "01/03/2025 01:05")],
)
def test_a_moment_is_told_in_the_provinces_time_and_the_readers_date(language, shown):
    assert language.moment(datetime(2025, 2, 28, 18, 5, tzinfo=UTC)) == shown


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        (VI, "FR", "Pháp"),
        (EN, "FR", "France"),
        (FR, "FR", "France"),
        (VI, "LA", "Lào"),
        (FR, "CN", "Chine"),
        (VI, "RU", "Nga"),
        (EN, "JP", "Japan"),
        (FR, "DZ", "Algérie"),
        (FR, "VN", "Vietnam"),
        (EN, "VN", "Viet Nam"),
        (VI, "EU", "Liên minh châu Âu"),
        (VI, "AU", "Úc"),
        (EN, "QQ", "QQ"),
    ],
)
def test_a_country_is_named_in_the_readers_language(language, code, name):
    assert language.country(code) == name


@pytest.mark.parametrize(
    ("language", "name"), [(VI, "Quốc tế"), (EN, "International"), (FR, "International")]
)
@pytest.mark.parametrize("code", [None, ""])
def test_a_body_of_no_country_is_international(language, name, code):
    assert language.country(code) == name


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [(VI, "2", "Đang thực hiện"), (EN, "2", "Implementation"), (FR, "2", "En cours")],
)
def test_a_code_is_named_in_the_readers_language(language, code, name):
    assert language.label("activity_status", code) == name


def test_an_unlisted_code_stays_as_it_is():
    assert EN.label("activity_status", "99") == "99"


@pytest.mark.parametrize("code", [None, ""])
def test_a_missing_code_is_unknown(code):
    assert EN.label("activity_status", code) == "unknown"


def test_the_label_of_a_country_is_its_name():
    assert VI.label("country", "FR") == "Pháp"


@every_language
def test_a_definition_is_told_in_the_readers_language(language):
    code = codelist("confidence")["inferred"]

    assert language.definition(code) == code.definitions[language.code]


@pytest.mark.parametrize(
    ("language", "name"), [(VI, "Tiếng Pháp"), (EN, "French"), (FR, "français")]
)
def test_a_tongue_is_named_in_the_readers_language(language, name):
    assert language.tongue("fr") == name


@pytest.mark.parametrize(
    ("language", "name"), [(VI, "Thứ Tư"), (EN, "Wednesday"), (FR, "mercredi")]
)
def test_a_day_of_the_week_is_named_in_the_readers_language(language, name):
    assert language.weekday(date(2023, 11, 22)) == name


@pytest.mark.parametrize(("count", "shown"), [(1, "1 visit"), (0, "0 visits"), (39, "39 visits")])
def test_a_count_is_told_in_singular_or_plural(count, shown):
    assert EN.plural("{count} visit", "{count} visits", count) == shown


def test_a_count_is_told_in_the_readers_digits():
    assert "1.234" in VI.plural("{count} visit", "{count} visits", 1234)


@every_language
def test_a_message_without_translation_is_told_in_english(language):
    assert language.text("A message that no catalogue holds.") == (
        "A message that no catalogue holds."
    )


@pytest.mark.parametrize(("language", "colon"), [(VI, ":"), (EN, ":"), (FR, "\u00a0:")])
def test_a_colon_has_the_space_that_the_language_sets_before_it(language, colon):
    assert language.colon == colon


def test_french_texts_of_the_interface_break_no_line_before_a_sign():
    lists = [codelist(path.stem) for path in (DATA / "codelists").glob("*.csv")]
    columns = (field for table in TABLES.values() for field in table.fields.values())
    described: list[Table | Field] = [*TABLES.values(), *columns]
    texts = [
        *(code.definitions["fr"] for codes in lists for code in codes.values()),
        *(code.names["fr"] for codes in lists for code in codes.values()),
        *(one.labels["fr"] for one in described),
        *(one.descriptions.get("fr", "") for one in described),
    ]

    assert len(texts) > 300
    assert [text for text in texts if unbroken(text, "fr") != text] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("52 % de la valeur", "52\u00a0% de la valeur"),
        ("coût : 1 200 000 euros", "coût\u00a0: 1\u00a0200\u00a0000 euros"),
        ("« Vraiment ? »", "«\u00a0Vraiment\u00a0?\u00a0»"),
        ("à 7:30, en 2024", "à 7:30, en 2024"),
    ],
)
def test_a_french_text_keeps_its_signs_with_their_words(typed, shown):
    assert unbroken(typed, "fr") == shown
    assert unbroken(typed, "vi") == typed


def test_a_text_is_vietnamese_by_the_letters_of_its_words():
    assert is_vietnamese("Bàn giao hệ thống chiếu sáng cầu Mường Thanh")
    assert not is_vietnamese("Chairman Lê Thành Đô meets with French Development Agency (AFD)")
    assert not is_vietnamese("Diên Biên Phu : la France finance l'éclairage")
    assert not is_vietnamese("")

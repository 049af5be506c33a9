"""Dates as people say them become EDTF, and what is shown in a field is read back as the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.spoken_dates import Spoken, spoken, written
from data.language import Language
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.schema import LANGUAGES, TABLES
from data.values.dates import parse

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("tháng 3/2024", "2024-03"),
        ("Tháng ba năm 2024", "2024-03"),
        ("mars 2024", "2024-03"),
        ("khoảng 2018", "2018~"),
        ("khoảng tháng 5 năm 2018", "2018-05~"),
        ("about 2018", "2018~"),
        ("vers mai 2018", "2018-05~"),
        ("trước 2015", "../2014"),
        ("before March 2015", "../2015-02"),
        ("avant le 15/3/2024", "../2024-03-14"),
        ("sau 15/3/2024", "2024-03-16/.."),
        ("từ 2018", "2018/.."),
        ("depuis 2018", "2018/.."),
        ("chậm nhất 30/6/2025", "../2025-06-30"),
        ("quý 2/2024", "2024-04/2024-06"),
        ("quý II năm 2024", "2024-04/2024-06"),
        ("Q2 2024", "2024-04/2024-06"),
        ("2e trimestre 2024", "2024-04/2024-06"),
        ("nửa đầu năm 2024", "2024-01/2024-06"),
        ("second half of 2024", "2024-07/2024-12"),
        ("deuxième semestre 2024", "2024-07/2024-12"),
        ("cuối năm 2020", "2020-09/2020-12"),
        ("fin 2020", "2020-09/2020-12"),
        ("mid-2020", "2020-05/2020-08"),
        ("đầu tháng 3/2024", "2024-03-01/2024-03-10"),
        ("late February 2024", "2024-02-21/2024-02-29"),
        ("mùa hè 2024", "2024-22"),
        ("printemps 2024", "2024-21"),
        ("những năm 1990", "199X"),
        ("1990s", "199X"),
        ("hôm qua", "2026-11-25"),
        ("between 2018 and 2020", "2018/2020"),
        ("entre le 3 et le 5 mai 2024", "2024-05-03/2024-05-05"),
        ("22/11/2023 (?)", "2023-11-22?"),
        ("22/11/2023 (chưa chắc chắn)", "2023-11-22?"),
        ("novembre 2023 (incertain)", "2023-11?"),
        ("novembre 2023 environ", "2023-11~"),
        ("hết năm 2025", "../2025"),
        ("'2022", "2022"),
        ("’cuối 2024", "2024-09/2024-12"),
        ("~2018", "2018~"),
        ("QII/2021", "2021-04/2021-06"),
        ("2025 (dự kiến)", "2025?"),
        ("dự kiến quý 3/2025", "2025-07/2025-09"),
        ("Dự kiến vào tháng 6/2025", "2025-06?"),
        ("expected in 2025", "2025?"),
        ("2025 (prévu)", "2025?"),
    ],
)
def test_a_date_is_understood_as_people_say_it(text, edtf):
    assert spoken(text, TODAY) == Spoken(edtf)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("22–25/11/2023", "2023-11-22", "2023-11-25"),
        ("22-25/11/2023", "2023-11-22", "2023-11-25"),
        ("từ ngày 22 đến ngày 25/11/2023", "2023-11-22", "2023-11-25"),
        ("22 đến 25 tháng 11 năm 2023", "2023-11-22", "2023-11-25"),
        ("du 22 au 25 novembre 2023", "2023-11-22", "2023-11-25"),
        ("November 22–25, 2023", "2023-11-22", "2023-11-25"),
        ("28/11 - 3/12/2023", "2023-11-28", "2023-12-03"),
        ("22 Nov – 3 Dec 2023", "2023-11-22", "2023-12-03"),
        ("tháng 3–5/2024", "2024-03", "2024-05"),
        ("giai đoạn 2021-2025", "2021", "2025"),
    ],
)
def test_what_lasts_has_a_beginning_and_an_end(text, first, last):
    assert spoken(text, TODAY) == Spoken(first, last)


@pytest.mark.parametrize(
    "text", ["", "xin chào", "31/2/2024", "25–22/11/2023", "12", "khoảng", "trước", "9" * 5_000]
)
def test_what_is_no_date_is_none(text):
    assert spoken(text, TODAY) is None


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PARTS = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))
MARKED = st.builds(str.__add__, PARTS, st.sampled_from(["", "?", "~", "%"]))
INTERVALS = st.builds(
    lambda day, days, one, two: (
        f"{day.isoformat()[:one]}/{(day + timedelta(days)).isoformat()[:two]}"
    ),
    DAYS,
    st.integers(400, 4_000),
    st.sampled_from([4, 7, 10]),
    st.sampled_from([4, 7, 10]),
)
OTHER = st.sampled_from(["199X", "2024-21", "2024-XX", "2024-05-XX", "2018?/2019", "20XX"])
EDTF = st.one_of(MARKED, INTERVALS, OTHER, PARTS.map("{}/..".format), PARTS.map("../{}".format))


@pytest.mark.slow
@given(edtf=EDTF, code=st.sampled_from(list(LANGUAGES)))
def test_what_a_field_shows_is_read_back_as_the_same_date(edtf, code):
    parse(edtf)
    assert spoken(written(edtf, Language(code)), TODAY) == Spoken(edtf)


@pytest.mark.parametrize("code", LANGUAGES)
def test_dates_of_the_record_are_shown_in_words_and_not_in_the_signs_of_edtf(code):
    for table in TABLES.values():
        rows = rows_of(table.name, (CURATED / f"{table.name}.csv").read_bytes())
        for name in (field.name for field in table.fields.values() if field.is_edtf):
            for edtf in {row[name] for row in rows.values()} - {""}:
                shown = written(edtf, Language(code))
                assert ".." not in shown
                assert "/" not in edtf or edtf != shown
                assert spoken(shown, TODAY) == Spoken(edtf)


def test_a_text_that_is_no_date_is_shown_as_it_was_typed():
    assert written("ngày mai", Language("vi")) == "ngày mai"

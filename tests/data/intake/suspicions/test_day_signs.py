"""Days that a program took for months are noticed over a whole file, and never in an honest one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.desk.checkup import examine
from data.desk.uploads import Upload
from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.intake.suspicions.day_signs import with_signs
from data.record.loading import CURATED
from data.sheets.grid import Sheet
from data.store import seed
from tests.data.desk.casework import SHIPPED, TODAY
from tests.data.intake.written import workbook

HEAD = ["visit_id", "start_date", "end_date"]
# 05/11, 01/12 and 09/10/2023 became dates of May, January and September.
STARTS = [date(2023, 5, 11), date(2023, 1, 12), date(2023, 9, 10)]
ENDS = ["22/11/2023", "15/12/2023", "14/10/2023"]


def sheet(*columns, name="A", head=HEAD):
    ids = [f"v-{number}" for number in range(len(columns[0]))]
    return Sheet("a.xlsx", name, [head, *map(list, zip(ids, *columns, strict=True))])


def asked(*sheets):
    """The columns of each sheet in which days and months seem to be exchanged."""
    found = []
    for one in with_signs(sheets):
        draft = drafts(one, Handling("visits"))
        assert isinstance(draft, Draft)
        found.append([q.about for q in draft.questions if q.kind == "swapped-days"])
    return found


def test_starts_that_all_became_dates_are_noticed_by_ends_that_stayed_texts():
    assert asked(sheet(STARTS, ENDS)) == [["start_date"]]


def test_a_column_of_no_table_of_ours_shows_it_too():
    own = sheet(STARTS, ENDS, head=["visit_id", "start_date", "Ngày ký"])

    assert asked(own) == [["start_date"]]


def test_another_sheet_of_the_workbook_shows_it():
    whole, texts = sheet(STARTS, STARTS), sheet(ENDS, ENDS, name="B")

    assert asked(whole, texts) == [["start_date", "end_date"], []]


def test_a_column_that_is_mixed_by_itself_shows_it_for_the_others():
    mixed = [*STARTS[:2], "22/11/2023"]
    stamped = [date(2023, 11, 28)] * 3
    own = sheet(STARTS, mixed, stamped, head=[*HEAD, "Ngày nhập"])

    assert asked(own) == [["start_date", "end_date"]]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (STARTS, ["2023-11-22", "2023-12-15", "2023"]),  # typed as we write them
        ([*STARTS[:2], date(2023, 10, 13)], ENDS),  # a later day: dates were read as meant
        (STARTS, ["22/11/2023", "05/12/2023", "06/10/2023"]),  # texts that nothing touched
        ([date(2023, 5, 5)] * 3, ENDS),  # the same either way
        ([date(2020, 6, 1), date(2021, 1, 1), date(2021, 1, 1)], ENDS),  # firsts of months
        (["05/11/2023"] * 3, ENDS),
    ],
)
def test_honest_dates_raise_no_question(starts, ends):
    assert asked(sheet(starts, ends)) == [[]]


@pytest.mark.parametrize(
    ("title", "ends", "found"),
    [("22/11/2023", ["2023-11-22"] * 3, []), (date(2026, 11, 26), ENDS, ["start_date"])],
)
def test_the_date_of_a_title_shows_nothing_and_refutes_nothing(title, ends, found):
    own = sheet(STARTS, ends)
    titled = Sheet("a.xlsx", "A", [["Ngày lập", title], [], *own.rows])

    assert asked(titled) == [found]


DATED = [
    (key, row[start], row[end])
    for table, start, end in (
        ("visits", "start_date", "end_date"),
        ("projects", "planned_start", "planned_end"),
    )
    for key, row in SHIPPED[table].items()
]


def typed(text, way):
    """A date of the record as it is exported, or as an office types it that writes days first."""
    try:
        day = date.fromisoformat(text)
    except ValueError:  # a month, a year, a span
        return text
    return {"exported": text, "date": day, "text": f"{day:%d/%m/%Y}"}[way]


@given(
    st.lists(
        st.tuples(st.sampled_from(DATED), *[st.sampled_from(["exported", "date"])] * 2),
        min_size=1,
        max_size=30,
    )
)
def test_the_record_exported_and_partly_typed_raises_no_question(rows):
    starts = [typed(start, way) for (_, start, _), way, _ in rows]
    ends = [typed(end, way) for (_, _, end), _, way in rows]

    assert asked(sheet(starts, ends)) == [[]]


@given(st.lists(st.dates(date(2015, 1, 1), date(2026, 1, 1)), min_size=1, max_size=30))
def test_texts_of_days_first_beside_true_dates_raise_no_question_once_one_day_is_late(days):
    late = [*days, date(2023, 11, 22)]
    texts = [f"{day + timedelta(9):%d/%m/%Y}" for day in late]

    assert asked(sheet(late, texts)) == [[]]


def test_the_desk_asks_about_it_and_the_answer_gives_the_right_days(store):
    seed(store, CURATED)
    key = next(iter(SHIPPED["visits"]))
    upload = Upload("a.xlsx", workbook({"A": [HEAD, [key, date(2023, 5, 11), "22/11/2023"]]}))
    handling = Handling(answers={"swapped-days:start_date": "converted"})

    waiting = examine([upload], store, TODAY)
    settled = examine([upload], store, TODAY, handlings={("a.xlsx", ""): handling})

    assert waiting.is_asking
    assert not settled.is_asking
    assert settled.checked.rows["visits"][key]["start_date"] == "2023-11-05"

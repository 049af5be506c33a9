"""Many rows of a sketch at once: pasted blocks, words read back, one transaction, taking back."""

from datetime import date

import pytest

from data.desk.editing import many_rows, pasted, sketching
from data.desk.editing.cell_words import CellWords
from data.language import Language
from data.record.loading import CURATED
from data.record.rows import rows_of, tables_of
from data.roles import Caller, Role
from data.schema import LANGUAGES, TABLES
from data.store import Store, seed
from data.store.sketched import NoSketch

TODAY = date(2026, 11, 26)
EDITOR = Caller("an", "Nguyễn An", Role.EDITOR)
OTHER = Caller("binh", "Trần Bình", Role.EDITOR)
SHIPPED = {name: rows_of(name, (CURATED / f"{name}.csv").read_bytes()) for name in TABLES}
FIRST, SECOND = list(SHIPPED["meetings"])[:2]


@pytest.fixture
def where(store: Store) -> Store:
    seed(store, CURATED)
    return store


@pytest.fixture
def number(where) -> int:
    return sketching.begin(where, by=EDITOR).number


def written(where, number, typed, table="meetings", by=EDITOR):
    published = tables_of(where.tables(where.current_id()))[table]
    return many_rows.write(where, number, table, typed, published, by=by)


def cells(where, number, table="meetings"):
    rows = sketching.one(where, number, by=EDITOR).rows.get(table, {})
    return {key: edit.cells for key, edit in rows.items()}


def words(table: str, code: str = "vi") -> CellWords:
    return CellWords(table, Language(code), SHIPPED.__getitem__, TODAY)


def test_many_rows_are_written_and_taken_back_as_they_were(where, number):
    new = sketching.new_key()
    written(where, number, {FIRST: {"date": "2023-11-01"}})
    before = cells(where, number)

    step = written(
        where,
        number,
        {FIRST: {"date": "2023-11-02", "topics_vi": "Nước"}, SECOND: None, new: {"title_vi": "X"}},
    )

    assert cells(where, number) == {
        FIRST: {"date": "2023-11-02", "topics_vi": "Nước"},
        SECOND: None,
        new: {"title_vi": "X"},
    }
    assert many_rows.cells_of(step) == 4
    many_rows.take_back(where, number, "meetings", step, by=EDITOR)
    assert cells(where, number) == before


def test_a_cell_that_is_again_as_published_is_no_change(where, number):
    written(where, number, {FIRST: {"date": "2023-11-02"}})

    written(where, number, {FIRST: {"date": SHIPPED["meetings"][FIRST]["date"]}})

    assert cells(where, number) == {}


def test_a_new_row_that_goes_leaves_the_draft(where, number):
    new = sketching.new_key()
    written(where, number, {new: {"title_vi": "X"}})

    written(where, number, {new: None})

    assert cells(where, number) == {}


def test_what_was_written_after_a_step_stays_when_it_is_taken_back(where, number):
    step = written(where, number, {FIRST: {"date": "2023-11-02", "topics_vi": "Nước"}})
    written(where, number, {FIRST: {"topics_vi": "Rừng", "note_vi": "Khác"}})

    many_rows.take_back(where, number, "meetings", step, by=EDITOR)

    assert cells(where, number) == {FIRST: {"topics_vi": "Rừng", "note_vi": "Khác"}}


def test_rows_keep_their_order_and_each_write_counts(where, number):
    written(where, number, {SECOND: {"date": "2023"}, FIRST: {"date": "2022"}})
    written(where, number, {FIRST: {"date": "2021"}, SECOND: {"date": "2020"}})

    edits = sketching.one(where, number, by=EDITOR).rows["meetings"]
    assert list(edits) == [SECOND, FIRST]
    assert {edit.revision for edit in edits.values()} == {2}


def test_columns_that_a_table_lacks_are_passed_over(where, number):
    written(where, number, {FIRST: {"date": "2023", "colour": "red"}})

    assert cells(where, number) == {FIRST: {"date": "2023"}}


def test_a_draft_is_its_owners_alone(where, number):
    with pytest.raises(NoSketch):
        written(where, number, {FIRST: {"date": "2023"}}, by=OTHER)
    step = written(where, number, {FIRST: {"date": "2023"}})
    with pytest.raises(NoSketch):
        many_rows.take_back(where, number, "meetings", step, by=OTHER)
    assert cells(where, number) == {FIRST: {"date": "2023"}}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_cell_of_the_record_reads_back_from_its_words(code):
    wrong = []
    for name, rows in SHIPPED.items():
        own = words(name, code)
        for column, described in TABLES[name].fields.items():
            if column == TABLES[name].key or described.names_translations:
                continue
            texts = list(dict.fromkeys(row[column] for row in rows.values() if row[column]))
            shown = [own.shown(column, text) for text in texts]
            wrong += [
                (name, column, text)
                for text, word in zip(texts, shown, strict=True)
                if own.read(column, [word]).cells != [text]
            ]
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_two_words_of_a_list_are_alike(code):
    for name in TABLES:
        own = words(name, code)
        for column in TABLES[name].fields:
            labels = list(own.labels(column).values())
            assert len(set(labels)) == len(labels), (name, column)


@pytest.mark.parametrize(
    ("table", "column", "typed", "cell"),
    [
        ("outcomes", "kind", "Đề nghị", "request"),
        ("outcomes", "kind", "de nghi", "request"),
        ("outcomes", "kind", "Demande", "request"),
        ("outcomes", "kind", "Lạ lùng", "Lạ lùng"),
        ("outcomes", "from_org_ids", "AFD; Bộ Lạ", "afd;Bộ Lạ"),
        ("outcomes", "due_date", "22/11/2026", "2026-11-22"),
        ("outcomes", "due_date", "tháng 3/2024", "2024-03"),
        ("outcomes", "due_date", "khoảng năm 2018", "2018~"),
        ("outcomes", "due_date", "hôm nọ", "hôm nọ"),
        ("project_amounts", "amount", "1.250.000", "1250000"),
        ("project_amounts", "amount", "24,65", "24.65"),
        ("project_amounts", "amount", "nhiều", "nhiều"),
        ("project_amounts", "charted", "có", "true"),
        ("meetings", "title_vi", "<b>=1+1</b>", "<b>=1+1</b>"),
    ],
)
def test_what_people_type_is_read_and_what_cannot_be_read_is_kept(table, column, typed, cell):
    assert words(table).read(column, [typed]).cells == [cell]


def test_a_column_is_read_together_and_a_doubt_is_named():
    together = words("meetings").read("date", ["03/04/2024", "25/04/2024"])
    alone = words("meetings").read("date", ["03/04/2024"])

    assert together.cells == ["2024-04-03", "2024-04-25"]
    assert (together.way, alone.way) == ("", "day-first")


def test_a_span_fills_the_end_of_a_visit_and_an_amount_its_currency():
    span = words("visits").read("start_date", ["22–25/11/2023"])
    amount = words("project_amounts").read("amount", ["24,65 triệu euro"])

    assert span.also[0] == {"start_date": "2023-11-22", "end_date": "2023-11-25"}
    assert amount.also[0] == {"amount": "24650000", "currency": "EUR"}


def test_line_breaks_in_cells_and_quotation_marks_are_those_of_the_sheet():
    block = 'Một\t"hai\nba ""bốn"""\t"năm"\r\n"sáu" bảy\t\t\r\n\r\n'

    assert pasted.cells_of(block) == [["Một", 'hai\nba "bốn"', '"năm"'], ['"sáu" bảy', "", ""]]


def test_a_quotation_mark_that_is_never_closed_loses_nothing():
    assert pasted.cells_of('"một\thai\nba') == [['"một', "hai"], ["ba"]]


def test_a_block_without_headings_goes_into_the_columns_from_its_cell_on():
    block = pasted.read("meetings", "Gặp A\t2023\tthừa\n\t2024", ["title_vi", "date"])

    assert block.rows == ({"title_vi": "Gặp A", "date": "2023"}, {"date": "2024"})
    assert block.left_out == ("thừa",)
    assert not block.has_headings


@pytest.mark.parametrize("code", LANGUAGES)
def test_headings_below_a_title_say_which_columns_these_are(code):
    labels = [TABLES["meetings"].fields[name].labels[code] for name in ("date", "title_vi")]
    text = "\n".join(["BÁO CÁO", "\t".join([*labels, "Lạ"]), "2023\tGặp A\tx", "2024\tGặp B\t"])

    block = pasted.read("meetings", text, ["mode"])

    assert block.rows == (
        {"date": "2023", "title_vi": "Gặp A"},
        {"date": "2024", "title_vi": "Gặp B"},
    )
    assert (block.left_out, block.has_headings, block.above) == (("Lạ",), True, 1)


def test_empty_cells_of_merged_ones_wipe_out_nothing():
    block = pasted.read("meetings", "Paris\tA\n\tB\n", ["place_id", "title_vi"])

    assert block.rows == ({"place_id": "Paris", "title_vi": "A"}, {"title_vi": "B"})


def test_nothing_pasted_is_nothing():
    assert pasted.read("meetings", "\n\t\n", ["title_vi"]).rows == ()
    assert pasted.read("meetings", "", ["title_vi"]).rows == ()

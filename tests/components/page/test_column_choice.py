"""The columns that a reader chose for files, as a browser keeps them."""

from components.page.columns import MOST, read, written
from data.exports.edition import columns_of
from data.schema import TABLES


def test_what_is_written_is_read_again_in_its_order():
    chosen = {"people": ("role_vi", "name"), "projects": ("planned_end", "name_fr", "status_code")}

    assert read(written(chosen)) == chosen
    assert list(read(written(chosen))) == ["people", "projects"]


def test_what_is_not_ours_is_dropped():
    hostile = "projects:name_vi.<script>.name_vi.project_id/nothing:x/../../etc:passwd//:::"

    assert read(hostile) == {"projects": ("name_vi",)}
    assert read("") == {}
    assert read("a" * 1_000_000) == {}


def test_a_cookie_stays_short_and_forgets_what_was_chosen_first():
    every = {name: tuple(columns_of(table)) for name, table in TABLES.items()}

    kept = written(every)

    assert len(kept) <= MOST
    last = list(TABLES)[-1]
    assert list(read(kept))[-1] == last
    assert next(iter(TABLES)) not in read(kept)


def test_only_signs_that_a_cookie_may_hold_are_written():
    kept = written({name: tuple(columns_of(table)) for name, table in TABLES.items()})

    assert set(kept) <= set("abcdefghijklmnopqrstuvwxyz0123456789_./:")

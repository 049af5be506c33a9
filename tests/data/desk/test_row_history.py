"""What happened to a row, read from the versions: added, changed, removed, hidden, damaged."""

from sqlalchemy import event, update

from data.desk.row_history import changes_of
from data.record.canonical import canonical
from data.record.hiding import Hidden, hidden
from data.record.loading import CURATED
from data.record.rows import Row, rows_of
from data.schema import TABLES
from data.store import Store, Version, seed
from data.store.tables import blobs

NAMROM = "namrom-multihazard"
ALL = Hidden()


def put(store: Store, table: str, key: str, **cells: str) -> Version:
    """Publish one row changed; without cells it is taken out."""
    rows = rows_of(table, store.tables(store.current_id())[table])
    if cells:
        rows[key] = {**rows.get(key, dict.fromkeys(TABLES[table].fields, "")), **cells}
    else:
        del rows[key]
    return store.publish(
        {table: canonical(TABLES[table], rows.values())},
        parent=store.current_id(),
        author="Lò Thị Ban",
        note="x",
        source="tệp.csv",
        account="ban",
        approver="dung",
    )


def cells(row: Row | None, *columns: str) -> list[str]:
    return [row[column] for column in columns] if row else []


def test_each_version_that_changed_a_row_is_in_its_history_newest_first(kept):
    second = put(kept, "projects", NAMROM, planned_end="2026-01-01")
    put(kept, "projects", "namrom-phase2", planned_end="2027-01-01")
    put(kept, "people", "mua-a-son", role_en="x")
    fifth = put(kept, "projects", NAMROM, planned_end="2026-02-02", short_name_en="N")

    history = changes_of(kept, "projects", ALL)[NAMROM]

    assert [one.version.number for one in history] == [5, 2, 1]
    assert [one.version for one in history[:2]] == [fifth, second]
    assert [one.columns for one in history] == [
        ("short_name_en", "planned_end"),
        ("planned_end",),
        (),
    ]
    newest = history[0]
    assert cells(newest.before, "planned_end") == ["2026-01-01"]
    assert cells(newest.after, "planned_end", "short_name_en") == ["2026-02-02", "N"]
    assert history[-1].before is None


def test_a_row_that_was_removed_and_came_back_says_so(kept):
    row = rows_of("discrepancies", kept.tables(kept.current_id())["discrepancies"])["dis-01"]
    put(kept, "discrepancies", "dis-01")
    put(kept, "discrepancies", "dis-01", **row)

    history = changes_of(kept, "discrepancies", ALL)["dis-01"]

    assert [(one.before is None, one.after is None) for one in history] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_what_is_hidden_has_no_history(kept):
    put(kept, "meetings", "2021-11-afd-signing", note_vi="riêng")
    put(kept, "people", "mua-a-son", role_en="x")
    kept_back = hidden("people,meetings.note_vi")

    assert changes_of(kept, "people", kept_back) == {}
    history = changes_of(kept, "meetings", kept_back)["2021-11-afd-signing"]
    assert [one.version.number for one in history] == [1]


def test_a_damaged_version_is_passed_over(kept, engine):
    second = put(kept, "projects", NAMROM, planned_end="2026-01-01")
    put(kept, "projects", NAMROM, short_name_en="N")
    with engine.begin() as connection:
        lost = blobs.c.hash == second.tables["projects"]
        connection.execute(update(blobs).where(lost).values(content=b"?"))

    history = changes_of(kept, "projects", ALL)[NAMROM]

    assert [one.version.number for one in history] == [3, 1]
    assert history[0].columns == ("short_name_en", "planned_end")


def test_many_versions_are_read_together(empty):
    store, asked = Store(empty("sqlite")), []
    seed(store, CURATED)
    for number in range(50):
        put(store, "projects", NAMROM, short_name_en=f"N {number}")
    event.listen(store._engine, "before_cursor_execute", lambda *_given: asked.append(1))

    history = changes_of(store, "projects", ALL)

    assert len(history[NAMROM]) == 51
    assert len(asked) < 10  # questions to the database: forty contents come with one
    store.close()

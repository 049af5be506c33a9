"""What would change: each row by its name, each cell as people read it, in pieces that differ."""

from streamlit.testing.v1 import AppTest

from components.desk import changes
from data.desk.comparing import Changes, Mode, compare
from data.schema import TABLES

HOSTILE = "<b>$x$</b> `y` ${alert(1)} <script>alert(1)</script>"


def draw(*args, **parameters):
    """Runs as a page of its own."""
    from components.desk import changes  # noqa: PLC0415 - Streamlit runs this as a script

    changes.shown(*args, **parameters)


def html_of(lens, before, after, undone=(), mode=Mode.UPDATE, **parameters):
    changes = {table: compare(before.get(table, {}), rows, mode) for table, rows in after.items()}
    app = AppTest.from_function(
        draw, args=(lens, changes, before, after, undone), kwargs=parameters, default_timeout=30
    ).run()
    assert not app.exception
    (part,) = app.get("html")
    return str(part.proto.body)


def visit(**cells):
    return {**dict.fromkeys(TABLES["visits"].fields, ""), "visit_id": "trip", **cells}


def parts_of(lens, before, after):
    """The parts as the template gets them, of one table."""
    change = compare(before, after)
    sight = changes._Sight(lens, {"visits": before}, {"visits": {**before, **after}}, ())
    return changes._part(sight, "visits", change)


def test_a_changed_cell_is_told_with_the_name_of_its_row_and_column(made):
    before = {"trip": visit(title_en="To Caen", status="planned")}
    after = {"trip": visit(title_en="To Caen", status="held")}

    (cell,) = parts_of(made("en"), before, after).cells

    assert (cell.name, cell.column) == ("To Caen", "Status")
    assert cell.before == [("Planned", True)]
    assert cell.after == [("Held", True)]
    assert not cell.undoes


def test_a_date_is_told_in_words_and_a_reference_by_its_name(made):
    before = {"trip": visit(start_date="2024-05", delegation_org_id="")}
    after = {"trip": visit(start_date="2024-06", delegation_org_id="caen")}
    body = {"org_id": "caen", "short_name_vi": "Caen"}
    known = {"visits": after, "organisations": {"caen": body}}
    sight = changes._Sight(made("en"), {"visits": before}, known, ())

    dates, delegation = changes._cells(sight, "visits", compare(before, after))

    assert (dates.before, dates.after) == ([("May 2024", True)], [("June 2024", True)])
    assert (delegation.before, delegation.after) == ([("", True)], [("Caen", True)])


def test_values_that_read_the_same_are_shown_as_they_are_written(made):
    before, after = ({"trip": visit(head_person_id=key)} for key in ("mai", "lan"))
    people = {key: {"person_id": key, "name": "Lò Thị Mai"} for key in ("mai", "lan")}
    old, new = ({"people": people, "visits": rows} for rows in (before, after))
    sight = changes._Sight(made("en"), old, new, ())

    (cell,) = changes._cells(sight, "visits", compare(before, after))

    assert (cell.before, cell.after) == ([("mai", True)], [("lan", True)])


def test_in_a_long_text_only_the_words_that_differ_are_marked(made):
    text = "The delegation met the mayor of Caen and visited the {} in the old town."
    before = {"trip": visit(purpose_en=text.format("museum"))}
    after = {"trip": visit(purpose_en=text.format("castle"))}

    (cell,) = parts_of(made("en"), before, after).cells

    assert [piece for piece, differs in cell.before if differs] == ["museum"]
    assert [piece for piece, differs in cell.after if differs] == ["castle"]
    assert "".join(piece for piece, _differs in cell.after) == after["trip"]["purpose_en"]


def test_rows_that_come_and_go_are_told_by_name_and_id(made):
    before, after = {"old": visit(visit_id="old", title_en="Old")}, {"new": visit(visit_id="new")}
    text = html_of(made("en"), {"visits": before}, {"visits": after}, mode=Mode.REPLACE)

    assert "Added rows" in text
    assert "Removed rows" in text
    assert "<code>new</code>" in text
    assert "Old <code>old</code>" in text


def test_a_cell_that_somebody_else_has_changed_meanwhile_says_so(made):
    before, after = {"trip": visit(status="planned")}, {"trip": visit(status="held")}
    tables = {"visits": before}, {"visits": after}

    plain = html_of(made("en"), *tables)
    warned = html_of(made("en"), *tables, [("visits", "trip", "status")])

    assert "changed meanwhile" not in plain
    assert warned.count("changed meanwhile") == 1


def test_what_is_past_is_headed_otherwise_than_what_would_change(made):
    tables = {"visits": {"trip": visit()}}, {"visits": {"trip": visit(status="held")}}

    assert "Published value" in html_of(made("en"), *tables)
    assert "Before" in html_of(made("en"), *tables, is_past=True)


def test_of_very_many_rows_the_first_are_shown_and_the_others_counted(made):
    after = {f"v-{number}": visit(visit_id=f"v-{number}") for number in range(changes.MOST + 3)}

    part = parts_of(made("en"), {}, after)

    assert len(part.added) == changes.MOST
    assert part.more == 3


def test_without_changes_there_is_one_sentence(made):
    assert "No difference." in html_of(made("en"), {}, {})


def test_a_hostile_value_is_text(made):
    before = {"trip": visit(title_en="To Caen")}
    after = {"trip": visit(title_en=HOSTILE), HOSTILE: visit(visit_id=HOSTILE, title_en=HOSTILE)}

    text = html_of(made("en"), {"visits": before}, {"visits": after})

    assert "<script" not in text
    assert "<b>$x$" not in text
    assert "&lt;b&gt;$x$&lt;/b&gt; `y` ${alert(1)}" in text


def test_a_table_without_changes_has_an_empty_part(made):
    sight = changes._Sight(made("en"), {}, {}, ())

    part = changes._part(sight, "visits", Changes((), {}, (), 0))

    assert (part.added, part.removed, part.cells, part.more) == ([], [], [], 0)

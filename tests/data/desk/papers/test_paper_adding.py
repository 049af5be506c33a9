"""Papers are added by editors, kept once, within a bound, and as long as anything names them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from data.desk import publishing
from data.desk.checked import Tier
from data.desk.checkup import examine
from data.desk.comparing import Mode
from data.desk.editing import sketch_check, sketching
from data.desk.papers import adding, bounds
from data.desk.papers.judging import RefusedPaper
from data.desk.uploads import Upload
from data.record.canonical import canonical
from data.record.hiding import Hidden, without
from data.record.loading import CURATED
from data.record.rows import tables_of
from data.roles import ALONE, STRANGER, Caller, Forbidden, Role
from data.schema import TABLES
from data.store import Full, Store, audit, papers, seed
from data.store.papers import NoRoom
from data.store.striking import salted, strike
from data.store.struck import Rule
from data.store.tables import paper_files
from data.values.names import spelt
from tests.data.desk.papers.files import HTML, PDF, docx, picture

TODAY = date(2026, 11, 26)
EDITOR = Caller("an", "Nguyễn An", Role.EDITOR)
READER = Caller("ly", "Lý", Role.READER)
MEETING = "2023-11-22-afd-paris"


@pytest.fixture
def where(store: Store) -> Store:
    seed(store, CURATED)
    return store


def paper(cells, *, restricted="false", **more):
    """The cells of a new row of a paper."""
    return {
        "subject_table": "meetings",
        "subject_ids": MEETING,
        "title": "Biên bản ghi nhớ",
        "language": "vi",
        "restricted": restricted,
        **cells,
        **more,
    }


def drafted(where, *rows):
    """A draft with these new papers, as it is examined."""
    new = {f"new.{number}": row for number, row in enumerate(rows)}
    sketch = sketching.begin(where, "Văn bản", {"papers": new}, by=EDITOR)
    return sketch, sketch_check.examined(sketch, where, TODAY)


def publish(where, looked):
    by = ALONE.called("An")
    return publishing.publish(looked.checkup, where, mode=Mode.UPDATE, by=by, note="Thêm văn bản")


def published(where):
    return tables_of(where.tables(where.current_id())).get("papers", {})


def older(where, days=2):
    """Let every file have been given some days ago."""
    then = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    with where.transaction(writing=True) as connection:
        connection.execute(update(paper_files).values(added=then))


def test_a_paper_is_published_with_its_file_by_way_of_a_draft(where):
    cells = adding.add(where, PDF, "thoả thuận.pdf", by=EDITOR)

    _sketch, looked = drafted(where, paper(cells))
    version = publish(where, looked)

    ((key, row),) = published(where).items()
    assert (row["format"], row["size"]) == ("pdf", str(len(PDF)))
    assert row["content_hash"] == papers.hash_of(PDF)
    assert TABLES["papers"].fields["paper_id"].pattern
    assert adding.of_row(published(where), "meetings", MEETING) == {key: row}
    assert papers.content(where, row["content_hash"]) == PDF
    assert "papers" in version.tables


def test_who_added_a_file_is_in_the_trail_and_beside_it(where):
    cells = adding.add(where, PDF, "a.pdf", by=EDITOR)

    with where.transaction() as connection:
        newest = next(audit.entries(connection))
    assert (newest.who, newest.act, newest.details["hash"]) == (
        "an",
        "paper",
        cells["content_hash"],
    )
    assert papers.known(where)[cells["content_hash"]].account == "an"


@pytest.mark.parametrize("by", [STRANGER, READER])
def test_only_editors_add_papers_and_get_those_of_drafts(where, by):
    with pytest.raises(Forbidden):
        adding.add(where, PDF, "a.pdf", by=by)
    with pytest.raises(Forbidden):
        adding.given_out(where, papers.hash_of(PDF), by=by)
    assert papers.known(where) == {}


def test_the_same_file_twice_is_kept_once(where):
    first = adding.add(where, PDF, "a.pdf", by=EDITOR)
    second = adding.add(where, PDF, "b.pdf", by=ALONE)

    assert first == second
    assert list(papers.known(where)) == [first["content_hash"]]


def test_a_picture_comes_with_a_small_one(where):
    cells = adding.add(where, picture(), "ảnh.jpg", by=EDITOR)

    small = papers.preview(where, cells["content_hash"])
    assert (small or b"").startswith(b"\xff\xd8\xff")
    assert papers.known(where)[cells["content_hash"]].has_preview


def test_of_a_refused_file_nothing_is_kept(where):
    with pytest.raises(RefusedPaper):
        adding.add(where, HTML, "thoả thuận.pdf", by=EDITOR)

    assert papers.known(where) == {}


def test_over_the_bound_of_all_papers_nothing_is_kept(where, monkeypatch):
    monkeypatch.setattr(bounds, "all_together", lambda: len(PDF) + 10)
    adding.add(where, PDF, "a.pdf", by=EDITOR)

    with pytest.raises(NoRoom):
        adding.add(where, docx(), "b.docx", by=EDITOR)

    assert list(papers.known(where)) == [papers.hash_of(PDF)]


def test_a_full_database_keeps_nothing_of_a_paper(where, monkeypatch):
    def full(*_arguments: object, **_more: object) -> None:
        raise Full("disk full")

    monkeypatch.setattr(audit, "note", full)
    with pytest.raises(Full):
        adding.add(where, PDF, "a.pdf", by=EDITOR)

    assert papers.known(where) == {}


def test_files_that_nothing_names_any_more_make_room(where, monkeypatch):
    cells = adding.add(where, PDF, "a.pdf", by=EDITOR)
    sketch, _looked = drafted(where, paper(cells))
    older(where)
    monkeypatch.setattr(bounds, "all_together", lambda: len(docx()) + 10)

    with pytest.raises(NoRoom):  # the draft still names the first
        adding.add(where, docx(), "b.docx", by=EDITOR)
    sketching.throw_away(where, sketch, by=EDITOR)
    adding.add(where, docx(), "b.docx", by=EDITOR)

    assert list(papers.known(where)) == [papers.hash_of(docx())]


def test_a_removed_paper_stays_as_long_as_an_older_version_needs_it(where):
    cells = adding.add(where, PDF, "a.pdf", by=EDITOR)
    with_it = publish(where, drafted(where, paper(cells))[1])
    (key,) = published(where)
    sketch = sketching.begin(where, "Bỏ", {"papers": {key: None}}, by=EDITOR)
    publish(where, sketch_check.examined(sketch, where, TODAY))
    older(where)

    adding.add(where, docx(), "b.docx", by=EDITOR)

    assert published(where) == {}
    named = tables_of(where.tables(with_it.id))["papers"][key]["content_hash"]
    assert papers.content(where, named) == PDF


def test_a_table_alone_cannot_bring_a_file_nor_say_another_of_one(where):
    cells = adding.add(where, PDF, "a.pdf", by=EDITOR)
    rows = [
        {"paper_id": "strange", **paper({**cells, "content_hash": "0" * 64})},
        {"paper_id": "other", **paper({**cells, "format": "docx"})},
        {"paper_id": "fitting", **paper(cells)},
    ]

    checkup = examine([Upload("papers.csv", canonical(TABLES["papers"], rows))], where, TODAY)

    refused = [one for one in checkup.checked.findings if one.tier is Tier.REFUSED]
    assert [(one.fault.kind, one.fault.row) for one in refused] == [
        ("no-paper", 2),
        ("other-paper", 3),
    ]
    assert list(checkup.checked.rows["papers"]) == ["fitting"]


def test_a_restricted_paper_is_hidden_and_others_are_not(where):
    open_one = adding.add(where, PDF, "a.pdf", by=EDITOR)
    closed = adding.add(where, docx(), "b.docx", by=EDITOR)
    publish(where, drafted(where, paper(open_one), paper(closed, restricted="true"))[1])

    contents = where.tables(where.current_id())
    seen = tables_of(without(contents, Hidden(restricted=True)))["papers"]

    assert [row["format"] for row in seen.values()] == ["pdf"]
    assert len(tables_of(without(contents, Hidden()))["papers"]) == 2


def test_papers_of_a_hidden_table_are_hidden_with_it(where):
    cells = adding.add(where, PDF, "a.pdf", by=EDITOR)
    publish(where, drafted(where, paper(cells))[1])

    seen = without(where.tables(where.current_id()), Hidden(tables=("meetings",)))

    assert tables_of(seen)["papers"] == {}


def test_a_struck_paper_does_not_come_back(where):
    adding.add(where, PDF, "a.pdf", by=EDITOR)
    mark = papers.mark(papers.hash_of(PDF))
    with where.transaction(writing=True) as connection:
        rules = salted(connection)
        gone = [papers.hash_of(PDF)]
        strike(connection, rules, [Rule("cell", mark)], files={}, papers=gone, who="x", reason="y")

    with pytest.raises(RefusedPaper) as refused:
        adding.add(where, PDF, "a.pdf", by=EDITOR)

    assert refused.value.kind == "struck"


@pytest.mark.parametrize("text", ["Lò Thị Ban.docx", "a.docx"])
def test_a_paper_that_names_a_struck_person_is_refused(where, text):
    with where.transaction(writing=True) as connection:
        rules = salted(connection)
        strike(
            connection, rules, [Rule("name", spelt("Lò Thị Ban"))], files={}, who="x", reason="y"
        )

    with pytest.raises(RefusedPaper) as refused:
        adding.add(where, docx("Ông Lò Thị Ban ký"), text, by=EDITOR)

    assert refused.value.kind == "struck"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("thoả thuận.pdf", "thoả thuận"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\Biên bản.docx", "Biên bản"),
        (".pdf", ".pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x"),
        ("fdp.\u202eexe.pdf", "fdp. exe"),
        ("x" * 400 + ".pdf", "x" * 199 + "…"),
    ],
)
def test_the_name_of_a_file_becomes_a_title(name, title):
    assert adding.title_of(name) == title

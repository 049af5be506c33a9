"""``python -m data check`` and ``publish``: answers, encodings, mappings, removed rows."""

import csv
import json
from pathlib import Path

import pytest

from data.__main__ import main
from data.desk.publishing import publish
from data.intake.mapping import ColumnMapping, Meaning, Rule, written
from data.record.loading import CURATED
from data.store import seed, store

CASES = Path(__file__).parents[1] / "cases"
ENDED = "care-teal"  # a project that is closed, without figures
SIGNED = ("--author", "Lò Thị Mai", "--note", "Sửa")


@pytest.fixture(autouse=True)
def _own_store(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    seed(store(), CURATED)


@pytest.mark.parametrize("command", [("check",), ("publish", *SIGNED)])
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("unit:amount=convert", "not one of the ways to choose from: converted | as-written"),
        ("unit:amount", "answers no question about these files"),
        ("unit:amont=converted", "answers no question about these files"),
        ("other.csv:unit:amount=converted", "answers no question about these files"),
    ],
)
def test_an_answer_with_a_slip_is_no_decision(capsys, command, answer, told):
    path = CASES / "c20_unitline.csv"

    code = main([*command, str(path), "--answer", answer])

    assert code == 2
    assert told in capsys.readouterr().err
    assert len(store().history()) == 1


def test_an_answer_for_one_of_two_files_of_one_name_is_for_that_one(capsys, tmp_path):
    again = tmp_path / "c20_unitline.csv"
    again.write_bytes((CASES / "c20_unitline.csv").read_bytes().replace(b"a1,", b"a9,"))
    paths = (str(CASES / "c20_unitline.csv"), str(again))

    main(["check", *paths, "--answer", "c20_unitline (2).csv:unit:amount=converted"])

    said = capsys.readouterr().out
    assert "question: c20_unitline.csv:unit:amount=?" in said
    assert "question: c20_unitline (2).csv:unit:amount=converted" in said


def test_how_a_file_was_read_is_said_and_can_be_said(capsys):
    path = CASES / "c02_macroman.csv"

    main(["check", str(path)])
    guessed = capsys.readouterr().out
    main(["check", str(path), "--encoding", f"{path.name}=cp1252", "--format", "json"])
    chosen = json.loads(capsys.readouterr().out)
    wrong = main(["check", str(path), "--encoding", "latin"])

    assert "read: c02_macroman.csv: mac_roman · semicolon" in guessed
    assert chosen[0]["read_as"] == ["cp1252 · semicolon"]
    assert wrong == 2
    assert "“latin” names no encoding for these files" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "found"), [(b"{", "JSON"), (b"\xff\xfe", "UTF-8"), (b"[]", "nhip-cau-mapping-1")]
)
def test_a_file_that_is_no_mapping_is_told_in_the_words_of_the_page(
    capsys, tmp_path, content, found
):
    path = tmp_path / "m.json"
    path.write_bytes(content)

    code = main(["check", str(CASES / "id_list.csv"), "--mapping", str(path)])

    assert code == 2
    told = capsys.readouterr().err
    assert told == f"“m.json” is no mapping of this desk. Found: {found}.\n"


def test_a_text_of_a_cell_moves_no_cursor_and_begins_no_line(capsys, tmp_path):
    path = tmp_path / "places.json"
    rows = [{"place_id": "x 1", "name_vi": "\x1b[2Jgone\u009b31m\nrefused: no", "kind": "village"}]
    path.write_text(json.dumps(rows), encoding="utf-8")

    main(["check", str(path)])

    said = capsys.readouterr().out
    assert not any(letter != "\n" and not letter.isprintable() for letter in said)
    assert "\nrefused: no" not in said


def projects(folder: Path, keys: int) -> str:
    """The first of the shipped projects."""
    lines = (CURATED / "projects.csv").read_text("utf-8").splitlines(keepends=True)
    path = folder / "projects.csv"
    path.write_text("".join(lines[: keys + 1]), encoding="utf-8")
    return str(path)


def test_a_check_of_a_replacement_names_what_the_removed_rows_leave_behind(capsys, tmp_path):
    path = projects(tmp_path, 1)

    updated = main(["check", path])
    capsys.readouterr()
    replaced = main(["check", path, "--replace", "--format", "json"])

    faults = json.loads(capsys.readouterr().out)[0]["faults"]
    assert (updated, replaced) == (0, 1)
    assert {"reference"} == {fault["kind"] for fault in faults if fault["tier"] == "refused"}
    assert all("the published row" in fault["message"] for fault in faults)


def figures(folder: Path, **shares: str) -> str:
    """The shipped figures, and further ones of a project that has ended: day and percent."""
    path = folder / "project_progress.csv"
    with (CURATED / path.name).open(encoding="utf-8", newline="") as shipped:
        header, *rows = csv.reader(shipped)
    cells = {"project_id": ENDED, "metric": "completed_value", "unit": "percent"}
    cells |= {"qualifier": "exact", "confidence": "stated"}
    cells |= {"source_ids": rows[0][header.index("source_ids")].split(";")[0]}
    for key, share in shares.items():
        day, value = share.split()
        told = {**cells, "progress_id": key, "date": day, "value": value, "statement_vi": key}
        rows.append([told.get(name, "") for name in header])
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return str(path)


def test_a_check_of_a_replacement_names_the_contradictions_that_removed_rows_leave(
    capsys, tmp_path
):
    both = figures(tmp_path, half="2025-03 50", whole="2025-06 100")
    assert main(["publish", both, *SIGNED]) == 0
    capsys.readouterr()

    code = main(["check", figures(tmp_path, half="2025-03 50"), "--replace"])

    said = capsys.readouterr().out
    assert code == 0
    assert "1 × kept, worth a look: it is recorded as ended" in said
    assert "kept, worth a look: project_progress.csv, row 51, column “Value”" in said
    assert "project_progress: +0 ~0 -1 =50" in said


def test_why_nothing_was_published_is_said(capsys, tmp_path):
    path = tmp_path / "organisations.csv"
    path.write_text("org_id,name_vi,type_code,country\nmoi-1,Mới,11,V9\nmoi-2,,11,VN\n", "utf-8")

    main(["publish", str(path), *SIGNED])
    rows = capsys.readouterr().out
    main(["publish", str(CASES / "c13_buddhist.csv"), *SIGNED])

    assert "rows are refused (--skip leaves them out)" in rows
    assert "cells are refused (--drop leaves them out)" in rows
    assert "answer the questions (--answer)" in capsys.readouterr().out


def test_rows_that_a_missing_column_concerns_are_called_rows(capsys, tmp_path):
    path = tmp_path / "organisations.csv"
    path.write_text("org_id,name_vi,type_code,country\nmoi-1,Mới,11,VN\nmoi-2,Hai,11,VN\n", "utf-8")

    main(["check", str(path)])

    assert "the column is missing, and rows need it. Rows: 2–3." in capsys.readouterr().out


def test_a_replacement_of_which_no_row_can_be_kept_empties_no_table(capsys, tmp_path):
    bad, good = tmp_path / "project_progress.csv", Path(projects(tmp_path, 36))
    bad.write_text("progress_id,project_id,metric\nx,nowhere,milestone\n", encoding="utf-8")
    agreed = (*SIGNED, "--skip", "--drop", "--replace")

    alone = main(["publish", str(bad), *agreed])
    first = capsys.readouterr().out
    both = main(["publish", str(bad), str(good), *agreed])

    assert (alone, both) == (1, 1)
    assert "no row can be kept" in first
    assert "--replace would empty a table" in capsys.readouterr().out
    assert len(store().history()) == 1


def test_a_restore_needs_a_name_too(capsys):
    assert main(["restore", "1", "--author", " ", "--note", "x"]) == 1
    assert "nothing was published" in capsys.readouterr().out


def test_a_file_that_was_changed_after_the_check_is_checked_again_before_it_is_published(
    capsys, tmp_path
):
    path = Path(projects(tmp_path, 1))
    assert main(["check", str(path)]) == 0
    path.write_text(path.read_text("utf-8").replace(",VN", ",Atlantis", 1), "utf-8")
    path.write_text(path.read_text("utf-8") + "x y,\n", "utf-8")

    code = main(["publish", str(path), *SIGNED])

    assert code == 1
    assert "rows are refused (--skip leaves them out)" in capsys.readouterr().out
    assert len(store().history()) == 1


def test_what_others_published_between_check_and_publication_is_told_and_nothing_is_lost(
    capsys, tmp_path, monkeypatch
):
    path, theirs = tmp_path / "places.csv", tmp_path / "theirs.csv"
    lines = (CURATED / "places.csv").read_text("utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + lines[1].replace("Điện Biên", "Điện Biên A", 1), "utf-8")
    theirs.write_text(lines[0] + lines[2].replace("Điện Biên Phủ", "Mường Thanh", 1), "utf-8")

    def overtaken(*words, **named):
        monkeypatch.setattr("data.commands.desk.publish", publish)
        assert main(["publish", str(theirs), *SIGNED, "--confirm-translations"]) == 0
        return publish(*words, **named)

    monkeypatch.setattr("data.commands.desk.publish", overtaken)
    code = main(["publish", str(path), "--author", "An", "--note", "Tên", "--confirm-translations"])

    assert code == 1
    assert "Lò Thị Mai" in capsys.readouterr().out
    assert next(iter(store().history())).author == "Lò Thị Mai"
    assert main(["publish", str(path), "--author", "An", "--note", "Tên"]) == 0
    content = store().tables(store().current_id())["places"].decode()
    assert "Mường Thanh" in content
    assert "Điện Biên A" in content


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ("Tên dự án,Đầu mối", "the sheet lacks headings that the mapping names; nothing was read."),
        ("A,B", "the sheet has none of the headings that the mapping names."),
    ],
)
def test_a_file_that_changed_its_shape_is_told_by_what_its_mapping_names(
    capsys, tmp_path, headings, told
):
    name = Meaning(Rule.AS_IS, "projects", ("name_vi",))
    fixed = {"record_kind": "project", "source_ids": "vna-2025-03-17", "confidence": "stated"}
    funder = Meaning(Rule.NAMES, "projects", ("funder_org_ids",))
    columns = (("Tên dự án", name), ("Nhà tài trợ", funder))
    same = (("short_name_vi", "name_vi"),)
    mapping = tmp_path / "m.json"
    kept = ColumnMapping("projects", columns, tuple(fixed.items()), same)
    mapping.write_text(written(kept, "m"), "utf-8")
    path = tmp_path / "moi.csv"
    path.write_text(f"{headings}\nCấp nước,An\n", "utf-8")

    code = main(["publish", str(path), *SIGNED, "--mapping", str(mapping)])

    said = capsys.readouterr().out
    assert code == 1
    assert told in said
    assert "Nhà tài trợ" in said
    assert len(store().history()) == 1

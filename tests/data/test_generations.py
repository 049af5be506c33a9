"""What was published before a column came, was renamed or went is not lost.

Three releases of the program share one store: the second adds a column to what the first
published, the third renames one and removes one.
"""

from base64 import b64decode
from contextlib import ExitStack

import pytest

from data.schema import PACKAGE, TABLES
from tests.data.generations import Generation, column, column_in, columns_of, free

pytestmark = pytest.mark.slow  # each release has processes of its own

NAMROM = "namrom-multihazard"
# Names that no column has, so that a real one of that name breaks nothing here.
ADDED, BEFORE, AFTER, DROPPED = map(free, ("beneficiaries", "donor_ref", "funder_ref", "colour"))
COUNT = {"type": "number", "constraints": {"minimum": 0}}
RENAMED = {
    "table": "projects",
    "column": BEFORE,
    "renamedTo": AFTER,
    "version": "1.1.0",
    "labels": column(BEFORE)["labels"],
}
RELABELLED = {
    "table": "projects",
    "column": "sector_code",
    "version": "1.1.0",
    "labels": column_in(PACKAGE, "projects", "sector_code")["labels"],
}
REMOVED = {"table": "projects", "column": DROPPED, "removed": True, "version": "1.1.0"}


def first_columns(package):
    columns_of(package, "projects").extend([column(BEFORE), column(DROPPED)])


def second_columns(package):
    first_columns(package)
    columns_of(package, "projects").append(column(ADDED, **COUNT))


def third_columns(package):
    added = [column(AFTER), column(ADDED, **COUNT)]
    columns_of(package, "projects").extend(added)
    package["migrations"] += [RENAMED, REMOVED, RELABELLED]
    column_in(package, "projects", "sector_code")["labels"] = column("field_of_work")["labels"]


# Files are made of the bytes that a store gives, which are held to be the same on both databases.
taken_away_once = pytest.mark.parametrize("url", ["sqlite"], indirect=True, scope="module")


def publishing(content, **options):
    return "publishes", {"name": "projects.csv", "content": content, **options}


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """The program of each generation."""
    edits = (first_columns, second_columns, third_columns)
    with ExitStack() as stack:
        folders = (tmp_path_factory.mktemp("program") / "tree" for _edit in edits)
        releases = list(map(Generation, folders, edits))
        for release in releases:
            stack.callback(release.close)
        yield releases


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request, empty):
    return empty(request.param)


OLD_FILES = (
    *("projects.csv", "projects.json", "projects.xlsx", "record.zip"),
    *("shown.en.xlsx", "shown.vi.xlsx", "shown.fr.xlsx"),
)
OLD_NAME = f"project_id,{BEFORE}\n{NAMROM},AFD 9\n"
GONE = f"project_id,{DROPPED}\n{NAMROM},red\n"


@pytest.fixture(scope="module")
def answers(programs, url):
    """What each generation publishes, in order; then how the third sees it all.

    Files are taken away and read again beside one of the two databases.
    """
    first, second, third = programs
    files_too = url.startswith("sqlite")
    old = f"project_id,{BEFORE},{DROPPED}\n{NAMROM},AFD 1234,blue\n"
    new = f"project_id,{ADDED}\n{NAMROM},12000\n"
    (one,) = first.run(url, publishing(old, taken_away=files_too))
    (two,) = second.run(url, publishing(new, taken_away=files_too))
    files = {name: one["files"][name] for name in OLD_FILES} if files_too else {}
    if files_too:
        files["projects.csv"] = b64decode(files["projects.csv"]).decode("utf-8-sig")
    look, exported, old_name, gone, *checks = third.run(
        url,
        ("looks", {"taken_away": files_too}),
        ("exports", {}),
        ("checks", {"name": "projects.csv", "content": OLD_NAME}),
        ("checks", {"name": "projects.csv", "content": GONE}),
        *(("checks", {"name": name, "content": content}) for name, content in files.items()),
    )
    by_program = {"first": one, "second": two, "third": look, "old name": old_name, "gone": gone}
    return by_program | {"exported": exported} | dict(zip(files, checks, strict=True))


def test_versions_of_every_generation_open_without_a_fault(answers):
    assert [version["faults"] for version in answers["third"]["versions"]] == [[], [], []]


def test_what_was_published_reads_under_the_new_names_and_empty_where_nothing_was(answers):
    seed, first, second = (version["rows"][NAMROM] for version in answers["third"]["versions"])

    assert [row[AFTER] for row in (seed, first, second)] == ["", "AFD 1234", "AFD 1234"]
    assert [row[ADDED] for row in (seed, first, second)] == ["", "", "12000"]
    assert not {BEFORE, DROPPED} & set(first)


def test_versions_of_different_generations_are_compared_cell_by_cell(answers):
    assert answers["third"]["steps"] == [
        {"projects": {NAMROM: {AFTER: ["", "AFD 1234"]}}},
        {"projects": {NAMROM: {ADDED: ["", "12000"]}}},
    ]


def test_a_new_program_changes_neither_ids_nor_bytes_of_what_was_published(answers):
    _seed, first, second = answers["third"]["versions"]

    assert (first["id"], second["id"]) == (answers["first"]["id"], answers["second"]["id"])
    for before, after in ((answers["first"], first), (answers["second"], second)):
        assert after["hashes"] == after["tables"] == before["tables"]
        assert after["record"] == before["record"]


@taken_away_once
@pytest.mark.parametrize("kind", ["csv", "zip", "xlsx"])
def test_every_version_is_exported_with_the_columns_of_today(answers, kind):
    for version in answers["third"]["versions"]:
        row, written = version["rows"][NAMROM], version[kind][NAMROM]

        computed = [] if kind == "xlsx" else list(TABLES["projects"].computed)
        assert list(written) == [*row, *computed]
        assert written[AFTER] == row[AFTER]
        assert written[ADDED] == row[ADDED]


def test_an_old_version_is_exported_from_a_shell_with_the_columns_of_today(answers):
    newest = answers["third"]["versions"][-1]

    assert list(answers["exported"][NAMROM]) == list(newest["rows"][NAMROM])
    assert answers["exported"] == newest["rows"]


@pytest.mark.parametrize("turns", [(0, 2, 0, 2), (2, 0, 2, 1)])
def test_programs_of_several_generations_on_one_store_do_not_ship_their_files_in_turns(
    programs, empty, turns
):
    url = empty("sqlite")

    seen = [programs[turn].run(url, ("starts", {}))[0] for turn in turns]

    assert seen == [seen[0]] * len(turns)


@taken_away_once
@pytest.mark.parametrize("file", OLD_FILES)
def test_a_file_of_the_first_generation_is_read_by_the_third(answers, file):
    check = answers[file]

    assert (check["accepted"], check["refused"], check["faults"]) == (True, [], [])
    assert check["changed"] == {}  # the same cells, and the new column as published
    assert BEFORE not in check["unknown"]


def test_a_cell_under_an_old_name_is_read_as_the_new_column(answers):
    changed = answers["old name"]["changed"]

    assert changed == {"projects": {NAMROM: {AFTER: ["AFD 1234", "AFD 9"]}}}


def test_an_upload_with_a_removed_column_says_that_it_is_not_read(answers):
    assert (answers["gone"]["unknown"], answers["gone"]["changed"]) == ([DROPPED], {})


def test_a_version_of_the_first_generation_is_restored_byte_for_byte(programs, url, answers):
    # last of this store's tests, for it adds versions
    restored, _published, look = programs[2].run(
        url,
        ("restores", {"version": answers["first"]["id"]}),
        publishing(f"project_id,{ADDED}\n{NAMROM},500\n"),
        ("looks", {"taken_away": False}),
    )
    *_, back, on_top = look["versions"]

    assert restored["tables"] == back["hashes"] == answers["third"]["versions"][1]["hashes"]
    assert (back["faults"], on_top["faults"]) == ([], [])
    assert back["rows"][NAMROM][AFTER] == on_top["rows"][NAMROM][AFTER] == "AFD 1234"
    assert on_top["rows"][NAMROM][ADDED] == "500"


@taken_away_once
@pytest.mark.parametrize("file", [name for name in OLD_FILES if name.startswith("shown")])
def test_no_column_of_an_older_workbook_from_a_page_is_lost(answers, file):
    (column_gone,) = answers[file]["unknown"]

    assert column_gone.startswith(f"{DROPPED} (")
    assert {AFTER, "sector_code"} <= set(answers[file]["read"])

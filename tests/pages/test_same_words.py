"""A fault is told in the same words by the page and by the shell, for every kind of file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from components.desk.findings import as_shown
from data.commands import told
from data.desk import asking
from data.desk.checked import Tier
from data.desk.checkup import examine
from data.desk.comparing import Mode
from data.desk.removing import Removal
from data.desk.uploads import Upload
from data.language import Language
from data.record.loading import CURATED
from data.store import Store, seed, store
from data.values.dates import province_today
from tests.pages.desk import said, shown, uploaded

CASES = Path(__file__).parents[1] / "data" / "cases"
FILES = sorted(path.name for path in CASES.iterdir())
WORKBOOKS = [name for name in FILES if name.endswith("xlsx")]  # each takes a process to read
TEXTS = [name for name in FILES if name not in WORKBOOKS]
VIETNAMESE = Language("vi")


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Iterator[Store]:
    """A store with the shipped record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{tmp_path_factory.mktemp('store') / 's.sqlite'}")
        opened = store()
        seed(opened, CURATED)
        yield opened


def checked(kept, *names):
    uploads = [Upload(name, (CASES / name).read_bytes()) for name in names]
    return examine(uploads, kept, province_today())


def lines_of(checkup, capsys):
    """What the shell says, line by line."""
    told.tell(checkup, Removal(), Mode.UPDATE, VIETNAMESE)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    "names",
    [[*TEXTS, "14_breaks_comments_errors.xlsx"], pytest.param(WORKBOOKS, marks=pytest.mark.slow)],
    ids=["texts", "workbooks"],
)
def test_each_finding_of_the_page_is_a_line_of_the_shell_in_the_same_words(
    names, kept, lens, capsys
):
    checkup = checked(kept, *names)
    lines = lines_of(checkup, capsys)

    assert {one.tier for one in checkup.checked.findings} >= set(Tier) - {Tier.ASIDE}
    for finding in checkup.checked.findings:
        page = as_shown(lens("vi"), checkup, finding)
        words = [page.becomes, page.row, page.column, page.problem, page.found[:79], page.expected]
        # a space that cannot be printed is a space in the shell
        plain = ["".join(one if one.isprintable() else " " for one in text) for text in words]
        assert any(all(text in line for text in plain) for line in lines), words
    for fault in checkup.refused:
        assert any(line.startswith(fault.sentence(VIETNAMESE)) for line in lines)
    for draft in checkup.drafts:
        for question in draft.questions:
            assert asking.sentence(question, draft, VIETNAMESE) in lines


@pytest.mark.slow
def test_the_drawn_page_says_what_the_shell_says(kept, capsys):
    names = ["18_official_headings.xlsx", "c16_x.gsheet", "c20_unitline.csv", "ragged.csv"]
    lines = lines_of(checked(kept, *names), capsys)

    app = uploaded(*((name, (CASES / name).read_bytes()) for name in names), lang="vi")

    notices = said(app, "warning") + said(app, "error")
    for name in names[:2]:
        assert next(line for line in lines if line.startswith(name)).partition(". ")[0] in notices
    assert app.radio[0].label.replace("\\", "") in lines
    ragged = next(line for line in lines if "ragged.csv, " in line)
    assert "số ô của dòng không bằng số ô của dòng tiêu đề" in ragged
    assert "số ô của dòng không bằng số ô của dòng tiêu đề" in shown(app)

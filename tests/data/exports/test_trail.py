"""Every act that is noted anywhere in the source has words in each language, as has each detail."""

import ast
import io

import openpyxl
import pytest

from data.exports import charted, trail
from data.language import Language
from data.record import loading as records
from data.schema import LANGUAGES
from data.store import audit, proposals, seed
from tests import house
from tests.data.conftest import newest

pytestmark = pytest.mark.slow


def noted() -> tuple[set[str], set[str]]:
    """Acts and names of details in every call of ``audit.note``, read from the source."""
    acts: set[str] = set()
    names: set[str] = set()
    for path in house.modules().values():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.note":
                names |= {keyword.arg for keyword in node.keywords if keyword.arg}
                act = node.args[2]
                acts |= {str(act.value)} if isinstance(act, ast.Constant) else set()
    return acts | set(proposals.AUDITED.values()) | {"publish", "restore"}, names


def test_the_source_is_read():
    acts, names = noted()

    assert {"sign-in", "export", "upload", "account-added"} <= acts
    assert {"account", "version", "files"} <= names


def test_each_act_and_detail_has_words():
    acts, names = noted()
    english = Language("en")

    assert acts <= set(trail._acts(english))
    assert names <= set(trail._labels(english))


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_two_acts_are_called_alike(code):
    words = list(trail._acts(Language(code)).values())

    assert len(set(words)) == len(words)


def test_the_file_holds_every_entry_with_its_hash_and_a_formula_stays_text(store):
    seed(store, records.CURATED)
    with store.transaction(writing=True) as connection:
        audit.note(connection, "=HYPERLINK(1)", "export", what="=1+1")
        entries = list(audit.entries(connection))
    plate = trail.taken_away(newest(store, "en"), entries)

    lines = charted.as_csv(plate).decode("utf-8-sig").splitlines()
    sheet = openpyxl.load_workbook(io.BytesIO(charted.as_xlsx(plate))).worksheets[0]

    assert [line.rsplit(",", 1)[1] for line in lines[1:3]] == [one.hash for one in entries]
    assert ",'=HYPERLINK(1)," in lines[1]
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n"}
    assert sheet["C2"].value == "=HYPERLINK(1)"

"""Page and shell say in the same words what a question is about, and what becomes of a cell."""

import pytest

from data.desk import samples
from data.desk.checked import Tier
from data.desk.marks import consequence
from data.intake.handling import Handling, Question
from data.intake.layout import Draft, drafts
from data.language import Language
from data.sheets.grid import Sheet

VIETNAMESE, ENGLISH = Language("vi"), Language("en")


@pytest.mark.parametrize(
    ("question", "table", "shown"),
    [
        (
            Question("code-words", "status_code", "", (), ("đang triển khai → 2",)),
            "projects",
            ["đang triển khai → Đang thực hiện"],
        ),
        (
            Question("spoken-date", "planned_end", "", (), ("2025 (dự kiến) → 2025?",)),
            "projects",
            ["2025 (dự kiến) → 2025 (chưa chắc chắn)"],
        ),
        (
            Question("hidden-rows", "", "keep", ("leave-out",), ("3: a → b",)),
            "visits",
            ["dòng 3: a → b"],
        ),
    ],
)
def test_examples_are_in_the_words_of_the_reader(question, table, shown):
    assert list(samples.shown(question, table, VIETNAMESE)) == shown


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("says-nothing", "taken as empty"),
        ("rounded", "kept, rounded"),
        ("repeated", "kept once"),
        ("lookalike", "kept, worth a look"),
    ],
)
def test_what_is_not_kept_as_it_stands_is_not_said_to_be_kept(kind, becomes):
    assert consequence(Tier.WARNED, kind, ENGLISH) == becomes


def test_a_question_on_two_readings_shows_only_what_they_read_differently_and_counts_the_rest():
    values = ["22/11/2023", "5/5/2024", "2024", *(f"03/{month}/2024" for month in range(4, 12))]
    rows = [["visit_id", "start_date"], *([f"v-{at}", one] for at, one in enumerate(values))]
    draft = drafts(Sheet("a.csv", "", [*rows, ["w", "11/22/2023"]], delimiter=","), Handling())

    assert isinstance(draft, Draft)
    (question,) = draft.questions
    assert question.kind == "reading"
    assert not {"2024", "5/5/2024"} & set(question.samples)
    assert len(question.samples) + question.more == 10

"""A checkup comes out of a parcel as it went in, and what is long is made when it is asked for."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from inspect import signature
from typing import Any, NamedTuple

import pytest

from data.desk import carried
from data.desk.carried import LONG, Keyed, Many
from data.desk.check_process import Answer, Asked, Settings, answered, held
from data.desk.checkup import examine
from data.desk.comparing import Mode
from data.desk.uploads import Upload
from data.intake.handling import Handling
from data.record.loading import CURATED
from data.store import seed, store

SETTINGS = Settings(
    {("dự án.csv", ""): Handling("projects", {"reading:planned_start": "month-first"})},
    {"chuyến đi.csv": "utf-8"},
    confirmed=True,
)
TODAY = date(2026, 11, 26)
# a faulty code, a reading that may be doubted, an unknown heading, a text of two lines
PROJECTS = (
    "project_id;name_vi;status_code;planned_start;Ghi gì đó\n"
    'cau-moi;"Cầu\nmới";9;03/04/2025;x\n'
    "cau-hai;Cầu hai;2;05/06/2025;\n"
)


class Pair(NamedTuple):
    """Two things."""

    first: Any
    second: Any


@dataclass(frozen=True)
class Box:
    """Anything."""

    of: Pair
    way: Mode = Mode.UPDATE


def carried_over(what: Any) -> Any:
    return carried.unpacked(b"".join(carried.packed(Box(Pair(what, None)))), Box).of.first


def plain(value: Any) -> Any:
    """The same with each object as a list of its parts, whichever way it is kept."""
    match value:
        case Enum() | str() | bytes() | None:
            return value
        case Mapping():
            return {key: plain(one) for key, one in value.items()}
        case Sequence():
            return [plain(one) for one in value]
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value


@pytest.fixture
def where(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    opened = store()
    seed(opened, CURATED)
    return opened


def asked(where, *uploads: Upload) -> Asked:
    return Asked(uploads, held(where), TODAY, SETTINGS)


@pytest.mark.parametrize("rows", [1, LONG])
def test_a_checkup_comes_out_as_it_went_in(where, rows):
    shipped = (CURATED / "visits.csv").read_bytes()
    files = Upload("dự án.csv", (PROJECTS * rows).encode()), Upload("chuyến đi.csv", shipped)
    answer = answered(asked(where, *files))

    came = carried.unpacked(b"".join(carried.packed(answer)), Answer)

    assert answer.checkup.drafts
    assert answer.checkup.checked.findings
    assert plain(came) == plain(answer)
    assert type(came.checkup.checked.read) is type(answer.checkup.checked.read)


def test_a_question_comes_out_as_it_went_in(where):
    question = asked(where, Upload("a.csv", bytes(range(256)) * 10))

    came = carried.unpacked(b"".join(carried.packed(question)), Asked)

    assert came == question


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(
            [1, True, 1.5, None, "ế", date(2024, 2, 29), datetime.fromisoformat("2024-01-01")],
            id="cells",
        ),
        pytest.param({("a", "b"): {"c": frozenset({1})}}, id="a key of two parts"),
        pytest.param({"map": {"list": [1]}, "object": ["Box"]}, id="words of the parcel itself"),
        pytest.param(Mode.REPLACE, id="a choice"),
        pytest.param([True] * (LONG + 1), id="many that are no numbers"),
    ],
)
def test_each_value_keeps_its_kind(value):
    came = carried_over(value)

    assert plain(came) == plain(value)
    assert list(map(type, came)) == list(map(type, value))


def test_what_is_long_is_made_when_it_is_asked_for():
    rows = {f"id-{number}": {"a": str(number), "b": "x"} for number in range(LONG + 1)}

    came, numbers = carried_over([rows, list(range(LONG + 1))])

    assert isinstance(came, Keyed)
    assert isinstance(numbers, Many)
    assert came["id-7"] == {"a": "7", "b": "x"}
    assert (len(came), "id-7" in came, "id-x" in came) == (LONG + 1, True, False)
    assert numbers[-2:] == [LONG - 1, LONG]
    with pytest.raises(KeyError):
        came["id-x"]


def test_only_the_classes_of_what_is_wanted_come_out():
    parcel = b"".join(carried.packed(Upload("a", b"b")))

    with pytest.raises(KeyError):
        carried.unpacked(parcel, Box)


def test_classes_that_a_checkup_is_made_of_have_names_of_their_own():
    known = carried.classes(Answer)

    assert {"Checkup", "Draft", "Sheet", "Finding", "Fault", "Changes", "Mode"} <= set(known)
    assert all(name == one.__name__ for name, one in known.items())


@pytest.mark.parametrize("parcel", [b"", b"{}", json.dumps({"tree": 1, "sizes": []}).encode()])
def test_a_parcel_cut_off_is_none(parcel):
    with pytest.raises(ValueError, match="no parcel"):
        carried.unpacked(parcel, Box)


def test_the_process_can_be_told_all_that_a_check_can_be_told():
    read_by_itself = {"where", "beside"}  # the process opens the store and reads the record
    told = {"uploads", "today", *read_by_itself, *(one.name for one in fields(Settings))}

    assert set(signature(examine).parameters) == told

"""A selection gives a valid file or none, and a selection without a file says why."""

from functools import cache

import pytest

from data.iati import coverage, writing
from data.views.filters import filters, select
from tests.data.iati.records import TODAY, lens
from tests.data.iati.rulesets import broken, invalid

SHIPPED = lens()


@cache
def told(keys):
    """What is wrong with the file of some projects; the sentence where there is no file."""
    try:
        content = writing.activities(SHIPPED, keys, today=TODAY)
    except writing.NoActivity as none:
        return str(none)
    return [*invalid(content), *broken(content)]


def values():
    known = filters(SHIPPED, "projects")
    return [(name, value) for name, one in known.items() for value in one.options]


@pytest.mark.parametrize("name", filters(SHIPPED, "projects"))
def test_every_value_of_a_filter_gives_a_valid_file_or_a_sentence(name):
    found = {
        value: told(select(SHIPPED, "projects", {name: value})[0])
        for one, value in values()
        if one == name
    }

    assert found
    for value, said in found.items():
        reason = "No project of this selection is an IATI activity"
        assert said == [] or str(said).startswith(reason), value


def test_each_project_gives_a_valid_file_or_says_what_it_lacks():
    without = {
        row["project_id"]: said
        for row in SHIPPED.rows("projects")
        if (said := told((row["project_id"],)))
    }

    aggregates = [r for r in SHIPPED.rows("projects") if r["record_kind"] == "aggregate"]
    assert len(without) == len(aggregates) + 4
    assert "IATI status: not on record." in without["eu-rural-electrification-2018"]
    assert "no date that could take its place" in without["adb-gms-tourism"]
    assert "Funders: not on record." in without["thanhbinh-lighting"]
    assert "A figure about several projects" in without["ngo-portfolio"]


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_no_project_at_all_is_no_file_and_says_so(language):
    reader = lens(language=language)

    with pytest.raises(writing.NoActivity) as none:
        writing.activities(reader, [], today=TODAY)

    sentence = "No project of this selection is an IATI activity, so there is no IATI file."
    assert (
        str(none.value) == reader.language.text(sentence) == coverage.why_none(reader, ["nobody"])
    )


def test_where_there_is_a_file_nothing_is_said():
    assert coverage.why_none(SHIPPED, ["wvi-boarding-2025", "adb-gms-tourism"], today=TODAY) == ""

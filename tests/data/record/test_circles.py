"""Rows that refer to each other in a circle are found, all that have no row in common at once."""

from graphlib import CycleError, TopologicalSorter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.record.row_rules import circles

LINKS = st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefghi")))


def leads_back(links: dict[str, list[str]]) -> bool:
    """Whether there is any circle, as the standard library sees it."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError:
        return True
    return False


@given(LINKS)
def test_a_circle_is_found_where_there_is_one_and_each_row_refers_to_the_next(links):
    found = list(circles(links))

    assert bool(found) == leads_back(links)
    for one in found:
        for row, following in zip(one, [*one[1:], one[0]], strict=True):
            assert following in links[row]


@given(LINKS)
def test_circles_found_at_once_have_no_row_in_common(links):
    rows = list(chain.from_iterable(circles(links)))

    assert len(rows) == len(set(rows))


@pytest.mark.slow
def test_a_long_way_is_followed_to_its_end():
    links = {str(number): [str(number + 1)] for number in range(50_000)}

    assert list(circles(links)) == []
    assert [len(one) for one in circles({**links, "50000": ["0"]})] == [50_001]

"""A long list of partners is cut into parts without losing the size of its groups."""

from data.views.lens import Row
from data.views.partners import part_of

GROUPS: list[tuple[str, list[Row]]] = [
    ("FR", [{"n": 1}, {"n": 2}, {"n": 3}]),
    ("LA", [{"n": 4}]),
    ("", [{"n": 5}, {"n": 6}]),
]


def test_parts_follow_one_another_and_each_group_tells_its_whole_number():
    assert part_of(GROUPS, 0, 2) == [("FR", 3, [{"n": 1}, {"n": 2}])]
    assert part_of(GROUPS, 2, 5) == [
        ("FR", 3, [{"n": 3}]),
        ("LA", 1, [{"n": 4}]),
        ("", 2, [{"n": 5}]),
    ]
    assert part_of(GROUPS, 5, 9) == [("", 2, [{"n": 6}])]

"""The judges of the other tests find what is wrong, so that their silence means something."""

import pytest

from data.iati import writing
from tests.data.iati.records import TODAY, lens
from tests.data.iati.rulesets import broken, invalid

GOOD = writing.activities(lens(), ["wvi-boarding-2025"], today=TODAY)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b'type="1" iso-date', b'type="3" iso-date', "atleast_one"),
        (b'iso-date="2025-10-01"', b'iso-date="2029-10-01"', "date_order"),
        (b'type="1" iso-date="2025-10-01"', b'type="2" iso-date="2099-10-01"', "date_order"),
        (b"<iati-identifier>XX-", b"<iati-identifier>YY-", "startswith"),
        (b"<iati-identifier>XX-NHIPCAU-", b"<iati-identifier>XX-NHIPCAU-a/b", "regex_matches"),
        (b'activity-status code="2"', b'activity-status code="9"', "atleast_one"),
        (b' xml:lang="vi"', b"", "atleast_one"),
        (
            b'<recipient-country code="VN" percentage="100"/>',
            b'<recipient-country code="VN" percentage="40"/>',
            "sum",
        ),
    ],
)
def test_a_broken_rule_is_found(old, new, rule):
    assert broken(GOOD) == []
    assert old in GOOD

    assert any(f" {rule} " in line for line in broken(GOOD.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'iso-date="2025-10-01"', b'iso-date="2025-10"'),
        (b"<activity-status", b"<unheard-of/><activity-status"),
        (b' ref="XX-NHIPCAU"', b""),
        (b' role="1"', b""),
    ],
)
def test_a_broken_schema_is_found(old, new):
    assert invalid(GOOD) == []
    assert old in GOOD

    assert invalid(GOOD.replace(old, new))

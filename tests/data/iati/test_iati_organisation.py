"""Out: the organisation file names who reports, as the official schema of organisations asks."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from data.iati import organisation
from tests.data.iati.records import SMALL, lens
from tests.data.iati.rulesets import STANDARD, broken, parsed

SCHEMA = etree.XMLSchema(etree.parse(STANDARD / "iati-organisations-schema.xsd"))
CHANGED = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("setting", "ref", "kind"), [("afd", "FR-3", "10"), ("", "XX-NHIPCAU", "90")]
)
def test_the_office_that_a_setting_names_is_the_organisation(monkeypatch, setting, ref, kind):
    monkeypatch.setenv("IATI_PUBLISHER", setting)

    content = organisation.organisation(lens(SMALL), changed=CHANGED)

    assert SCHEMA.validate(parsed(content)), SCHEMA.error_log
    assert broken(content) == []
    one = parsed(content).find("iati-organisation")
    assert one.findtext("organisation-identifier") == ref
    assert one.find("reporting-org").attrib == {"ref": ref, "type": kind}
    assert one.get("last-updated-datetime") == "2026-11-20T10:00:00+07:00"
    assert len(one.findall("name/narrative")) == 3


def test_the_schema_of_organisations_finds_what_is_missing():
    content = organisation.organisation(lens(SMALL)).replace(
        b"organisation-identifier>", b"identifier>"
    )

    assert not SCHEMA.validate(parsed(content))

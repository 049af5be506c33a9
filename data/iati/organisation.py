"""Writes the organisation file of IATI 2.03: who publishes the activities."""

from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from data.iati import terms
from data.iati.building import add, narrate
from data.iati.publisher import publisher
from data.values.dates import PROVINCE_ZONE
from data.views.lens import Lens


def organisation(lens: Lens, *, changed: datetime | None = None) -> bytes:
    """The reporting organisation with its identifier and names (UTF-8 XML).

    Budgets and documents of the organisation are not on record, and IATI asks for none.
    """
    by = publisher(lens.record.by_key("organisations"))
    root = etree.Element("iati-organisations", version=terms.VERSION)
    one = add(root, "iati-organisation")
    if changed:
        updated = changed.astimezone(ZoneInfo(PROVINCE_ZONE))
        one.set("last-updated-datetime", updated.isoformat(timespec="seconds"))
    add(one, "organisation-identifier").text = by.ref
    narrate(add(one, "name"), by.names)
    reporter = add(one, "reporting-org", ref=by.ref, type=by.type_code)
    narrate(reporter, by.names)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

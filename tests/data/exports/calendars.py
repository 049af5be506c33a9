"""A calendar as two other programs read it, entry by entry."""

from collections.abc import Callable
from typing import Any

import pytest
import vobject
from icalendar import Calendar

REMAINS, LYON = "2024-03-26-remains", "2023-11-lyon-city"  # meetings with France
SCHOOLS = "2025-02-french-schools"  # a visit without meetings
BRIDGE = "namrom-multihazard"  # a project: planned end, and an end asked for
FR = {"country": "FR"}
Entry = dict[str, Any]


def uid(kind: str, key: str) -> str:
    return f"{kind}.{key}@nhip-cau"


def by_icalendar(content: bytes) -> dict[str, Entry]:
    read: Any = Calendar.from_ical(content)
    assert read.errors == []
    entries = {}
    for one in read.events:
        assert one.errors == []
        entries[str(one["uid"])] = {
            "summary": str(one["summary"]),
            "start": one["dtstart"].dt,
            "end": one["dtend"].dt,
            "status": str(one["status"]),
            "sequence": int(one["sequence"]),
            "changed": one["last-modified"].dt,
            "stamp": one["dtstamp"].dt,
            "text": str(one["description"]),
            "busy": str(one["transp"]),
        }
    return entries


def by_vobject(content: bytes) -> dict[str, Entry]:
    read = vobject.readOne(content.decode("utf-8"))
    return {
        one.uid.value: {
            "summary": one.summary.value,
            "start": one.dtstart.value,
            "end": one.dtend.value,
            "status": one.status.value,
            "sequence": int(one.sequence.value),
            "changed": one.last_modified.value,
            "stamp": one.dtstamp.value,
            "text": one.description.value,
            "busy": one.transp.value,
        }
        for one in read.vevent_list
    }


READERS = pytest.mark.parametrize("read", [by_icalendar, by_vobject])
Reader = Callable[[bytes], dict[str, Entry]]

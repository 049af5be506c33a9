"""What the API is asked for in its tests."""

from data.schema import TABLES
from data.views.chains import TRIP

FILES = (
    *(f"{table}.{ending}" for table in TABLES for ending in ("csv", "json", "xlsx")),
    *("datapackage.json", "openapi.json", "places.geojson", "record.xlsx", "record.zip"),
    f"visits/{TRIP}.ics",
    "calendar.ics",
    "changes.atom",
    "codelists/unit.csv",
)

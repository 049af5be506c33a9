"""Mistakes in the shipped files, one by one, and what is told of each."""

from pathlib import Path

from data.record.reading import Reading, read_table
from data.schema import TABLES
from data.views.chains import TRIP

FRANCE = TRIP  # row 2 of visits.csv


def read(folder: Path, table: str) -> Reading:
    """One table alone, without the others it refers to."""
    return read_table(TABLES[table], folder / f"{table}.csv")


# table, edit of its file, and the fault told: kind, spreadsheet row, column, found, expected
PROVOKED = [
    ("visits", {"dropped": "status"}, ("no-column", 1, "status", None, "")),
    (
        "visits",
        {"rewrite": lambda text: text.replace("\n", ",\n").replace(",\n", ",mood\n", 1)},
        ("unknown-column", 1, "mood", None, ""),
    ),
    (
        "visits",
        {"rewrite": lambda text: text.replace("\n", ",\n").replace(",\n", ",status\n", 1)},
        ("duplicate-column", 1, "status", "status", ""),
    ),
    (
        "visits",
        {"rewrite": lambda text: text + "one,two,three\n"},
        ("ragged", 43, None, "3", str(len(TABLES["visits"].fields))),
    ),
    ("visits", {"cells": {(2, "title_vi"): ""}}, ("required", 2, "title_vi", "", "")),
    ("visits", {"cells": {(3, "source_ids"): ""}}, ("required", 3, "source_ids", "", "")),
    (
        "visits",
        {"cells": {(5, "visit_id"): FRANCE}},
        ("duplicate", 5, "visit_id", FRANCE, ""),
    ),
    (
        "sources",
        {"cells": {(2, "language"): "Việt"}},
        ("pattern", 2, "language", "Việt", "[a-z]{2}"),
    ),
    (
        "project_amounts",
        {"cells": {(4, "amount"): "24,65 triệu"}},
        ("number", 4, "amount", "24,65 triệu", "1234.5"),
    ),
    (
        "places",
        {"cells": {(3, "latitude"): "91.5"}},
        ("range", 3, "latitude", "91.5", "-90 … 90"),
    ),
    (
        "project_amounts",
        {"cells": {(2, "charted"): "yes"}},
        ("boolean", 2, "charted", "yes", "true | false"),
    ),
    (
        "outcomes",
        {"cells": {(4, "inferred_links"): "dbp-history-trail;namrom-phase2"}},
        (
            "no-link",
            4,
            "inferred_links",
            "namrom-phase2",
            "answers_outcome_ids | project_ids | follow_up_meeting_ids",
        ),
    ),
    (
        "people",
        {"cells": {(2, "older_translations"): "role_vi;role_en;name;role_de"}},
        (
            "no-translation",
            2,
            "older_translations",
            "role_vi;name;role_de",
            "role_en | role_fr | note_en | note_fr",
        ),
    ),
    (
        "people",
        {"cells": {(2, "older_translations"): "role_en;role_fr", (2, "role_fr"): ""}},
        (
            "no-translation",
            2,
            "older_translations",
            "role_fr",
            "role_en | role_fr | note_en | note_fr",
        ),
    ),
    (
        "visits",
        {"cells": {(2, "start_date"): "22/11/2023"}},
        (
            "date",
            2,
            "start_date",
            "22/11/2023",
            "2023-11-22 · 2023-11 · 2023 · 2023-11-22/2023-11-25 · 2023-11-22?",
        ),
    ),
    (
        "visits",
        {"cells": {(2, "direction"): "sideways"}},
        ("code", 2, "direction", "sideways", "outgoing | incoming"),
    ),
    (
        "visits",
        {"cells": {(2, "partner_country"): "France"}},
        ("code", 2, "partner_country", "France", "ISO 3166-1"),
    ),
    (
        "project_amounts",
        {"cells": {(2, "currency"): "EUX"}},
        ("currency", 2, "currency", "EUX", "ISO 4217"),
    ),
    (
        "sources",
        {"cells": {(2, "url"): "ambassade-vietnam.com"}},
        ("url", 2, "url", "ambassade-vietnam.com", "https://…"),
    ),
    (
        "places",
        {"cells": {(3, "timezone"): "Europe/Lyon"}},
        ("timezone", 3, "timezone", "Europe/Lyon", "Europe/Paris"),
    ),
    (
        "places",
        {"cells": {(3, "longitude"): ""}},
        ("half-coordinate", 3, "longitude", None, ""),
    ),
    (
        "visits",
        {"cells": {(2, "end_date"): "2023-11-20"}},
        ("order", 2, "end_date", "2023-11-20", "≥ 2023-11-21"),
    ),
    (
        "projects",
        {"cells": {(2, "planned_end"): "2020"}},
        ("order", 2, "planned_end", "2020", "≥ 2021"),
    ),
]

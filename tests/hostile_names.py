"""A record whose names hold HTML, JavaScript, Markdown or TeX, or are one very long word."""

import csv
from pathlib import Path

from data.record.canonical import canonical
from data.schema import TABLES

NAMES = (
    "<img src=x onerror=window.pwned=1>",
    "`+(window.pwned=1)+`",
    "${window.pwned=1}",
    '"><script>window.pwned=1</script>',
    "[a](javascript:window.pwned=1)",
    ":red[x] **b**",
    "$x^2$ &lt;b&gt;",
    "<svg/onload=window.pwned=1>",
    "]]><script>window.pwned=1</script>",
    "{{7*7}} {% x %} \u202egnp.exe\u202c",
    "=1+1 a\u200bb شكرا",
    "Khôngcókhoảngtrắng" * 6,
)
SPOILT = {
    "visits": ("title_vi", "purpose_vi", "head_role_vi"),
    "meetings": ("title_vi", "topics_vi"),
    "outcomes": ("text_vi", "status_text_vi"),
    "projects": ("name_vi", "short_name_vi", "status_text_vi", "components_vi"),
    "project_amounts": ("label_vi",),
    "project_progress": ("statement_vi",),
    "organisations": ("name_vi", "short_name_vi", "aliases"),
    "people": ("name", "role_vi"),
    "places": ("name_vi",),
    "sources": ("title", "publisher_vi"),
    "discrepancies": ("what_vi", "value_a_vi", "shown_vi"),
}
# Pages with one row opened, and a search that finds the names.
OPENED = (
    "/projects?project=namrom-multihazard",
    "/visits?meeting=2021-11-afd-signing",
    "/partners?org=afd",
    "/partners?person=mua-a-son",
    "/sources?source=afd-press-2021-11",
    "/sources?section=discrepancies",
    "/sources?section=quality",
    "/sources?q=window",
)


def spoil(curated: Path) -> None:
    """Put a hostile name into every cell of the columns above that holds a text."""
    for table, columns in SPOILT.items():
        path = curated / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for number, row in enumerate(rows):
            for turn, column in enumerate(columns):
                if row[column]:
                    row[column] = NAMES[(number + turn) % len(NAMES)]
        path.write_bytes(canonical(TABLES[table], rows))

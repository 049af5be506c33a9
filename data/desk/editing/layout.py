"""In which order, and under which headings, the columns of a row are asked for."""

from collections.abc import Mapping

from data.language import Language
from data.schema import TABLES, Field, Table

_WHEN = ("date", "start", "end", "published", "place", "latitude", "longitude", "precision")
_WHERE = ("country", "radius", "timezone", "coordinate", "signing")
_WHO = ("person", "org_id", "org_ids", "head_", "publisher", "delegation")
_ALWAYS = {  # not required, and yet what one would say first
    "visits": ("start_date", "end_date"),
    "meetings": ("visit_id", "date", "foreign_org_ids", "place_id"),
    "outcomes": ("to_org_ids", "due_date", "status"),
    "people": ("org_id", "country"),
    "places": ("country", "latitude", "longitude"),
    "projects": ("funder_org_ids", "place_ids"),
    "organisations": ("country",),
    "sources": ("published",),
    "project_amounts": ("date",),
    "project_progress": ("date", "value", "unit"),
    "papers": ("date",),
}
_FEW = {  # what a row that is made on the way is asked for
    "sources": ("title", "publisher_vi", "published", "url", "language", "read_extent"),
    "organisations": ("name_vi", "short_name_vi", "type_code", "country"),
    "people": ("name", "role_vi", "org_id"),
    "places": ("name_vi", "kind", "country", "precision"),
    "projects": ("name_vi", "short_name_vi", "record_kind"),
    "meetings": ("title_vi", "visit_id", "date", "mode"),
    "visits": ("title_vi", "direction", "start_date", "status", "partner_country"),
}


def is_asked(table: Table, name: str) -> bool:
    """Whether people fill a column themselves; ids and marks of the program they do not."""
    field = table.fields[name]
    return name != table.key and not field.names_translations and not field.of_file


def sections(table: Table, language: Language) -> Mapping[str, list[str]]:
    """The columns of a table under headings: the source first, then what the row needs."""
    _ = language.text
    first, needed, when, who, words, further = (
        _("Who says so?"),
        _("Needed"),
        _("When and where"),
        _("People and bodies"),
        _("In words"),
        _("Further"),
    )
    made: dict[str, list[str]] = {one: [] for one in (first, needed, when, who, words, further)}
    always = _ALWAYS.get(table.name, ())
    for name, field in table.fields.items():
        if not is_asked(table, name):
            continue
        if name in ("source_ids", "confidence") or field.references == "sources":
            made[first].append(name)
        elif name in always or _is_needed(table, field):
            made[needed].append(name)
        elif field.text_of:
            made[words].append(name)
        elif name.startswith(_WHO) or any(one in name for one in _WHO):
            made[who].append(name)
        elif any(one in name for one in (*_WHEN, *_WHERE)):
            made[when].append(name)
        else:
            made[further].append(name)
    return {heading: names for heading, names in made.items() if names}


def few(table: str) -> tuple[str, ...]:
    """The columns of a row that is made while another one is filled in."""
    own = TABLES[table]
    chosen = _FEW.get(table, own.required)
    sources = ("source_ids", "confidence")
    return tuple(one for one in (*chosen, *sources) if one in own.fields and one != own.key)


def _is_needed(table: Table, field: Field) -> bool:
    """A required column, or a text of which one language is required."""
    if field.text_of:
        return any(one.required for one in table.fields.values() if one.text_of == field.text_of)
    return field.required

"""Finds which rows cite which source, and which rows have sources that disagree."""

from collections import Counter

from data.schema import TABLES
from data.views.lens import Lens, Named, Row, kept


@kept(4)
def citations(lens: Lens) -> Counter[str]:
    """Number of rows that cite each source, by its id."""
    counts: Counter[str] = Counter()
    for table in lens.record.readings:
        if table == "sources" or lens.record.faults[table]:
            continue
        for row in lens.rows(table):
            counts.update(_sources(row))
    return counts


def discrepancies_of(lens: Lens, project: str) -> list[Row]:
    """Discrepancies about a project, its amounts and its progress figures."""
    if lens.record.faults["discrepancies"]:
        return []
    keys = set(lens.marks("projects", project))
    for table, key in (("project_amounts", "amount_id"), ("project_progress", "progress_id")):
        for row in lens.naming(table, "project_id", project):
            keys.update(lens.marks(table, row[key]))
    known = lens.record.by_key("discrepancies")
    return [known[key] for key in known if key in keys]


def cited_by(lens: Lens, source: str) -> list[Named]:
    """Names of the rows that cite a source, table by table."""
    citing: list[Named] = []
    for table in lens.record.readings:
        if table == "sources" or lens.record.faults[table]:
            continue
        citing.extend(
            lens.name(table, row[TABLES[table].key])
            for row in lens.rows(table)
            if source in _sources(row)
        )
    return citing


def _sources(row: Row) -> set[str]:
    """Ids of the sources in any column of a row, each once."""
    lists = (row.get("source_ids", ()), row.get("other_source_ids", ()))
    sides = (row.get("source_a_id"), row.get("source_b_id"))
    return {source for names in (*lists, sides) for source in names if source}

"""What the page on data quality gives to take away: the contradictions, and what is missing."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from data.exports.charted import Later, Plate
from data.exports.edition import Edition, Extract
from data.schema import TABLES
from data.views import completeness, quality
from data.views.completeness import Share
from data.views.lens import Lens

_Row = tuple[object, ...]


def contradictions(edition: Edition) -> Plate:
    """A row for each contradiction of the record, owner by owner."""
    lens = edition.lens
    _ = lens.language.text
    return Plate(
        Extract(edition, TABLES["sources"], ()),
        _("Contradictions in the record"),
        contradiction_note(lens),
        lens.day,
        (_("Responsible"), _("What does not fit"), _("Table"), _("Id"), _("Rows")),
        Later(lambda: _contradicting(lens)),
    )


def _contradicting(lens: Lens) -> Iterator[_Row]:
    for owner, findings in quality.by_owner(lens).items():
        for finding in findings:
            yield (
                quality.owner_name(lens, owner),
                finding.sentence,
                TABLES[finding.table].labels[lens.language.code],
                "; ".join(key for _table, key in finding.rows),
                "; ".join(str(lens.name(*row).name) for row in finding.rows),
            )


def contradiction_note(lens: Lens) -> str:
    """What counts as a contradiction, and on which day."""
    sentence = lens.language.text(
        "As read on {date}. Only what is certain counts: an uncertain date contradicts nothing. "
        "Nothing is refused for it."
    )
    return sentence.format(date=lens.language.date(lens.day.isoformat()))


def completeness_list(edition: Edition) -> Plate:
    """Every count of the page, and each row behind it, in one list."""
    lens = edition.lens
    _ = lens.language.text
    heads = (_("Finding"), _("Table"), _("What"), _("Id"), _("Rows"), _("Filled"), _("Of"))
    return Plate(
        Extract(edition, TABLES["sources"], ()),
        _("Completeness of the record"),
        completeness_note(lens),
        lens.day,
        heads,
        Later(lambda: chain(_counts(lens), _listed(lens))),
    )


def completeness_note(lens: Lens) -> str:
    """What is counted."""
    return lens.language.text(
        "Counted are columns whose emptiness a reader would miss, in rows that can have them. "
        "An empty cell means that the sources read do not say it."
    )


def _counts(lens: Lens) -> Iterator[_Row]:
    """Filled cells by column, and translations by table and language."""
    _, code = lens.language.text, lens.language.code
    for table, column, share in completeness.filled(lens):
        label = TABLES[table].fields[column].labels[code]
        yield _counted(lens, _("Filled cells"), table, label, share)
    for table, keys in completeness.single_source(lens).items():
        share = Share(len(keys), len(lens.record.by_key(table)))
        yield _counted(lens, _("Rows with one source"), table, "", share)
    shares = completeness.translated(lens)
    for (table, language), share in shares.items():
        yield _counted(lens, _("Translations"), table, lens.language.tongue(language), share)
    for (table, language), count in outdated_counts(lens).items():
        share = Share(count, shares[table, language].having)
        yield _counted(lens, _("Older translations"), table, lens.language.tongue(language), share)


def outdated_counts(lens: Lens) -> Counter[tuple[str, str]]:
    """How many translations of a table into a language are older than their original."""
    return Counter((one.table, one.language) for one in completeness.outdated(lens))


def _counted(lens: Lens, finding: str, table: str, what: str, share: Share) -> _Row:
    label = TABLES[table].labels[lens.language.code]
    return finding, label, what, "", "", share.having, share.counted


def _listed(lens: Lens) -> Iterator[_Row]:
    """The rows of the record behind the counts."""
    _, language = lens.language.text, lens.language
    for table, key, column in completeness.empty(lens):
        label = TABLES[table].fields[column].labels[language.code]
        yield _row(lens, _("Empty cell"), table, key, label)
    for project, word, state in completeness.last_words(lens):
        told = f"{language.date(word)} · {lens.label('project_state', state)}"
        yield _row(lens, _("Last word on a project"), "projects", project, told)
    for place in completeness.unplaced(lens):
        yield _row(lens, _("Place without position"), "places", place, "")
    for table, keys in completeness.single_source(lens).items():
        for key in keys:
            yield _row(lens, _("One source"), table, key, "")
    for finding, found in (
        (_("Missing translation"), completeness.untranslated(lens)),
        (_("Older translation"), completeness.outdated(lens)),
    ):
        for table, key, text, into in found:
            label = TABLES[table].text_labels(text)[language.code]
            yield _row(lens, finding, table, key, f"{label} · {language.tongue(into)}")


def _row(lens: Lens, finding: str, table: str, key: str, what: str) -> _Row:
    name = str(lens.name(table, key).name)
    return finding, TABLES[table].labels[lens.language.code], what, key, name, "", ""

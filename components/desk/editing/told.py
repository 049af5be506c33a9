"""What is said of a row of a draft: what was found in it, what it lacks, who else changes it."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from components import links
from components.desk.editing.workbench import Workbench
from data.accounts import accounts
from data.desk.checked import Finding, Tier
from data.desk.editing.sketching import is_new
from data.language import Language
from data.record.wording import called
from data.schema import TABLES

_LONGEST = 200  # letters of a value that is told
_WAITS = "refused-with"  # of a cell that names a new row which is refused
_EMPTY = "required"  # the kind of fault of a cell that must be filled


class Told(NamedTuple):
    """What was found in a row, in words, and the column it is about."""

    tier: Tier
    column: str
    sentence: str


class Note(NamedTuple):
    """A further sentence about a row, and the address of what it is about."""

    text: str
    name: str = ""
    href: str = ""


def of_row(bench: Workbench, table: str, key: str) -> list[Told]:
    """What was found in a row, the most serious first; what is still empty is said in one."""
    tiers = list(Tier)
    found = sorted(bench.check.findings(table, key), key=lambda one: tiers.index(one.tier))
    empty = [one for one in found if one.fault.kind == _EMPTY]
    rest = [_told(bench, table, key, one) for one in found if one not in empty]
    language = bench.lens.language
    if not empty:
        return rest
    columns = ", ".join(_label(language, table, one) for one in empty)
    return [Told(empty[0].tier, language.text("still missing"), columns), *rest]


def incomplete(bench: Workbench, table: str, key: str, finding: Finding) -> str:
    """That a cell names a new row which cannot be kept yet; "" where the finding is another."""
    field = TABLES[table].fields.get(finding.fault.column or "")
    if finding.fault.kind != _WAITS or field is None:
        return ""
    row = bench.row(table, key)
    target = field.references or row.get(field.references_in or "", "")
    keys = row[field.name].split(field.delimiter) if field.is_list else [row[field.name]]
    refused = (one for one in keys if is_new(one) and _is_refused(bench, target, one))
    named = next(refused, None)
    if named is None:
        return ""
    language = bench.lens.language
    name = called(target, bench.row(target, named), language) or language.text("without a name yet")
    text = language.text("“{name}” is new and not complete yet: fill in what it still lacks.")
    return text.format(name=name)


def missing(bench: Workbench, table: str, key: str, columns: Collection[str]) -> int:
    """How many of some cells of a row must be filled or mended before it can be kept."""
    return sum(
        one.tier in (Tier.REFUSED, Tier.DROPPED) and one.fault.column in columns
        for one in bench.check.findings(table, key)
    )


def _is_refused(bench: Workbench, table: str, key: str) -> bool:
    return any(one.tier is Tier.REFUSED for one in bench.check.findings(table, key))


def _told(bench: Workbench, table: str, key: str, finding: Finding) -> Told:
    language = bench.lens.language
    sentence = incomplete(bench, table, key, finding)
    if not sentence:
        sentence = finding.fault.problem(language)
        if finding.fault.found:
            found = finding.fault.found[:_LONGEST]
            sentence += " " + language.text("Found: “{value}”.").format(value=found)
    return Told(finding.tier, _label(language, table, finding), sentence)


def _label(language: Language, table: str, finding: Finding) -> str:
    field = TABLES[table].fields.get(finding.fault.column or "")
    return field.labels[language.code] if field else language.text("Row")


def notes(bench: Workbench, table: str, key: str) -> Iterator[Note]:
    """That others removed the row meanwhile; the other drafts that change it."""
    language = bench.lens.language
    _ = language.text
    if (table, key) in bench.check.gone:
        yield Note(_("Others removed this row meanwhile; this draft would bring it back."))
    names = accounts.names(bench.where)
    for other in bench.beside.get((table, key), []):
        if other.account == bench.by.account:
            href = links.href("data", language.code, part="drafts", draft=str(other.number))
            name = _("Draft {number}").format(number=other.number)
            yield Note(_("Another draft changes this row, too:"), name, href)
        else:
            name = names.get(other.account, other.account)
            yield Note(_("A draft of {name} changes this row, too.").format(name=name))

"""What a check found: how much of what kind, each finding with its place, the marked files."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

import streamlit as st

from components import html, links
from components.desk.batch import Batch
from components.page import handing, lists, parts
from data.desk.checked import STALE, Finding, Tier
from data.desk.checkup import Checkup
from data.desk.marked_copy import marked
from data.desk.marks import address, consequence, marks
from data.desk.uploads import Upload
from data.exports.formats import media_type
from data.record.wording import example, written
from data.schema import TABLES, Table
from data.views import quality
from data.views.lens import Lens

_AT_ONCE = 50
_LONGEST = 160


class FindingRow(NamedTuple):
    """One finding as it is shown."""

    place: str
    row: str
    cell: str
    column: str
    problem: str
    found: str
    expected: str
    example: str
    tier: Tier
    becomes: str


def shown(lens: Lens, batch: Batch) -> None:
    """Counts by kind, the marked files, then every finding of the kind chosen."""
    _ = lens.language.text
    checkup = batch.checkup
    if not checkup.drafts and not checkup.checked.findings:
        return  # nothing was read, and why stands above
    st.subheader(_("What was found"), anchor=False)
    tiers = list(Tier)
    findings = sorted(checkup.checked.findings, key=lambda finding: tiers.index(finding.tier))
    if not findings:
        if any(draft.numbers for draft in checkup.drafts):
            st.success(html.literal(_("Nothing is wrong with these files.")))
        else:
            st.info(html.literal(_("There are headings, but no rows below them.")))
        confirmation(lens, batch)
        return
    kinds = _by_kind(findings)
    parts.show("desk_kinds.html", lens, kinds=kinds, becomes=_becomes(lens))
    confirmation(lens, batch)
    _take_back(lens, checkup, findings)
    wanted = _chosen(lens, kinds)
    listed = [one for one in findings if wanted in (None, (one.tier, one.fault.kind))]
    first, last = lists.slice_of(lens, "findings", len(listed), _AT_ONCE)
    rows = [as_shown(lens, checkup, finding) for finding in listed[first:last]]
    parts.show("desk_findings.html", lens, rows=rows)


def of_record(lens: Lens) -> None:
    """How many contradictions the published record has already, and the way to them."""
    if count := len(quality.findings(lens)):
        text = lens.language.plural(
            "{count} contradiction in the record", "{count} contradictions in the record", count
        )
        address = links.href("sources", lens.language.code, section="quality")
        parts.show("desk_contradictions.html", lens, text=text, address=address)


def confirmation(lens: Lens, batch: Batch) -> None:
    """The box that keeps translations from being marked as older, where there are such."""
    found = any(one.fault.kind == STALE for one in batch.checkup.checked.findings)
    if found or batch.confirmed:
        label = lens.language.text("These translations still say the same: do not mark them")
        st.checkbox(html.literal(label), key=batch.confirming)


def _by_kind(findings: Iterable[Finding]) -> list[tuple[Tier, Finding, int]]:
    """One example and a count for each kind of finding, most serious and most frequent first."""
    grouped: dict[tuple[Tier, str], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.tier, finding.fault.kind), []).append(finding)
    counted = [(tier, rows[0], len(rows)) for (tier, _kind), rows in grouped.items()]
    return sorted(counted, key=lambda entry: (list(Tier).index(entry[0]), -entry[2]))


def _becomes(lens: Lens) -> dict[Tier, str]:
    _ = lens.language.text
    return {
        Tier.REFUSED: _("The row is not kept. Correct it in your file, or publish without it."),
        Tier.DROPPED: _(
            "The row is kept without this cell: the published value stays, a new row has none."
        ),
        Tier.WARNED: _("The row is kept. Please have a look whether this is meant."),
        Tier.ASIDE: _(
            "This does not look like part of the table, or has no place in it, so it is left aside."
        ),
    }


def _take_back(lens: Lens, checkup: Checkup, findings: Sequence[Finding]) -> None:
    """Offer each file that was read with its bad cells marked; it is made when asked for."""
    _ = lens.language.text
    found_in = {finding.fault.file for finding in findings}
    with st.container(key="nc-marked", horizontal=True):
        for upload in checkup.uploads:
            if upload.name not in found_in:
                continue
            label = _("Download “{file}” with the bad cells marked")
            handing.button(
                html.literal(label.format(file=upload.name)),
                partial(_marked, lens, checkup, upload, findings),
                name=f"{PurePath(upload.name).stem}-{_('marked')}.xlsx",
                mime=media_type("xlsx"),
                key=f"marked-{upload.name}",
            )


def _marked(lens: Lens, checkup: Checkup, upload: Upload, findings: Sequence[Finding]) -> bytes:
    sheets = [sheet for sheet in checkup.sheets if sheet.file == upload.name]
    drafts = [draft for draft in checkup.drafts if draft.file == upload.name]
    return marked(upload.content, sheets, drafts, findings, lens.language, known=checkup.published)


def _chosen(lens: Lens, kinds: Sequence[tuple[Tier, Finding, int]]) -> tuple[Tier, str] | None:
    """The kind that the reader wants to see alone; None for all."""
    _ = lens.language.text
    if len(kinds) == 1:
        return None
    options = {(tier, one.fault.kind): (tier, one, count) for tier, one, count in kinds}

    def label(option: tuple[Tier, str] | None) -> str:
        if option is None:
            return _("All findings")
        tier, one, count = options[option]
        problem = f"{one.fault.problem(lens.language)} ({lens.language.number(count)})"
        return lens.language.pair(consequence(tier, one.fault.kind, lens.language), problem)

    return st.selectbox(
        _("Show"), [None, *options], format_func=label, filter_mode=None, key="desk-kind"
    )


def as_shown(lens: Lens, checkup: Checkup, finding: Finding) -> FindingRow:
    """A finding as the page shows it."""
    fault, table = finding.fault, TABLES.get(finding.table)
    sheets = [sheet for sheet in checkup.sheets if sheet.file == fault.file]
    drafts = [draft for draft in checkup.drafts if draft.file == fault.file]
    mark = marks(sheets, drafts, [finding], lens.language, checkup.published).shown[0]
    return FindingRow(
        place=" · ".join(filter(None, (fault.file, finding.sheet))),
        row="" if fault.row is None else str(fault.row),
        cell=address(mark.row, mark.column),
        column=mark.label,
        problem=fault.problem(lens.language),
        found=(fault.found or "")[:_LONGEST],
        expected=mark.expected,
        # what another row says is no example for a translation
        example=_example(lens, checkup, table, fault.column)
        if table and fault.kind != STALE
        else "",
        tier=finding.tier,
        becomes=mark.becomes,
    )


def _example(lens: Lens, checkup: Checkup, table: Table, column: str | None) -> str:
    found = example(table, column, checkup.published)
    return written(table.fields[column], found, lens.language) if column and found else found

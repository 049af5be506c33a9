"""Data desk: upload files, see what is wrong and what would change, publish, take it back."""

from components import shelf
from components.desk import (
    as_read,
    findings,
    handouts,
    mapping_list,
    proposed,
    publishing,
    upload,
    versions,
)
from components.desk.editing import (
    drafts,
    many_rows,
    merge,
    other_windows,
    taken_up,
    unwritten,
    visit_way,
)
from components.page import address, parts, permission
from data.roles import Act

lens = parts.lens()
_ = lens.language.text

parts.header(
    _("Data desk"),
    _("Change the record here or upload a file; see what would change before it is published."),
)
other_windows.told_lost(lens)
permission.only_for(Act.PROPOSE, lens, "data")

with shelf.answering(lens.language):
    unwritten.written(lens.language)
    sections = {
        "upload": _("Upload files"),
        "drafts": _("Drafts"),
        "visit": _("New visit"),
        "rows": _("Many rows"),
        **proposed.part(lens),
        "history": _("History"),
        "templates": _("Templates"),
        "mappings": _("Mappings"),
        "merge": _("Merge"),
    }
    parts.guard("part", sections, _("The upload is shown."))
    part = address.switch("part", _("Part"), sections, default="upload")
    if part == "upload":
        proposed.again(lens)
        if batch := upload.uploaded(lens):
            as_read.shown(lens, batch)
            findings.shown(lens, batch)
            findings.of_record(lens)
            publishing.offered(lens, batch)
    elif part == "drafts":
        with taken_up.taking_up(lens.language):
            drafts.shown(lens)
    elif part == "visit":
        with taken_up.taking_up(lens.language):
            visit_way.shown(lens)
    elif part == "merge":
        merge.shown(lens)
    elif part == "rows":
        many_rows.shown(lens)
    elif part == "proposals":
        proposed.shown(lens)
    elif part == "history":
        versions.history(lens)
    elif part == "mappings":
        mapping_list.shown(lens)
    else:
        handouts.templates(lens)
parts.footer(lens, parts.counted(lens, *lens.record.whole))

"""Data desk: upload files, see what is wrong and what would change, publish, take it back."""

from components import shelf
from components.desk import findings, handouts, publishing, upload, versions
from components.page import address, parts

view = parts.lens()
_ = view.language.text

parts.header(
    _("Data desk"),
    _("Upload a file, see what is wrong with it and what it would change, then publish it."),
)
upload.only_here(view.language)

sections = {"upload": _("Upload files"), "history": _("History"), "templates": _("Templates")}
parts.guard("part", sections, _("The upload is shown."))
part = address.switch("part", _("Part"), sections, default="upload")
with shelf.answering(view.language):
    if part == "upload":
        if held := upload.uploaded(view):
            upload.told(view, held.checkup)
            findings.shown(view, held.checkup)
            publishing.offered(view, held)
    elif part == "history":
        versions.history(view)
    else:
        handouts.templates(view)
parts.footer(view, parts.counted(view, *view.record.whole))

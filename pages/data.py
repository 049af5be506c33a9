"""Data desk: upload files, see what is wrong and what would change, publish, take it back."""

from components import address, desk, findings, page, publishing, shelf, versions, workbooks

view = page.lens()
_ = view.language.text

page.header(
    _("Data desk"),
    _("Upload a file, see what is wrong with it and what it would change, then publish it."),
)
desk.only_here(view.language)

parts = {"upload": _("Upload files"), "history": _("History"), "templates": _("Templates")}
page.guard("part", parts, _("The upload is shown."))
part = address.switch("part", _("Part"), parts, default="upload")
with shelf.answering(view.language):
    if part == "upload":
        if held := desk.uploaded(view):
            desk.told(view, held.checkup)
            findings.shown(view, held.checkup)
            publishing.offered(view, held)
    elif part == "history":
        versions.history(view)
    else:
        workbooks.templates(view)
page.footer(view, page.counted(view, *view.record.whole))

"""Data desk: upload files, see what is wrong and what would change, publish, take it back."""

from components import address, desk, page, versions
from data.language import Language

view = page.lens()
_ = view.language.text

page.header(
    _("Data desk"),
    _("Upload a file, see what is wrong with it and what it would change, then publish it."),
)
desk.only_here(Language(view.language.code))

parts = {"upload": _("Upload"), "history": _("History"), "templates": _("Templates")}
page.guard("part", parts, _("The upload is shown."))
part = address.switch("part", _("Part"), parts, default="upload")
if part == "upload":
    if checkup := desk.uploaded(view):
        desk.told(view, checkup)
        desk.compared(view, checkup)
elif part == "history":
    versions.history(view)
else:
    desk.templates(view)
page.footer(view, page.counted(view, *view.record.readings))

"""Audit: who did what and when, and is the trail whole? And a person is removed on request."""

from components import shelf
from components.admin import strike, trail
from components.page import address, parts, permission
from data.roles import Act

lens = parts.lens()
_ = lens.language.text

parts.header(
    _("Audit"),
    _("Who changed what and when, in a trail that shows if an entry is changed or missing."),
)
permission.only_for(Act.MANAGE, lens, "audit")

sections = {"trail": _("Audit trail"), "strike": _("Strike a person")}
parts.guard("part", sections, _("The audit trail is shown."))
part = address.switch("part", _("Part"), sections, default="trail")
with shelf.answering(lens.language):
    if part == "trail":
        trail.shown(lens)
    else:
        strike.shown(lens)
parts.footer(lens, parts.counted(lens, *lens.record.whole))

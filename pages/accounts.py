"""Accounts: who may sign in here, in which role, and is somebody signed in?"""

from components import shelf
from components.admin import people
from components.page import parts, permission
from data.roles import Act

lens = parts.lens()
_ = lens.language.text

parts.header(_("Accounts"), _("Who may sign in to this server, and what their role lets them do."))
people.only_with_accounts(lens)
permission.only_for(Act.MANAGE, lens, "accounts")

with shelf.answering(lens.language):
    people.listed(lens)
    people.roles(lens)
    people.adding(lens)
    people.changing(lens)
    people.strays(lens)
parts.footer(lens, parts.counted(lens, *lens.record.whole))

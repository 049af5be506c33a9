"""List proposals, show one, approve it or send it back, in the name of an account."""

import argparse
from collections.abc import Callable

from data.accounts import accounts
from data.accounts.four_eyes import OwnWork
from data.commands import ACCEPTED, REFUSED, Commands, misused, say
from data.desk import proposing
from data.desk.publishing import Breaks
from data.language import Language
from data.roles import STRANGER, Caller, Forbidden
from data.store import Store, proposals
from data.store.proposals import Overtaken
from data.store.troubles import sentence


def add(commands: Commands) -> None:
    """Add these commands to the parser."""
    command = commands.add_parser("proposals", help="list proposals, approve or send back one")
    acts = command.add_subparsers(required=True)
    acts.add_parser("list", help="all proposals, newest first").set_defaults(run=_list)
    show = acts.add_parser("show", help="what one would change, and what was said about it")
    show.add_argument("number", type=int)
    show.set_defaults(run=_show)
    approve = acts.add_parser("approve", help="publish one")
    _by_somebody(approve)
    approve.add_argument("--text", default="")
    approve.add_argument(
        "--over", action="store_true", help="although others have changed or removed the same"
    )
    approve.set_defaults(run=_telling(_approve))
    back = acts.add_parser("send-back", help="ask its author for another one")
    _by_somebody(back)
    back.add_argument("--text", required=True)
    back.set_defaults(run=_telling(_send_back))


def _by_somebody(command: argparse.ArgumentParser) -> None:
    command.add_argument("number", type=int)
    command.add_argument("--by", required=True, metavar="ACCOUNT", help="whose act it is")


_Run = Callable[[argparse.Namespace, Store, Language], int]


def _telling(run: _Run) -> _Run:
    """The same command, which tells in a sentence why it did nothing."""

    def running(options: argparse.Namespace, store: Store, language: Language) -> int:
        _ = language.text
        try:
            return run(options, store, language)
        except OwnWork:
            return misused(_("Somebody else has to approve what you propose."))
        except Forbidden:
            return misused(_("Your account may not do this."))
        except Overtaken as faster:
            say(sentence(faster, language))
        except Breaks as broken:
            for fault in broken.faults:
                say(fault.sentence(language))
        return REFUSED

    return running


def _caller(store: Store, account: str) -> Caller:
    known = accounts.find(store, account)
    return known.caller if known else STRANGER


def _list(_options: argparse.Namespace, store: Store, language: Language) -> int:
    for one in proposals.every(store):
        state = language.label("proposal_state", one.state)
        when = one.created.isoformat(timespec="seconds")
        origin = language.origin(one.source, one.source_hash)
        say(f"{one.number}\t{state}\t{when}\t{one.author}\t{one.note} · {origin}")
    return ACCEPTED


def _show(options: argparse.Namespace, store: Store, _language: Language) -> int:
    proposal = proposals.one(store, options.number)
    view = proposing.prospect(proposal, store)
    for table, change in view.changes.items():
        say(f"{table}: +{len(change.added)} ~{len(change.changed)} -{len(change.removed)}")
        for key, cells in change.changed.items():
            for column, (was, becomes) in cells.items():
                both = " (!)" if (table, key, column) in view.undone else ""
                say(f"  {key}.{column}: {was!r} -> {becomes!r}{both}")
    for step in proposals.steps(store, proposal.number):
        say(f"{step.at.isoformat(timespec='seconds')}\t{step.name}\t{step.act}\t{step.text}")
    return ACCEPTED


def _approve(options: argparse.Namespace, store: Store, language: Language) -> int:
    view = proposing.prospect(proposals.one(store, options.number), store)
    lost = len(view.undone) + len(view.gone)
    if lost and not options.over:
        say(
            language.plural(
                "Others have changed or removed {count} of its cells and rows; see it, then add "
                "--over.",
                "Others have changed or removed {count} of its cells and rows; see them, then add "
                "--over.",
                lost,
            )
        )
        return REFUSED
    by = _caller(store, options.by)
    version = proposing.approve(view, store, by=by, text=options.text)
    say(f"version {version.number} ({version.id})")
    return ACCEPTED


def _send_back(options: argparse.Namespace, store: Store, language: Language) -> int:
    by, seen = _caller(store, options.by), proposals.one(store, options.number)
    sent = proposing.send_back(seen, store, by=by, text=options.text)
    say(f"{sent.number}\t{language.label('proposal_state', sent.state)}")
    return ACCEPTED

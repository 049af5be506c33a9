"""Strike a person from everything kept: first look where the name stands, then confirm."""

import argparse

from data.commands import ACCEPTED, REFUSED, Commands, say
from data.desk.forgetting import words
from data.desk.forgetting.places import Found, Kind, Place
from data.desk.forgetting.striking import Refused, look_for, strike
from data.language import Language
from data.roles import ALONE
from data.store import Store


def add(commands: Commands) -> None:
    """Add this command to the parser."""
    parser = commands.add_parser(
        "strike", help="remove a person, on their request, from every version, file and comment"
    )
    parser.add_argument("person", help="an id of people, or a name that stands only in texts")
    parser.add_argument("--also", action="append", default=[], help="another spelling")
    parser.add_argument(
        "--confirm", help="keys of places in the list, with commas between, or “exact”, or “all”"
    )
    parser.add_argument("--reason", default="", help="why, without the name")
    parser.add_argument("--by", default="shell", help="who does it")
    parser.set_defaults(run=_strike)


def _strike(options: argparse.Namespace, store: Store, language: Language) -> int:
    by = ALONE.called(options.by)
    try:
        found = look_for(store, [options.person, *options.also], options.person, by=by)
        if options.confirm is None:
            return _list(found, language)
        confirmed = _confirmed(found, options.confirm)
        done = strike(store, found, confirmed, by=by, reason=options.reason)
    except Refused as refused:
        say(words.refusal(language, refused))
        return REFUSED
    for line in words.done(language, done):
        say(line)
    return ACCEPTED


def _list(found: Found, language: Language) -> int:
    for place in found.places:
        mark = "=" if place.is_exact else "~"
        say(f"{place.key} {mark} {words.where(language, place)}\n  {_one_line(place, language)}")
    return ACCEPTED


def _one_line(place: Place, language: Language) -> str:
    return " ".join(words.sentence(language, place).split())


def _confirmed(found: Found, written: str) -> set[str]:
    if written == "all":
        return {one.key for one in found.places}
    if written == "exact":
        return {one.key for one in found.places if one.is_exact or one.kind is Kind.ROW}
    return set(written.split(","))

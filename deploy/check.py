"""Tells in sentences what is misconfigured; 0 where nothing is, 1 where something is."""

import argparse
import sys
from collections.abc import Sequence

from data.language import Language
from data.schema import LANGUAGES
from deploy import machine, settings
from deploy.checking import findings
from deploy.places import places
from deploy.trouble import Trouble, ended, say


def main(arguments: Sequence[str]) -> None:
    """Print each finding, in Vietnamese and English where no language is chosen."""
    parser = argparse.ArgumentParser(prog="deploy/check", description=__doc__)
    parser.add_argument("--lang", choices=list(LANGUAGES), action="append")
    codes = parser.parse_args(arguments).lang or ["vi", "en"]
    here = places()
    machine.need_root(here)
    found = list(findings(settings.known(here), here))
    for number, finding in enumerate(found, start=1):
        for code in codes:
            say(f"{number}. {finding.sentence(Language(code))}")
    wrong = [finding for finding in found if not finding.is_remark]
    if wrong:
        raise Trouble("\n".join(_counted(Language(code), len(wrong)) for code in codes))
    for code in codes:
        say(Language(code).text("The server is set up as it should be."))


def _counted(language: Language, count: int) -> str:
    return language.text("{n} things are to be mended.").format(n=count)


if __name__ == "__main__":
    sys.exit(ended(main, sys.argv[1:]))

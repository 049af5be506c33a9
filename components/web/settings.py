"""Whether the settings make sense: told in sentences before the server starts.

``python -m components.web.settings`` prints each fault on a line and ends with 1 where there is
one. With ``--provider``, where there is none, it asks the server where people sign in, and ends
with 2 where that does not do its part. ``deploy/install`` and ``deploy/check`` ask it so.
"""

import asyncio
import difflib
import ipaddress
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from components.entrance import clients, gate, hosts
from components.inside import signing_in
from components.web import ahead, crowd, framing, provider
from data.accounts import four_eyes
from data.desk.papers import bounds
from data.language import Language
from data.store import BadAddress, check_address
from data.views.reached import public_address
from data.views.silence import silent_months

_OURS = "NHIP_CAU_"
NAMES = (
    *("NHIP_CAU_SIGN_IN", "NHIP_CAU_READING", "NHIP_CAU_SIGNED_IN_ONLY", "NHIP_CAU_FOUR_EYES"),
    *("NHIP_CAU_HOSTS", "NHIP_CAU_COOKIE_KEY", "NHIP_CAU_COOKIE_KEY_FILE", "NHIP_CAU_EMBED"),
    *("NHIP_CAU_OPENID_CLAIM", "NHIP_CAU_OPENID_ROLES"),
    *("NHIP_CAU_OPENID_ANYONE", "NHIP_CAU_OPENID_EMAIL"),
    *("NHIP_CAU_SILENT_MONTHS", "NHIP_CAU_BACKUPS", "NHIP_CAU_BACKUPS_KEPT"),
    *("NHIP_CAU_PAPER_MB", "NHIP_CAU_PAPERS_MB", "NHIP_CAU_ADDRESS"),
    crowd.SETTING,
    ahead.SETTING,
)
_BACKUPS = "NHIP_CAU_BACKUPS"


def check() -> None:
    """End the start where a setting makes no sense, with a sentence for each that does not."""
    if found := list(faults()):
        raise SystemExit("\n".join(found))


def faults() -> Iterator[str]:
    """A sentence for each setting that makes no sense; none is told twice."""
    told = set()
    for one in _CHECKS:
        try:
            one()
        except SystemExit as fault:
            if str(fault) not in told:
                told.add(str(fault))
                yield str(fault)


def _known_names() -> None:
    """A misspelt setting would leave open what it was to close."""
    for name in sorted(os.environ):
        if name.startswith(_OURS) and name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1)
            meant = f" Is {near[0]} meant?" if near else ""
            raise SystemExit(f"There is no setting {name}.{meant} docs/running.md has all of them.")


def _store() -> None:
    try:
        check_address()
    except BadAddress as wrong:
        raise SystemExit(str(wrong)) from None


def _proxies() -> None:
    """Each is an address or a network; of another word nobody would be believed, unnoticed."""
    listed = os.environ.get(clients.PROXIES, "").split(",")
    for one in filter(None, map(str.strip, listed)):
        try:
            if one != "*":
                ipaddress.ip_network(one)
        except ValueError:
            raise SystemExit(
                f"{clients.PROXIES} cannot hold “{one}”: write the addresses of proxies, as "
                "127.0.0.1, or networks, as 10.0.0.0/24, with commas between."
            ) from None


def _backups() -> None:
    """Who strikes a person is told which backups still hold them: the folder must be the same."""
    written = os.environ.get(_BACKUPS)
    if written and not Path(written).is_absolute():
        raise SystemExit(f"{_BACKUPS} cannot be “{written}”: write a whole path.")


_CHECKS: tuple[Callable[[], object], ...] = (
    _known_names,
    hosts.named_hosts,
    gate.reading_needs_sign_in,
    four_eyes.are_needed,
    gate.check_start,
    silent_months,
    framing.sites,
    _store,
    _proxies,
    _backups,
    bounds.check,
    crowd.most,
    ahead.is_wanted,
    public_address,
)


def _provider() -> Iterator[str]:
    """What is wrong with the server where people sign in, if there is one."""
    if gate.how() is gate.SignIn.OPENID:
        try:
            asyncio.run(provider.asked())
        except provider.ProviderTrouble as trouble:
            yield trouble.sentence(Language("en"))


def main(words: Sequence[str]) -> int:
    """Print what is wrong: 1 where it is a setting, 2 where it is the other server."""
    signing_in.heed_secrets_file()
    found, status = list(faults()), 1
    if not found and "--provider" in words:
        found, status = list(_provider()), 2
    sys.stdout.write("".join(f"{' '.join(one.split())}\n" for one in found))
    return status if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

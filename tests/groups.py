"""Which tests are given to one worker, and which begin first."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

_TOURED = re.compile(r"tests/browser/.*\[(vi|en|fr)-(?:(?:vi|en|fr)-)?/")

_OTHER = "no mark"
_KINDS = ("waits", "browser", "server", "slow", _OTHER)
# From where to where in the run they stand: those that wait among all others, but not at the end.
_STRETCHES = ((0, 2.7), (0, 1), (0, 1), (1, 2), (2, 3))


def group_of(nodeid: str) -> str:
    """The tests that must be on one worker: those of a file, or of the tour in a language.

    xdist's own groups are not used: since pytest 9.2 it no longer sees them.
    """
    if toured := _TOURED.match(nodeid):
        return f"tour in {toured[1]}"
    return nodeid.partition("::")[0]


class _ByGroup(LoadScopeScheduling):
    """Gives each worker whole groups, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """How tests are handed to the workers."""
    return _ByGroup(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is left alone with it at the end.

    A test that drives a browser or a web server is tried a second time when it fails, for such
    programs have moods under load. What fails twice has failed; what passed only then is told.
    """
    places = _places(items)
    items.sort(key=lambda item: places[group_of(item.nodeid)])
    for item in items:
        if _marks(item) & {"browser", "server"}:
            item.add_marker(pytest.mark.flaky(reruns=1))


def _places(items: Sequence[pytest.Item]) -> dict[str, float]:
    """Where in the run each group stands: of those with equal haste, in even distances.

    So groups of each kind stand between those of the others: of those that mostly wait for time to
    pass, one waits while the others keep the processors busy, and no two wait together.
    """
    hastes: dict[str, int] = {}
    for item in items:
        group = group_of(item.nodeid)
        hastes[group] = min(_haste(item), hastes.get(group, 9))
    places = {}
    for haste, (begin, end) in enumerate(_STRETCHES):
        groups = [group for group, found in hastes.items() if found == haste]
        for number, group in enumerate(groups, start=1):
            places[group] = begin + (end - begin) * number / (len(groups) + 1)
    return places


def _haste(item: pytest.Item) -> int:
    marks = _marks(item)
    return next(haste for haste, kind in enumerate(_KINDS) if kind in {*marks, _OTHER})


def _marks(item: pytest.Item) -> set[str]:
    return {mark.name for mark in item.iter_markers()}

"""One machine, installed once for the tests that only look at it."""

from collections.abc import Iterator

import pytest

from tests.deploy.machines import Machine, copied, made, proxied, running
from tests.deploy.servers import Servers, servers


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine after its installation, on which nothing runs: who changes one, copies it."""
    machine = made(tmp_path_factory.mktemp("machine"))
    done = machine.install()
    assert done.returncode == 0, done.stderr
    return machine


@pytest.fixture(scope="session")
def served(installed: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A copy of it, with program and nginx running."""
    one = copied(installed, tmp_path_factory.mktemp("served") / "machine")
    with running(one), proxied(one):
        yield one


@pytest.fixture(scope="module")
def both_once(tmp_path_factory) -> Iterator[Servers]:
    with servers(tmp_path_factory.mktemp("many") / "machine") as running:
        yield running


@pytest.fixture
def both(both_once: Servers) -> Servers:
    both_once.all_run()
    return both_once

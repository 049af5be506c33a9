"""One machine, installed once for the tests that only look at it."""

from collections.abc import Iterator

import pytest

from tests.deploy.machines import Machine, made, proxied, running
from tests.deploy.servers import Servers, servers


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine after its installation."""
    machine = made(tmp_path_factory.mktemp("machine"))
    done = machine.install()
    assert done.returncode == 0, done.stderr
    return machine


@pytest.fixture(scope="session")
def served(installed: Machine) -> Iterator[Machine]:
    """The same machine, with program and nginx running."""
    with running(installed), proxied(installed):
        yield installed


@pytest.fixture(scope="module")
def both_once(tmp_path_factory) -> Iterator[Servers]:
    with servers(tmp_path_factory.mktemp("many") / "machine") as running:
        yield running


@pytest.fixture
def both(both_once: Servers) -> Servers:
    both_once.all_run()
    return both_once

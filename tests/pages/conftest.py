"""What every test of the pages begins with: the shipped record, which they all show."""

from collections.abc import Iterator

import pytest

from tests import shipped


@pytest.fixture(scope="module", autouse=True)
def _shipped_record_read_once() -> Iterator[None]:
    with shipped.read_once():
        yield

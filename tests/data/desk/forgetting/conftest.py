"""The one workbook of these tests is read once a module, not at each search for a person.

That a process of its own reads workbooks, and what it reads, is held by ``tests/data/intake``.
"""

from collections.abc import Iterator
from functools import cache

import pytest

from data.processes import running


@pytest.fixture(scope="module", autouse=True)
def _same_file_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "output", cache(running.output))
        yield

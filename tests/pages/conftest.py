"""What the tests of pages share."""

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _main_module_as_it_was() -> Iterator[None]:
    """Streamlit runs a page as ``__main__``, which processes started later would run again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main

"""The server's own routes beside the pages, asked without a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.web import routes
from data import store as stores


@contextmanager
def answering(folder: Path) -> Iterator[TestClient]:
    """Answers of the routes over a store of its own in a folder, with the shipped record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'store.sqlite'}")
        stores._opened.cache_clear()
        with TestClient(Starlette(routes=routes.routes())) as client:
            yield client
        stores.store().close()
    stores._opened.cache_clear()

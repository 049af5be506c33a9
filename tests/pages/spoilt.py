"""Pages over a record that is changed first."""

import shutil
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest

from data.record import loading as records
from tests.pages.test_pages import opened


def over(tmp_path_factory, *spoil):
    """Opens pages over the shipped record, changed so; each once."""
    folder = tmp_path_factory.mktemp("hard")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'store.sqlite'}")
        curated = folder / "curated"
        shutil.copytree(records.CURATED, curated)
        for change in spoil:
            change(curated)
        patch.setattr(records, "CURATED", curated)

        @cache
        def page(address):
            asked = urlsplit(address)
            return opened(asked.path.removeprefix("/"), **dict(parse_qsl(asked.query)))

        yield page

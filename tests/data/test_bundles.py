"""Several files in one: the same bytes for the same files."""

import io
import time
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from data.bundles import bundle

NAMES = st.text("aạ .-()0123456789", min_size=1, max_size=20)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=4))
def test_a_bundle_gives_back_its_files(files):
    with ZipFile(io.BytesIO(bundle(files))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_a_bundle_does_not_tell_when_it_was_made(monkeypatch):
    first = bundle({"a.csv": b"1", "b.csv": b"2"})
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(10**9))

    assert bundle({"a.csv": b"1", "b.csv": b"2"}) == first

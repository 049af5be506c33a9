"""Files of donors, as two versions of the standard have them."""

from pathlib import Path

FILES = Path(__file__).parent / "files"
OLD = (FILES / "donor-1.05.xml").read_bytes()
NEWER = (FILES / "donor-2.01.xml").read_bytes()

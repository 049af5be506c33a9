"""How large one paper may be, and all of them together."""

import os

LARGEST, ALL = "NHIP_CAU_PAPER_MB", "NHIP_CAU_PAPERS_MB"
_USUAL = {LARGEST: 20, ALL: 2000}
_MOST = {LARGEST: 50, ALL: 1_000_000}  # no upload is larger than 50 MB anyway
_MB = 1_000_000


def largest() -> int:
    """The most bytes of one paper; raises SystemExit with a sentence for a wrong setting."""
    return _bytes(LARGEST)


def all_together() -> int:
    """The most bytes of all papers; raises SystemExit with a sentence for a wrong setting."""
    return _bytes(ALL)


def check() -> None:
    """End the start where a setting makes no sense."""
    if largest() > all_together():
        raise SystemExit(f"{ALL} cannot be smaller than {LARGEST}: no paper would find room.")


def _bytes(setting: str) -> int:
    written = os.environ.get(setting, "").strip() or str(_USUAL[setting])
    if not (written.isascii() and written.isdigit() and 0 < int(written) <= _MOST[setting]):
        raise SystemExit(
            f"{setting} cannot be “{written}”: give a whole number of megabytes from 1 to "
            f"{_MOST[setting]}, such as {_USUAL[setting]}."
        )
    return int(written) * _MB

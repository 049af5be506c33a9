"""The list of packages that run (CycloneDX): ``python -m tests.sbom FILE``.

cyclonedx-bom reads the lock file; the licences come from the packages as they are installed.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_FREE_TEXT = 60  # a licence field longer than this is the text of the licence, not its name


def main(arguments: Sequence[str]) -> int:
    """Write the list; 0."""
    (target,) = arguments
    bom = listed()
    Path(target).write_text(json.dumps(bom, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{target}: {len(bom['components'])} packages.\n")
    return 0


def listed(*further: str, lock: Path = ROOT / "requirements.lock") -> dict[str, Any]:
    """The list as JSON will hold it; ``further`` are options of cyclonedx-bom."""
    project = str(ROOT / "pyproject.toml")
    words = ("--pyproject", project, "--output-reproducible", *further, "-o", "-")
    made = subprocess.run(
        (sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", *words, str(lock)),
        capture_output=True,
        text=True,
        check=True,
    )
    bom: dict[str, Any] = json.loads(made.stdout)
    for component in bom["components"]:
        component.pop("description", None)  # the line of the lock file, which says nothing more
        component["licenses"] = [{"license": {"name": licence(component["name"])}}]
    return bom


def licence(package: str) -> str:
    """What a package says of its licence."""
    try:
        about = distribution(package)
    except PackageNotFoundError:  # for another system, as Windows
        return "not installed here"
    return _licence(about)


def _licence(about: Distribution) -> str:
    fields = about.metadata
    if expression := fields["License-Expression"]:
        return str(expression)
    classes = [one for one in fields.get_all("Classifier") or () if one.startswith("License ::")]
    names = [re.sub(r"^License ::( OSI Approved ::)? ?", "", one) for one in classes]
    written = str(fields["License"] or "").strip()
    short = written if written and len(written) <= _FREE_TEXT and "\n" not in written else ""
    return " / ".join(filter(None, names)) or short or "see the package"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The three reports: what each is called, the fields its template must have, its pictures."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from data.language import Language

FOLDER = Path(__file__).parent / "templates"


class Kind(NamedTuple):
    """One report; a template must use the fields in ``needs``."""

    name: str
    needs: tuple[str, ...]
    pictures: tuple[str, ...] = ()

    def template(self, language: Language) -> bytes:
        """The template shipped in a language."""
        return (FOLDER / f"{self.name}.{language.code}.docx").read_bytes()


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "visit",
            ("visit", "participants", "programme", "meetings", "outcomes", "proposals", "sources"),
        ),
        Kind(
            "projects",
            ("statuses", "projects", "money", "progress", "problems", "sources"),
            ("status_chart", "gantt"),
        ),
        Kind("partner", ("partner", "meetings", "promises", "projects", "sources")),
    )
}


def titles(language: Language) -> dict[str, str]:
    """Names of the reports in a language."""
    _ = language.text
    return {
        "visit": _("Result of a visit"),
        "projects": _("State of the projects"),
        "partner": _("One partner"),
    }

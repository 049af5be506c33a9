"""The documents: what each is called, the fields its template must have, its pictures."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from data.language import Language

FOLDER = Path(__file__).parent / "templates"


class Kind(NamedTuple):
    """One document; a template must use the fields in ``needs``."""

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
            (
                *("visit", "participants", "programme", "meetings"),
                *("results", "shortcomings", "proposals", "sources"),
            ),
        ),
        Kind("plan", ("visit", "confirmed", "points", "programme", "sources")),
        Kind(
            "projects",
            ("tally", "subjects_told", "delays", "proposals", "projects", "sources"),
            ("status_chart", "gantt"),
        ),
        Kind("partner", ("partner", "meetings", "promises", "projects", "sources")),
    )
}


def titles(language: Language) -> dict[str, str]:
    """Names of what can be chosen in a language; a visit still to come gives a plan."""
    _ = language.text
    return {
        "visit": _("Visit: its result, or the plan for it"),
        "projects": _("State of the projects"),
        "partner": _("Cooperation with one partner"),
        "briefing": _("Briefing before meeting a partner"),
    }

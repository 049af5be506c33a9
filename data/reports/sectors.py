"""Projects by subject: the groups of the DAC's purpose codes, in the order of the codes."""

from collections.abc import Mapping, Sequence

from data.language import Language
from data.views.lens import Row

_REST = ""


def by_subject(language: Language, projects: Sequence[Row]) -> Mapping[str, list[Row]]:
    """Projects by the name of their group, groups in the order of the codes, the rest last."""
    named = _groups(language)
    found: dict[str, list[Row]] = {}
    for code, name in named.items():
        rows = [row for row in projects if _group(row, named) == code]
        if rows:
            found.setdefault(name, []).extend(rows)
    return found


def _group(project: Row, groups: Mapping[str, str]) -> str:
    """The longest beginning of a project's code that is a group."""
    code = project["sector_code"] or ""
    return max((group for group in groups if code.startswith(group)), key=len)


def _groups(language: Language) -> dict[str, str]:
    """Names of the groups by the beginning of their codes; several codes may share one."""
    _ = language.text
    return {
        "11": _("Education and training"),
        "12": _("Health"),
        "13": _("Health"),
        "14": _("Water supply and sanitation"),
        "15": _("Public administration and partnerships between localities"),
        "16": _("Social services and culture"),
        "21": _("Transport"),
        "23": _("Energy"),
        "31": _("Agriculture and forestry"),
        "332": _("Tourism"),
        "4303": _("Urban development"),
        "4304": _("Rural development"),
        "43": _("Several sectors"),
        "72": _("Emergency relief"),
        _REST: _("Other subjects"),
    }

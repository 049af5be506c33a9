"""How an addressee is named: in French with the preposition, as in "à l'AFD"."""

import unicodedata

from data.views.lens import Lens

# First words of French names of organisations; any other word is taken as a name without article.
_FEMININE = frozenset(
    {
        *("Ville", "Province", "Banque", "Délégation", "Direction", "Commune", "Wilaya"),
        *("Chambre", "BAsD", "JICA", "KOICA"),
    }
)
_MASCULINE = frozenset(
    {
        *("Comité", "Conseil", "Service", "Ministère", "Musée", "Mémorial", "Lycée"),
        *("Gouvernement", "Bourg", "Consulat", "Centre", "GRET", "CIRAD", "MAE"),
    }
)
_PLURAL = frozenset({"Archives", "Gardes-frontières"})
_WITHOUT_ARTICLE = frozenset({"Econet", "EVNNPC", "UrbaLyon"})


def addressed(lens: Lens, body: str) -> str:
    """The short name of an organisation as one writes to it; French has "à l'AFD"."""
    name = lens.short("organisations", [body])
    if name.split(" ", 1)[0].endswith("."):  # a short form that no sentence can hold: "Amb. du"
        name = lens.full_name("organisations", body)
    return _french(name) if lens.language.code == "fr" else name


def _french(name: str) -> str:
    first = name.split(" ", 1)[0]
    if first in _PLURAL:
        return f"aux {name}"
    if first in _WITHOUT_ARTICLE:
        return f"à {name}"
    if _sounds_open(first):
        return f"à l'{name}"
    if first in _FEMININE:
        return f"à la {name}"
    return f"au {name}" if first in _MASCULINE else f"à {name}"


def _sounds_open(word: str) -> bool:
    """Whether a word begins with a vowel; "UPEC" does, "Wilaya" does not."""
    letter = unicodedata.normalize("NFD", word[:1]).upper()[:1]
    return letter in "AEIOU"

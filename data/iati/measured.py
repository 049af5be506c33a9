"""What a figure of progress measures, in the words that are written and known again."""

from collections.abc import Mapping

from data.language import Language
from data.schema import LANGUAGES

Texts = Mapping[str, str]


def title(metric: str, unit: str) -> Texts:
    """What is measured, with its unit, in each language."""
    named = {}
    for code in LANGUAGES:
        language = Language(code)
        of = f" ({language.label('unit', unit)})" if unit else ""
        named[code] = f"{language.label('progress_metric', metric)}{of}"
    return named

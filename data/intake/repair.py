"""Converts the texts of a sheet and keeps a few examples of what was changed."""

import unicodedata
from collections.abc import Callable

MOST_EXAMPLES = 5


class Repair:
    """A conversion of texts to NFC that remembers them and the first five it changed."""

    def __init__(self, convert: Callable[[str], str] = str) -> None:
        self._convert = convert
        self._known: dict[str, str] = {}
        self.examples: tuple[tuple[str, str], ...] = ()

    def __call__(self, text: str) -> str:
        """The text as it is kept."""
        if text.isascii():
            return text
        if (known := self._known.get(text)) is not None:
            return known
        kept = self._known[text] = unicodedata.normalize("NFC", self._convert(text))
        if kept != text and len(self.examples) < MOST_EXAMPLES:
            self.examples = (*self.examples, (text, kept))
        return kept

"""Converts the texts of a sheet, and keeps a few examples of what changed."""

import unicodedata
from collections.abc import Callable

MOST_EXAMPLES = 5


class Repair(dict[str, str]):
    """Maps each text that was read to the text that is kept: converted and in NFC.

    Most cells of a column repeat a few texts. Through ``repair[text]`` they share one object,
    which saves memory. ``examples`` are the first five texts that changed, ``longest`` is the
    length of the longest text read.
    """

    def __init__(
        self, convert: Callable[[str], str] = str, *, decode: Callable[[str], str] = str
    ) -> None:
        super().__init__()
        self._convert = convert
        self._decode = decode
        self.examples: tuple[tuple[str, str], ...] = ()
        self.longest = 0

    def __missing__(self, text: str) -> str:
        """The kept text for one that was not seen before."""
        self.longest = max(self.longest, len(text))
        if text.isascii():
            return self.setdefault(text, text)
        read = self._decode(text)
        kept = self[text] = unicodedata.normalize("NFC", self._convert(read))
        if kept != read and len(self.examples) < MOST_EXAMPLES:
            self.examples = (*self.examples, (read, kept))
        return kept

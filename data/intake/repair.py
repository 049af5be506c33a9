"""Converts the texts of a sheet and keeps a few examples of what was changed."""

import unicodedata
from collections.abc import Callable

MOST_EXAMPLES = 5


class Repair(dict[str, str]):
    """Texts as read and as they are kept: converted, in NFC, and each of them only once.

    Most cells of a column say the same few things, so looking up ``repair[text]`` also spares the
    memory of all but the first. The first five that were changed are remembered, and the length of
    the longest.
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
        """The text as it is kept, of one not seen before."""
        self.longest = max(self.longest, len(text))
        if text.isascii():
            return self.setdefault(text, text)
        read = self._decode(text)
        kept = self[text] = unicodedata.normalize("NFC", self._convert(read))
        if kept != read and len(self.examples) < MOST_EXAMPLES:
            self.examples = (*self.examples, (read, kept))
        return kept

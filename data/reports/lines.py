"""A text of the record as a line of a document: its marks of footnotes, and what is left blank."""

import re

OPEN, CLOSE = "\ue000", "\ue001"
NOTE = re.compile(f"{OPEN}([0-9]+){CLOSE}")
# Not allowed in XML 1.0; and the marks above, so that no text of the record can fake a footnote.
_FOREIGN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\ue000\ue001]")
_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]+")
_LONGEST = 6_000
BLANK = "[…]"  # for people to fill in


def clean(text: object, most: int = _LONGEST) -> str:
    """A text of the record as one line of at most ``most`` characters that a document can hold.

    A longer one ends after a whole word, where it has one.
    """
    line = _BREAKS.sub(" ", _FOREIGN.sub("", str(text))).strip()
    if len(line) <= most:
        return line
    words, _, _rest = line[:most].rpartition(" ")
    return f"{(words or line[: most - 1]).rstrip()}…"

"""Letters that were lost when a file was saved: "?" or U+FFFD stands in their place."""

import re
from collections.abc import Iterable, Iterator

_ADDRESS = re.compile(r"\S+://\S*|\S*[?&]\w+=\S*")
# A question mark inside a word, or before one.
_INSIDE = re.compile(r"[^\W\d_]\?[^\W\d_]|(?:^|[\s(;,“\"'])\?+[^\W\d_]")
_WITHIN = re.compile(r"[^\W\d_]\?")
_REPLACED = "\ufffd"


def lost(texts: Iterable[str]) -> set[str]:
    """Texts of a sheet in which letters were lost.

    Once some have a question mark inside a word, others with one after a letter are among them:
    "S? Y t?" has lost two letters where its neighbour is "T?nh ?i?n Biên".
    """
    asking = [text for text in texts if "?" in text or _REPLACED in text]
    sure = {text for text in asking if _REPLACED in text or _INSIDE.search(_without(text))}
    if not any("?" in text for text in sure):
        return sure
    return sure | set(_suspected(asking))


def _suspected(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        plain = _without(text)
        # a question ends with its mark; a name with "?" before its end does not
        if _WITHIN.search(plain.rstrip("?")) or ("?" in plain and " " not in plain.strip()):
            yield text


def _without(text: str) -> str:
    return _ADDRESS.sub("", text)

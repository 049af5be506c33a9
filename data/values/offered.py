"""What a drop-down list offers: words for people, and behind them the code that is kept."""

import re

_LONGEST = 200  # characters of the words; Excel chooses no entry of more than 255
_OURS = re.compile(r"(?s)\s*\S.*\s\[([^\[\]]+)\]\s*")


def offered(code: str, words: str) -> str:
    """An entry of a list: "Loan [loan]"; the code alone where there are no words for it."""
    return f"{words[:_LONGEST]} [{code}]" if words and words != code else code


def code_of(text: str) -> str:
    """The code in an entry of a list; any other text as it is."""
    entry = _OURS.fullmatch(text)
    return entry[1] if entry else text

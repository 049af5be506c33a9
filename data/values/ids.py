"""Ids in our form, for those that somebody wrote in another one."""

import re

from data.values.folding import fold


def proposed(text: str) -> str:
    """The id that a text would be in our form: "Điện Biên 01" is dien-bien-01; "" for none."""
    return re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")

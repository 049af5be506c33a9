"""Every chart there is of the shipped record: with each of its currencies, and of one project."""

from collections.abc import Iterator

from components.charts import named
from components.charts.named import Drawn
from data.exports.edition import Edition

PROJECT = "namrom-multihazard"


def every_chart(edition: Edition) -> Iterator[tuple[str, Drawn]]:
    """Each chart with what tells it from the others."""
    for name, known in named.CHARTS.items():
        of_one = name.startswith("project-")
        asked = {"project": PROJECT} if of_one else {}
        currencies = named.currencies(edition, asked) if "currency" in known.takes else [""]
        for currency in currencies:
            narrow = {**asked, "currency": currency} if currency else asked
            yield f"{name} {currency}".strip(), named.drawn(edition, name, narrow)

"""How a CSV is written: as the standard has it, or as Excel opens it where a comma is decimal."""

from typing import Final, NamedTuple


class Dialect(NamedTuple):
    """What stands between two cells, and before the decimals of a number."""

    delimiter: str
    decimal: str

    def number(self, digits: str) -> str:
        """A number that is written with a point, in this dialect."""
        return digits.replace(".", self.decimal)


STANDARD: Final = Dialect(",", ".")
EXCEL: Final = Dialect(";", ",")

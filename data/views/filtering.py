"""What a filter is, and what an address asks of one.

A filter takes one value or several with commas between: ``kind=request,commitment``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from data.views.lens import Row

Asked = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Filter:
    """One parameter: what readers call it, its values in their words, and which rows it keeps.

    ``fits`` is given all that is asked for. ``offered`` are the values that a page lets its readers
    choose (none: it has no control), ``everything`` and ``nearest`` what it says where none is
    chosen or known, ``usual`` the values that it then shows (none: all rows). ``is_single``: a page
    shows it for one value at a time.
    """

    label: str
    options: Mapping[str, str]
    fits: Callable[[Row, Asked], bool]
    everything: str = ""
    nearest: str = ""
    offered: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    is_single: bool = False

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The values that a page offers, in the reader's words; made once, as they may be many."""
        return MappingProxyType({code: self.options[code] for code in self.offered})

    def words(self, written: str) -> str:
        """One value or several in the reader's words."""
        return ", ".join(self.options[code] for code in values(written))


class UnknownValue(ValueError):  # noqa: N818 - what was given
    """Raised when a filter is given a value that it does not have."""

    def __init__(self, name: str, value: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{name}={value}")
        self.name = name
        self.value = value
        self.known = known


def on_page(
    known: Mapping[str, Filter], address: Mapping[str, str], fixed: Mapping[str, str]
) -> dict[str, str]:
    """What a page asks for: what its address says, else what it shows by itself.

    ``fixed`` are values that the page has chosen for its readers.
    """
    chosen_values = {}
    for name, one in known.items():
        written = values(address.get(name, ""))
        is_known = all(value in one.choices for value in written) and not (
            one.is_single and len(written) > 1
        )
        chosen = written if is_known else ()
        if asked := fixed.get(name) or ",".join(chosen or one.usual):
            chosen_values[name] = asked
    return chosen_values


def values(written: str) -> tuple[str, ...]:
    """The values of a parameter, each once."""
    return tuple(dict.fromkeys(filter(None, written.split(","))))

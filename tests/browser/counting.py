"""Streamlit's own command, with a line in a file for each page of the record that is drawn.

    python -m tests.browser.counting drawn.txt run app.py …

A line says when a drawing began, and one when it came about. While a file ``hang`` lies beside it,
whoever draws next takes that away and stands still for so many seconds as are written in it.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.web import cli

from components.inside.drawing import drawn
from components.page import again


def counted(draw: Callable[..., Any], told: Path) -> Callable[..., Any]:
    """The same, noted."""
    hang = told.with_name("hang")

    def drawing(*given: Any) -> Any:
        note("begun")
        try:
            seconds = float(hang.read_text())
            hang.unlink()
        except FileNotFoundError:
            seconds = 0
        time.sleep(seconds)
        made = draw(*given)
        note("done")
        return made

    def note(word: str) -> None:
        with told.open("a") as lines:
            lines.write(f"{word}\n")

    return drawing


def main() -> None:
    """Run Streamlit's own command."""
    told, sys.argv = Path(sys.argv[1]), ["streamlit", *sys.argv[2:]]
    again.drawn = counted(drawn, told)  # type: ignore[attr-defined]
    cli.main()


if __name__ == "__main__":
    main()

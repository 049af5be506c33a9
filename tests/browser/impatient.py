"""Streamlit's own command, with a server that gives up after seconds whoever does not get on.

    python -m tests.browser.impatient run app.py …

How long ours waits in truth is held by ``tests/components/web/test_patience.py``.
"""

from functools import partial

from streamlit.web import cli

from components.web import patience

STILL = 8  # seconds without any progress
STREAMLIT = {"STREAMLIT_SERVER_WEBSOCKET_PING_INTERVAL": str(STILL)}  # for an answer as long again


def main() -> None:
    """Run Streamlit's own command."""
    patience.Limits = partial(patience.Limits, look=1, still=STILL)  # type: ignore[misc, assignment]
    cli.main()


if __name__ == "__main__":
    main()

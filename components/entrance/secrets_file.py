"""The file with the section ``[auth]``: where it is, and whether it can be read at all."""

import os
import tomllib
from pathlib import Path

_SETTING, _USUAL = "STREAMLIT_SECRETS_FILES", ".streamlit/secrets.toml"


def name() -> str:
    """The file, as an administrator knows it."""
    return os.environ.get(_SETTING) or _USUAL


def check() -> None:
    """End the start with a sentence where the file cannot be read; Streamlit would find nothing.

    Where none is named, Streamlit looks in the home folder as well.
    """
    if _SETTING not in os.environ and not Path(_USUAL).exists():
        return
    try:
        section = tomllib.loads(Path(name()).read_text("utf-8")).get("auth", {})
    except FileNotFoundError:
        raise SystemExit(
            f"NHIP_CAU_SIGN_IN=openid needs the section [auth] in {name()}, and there is no such "
            f"file (docs/running.md shows the section; {_SETTING} names another file)."
        ) from None
    except OSError as cause:
        why = f"{cause.strerror}; it must be a file that the program's user owns"
        raise SystemExit(f"{name()} cannot be read: {why}.") from None
    except UnicodeDecodeError:
        raise SystemExit(f"{name()} is no text in UTF-8.") from None
    except tomllib.TOMLDecodeError as cause:
        raise SystemExit(f"{name()} is no TOML: {cause}.") from None
    if not isinstance(section, dict):
        raise SystemExit(f"[auth] in {name()} is no section (docs/running.md shows it).")

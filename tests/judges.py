"""Packages of others that judge what goes out."""

import importlib
import sys
from typing import Any

import pytest


def judge(name: str) -> Any:
    """One of them, imported where it is used: ``judge("frictionless")``.

    All rest on jsonschema, which would build a grammar for addresses in any script as it is
    imported; that takes two seconds of the processor, and nothing here asks for such an address.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "rfc3987_syntax", None)
        importlib.import_module("jsonschema")
    return importlib.import_module(name)

"""No text or file is ever run as a program: read from the syntax of our own sources."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path
    for folder in ("app.py", "pages", "components", "data", "benchmarks", "deploy", ".ci")
    for path in ([ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"))
)
RUNS = {"eval", "exec", "compile", "__import__", "execfile"}
# Modules whose files or texts can hold a program, or that start one through a shell.
READS = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib", "codeop"}
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
UNSAFE = {"yaml.load", "yaml.unsafe_load", "yaml.full_load", "numpy.load", "np.load"}
PANDAS = {"read_pickle", "to_pickle", "eval", "query"}


def faults(source: str) -> Iterator[str]:
    """What a source has that could run a text."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names if one.name.split(".")[0] in READS)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in READS:
                yield module
            case ast.ImportFrom(module=str(module), names=names):
                full = (f"{module}.{one.name}" for one in names)
                yield from (one for one in full if one in SHELLS | UNSAFE)
            case ast.Call():
                yield from _of_call(node)


def _of_call(call: ast.Call) -> Iterator[str]:
    name = ast.unparse(call.func)
    if name in RUNS | SHELLS | UNSAFE or name.startswith("builtins."):
        yield name
    if isinstance(call.func, ast.Attribute) and call.func.attr in PANDAS and call.args:
        yield f".{call.func.attr}"
    for keyword in call.keywords:
        is_false = isinstance(keyword.value, ast.Constant) and not keyword.value.value
        if keyword.arg in ("shell", "allow_pickle") and not is_false:
            yield f"{name}({keyword.arg}=…)"


def test_no_source_runs_what_it_reads():
    found = {path: list(faults(path.read_text(encoding="utf-8"))) for path in SOURCES}

    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "source",
    [
        "eval(text)",
        "exec(text)",
        "compile(text, '', 'eval')",
        "__import__(name)",
        "import builtins\nbuiltins.eval(text)",
        "import pickle",
        "import os, pickle as safe",
        "from pickle import loads",
        "import marshal",
        "from joblib import load",
        "import yaml\nyaml.load(text)",
        "from yaml import unsafe_load",
        "os.system(text)",
        "from os import popen",
        "subprocess.run(text, shell=True)",
        "subprocess.run(text, shell=is_windows)",
        "np.load(path, allow_pickle=True)",
        "pd.read_pickle(path)",
        "frame.query(text)",
    ],
)
def test_each_way_to_run_a_text_is_seen(source):
    assert list(faults(source))


@pytest.mark.parametrize(
    "source",
    ["re.compile(pattern)", "subprocess.run([a], shell=False)", "json.loads(text)", "url.query"],
)
def test_what_runs_nothing_is_no_fault(source):
    assert not list(faults(source))


def test_no_shell_script_runs_a_text():
    for path in (ROOT / "deploy").rglob("*"):
        text = path.read_bytes() if path.is_file() else b""
        if text.startswith((b"#!/bin/sh", b"#!/bin/bash", b"#!/usr/bin/env bash")):
            assert not re.search(rb"^\s*eval\b", text, re.MULTILINE), path


def test_streamlit_pickles_nothing_of_a_session_or_cache():
    """Caches are resources, kept as they are: ``cache_data`` would pickle what it keeps."""
    used = [path for path in SOURCES if "cache_data" in path.read_text(encoding="utf-8")]

    assert used == []
    assert not st.get_option("runner.enforceSerializableSessionState")

"""Copies of the program with other columns, each a real process of its own, as releases are."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from data.schema import TABLES

ROOT = Path(__file__).parents[2]
_WORK = Path(__file__).with_name("generation_work.py")
Package = dict[str, Any]


def column(name: str, **described: object) -> dict[str, Any]:
    """A column as a maintainer would add it: three labels, three descriptions, a type."""
    labels = {code: f"{name} ({code})" for code in ("vi", "en", "fr")}
    return {"name": name, "type": "string", "labels": labels, "descriptions": labels, **described}


def free(name: str) -> str:
    """A name that no column has today: the same, or with underscores behind it."""
    taken = {field for table in TABLES.values() for field in (*table.fields, *table.former)}
    while name in taken:
        name += "_"
    return name


def columns_of(package: Package, table: str) -> list[dict[str, object]]:
    """The columns of a table in a descriptor, to be changed in place."""
    (resource,) = (one for one in package["resources"] if one["name"] == table)
    fields: list[dict[str, object]] = resource["schema"]["fields"]
    return fields


def column_in(package: Mapping[str, Any], table: str, name: str) -> dict[str, Any]:
    """One column of a descriptor, to be changed in place."""
    (resource,) = (one for one in package["resources"] if one["name"] == table)
    (found,) = (one for one in resource["schema"]["fields"] if one["name"] == name)
    described: dict[str, Any] = found
    return described


class Generation:
    """The program with an edited ``datapackage.json``, all other files as they are.

    It is imported once, in a process that stays; each run is split off from it before anything
    was opened, as a process of its own.
    """

    def __init__(self, folder: Path, edit: Callable[[Package], None]) -> None:
        for part in ("data", "components", "locales"):  # with what Python has compiled of it
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(_WORK, folder / "work.py")
        path = folder / "data" / "datapackage.json"
        self.package: Package = json.loads(path.read_text(encoding="utf-8"))
        edit(self.package)
        path.write_text(json.dumps(self.package, ensure_ascii=False), encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "work.py"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, url: str, *work: tuple[str, Mapping[str, object]]) -> list[Any]:
        """What functions of ``generation_work`` answer in this program, one after the other."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([url, work]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the program failed, as it says on standard error"
        answers: list[Any] = json.loads(answer)
        return answers

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

"""What the benchmark keeps is what the README shows, and what it grows is a sound record."""

import re
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks import grown, servers
from benchmarks.measure import BEGIN, END, Measure, put_into, table
from data.record.loading import CURATED, load, record_of
from data.record.rows import tables_of

ROOT = Path(__file__).parents[1]
RESULT = re.compile(r"-[0-9a-f]{7,}(-quick)?$")


def test_the_table_of_the_readme_is_a_result_that_is_kept():
    shown = ROOT.joinpath("README.md").read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    results = [path for path in bench.RESULTS.glob("*.json") if RESULT.search(path.stem)]

    assert shown.strip() in {bench.read(path) for path in results}


def test_a_result_is_kept_under_its_day_and_commit_and_reads_as_it_was(tmp_path, monkeypatch):
    said = {"day": "2026-11-27", "commit": "abc1234", "machine": "x86_64"}
    monkeypatch.setattr(bench, "RESULTS", tmp_path)
    monkeypatch.setattr(bench, "environment", lambda: said)

    path = bench.kept([Measure("runs", 1234.5, 411.5, "1/s", "≥ 5")], is_quick=True)

    assert path.name == "2026-11-27-abc1234-quick.json"
    assert path.with_suffix(".md").read_text("utf-8") == bench.read(path) + "\n"
    assert "- commit: abc1234" in bench.read(path)
    assert "| runs | 1,234 1/s | 412 1/s | 3.00 | ≥ 5 |" in bench.read(path)


def test_a_table_says_nothing_of_a_yardstick_that_there_is_none_of():
    assert table([Measure("upload", 12.345, None, "s")]).endswith("| upload | 12.3 s |  |  |  |")


def test_the_table_takes_the_place_of_the_one_before(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"# A\n{BEGIN}\nold\n{END}\n## B\n", "utf-8")

    put_into(readme, "new \\1")

    assert readme.read_text("utf-8") == f"# A\n{BEGIN}\n\nnew \\1\n\n{END}\n## B\n"
    readme.write_text("no marks", "utf-8")
    with pytest.raises(ValueError, match="two marks"):
        put_into(readme, "new")


def test_a_grown_record_is_sound_and_its_places_lie_apart():
    contents = {path.stem: path.read_bytes() for path in CURATED.glob("*.csv")}
    before = load()

    after = record_of(grown.full(tables_of(contents), {"": 3, "projects": 5}))

    assert not any(after.faults.values())
    assert len(after.rows("projects")) == 5 * len(before.rows("projects"))
    assert len(after.rows("meetings")) == 3 * len(before.rows("meetings"))
    points, shipped = (
        {(one["latitude"], one["longitude"]) for one in record.rows("places")}
        for record in (after, before)
    )
    assert len(points) > 2 * len(shipped)


def test_dash_is_pinned_with_hashes_and_no_part_of_the_dashboard():
    lock = servers.YARDSTICKS.joinpath("dash.lock").read_text("utf-8")

    assert re.search(rf"^dash=={re.escape(servers.dash_version())} ", lock, re.MULTILINE)
    assert "--hash=sha256:" in lock
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert not re.search(r"^dash==", ROOT.joinpath(name).read_text("utf-8"), re.MULTILINE)

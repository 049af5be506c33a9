"""The outlines that maps are drawn from."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

SHAPES = sorted((Path(__file__).parents[2] / "data" / "geo").glob("*.geojson"))


def rings(shape: Path) -> Iterator[list[list[float]]]:
    for feature in json.loads(shape.read_bytes())["features"]:
        geometry = feature["geometry"]
        match geometry["type"]:
            case "Polygon":
                yield from geometry["coordinates"]
            case "MultiPolygon":
                for polygon in geometry["coordinates"]:
                    yield from polygon


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.stem)
def test_no_outline_is_drawn_across_the_whole_map(shape):
    """One that crosses the date line is cut there."""
    all_rings = list(rings(shape))

    assert all_rings
    assert max(abs(a[0] - b[0]) for ring in all_rings for a, b in pairwise(ring)) < 90


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.stem)
def test_every_outline_is_closed(shape):
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings(shape))

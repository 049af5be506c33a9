"""What the map draws and where: names apart, lines as wide as they weigh, many places as one."""

import re
from itertools import combinations, pairwise
from math import atan2, degrees, pi

import pytest

from components.look import DARK, LIGHT
from components.maps import leaflet
from components.maps.drawn import STILL, drawn_map, plain, still
from components.maps.frames import FRAMES, bounds, holds
from components.maps.ground import archipelago_labels, islands
from components.maps.labels import LONGEST, Box, Wanted, settled, short
from components.maps.lines import arc, width
from components.maps.scenes import (
    LINKS,
    MOST_MARKS,
    Scene,
    caption,
    drawn_links,
    marks,
    spots,
    weight,
)
from components.maps.sheets import sheet_of
from components.maps.window import mercator, window_of
from data.schema import LANGUAGES

every_frame = pytest.mark.parametrize("frame", FRAMES)
every_language = pytest.mark.parametrize("code", LANGUAGES)
HOME = {"place_id": "dien-bien-phu", "kind": "city", "latitude": "21.386", "longitude": "103.017"}


def place(key, latitude, longitude, **cells):
    where = {"latitude": str(latitude), "longitude": str(longitude)}
    return {"place_id": key, "kind": "city", "country": "FR", **where, **cells}


def sheet(lens, frame):
    scene = Scene(frame=frame)
    window = window_of(FRAMES[frame])
    return sheet_of(lens, scene, window, marks(lens, scene))


@every_frame
@every_language
def test_no_name_lies_on_another_or_over_the_edge(lens, frame, code):
    drawn = sheet(lens(code), frame)

    boxes = [name.box for name in drawn.names]
    assert boxes
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert all(Box(0, 0, drawn.window.width, drawn.window.height).holds(box) for box in boxes)


@every_frame
@every_language
def test_every_place_drawn_has_its_name(lens, frame, code):
    assert sheet(lens(code), frame).missing == 0


def test_a_line_of_more_meetings_is_clearly_wider(lens):
    scene = Scene()
    counts = sorted({weight(link, "meetings") for link in drawn_links(lens("vi"), scene)})

    widths = [width(count, counts[-1]) for count in counts]

    assert widths[-1] > 4 * widths[0]
    assert all(after - before > 0.35 for before, after in pairwise(widths))


def test_a_name_beside_its_line_says_what_it_stands_for(lens):
    said = {caption(lens("en"), mark, Scene()) for mark in marks(lens("en"), Scene())}

    assert {"Paris · 10", "Hà Nội · 23", "Caen · 3", "Saint Petersburg · 5"} <= said


def test_a_line_is_a_smooth_arc_from_end_to_end(lens):
    places = lens("vi").record.by_key("places")
    start, end = places["dien-bien-phu"], places["paris"]

    points = arc(start, end)

    ends = [(round(row["latitude"], 3), round(row["longitude"], 3)) for row in (start, end)]
    assert [points[0], points[-1]] == ends
    leans = [
        atan2(mercator(after[0]) - mercator(before[0]), after[1] - before[1]) % (2 * pi)
        for before, after in pairwise(points)
    ]
    assert max(abs(degrees(after - before)) for before, after in pairwise(leans)) < 3


def test_a_line_over_the_date_line_does_not_jump_across_the_map():
    points = arc({"latitude": 21.4, "longitude": 103.0}, {"latitude": 38.9, "longitude": -77.0})

    assert max(abs(after[1] - before[1]) for before, after in pairwise(points)) < 5
    assert max(latitude for latitude, _longitude in points) < 75


@every_language
def test_the_first_frame_holds_every_partner_and_both_archipelagos(lens, code):
    frame = FRAMES["link"]

    for link in drawn_links(lens(code), Scene()):
        assert holds(frame, link.place["latitude"], link.place["longitude"])
    for _name, latitude, longitude in archipelago_labels(code):
        assert holds(frame, latitude, longitude)


def test_the_frame_of_all_partners_reaches_as_far_as_they_do(lens):
    (_south, west), _north_east = bounds(lens("vi"), "world", None, [(38.9, -77.0)])

    assert west < -77


def said(svg):
    return " ".join(" ".join(re.findall(r"<tspan[^>]*>([^<]*)</tspan>", svg)).split())


@every_language
@pytest.mark.parametrize("size", STILL)
def test_the_picture_of_the_overview_names_both_archipelagos_in_colours_of_day_and_night(
    lens, code, size
):
    svg = still(lens(code), LINKS, size)

    for label in islands(code):
        assert " ".join(label.lines) in said(svg)
    assert len(svg) < 90_000
    day, night = svg.split("@media screen and (prefers-color-scheme:dark)")
    assert f"--nc-land:{LIGHT.land}" in day
    assert f"--nc-land:{DARK.land}" in night.partition("</style>")[0]
    assert "var(--nc-land)" in night


@every_frame
@every_language
def test_the_map_of_a_page_without_scripts_names_both_archipelagos(lens, code, frame):
    drawings = plain(lens(code), Scene(frame=frame), ())

    assert len(drawings) == 2
    for svg in drawings:
        for label in islands(code):
            assert " ".join(label.lines) in said(svg)
        assert len(svg) < 90_000


def test_names_on_the_map_of_a_page_without_scripts_lead_to_their_places(lens):
    asked = {"lang": "en", "frame": "france", "place": "lyon", "country": "FR&<"}
    wide, narrow = plain(lens("en"), Scene(frame="france"), asked.items())

    for svg in (wide, narrow):
        assert (
            '<a href="/map?lang=en&amp;frame=france&amp;country=FR%26%3C&amp;place=paris">' in svg
        )
    assert "<a " not in drawn_map(lens("en"), Scene(frame="france"))[0]


def test_of_many_places_those_that_lie_together_are_drawn_as_one_and_none_is_lost(made):
    many = [place(f"p-{n}", 42 + n % 40 / 5, n // 40 / 4) for n in range(2000)]
    visits = [{"place_ids": ";".join(row["place_id"] for row in many)}]
    lens = made("en", places=[{**HOME, "country": "VN"}, *many], visits=visits)

    shown = marks(lens, Scene())

    assert len(shown) <= MOST_MARKS
    drawn = [spot.place["place_id"] for mark in shown for spot in mark.spots]
    assert sorted(drawn) == sorted(row["place_id"] for row in many)
    first = max(shown, key=lambda mark: len(mark.more))
    assert caption(lens, first, Scene()).endswith(f"+ {len(first.more)}")


def test_two_thousand_places_make_a_map_of_at_most_three_times_the_shipped_size(lens, made):
    many = [place(f"p-{n}", 42 + n % 40 / 5, n // 40 / 4) for n in range(2000)]
    visits = [{"place_ids": ";".join(row["place_id"] for row in many)}]
    full = made("en", places=[{**HOME, "country": "VN"}, *many], visits=visits)

    usual = leaflet.drawn(lens("en"), LIGHT, Scene())

    assert len(leaflet.drawn(full, LIGHT, Scene())) <= 3 * len(usual)


def test_the_card_of_a_place_with_forty_meetings_lists_the_last_and_counts_the_others(made):
    meetings = [
        {"meeting_id": f"m-{n:02}", "place_id": "paris", "date": f"2024-01-{n % 28 + 1:02}"}
        for n in range(40)
    ]
    lens = made("en", places=[place("paris", 48.9, 2.3)], meetings=meetings)

    assert "and 36 more" in leaflet.drawn(lens, LIGHT, Scene())


def test_a_map_without_places_shows_both_archipelagos(made):
    svg, _height = drawn_map(made("vi", places=[]), Scene())

    assert "Hoàng Sa" in svg
    assert "Trường Sa" in svg


def test_a_single_place_is_drawn_with_its_name(made):
    lens = made("en", places=[place("paris", 48.9, 2.3, name_vi="Pa-ri")])

    assert [spot.place["place_id"] for spot in spots(lens, Scene(place="paris"))] == ["paris"]
    assert "Pa-ri" in drawn_map(lens, Scene(place="paris"))[0]


def test_a_very_long_name_is_cut_on_the_map_and_whole_in_its_card(made):
    name = "Đ" + "a" * 199
    lens = made("vi", places=[place("long", 48.9, 2.3, name_vi=name)])
    scene = Scene(place="long")

    assert len(short(name)) <= LONGEST
    assert name not in drawn_map(lens, scene)[0]
    assert name in leaflet.drawn(lens, LIGHT, scene)


def test_a_name_without_room_is_left_out_and_none_is_laid_on_another():
    wanted = [Wanted(50, 50, 60, 12) for _number in range(9)]

    found = settled(wanted, [], Box(0, 0, 100, 100))

    boxes = [it[0] for it in found if it]
    assert None in found
    assert boxes
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))

"""What each organisation, person and country has done with the province."""

from collections.abc import Iterable

import pytest

from data.views import partners
from data.views.lens import Row
from data.views.measures import COUNTED

BODIES = [
    {"org_id": "ppc", "country": "VN", "short_name_vi": "UBND tỉnh"},
    {"org_id": "afd", "country": "FR", "short_name_vi": "AFD"},
    {"org_id": "lyon", "country": "FR", "short_name_vi": "Lyon"},
    {"org_id": "jica", "country": "JP", "short_name_vi": "JICA"},
    {"org_id": "un", "country": "", "short_name_vi": "LHQ"},
]


@pytest.fixture
def few(made):
    return made(
        organisations=BODIES,
        people=[
            {"person_id": "son", "org_id": "ppc"},
            {"person_id": "julie", "org_id": "afd"},
        ],
        visits=[
            {"visit_id": "out", "partner_country": "FR", "delegation_org_id": "ppc"},
            {"visit_id": "in", "partner_country": "JP", "delegation_org_id": "jica"},
        ],
        meetings=[
            {
                "meeting_id": "paris",
                "visit_id": "out",
                "date": "2023-11-22",
                "vietnamese_org_ids": "ppc",
                "foreign_org_ids": "afd",
                "vietnamese_person_ids": "son",
                "foreign_person_ids": "julie",
            },
            {
                "meeting_id": "tokyo",
                "visit_id": "in",
                "date": "2025",
                "foreign_org_ids": "un",
                "vietnamese_person_ids": "son",
            },
            {"meeting_id": "alone", "vietnamese_org_ids": "ppc", "vietnamese_person_ids": "son"},
        ],
        outcomes=[
            {
                "outcome_id": "asked",
                "meeting_id": "paris",
                "from_org_ids": "ppc",
                "to_org_ids": "afd",
            },
            {"outcome_id": "told", "meeting_id": "tokyo", "from_org_ids": "un"},
            {
                "outcome_id": "third",
                "meeting_id": "alone",
                "from_org_ids": "ppc",
                "to_org_ids": "lyon",
            },
            {"outcome_id": "home", "meeting_id": "alone", "from_org_ids": "ppc"},
        ],
        projects=[
            {
                "project_id": "dam",
                "funder_org_ids": "afd;un",
                "implementing_org_ids": "ppc",
                "status_code": "2",
            },
            {
                "project_id": "light",
                "funder_org_ids": "",
                "implementing_org_ids": "lyon;ppc",
                "status_code": "4",
            },
            {
                "project_id": "road",
                "funder_org_ids": "ppc",
                "implementing_org_ids": "jica",
                "status_code": "2",
            },
            {"project_id": "own", "funder_org_ids": "ppc", "implementing_org_ids": ""},
        ],
    )


def keys(rows: Iterable[Row]) -> list[str]:
    return [next(iter(row.values())) for row in rows]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("asked", {"FR"}),
        ("told", {"JP"}),
        ("third", {"FR"}),
        ("home", set()),
    ],
)
def test_an_outcome_is_with_the_countries_of_its_sides_its_meeting_and_its_visit(
    few, outcome, expected
):
    assert partners.partners_of(few, few.row("outcomes", outcome)) == expected


def test_a_row_of_another_version_is_with_whom_it_names_itself(few):
    now = few.row("outcomes", "asked")
    before = now | {"from_org_ids": ("jica",), "to_org_ids": (), "meeting_id": None}

    assert partners.bodies_of(few, "outcomes", before) == {"jica"}
    assert partners.partners_of(few, before) == {"JP"}
    assert "jica" not in partners.bodies_of(few, "outcomes", now)
    assert partners.bodies_of(few, "outcomes", before | {"outcome_id": "gone"}) == {"jica"}


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (["afd", "lyon", "jica"], {"FR", "JP"}),
        (["ppc"], set()),
        (["un"], set()),
        (["nobody"], set()),
        ([], set()),
    ],
)
def test_foreign_countries_of_bodies_leave_out_the_international(few, bodies, expected):
    assert partners.countries(few, bodies) == expected


@pytest.mark.parametrize(
    ("project", "expected"),
    [("dam", ["", "FR"]), ("light", ["FR"]), ("road", ["JP"]), ("own", [])],
)
def test_behind_a_project_stand_its_funders_else_those_who_carry_it_out(few, project, expected):
    assert partners.countries_behind(few, few.row("projects", project)) == expected


@pytest.mark.parametrize(
    ("project", "country", "together"),
    [
        ("dam", "FR", True),
        ("dam", "JP", False),
        ("road", "JP", True),
        ("light", "FR", True),
        ("own", "VN", False),
    ],
)
def test_a_country_is_with_a_project_that_it_funds_or_carries_out(few, project, country, together):
    assert partners.is_with(few, few.row("projects", project), country) is together


def test_the_work_of_the_province_is_told_in_file_order(few):
    assert partners.work_with(few, "ppc") == (
        ("paris", "alone"),
        ("asked", "third", "home"),
        ("dam", "light", "road", "own"),
        ("out",),
        ("son",),
    )


def test_the_work_of_a_partner_is_told(few):
    assert partners.work_with(few, "afd") == (("paris",), ("asked",), ("dam",), (), ("julie",))


def test_a_body_that_did_nothing_has_no_work(few):
    assert not any(partners.work_with(few, "nobody"))


def test_the_work_of_afd_on_record_is_what_its_rows_say(lens, shipped):
    def involving(table: str, *columns: str) -> tuple[str, ...]:
        return tuple(
            next(iter(row.values()))
            for row in shipped(table)
            if any("afd" in row[column].split(";") for column in columns)
        )

    work = partners.work_with(lens("vi"), "afd")

    assert work == (
        involving("meetings", "foreign_org_ids", "vietnamese_org_ids"),
        involving("outcomes", "from_org_ids", "to_org_ids"),
        involving("projects", "funder_org_ids", "implementing_org_ids"),
        involving("visits", "delegation_org_id"),
        involving("people", "org_id"),
    )


def test_meetings_with_a_person_run_newest_first_and_the_undated_last(few):
    assert keys(partners.meetings_with_person(few, "son")) == ["tokyo", "paris", "alone"]


def test_meetings_with_a_person_of_the_partner_side_are_found(few):
    assert keys(partners.meetings_with_person(few, "julie")) == ["paris"]


def test_bodies_stand_under_their_country_the_country_with_most_first(few):
    grouped = partners.by_country(few, few.rows("organisations"))

    assert [(country, keys(rows)) for country, rows in grouped] == [
        ("FR", ["afd", "lyon"]),
        ("VN", ["ppc"]),
        ("JP", ["jica"]),
        ("", ["un"]),
    ]


def test_bodies_of_a_country_stand_by_their_short_name(made):
    lens = made(
        organisations=[
            {"org_id": "b", "country": "FR", "short_name_vi": "Lyon"},
            {"org_id": "a", "country": "FR", "short_name_vi": "AFD"},
        ]
    )

    [(_, rows)] = partners.by_country(lens, lens.rows("organisations"))

    assert keys(rows) == ["a", "b"]


def test_projects_are_counted_for_each_country_behind_them(few):
    counted = partners.projects_by_partner(few, few.rows("projects"))

    assert counted == {
        "FR": {"unclear": 1, "ended": 1},
        "": {"unclear": 1},
        "JP": {"unclear": 1},
    }


def test_the_country_with_most_projects_comes_first(few):
    counted = partners.projects_by_partner(few, few.rows("projects"))

    assert next(iter(counted)) == "FR"


def test_every_project_on_record_with_a_partner_is_counted_for_it(lens):
    few = lens("vi")
    rows = [row for row in few.rows("projects") if row["record_kind"] in COUNTED]
    behind = [partners.countries_behind(few, row) for row in rows]

    counted = partners.projects_by_partner(few, rows)

    assert sum(sum(tally.values()) for tally in counted.values()) == sum(map(len, behind))

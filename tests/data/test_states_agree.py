"""The state on the day is one measure: files, search, Word and IATI say the same."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar
from lxml import etree

from data.exports import programme, tables, workbooks
from data.exports.edition import whole
from data.iati import writing
from data.iati.terms import LANG, STATE, TEXT
from data.reports import projects as report
from data.reports import visit as visit_report
from data.views import measures, search, states
from tests.conftest import TODAY

LATE = {
    "vi": "Quá thời hạn 11 tháng; đã đề nghị gia hạn đến 31/10/2027, chưa tìm thấy quyết định",
    "en": (
        "11 months past its approved end; extension to 31 Oct 2027 asked for, no decision found"
    ),
    "fr": (
        "Fin approuvée dépassée de 11 mois ; prolongation demandée jusqu'au 31/10/2027, "
        "aucune décision trouvée"
    ),
}


def states_said(content: bytes) -> dict[str, dict[str, str]]:
    """By project, the state that an IATI file says, in each language."""
    said: dict[str, dict[str, str]] = {}
    for activity in etree.fromstring(content).iterfind("*"):
        identifier = activity.find("{*}other-identifier")
        if identifier is None:
            continue
        texts = said.setdefault(identifier.get("ref", ""), {})
        for described in activity.iterfind("{*}description"):
            if described.get(TEXT) == STATE:
                texts.update({one.get(LANG, ""): one.text or "" for one in described})
    return said


@pytest.mark.parametrize("language", LATE)
def test_every_way_out_says_how_late_the_project_is(lens, language):
    shown = lens(language)
    namrom = shown.row("projects", "namrom-multihazard")
    assert states.project_words(shown, namrom) == LATE[language]

    fields = report.context(shown, shown.rows("projects"))
    told = [
        one["status"]
        for one in fields["projects"]
        if "Nậm Rốm" in one["name"] or "Nam" in one["name"]
    ]
    assert any(LATE[language] in text for text in told)
    hits = search.hits(shown, LATE[language].split(";")[0])
    assert "namrom-multihazard" in {hit.named.id for hit in hits if hit.state == LATE[language]}
    said = states_said(writing.activities(shown, ["namrom-multihazard"]))
    assert LATE[language] in said["namrom-multihazard"][language]


def test_the_counts_of_the_word_report_are_those_of_the_page(lens):
    shown = lens("vi")
    counted = [row for row in shown.rows("projects") if row["record_kind"] in measures.COUNTED]
    tally = measures.projects_by_state(shown, counted)

    told = {
        one["name"]: one["count"]
        for one in report.context(shown, shown.rows("projects"))["statuses"]
    }

    assert told == {shown.label("project_state", code): str(count) for code, count in tally.items()}
    assert told["Đang thực hiện"] == "2"


def test_iati_says_the_state_only_where_the_reported_status_does_not(lens):
    shown = lens("en")
    said = states_said(writing.activities(shown, list(shown.record.by_key("projects"))))

    assert said["caen-museum-partnership"] == {}
    assert "State unclear" in said["msig-worldvision-winter"]["en"]
    known = {
        row["project_id"]: states.project_state(shown, row).code for row in shown.rows("projects")
    }
    for key, texts in said.items():
        assert bool(texts) == (known[key] in {*states.UNSURE, "late"}), key


@pytest.mark.parametrize("day", [TODAY, date(2024, 6, 1)])
def test_a_file_counts_as_the_page_does(lens, edition, day):
    shown = lens("vi", day)
    read = replace(edition("vi"), lens=shown)
    rows = json.loads(tables.as_json(whole(read, "projects")))["rows"]

    counted = Counter(r["day_state"] for r in rows if r["record_kind"] in measures.COUNTED)

    projects = [row for row in shown.rows("projects") if row["record_kind"] in measures.COUNTED]
    assert counted == measures.projects_by_state(shown, projects)
    assert {row["read_on"] for row in rows} == {day.isoformat()}
    assert workbooks.as_xlsx(whole(read, "projects"))


def test_a_visit_never_confirmed_is_called_so_in_word_and_calendar(lens, edition):
    shown = lens("vi")
    visit = shown.row("visits", "2025-09-batna-planned")
    announced = "Đã thông báo, chưa xác nhận"

    calendar = programme.as_ics(replace(edition("vi"), lens=shown), visit)

    assert visit_report.context(shown, visit)["visit"]["status"] == announced
    assert announced in str(Calendar.from_ical(calendar).walk("VEVENT")[0]["DESCRIPTION"])

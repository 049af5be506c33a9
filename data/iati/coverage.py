"""Decides what an IATI file says of each project, and notes what it leaves out and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from data.iati.days import Told, first_day, last_day
from data.iati.leftovers import leftovers
from data.iati.money import money
from data.iati.plan import Gap, Plan
from data.iati.results import of_project, tellable
from data.iati.terms import DATES, DESCRIPTIONS, ENDS, OTHER_DATES, ROLES, STAND_INS, STARTS
from data.schema import LANGUAGES, TABLES
from data.values.dates import parse, province_today
from data.views.lens import Lens, Row


def gaps(lens: Lens, keys: Sequence[str] | None = None, *, today: date | None = None) -> list[Gap]:
    """What the file of these projects leaves out, one gap per missing thing, project by project."""
    return [gap for plan in plans(lens, keys, today=today) for gap in plan.gaps]


def why_none(lens: Lens, keys: Sequence[str] | None = None, *, today: date | None = None) -> str:
    """Why no project of a selection is an activity; "" where one is, so that there is a file."""
    blocks: dict[str, None] = {}
    for plan in plans(lens, keys, today=today):
        if plan.is_complete:
            return ""
        blocks |= dict.fromkeys(gap.sentence for gap in plan.gaps if gap.blocks)
    sentence = lens.language.text(
        "No project of this selection is an IATI activity, so there is no IATI file."
    )
    return " ".join([sentence, *blocks])


def plans(
    lens: Lens, keys: Sequence[str] | None = None, *, today: date | None = None
) -> Iterator[Plan]:
    """One plan per project in the record's order; all projects where ``keys`` is None.

    Raises:
        DataError: the table of projects breaks its schema.

    """
    wanted = None if keys is None else frozenset(keys)
    day = today or province_today()
    for row in lens.rows("projects"):
        if wanted is None or row["project_id"] in wanted:
            yield _plan(lens, row, day)


def _plan(lens: Lens, row: Row, today: date) -> Plan:
    plan = Plan(row)
    _ = lens.language.text
    if not plan.is_activity:
        sentence = _("A figure about several projects is no activity: it is not in the file.")
        plan.lacks("iati-activity", sentence, blocks=True)
        return plan
    _texts(plan, lens)
    _bodies(plan, lens)
    _status(plan, lens)
    _dates(plan, lens, today)
    _where(plan, lens)
    plan.money = money(lens, row, today)
    progress = of_project(lens, row["project_id"])
    plan.results = tellable(progress, today)
    leftovers(plan, lens, progress)
    if not plan.is_complete:
        sentence = _(
            "IATI requires what is missing, so the project is no activity in the file; what is "
            "known of it stands there as an addition, which IATI programs pass over."
        )
        plan.lacks("iati-activity", sentence)
    return plan


def _texts(plan: Plan, lens: Lens) -> None:
    _ = lens.language.text
    described = [text for text in DESCRIPTIONS if any(_languages(plan.row, text))]
    if not described:
        plan.lacks("description", _("No description is on record."), blocks=True)
    for element, text in {"title": "name", "description": "components"}.items():
        known = _languages(plan.row, text)
        missing = [code for code in LANGUAGES if code not in known]
        if known and missing:
            label = TABLES["projects"].text_labels(text)[lens.language.code]
            names = ", ".join(map(lens.language.tongue, missing))
            sentence = _("{field}: not on record in {languages}.")
            plan.lacks(element, sentence.format(field=label, languages=names))


def _languages(row: Row, text: str) -> list[str]:
    return [code for code in LANGUAGES if row[f"{text}_{code}"]]


def _bodies(plan: Plan, lens: Lens) -> None:
    _ = lens.language.text
    none = not any(plan.row[column] for column in ROLES)
    for column, role in ROLES.items():
        if not plan.row[column]:
            sentence = _("{field}: not on record.").format(field=_label(column, lens))
            plan.lacks(f"participating-org[@role='{role}']", sentence, blocks=none)
    others = _("Which organisations are accountable or pass on the funds is not on record.")
    plan.lacks("participating-org[@role='2' or @role='3']", others)


def _label(column: str, lens: Lens) -> str:
    return TABLES["projects"].fields[column].labels[lens.language.code]


def _status(plan: Plan, lens: Lens) -> None:
    _ = lens.language.text
    for column, element in {"status_code": "activity-status", "sector_code": "sector"}.items():
        if not plan.row[column]:
            sentence = _("{field}: not on record.").format(field=_label(column, lens))
            plan.lacks(element, sentence, blocks=True)


def _dates(plan: Plan, lens: Lens, today: date) -> None:
    """Put a day for each date into the plan; an actual date in the future is left out."""
    for column, number in DATES.items():
        written = plan.row[column]
        if why := _undated(column, plan.row, lens, today):
            plan.lacks(f"activity-date[@type='{number}']", why)
            plan.partial |= {column: written} if written else {}
        elif written and (day := _day(column, written)):
            plan.dates[column] = Told(day, written, column)
    if not plan.dates.keys() & set(STARTS):
        _stand_in(plan, lens)
    told = {one.column for one in plan.dates.values()}
    plan.partial |= {
        column: plan.row[column]
        for column in OTHER_DATES
        if plan.row[column] and column not in told
    }


def _day(column: str, written: str) -> date | None:
    return last_day(written) if column in ENDS.values() else first_day(written)


def _stand_in(plan: Plan, lens: Lens) -> None:
    """Without a start, an earlier step of the project is its planned start, and says so."""
    end = plan.dates.get("planned_end")
    for column in STAND_INS:
        written = plan.row[column]
        if (day := first_day(written)) and not (end and day > end.day):
            plan.dates = {"planned_start": Told(day, written, column, stands_in=True), **plan.dates}
            return
    sentence = lens.language.text("No start is on record, and no date that could take its place.")
    plan.lacks("activity-date", sentence, blocks=True)


_EXPECTED: Mapping[str, tuple[str | None, ...]] = {
    "actual_start": ("2", "3", "4", "6"),
    "actual_end": ("4",),
}


def _undated(column: str, row: Row, lens: Lens, today: date) -> str:
    """Why a date is left out; "" where it is in the file, or not due yet."""
    _ = lens.language.text
    label, written = _label(column, lens), row[column]
    if not written:
        due = column not in _EXPECTED or row["status_code"] in _EXPECTED[column]
        return _("{field}: not on record.").format(field=label) if due else ""
    day, date_known = _day(column, written), lens.language.date(written)
    if day is None:
        sentence = _("{field}: known only as {date}, and no day can stand for that.")
    elif column in _EXPECTED and day > today:
        is_sure = (parse(written).first or date.min) > today
        future, open_ = _("{field}: {date} lies in the future."), _("{field}: {date} may yet come.")
        sentence = future if is_sure else open_
    else:
        return ""
    return sentence.format(field=label, date=date_known)


def _where(plan: Plan, lens: Lens) -> None:
    _ = lens.language.text
    places = [row for key in plan.row["place_ids"] if (row := lens.row("places", key))]
    countries = tuple(dict.fromkeys(row["country"] for row in places if row["country"]))
    if len(countries) == 1:
        plan.countries = countries
    elif countries:
        sentence = _("Several countries, and their shares are not on record.")
        plan.lacks("recipient-country", sentence)
    else:
        plan.lacks("recipient-country", _("The country is not on record."))
    for row in places:
        if row["latitude"] is None:
            name = lens.name("places", row["place_id"]).name
            plan.lacks("location/point", _("{place}: not located.").format(place=name))

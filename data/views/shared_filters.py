"""Filters that several tables have: partner country, organisation, state, project."""

from collections.abc import Callable, Iterable, Mapping

from data.schema import codelist
from data.views.filtering import Asked, Filter
from data.views.lens import Lens, Row, kept
from data.views.partners import bodies_of


def in_abc(lens: Lens, codes: Iterable[str], name: Callable[[str], str]) -> dict[str, str]:
    """Codes with their names, in the order of the reader's alphabet."""
    names = {code: name(code) for code in codes}
    return dict(sorted(names.items(), key=lambda item: lens.language.abc(item[1])))


def is_in(name: str, column: str) -> Callable[[Row, Asked], bool]:
    """Whether a column of a row holds one of the values that a filter is asked for."""
    return lambda row, asked: row[column] in asked[name]


def named_rows(lens: Lens, table: str) -> dict[str, str]:
    """The rows of a table by id, with their names."""
    return {key: str(lens.name(table, key).name) for key in lens.record.by_key(table)}


def labels(lens: Lens, name: str) -> dict[str, str]:
    """The codes of a list with their names, in its order."""
    return {code: lens.label(name, code) for code in codelist(name)}


@kept(8)
def partner_countries(lens: Lens) -> Mapping[str, str]:
    """Countries that the record has dealings with, by name in the reader's language."""
    codes = {row["partner_country"] for row in lens.record.by_key("visits").values()}
    bodies = lens.record.by_key("organisations").values()
    codes |= {row["country"] for row in bodies if row["country"]}
    names = {code: lens.language.country(code) for code in codes - {"VN"}}
    abc = lens.language.abc
    return dict(sorted(names.items(), key=lambda item: (item[0] != "FR", abc(item[1]))))


def partner(
    lens: Lens, fits: Callable[[Row, Asked], bool], *, label: str = "", others: Iterable[str] = ()
) -> Filter:
    """The partner country, which goes with a reader from page to page."""
    _ = lens.language.text
    partners = partner_countries(lens)
    return Filter(
        label or _("Partner"),
        {**partners, **{code: lens.language.country(code) for code in others}},
        fits,
        everything=_("All partners"),
        nearest=_("All partners are shown."),
        offered=tuple(partners),
    )


def of_country(lens: Lens) -> Filter:
    """The country that a body or person is of, Việt Nam among them."""
    label = lens.language.text("Country")
    return partner(lens, is_in("country", "country"), label=label, others=["VN"])


def body(lens: Lens, table: str, fits: Callable[[Row, Asked], bool] | None = None) -> Filter:
    """One organisation with its offices, those of the partner side first."""
    _ = lens.language.text
    known = lens.record.by_key("organisations")
    names = sorted(
        named_rows(lens, "organisations").items(),
        key=lambda item: (known[item[0]]["country"] == "VN", lens.language.abc(item[1])),
    )
    return Filter(
        _("Partner organisation"),
        dict(names),
        fits or (lambda row, asked: bool(bodies_of(lens, table, row) & set(asked["org"]))),
        everything=_("All partners"),
        nearest=_("All partners are shown."),
        offered=tuple(key for key, _name in names),
    )


def state(lens: Lens, name: str, state_of: Callable[[Row], str]) -> Filter:
    """The state on the day of reading, by a codelist."""
    _ = lens.language.text
    known = labels(lens, name)
    return Filter(
        _("State"),
        known,
        lambda row, asked: state_of(row) in asked["state"],
        everything=_("All states"),
        nearest=_("All states are shown."),
        offered=tuple(known),
    )


def of_project(lens: Lens) -> Filter:
    """The project that a row is about."""
    label = lens.language.text("Project")
    return Filter(label, named_rows(lens, "projects"), is_in("project", "project_id"))

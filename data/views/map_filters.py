"""The filters of places, which are those of the map: layers, width of the lines, partner."""

from functools import cache

from data.views import geography
from data.views.filtering import Asked, Filter
from data.views.lens import Lens, Row
from data.views.shared_filters import body, in_abc, is_in, partner


def of_places(lens: Lens) -> dict[str, Filter]:
    """The map draws a place for what took place there, or for a line that leads to it."""
    _ = lens.language.text
    layers = {
        "links": _("Lines to partners"),
        "visits": _("Visits"),
        "meetings": _("Meetings"),
        "projects": _("Projects"),
    }

    weights = {"meetings": _("Meetings"), "projects": _("Projects")}

    @cache
    def drawn(
        shown: tuple[str, ...], partners: tuple[str, ...], measures: tuple[str, ...]
    ) -> set[str]:
        lines = geography.drawn_lines(lens, measures, partners) if "links" in shown else ()
        ends = (line.place["place_id"] for line in lines)
        return {*geography.drawn_places(lens, shown, partners), *ends}

    def is_drawn(row: Row, asked: Asked) -> bool:
        return row["place_id"] in drawn(
            asked.get("layers", tuple(layers)),
            asked.get("org") or asked.get("country", ()),
            asked.get("weight", geography.MEASURES),
        )

    used = {row["country"] for row in lens.record.by_key("places").values()}
    countries = in_abc(lens, filter(None, used), lens.language.country)
    return {
        "weight": Filter(
            _("Width of the lines"),
            weights,
            is_drawn,
            nearest=_("Lines are weighted by meetings."),
            offered=geography.MEASURES,
            usual=("meetings",),
            is_single=True,
        ),
        "country": partner(lens, is_drawn, others=["VN"]),
        "org": body(lens, "places", is_drawn),
        "layers": Filter(
            _("Layers"),
            layers,
            is_drawn,
            nearest=_("All layers are shown."),
            offered=tuple(layers),
            usual=tuple(layers),
        ),
        "located_in": Filter(_("Country"), countries, is_in("located_in", "country")),
    }

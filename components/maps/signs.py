"""The drawing that stands for each kind of place, on the map and in its legend."""

from urllib.parse import quote

from components.look import BY_SCHEME, Look, by_scheme

_SAFE = " /:=,;()'-.!*~@$&+?[]|^`"  # in a quoted address; the rest is written in hex
_SHAPES = {
    "bridge": '<path d="M2 13C4 4 14 4 16 13M1 14h16" fill="none" stroke="{c}" stroke-width="2.4"/>',
    "hill": '<path d="M9 2l8 14H1z" fill="{c}"/>',
    "museum": '<path d="M9 2l8 7-8 7-8-7z" fill="{c}"/>',
    "river": '<path d="M1 7q4-5 8 0t8 0M1 13q4-5 8 0t8 0" fill="none" stroke="{c}" stroke-width="2.4"/>',
    "border_gate": '<path d="M3 16V3h12v13M3 8h12" fill="none" stroke="{c}" stroke-width="2.4"/>',
    "embassy": '<path d="M4 17V2h11l-3 4 3 4H6v7z" fill="{c}"/>',
    "office": '<rect x="3" y="3" width="12" height="12" fill="{c}"/>',
    "company": '<path d="M2 16V8l5 3V8l5 3V4h4v12z" fill="{c}"/>',
}


_AREA = '<circle cx="9" cy="9" r="6" fill="{p}" stroke="{c}" stroke-width="2.4" stroke-dasharray="3 2"/>'


_CITY = '<circle cx="9" cy="9" r="6" fill="{c}"/>'


KINDS = ("city", *_SHAPES)


def colour(look: Look, *, at_home: bool) -> str:
    """The colour of a place: the province's in Việt Nam, the partners' abroad."""
    return look.province if at_home else look.partner


def sign(kind: str, look: Look, *, at_home: bool) -> str:
    """The drawing that stands for a kind of place: 18 × 18 units of SVG."""
    drawn = _CITY if kind == "city" else _SHAPES.get(kind, _AREA)
    body = drawn.format(c=colour(look, at_home=at_home), p=look.paper)
    return f'<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">{body}</svg>'


def image(kind: str) -> str:
    """The same drawing as an address for an ``img``, in the province's colour of the scheme."""
    head, _end, body = sign(kind, BY_SCHEME, at_home=True).partition(">")
    named = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    return _address_of(f"{named}><style>{by_scheme(':root')}</style>{body}")


def _address_of(svg: str) -> str:
    """A drawing as an address that holds all of it."""
    return f"data:image/svg+xml,{quote(svg, safe=_SAFE)}"

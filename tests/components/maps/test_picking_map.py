"""The map of the form, on which a place is pressed: the archipelagos are named there, too."""

import pytest

from components.look import LIGHT
from components.maps.picking import picking_map


@pytest.mark.parametrize("at", [None, (21.4, 103.0), (48.85, 2.35)])
@pytest.mark.parametrize(
    ("code", "names"),
    [("vi", ("Quần đảo Hoàng Sa", "Quần đảo Trường Sa")), ("fr", ("Hoàng Sa", "Trường Sa"))],
)
def test_the_map_of_the_form_has_a_small_one_of_the_archipelagos(lens, code, names, at):
    page = picking_map(lens(code), LIGHT, at).get_root().render()

    small = page[page.index("sea.innerHTML") :]
    assert all(name in small for name in names)

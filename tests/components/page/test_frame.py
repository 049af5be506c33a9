"""What a page sends to the browser's tab."""

from base64 import b64decode

from streamlit.elements.lib.image_utils import image_to_url
from streamlit.elements.lib.layout_utils import LayoutConfig

from components import assets
from components.page import frame


def test_the_icon_is_the_mark_and_streamlit_reads_no_file_for_it():
    kind, _, content = frame.icon().partition(";base64,")

    assert kind == "data:image/svg+xml"
    assert b64decode(content) == (assets.FOLDERS["own"] / "mark.svg").read_bytes()
    layout = LayoutConfig(width="stretch")
    assert image_to_url(frame.icon(), layout, False, "RGB", "auto", "icon") == frame.icon()

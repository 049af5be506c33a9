"""A server that others reach draws no pages ahead where its setting says so.

That it draws them otherwise is proved with real servers in ``tests/browser/test_warm.py``.
"""

from components.web import ahead, warming
from tests import loops


def test_with_the_setting_off_a_server_with_a_name_begins_no_drawing(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_HOSTS", "cau.example")
    monkeypatch.setenv(ahead.SETTING, "off")

    async def begins() -> bool:
        async with warming.lifespan(None):
            return warming.is_done()

    assert loops.run(begins())

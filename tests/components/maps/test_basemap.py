"""Texts of the record inside the map's script are texts, for the browser and for the server."""

import json

import pytest

from components.maps.basemap import script

TEXTS = ["{{7*7}}", "{{{7*7}}}", "{% raw %}", "{# x #}", "{{{{", "</script>", "`${x}`", "{ { } }"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_as_it_was(text):
    assert json.loads(script({"a": {"b": [text, {}]}})) == {"a": {"b": [text, {}]}}


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_opens_a_template_a_tag_or_a_literal(text):
    written = script([text])

    assert not any(opening in written for opening in ("{{", "{%", "{#", "<", "`", "$"))

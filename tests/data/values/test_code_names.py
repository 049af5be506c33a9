"""A country is read by the name that people use, and never by a code that it looks like."""

import pytest

from data.schema import TABLES
from data.values.code_names import codes_of


@pytest.mark.parametrize(
    ("text", "code"),
    [("Mỹ", "US"), ("Ý", "IT"), ("Úc", "AU"), ("Áo", "AT"), ("MY", "MY"), ("my", None)],
)
def test_a_country_is_no_code_that_its_name_looks_like(text, code):
    countries = codes_of(TABLES["organisations"].fields["country"])

    assert countries is not None
    assert countries.of(text) == code

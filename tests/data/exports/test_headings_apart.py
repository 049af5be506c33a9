"""The headings of a file are told apart by their letters, without a look at signs or accents."""

from collections import Counter

import pytest

from data.exports.edition import has_words
from data.intake.headings import beside
from data.language import Language
from data.schema import LANGUAGES, TABLES
from data.values.folding import fold


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", TABLES)
def test_no_two_headings_of_a_file_differ_in_signs_alone(name, code):
    table, language = TABLES[name], Language(code)
    fields = [*table.fields.values(), *table.computed.values()]
    labels = [field.labels[code] for field in fields]
    labels += [beside(field, language) for field in fields if has_words(field)]

    letters = Counter("".join(filter(str.isalnum, fold(label))) for label in labels)

    assert [label for label, count in letters.items() if count > 1] == []

"""Where a name stands in a text: texts that cannot hold it are passed over before they are read."""

from hypothesis import given
from hypothesis import strategies as st

from data.values import names

# Letters whose accents, case or number of letters change when a text is folded; what parts words.
LETTERS = st.sampled_from("aAàÀăđĐœßİıſΣς\u0301\u0323\u034f\u05b0\u0e31_- '1²ﬁ中")
NAMES = st.text(LETTERS, min_size=1, max_size=5)


@given(NAMES, NAMES, st.lists(st.integers(0, 6), max_size=6))
def test_a_text_is_passed_over_only_where_reading_it_finds_no_name(name, other, made_of):
    parts = (name, name.upper(), other, " ", "-", name[::-1], other.casefold())
    text = "".join(parts[number] for number in made_of)

    read = list(names._hits(names.words(text), names._wanted((name, other))))

    assert names.hits(text, (name, other)) == read


def test_a_name_is_found_with_other_accents_and_with_the_family_name_last():
    assert [one.spelt for one in names.hits("Ông Sơn Mùa A và mua-a-son", ("Mùa A Sơn",))] == [
        "sơn mùa a",
        "mua a son",
    ]


def test_words_are_spelt_alike_with_and_without_their_places():
    text = "Nguyễn Văn A, nguyen-van-a"

    assert names.spellings(text) == [word.spelt for word in names.words(text)]

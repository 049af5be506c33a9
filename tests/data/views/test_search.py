"""Search: whatever the accents, case and spelling, and what was typed exactly first."""

import unicodedata

import pytest

from data.language import Language
from data.values.folding import fold
from data.views.lens import Lens
from data.views.search import LONGEST, Found, hits, search


def ids(lens: Lens, wanted: str) -> list[str]:
    return [hit.named.id for hit in hits(lens, wanted)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nậm Rốm", "nam rom"),
        ("Điện Biên", "dien bien"),
        ("ĐIỆN BIÊN", "dien bien"),
        ("Thị trấn Mường Chà", "thi tran muong cha"),
        ("Kléber", "kleber"),
        ("œuvre", "oeuvre"),
        ("Ưu, ưu, Ơ, ơ", "uu, uu, o, o"),
        ("2023-11-22", "2023-11-22"),
        ("", ""),
    ],
)
def test_folding_leaves_plain_small_letters(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_spelling_of_an_accent_folds_alike(form):
    assert fold(unicodedata.normalize(form, "Sông Nậm Rốm")) == "song nam rom"


@pytest.fixture
def vietnamese(made):
    return made(
        people=[
            {"person_id": "trong", "name": "Trong"},
            {"person_id": "trong-dot", "name": "Trọng"},
            {"person_id": "dao", "name": "Đào Thị Ánh"},
            {"person_id": "sebastien", "name": "Sébastien Rolland", "aliases": "Xê-bát-chiên"},
            {"person_id": "code", "name": "C++ (a.b)"},
        ]
    )


@pytest.mark.parametrize(
    "wanted", ["Đào", "đào", "ĐÀO", "dao", "Dao", "DAO", unicodedata.normalize("NFD", "Đào")]
)
def test_case_accents_and_their_spelling_do_not_matter(vietnamese, wanted):
    assert ids(vietnamese, wanted) == ["dao"]


@pytest.mark.parametrize(
    ("wanted", "order"),
    [
        ("trong", ["trong", "trong-dot"]),
        ("trọng", ["trong-dot", "trong"]),
        ("TRỌNG", ["trong-dot", "trong"]),
        (unicodedata.normalize("NFD", "trọng"), ["trong-dot", "trong"]),
    ],
)
def test_accents_typed_exactly_come_first(vietnamese, wanted, order):
    assert ids(vietnamese, wanted) == order


@pytest.mark.parametrize(
    ("wanted", "hits"),
    [
        ("seb", ["sebastien"]),
        ("roll", ["sebastien"]),
        ("bastien", []),
        ("land", []),
        ("rong", []),
    ],
)
def test_a_word_is_found_by_its_beginning_only(vietnamese, wanted, hits):
    assert ids(vietnamese, wanted) == hits


def test_ron_does_not_find_trong(vietnamese):
    assert ids(vietnamese, "ron") == []


def test_every_word_must_be_found(vietnamese):
    assert ids(vietnamese, "sebastien anh") == []


def test_words_may_stand_in_any_order(vietnamese):
    assert ids(vietnamese, "rolland sebastien") == ["sebastien"]


def test_an_alias_finds_its_row(vietnamese):
    assert ids(vietnamese, "xe bat chien") == ["sebastien"]


@pytest.mark.parametrize("wanted", ["", " ", "\n", "?!", "...", "-", "()", "*", "\\", "“”"])
def test_nothing_asked_finds_nothing(vietnamese, wanted):
    assert hits(vietnamese, wanted) == []


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("roll.*", "roll"),
        ("^sebastien$", "sebastien"),
        ("[seb]", "seb"),
        ("(rolland", "rolland"),
        ("rolland|dao", "rolland dao"),
        ("C++", "c"),
        ("a\\w", "a w"),
        ("(?P<seb>", "p seb"),
    ],
)
def test_marks_of_regular_expressions_are_mere_punctuation(vietnamese, marked, plain):
    assert hits(vietnamese, marked) == hits(vietnamese, plain)


def test_a_dot_is_no_wild_card(vietnamese):
    assert ids(vietnamese, "d.o") == []


def test_words_that_stand_together_come_before_words_apart(made):
    lens = made(
        places=[
            {"place_id": "apart", "name_vi": "Nậm Pồ và sông Rốm"},
            {"place_id": "together", "name_vi": "Sông Nậm Rốm"},
        ]
    )

    assert ids(lens, "nậm rốm") == ["together", "apart"]


def test_a_name_comes_before_a_mention(made):
    lens = made(
        projects=[{"project_id": "mention", "name_vi": "Chiếu sáng Lyon", "short_name_vi": "Cầu"}],
        places=[{"place_id": "name", "name_vi": "Lyon"}],
    )

    assert ids(lens, "lyon") == ["name", "mention"]


def test_a_row_is_found_by_the_names_it_points_to(made):
    lens = made(
        people=[{"person_id": "son", "name": "Mùa A Sơn"}],
        visits=[{"visit_id": "v", "head_person_id": "son"}],
    )

    assert "v" in ids(lens, "mua a son")


def test_a_text_of_another_language_is_found_too(made):
    lens = made("vi", projects=[{"project_id": "p", "name_fr": "Éclairage du pont"}])

    assert ids(lens, "eclairage") == ["p"]


def test_the_snippet_shows_the_word_in_the_readers_language(made):
    long = "Mở đầu dài dòng. " * 20
    lens = made(projects=[{"project_id": "p", "problems_vi": f"{long}Giải phóng mặt bằng chậm."}])

    [hit] = hits(lens, "giai phong")

    assert "Giải phóng mặt bằng" in hit.snippet
    assert hit.snippet.startswith("…")


def test_what_is_called_so_comes_first_and_its_table_too(lens):
    first, *others = search(lens("vi"), "AFD").groups

    assert (first.table, first.hits[0].named.id) == ("organisations", "afd")
    assert "projects" in [group.table for group in others]


def test_an_acronym_in_brackets_or_a_longer_name_comes_after_the_very_name(made):
    lens = made(
        organisations=[
            {"org_id": "office", "name_vi": "AFD Việt Nam"},
            {"org_id": "letters", "name_vi": "Văn phòng AFD"},
            {"org_id": "afd", "name_vi": "Cơ quan Phát triển Pháp", "aliases": "Quỹ;AFD"},
        ]
    )

    assert ids(lens, "afd") == ["afd", "office", "letters"]


def test_every_row_is_counted_under_its_table(lens):
    found = search(lens("fr"), "dien bien")

    assert found.count == len(hits(lens("fr"), "dien bien")) > 100
    assert len({group.table for group in found.groups}) == len(found.groups)


@pytest.mark.parametrize(("wanted", "meant"), [("namm rom", "nam rom"), ("kleeber", "kleber")])
def test_a_slip_of_the_keys_is_forgiven_and_told(lens, wanted, meant):
    found = search(lens("vi"), wanted)

    assert found.count
    assert found.meant == meant


def test_what_nothing_is_near_to_finds_nothing(lens):
    assert search(lens("vi"), "qwertz") == Found([])
    assert search(lens("vi"), "?!") == Found([])


def test_a_search_of_many_words_measures_few_of_them(lens, monkeypatch):
    measured: list[str] = []

    def measure(word: str, *_given: object) -> list[str]:
        measured.append(word)
        return ["lyon"]

    monkeypatch.setattr("data.views.search.get_close_matches", measure)

    assert search(lens("vi"), " ".join(f"qw{number}" for number in range(40_000))) == Found([])
    assert 0 < len(measured) < 10


def test_the_first_word_that_nothing_is_near_to_ends_the_search(lens, monkeypatch):
    measured: list[str] = []

    def measure(word: str, *_given: object) -> list[str]:
        measured.append(word)
        return []

    monkeypatch.setattr("data.views.search.get_close_matches", measure)

    assert search(lens("vi"), "qwertz asdfgh yxcvbn") == Found([])
    assert measured == ["qwertz"]


def test_of_a_long_text_only_the_beginning_is_searched_for(lens):
    whole = "nam rom ".ljust(LONGEST)

    assert search(lens("vi"), whole + "qwertz" * 100_000) == search(lens("vi"), "nam rom")


def test_words_that_are_there_are_never_taken_for_others(lens):
    assert search(lens("vi"), "caen lyon").meant == ""


def test_a_hit_tells_its_day_and_its_state(lens):
    by_id = {hit.named.id: hit for hit in hits(lens("vi"), "nam rom")}

    assert by_id["namrom-multihazard"].state.startswith("Quá thời hạn")
    outcome = next(hit for hit in by_id.values() if hit.named.table == "outcomes")
    assert outcome.date


@pytest.mark.parametrize("wanted", ["Nậm Rốn", "nam ron", "Nam Ron", "NẬM RỐN", "Nâm Rôn"])
def test_the_other_spelling_of_the_river_finds_it(lens, wanted):
    assert "nam-rom-river" in ids(lens("vi"), wanted)


@pytest.mark.parametrize(
    ("wanted", "found_id"),
    [
        ("Mùa A Sơn", "mua-a-son"),
        ("mua a son", "mua-a-son"),
        ("dinh toan thang", "dinh-toan-thang"),
        ("Cités Unies", "cuf"),
        ("agence française de développement", "afd"),
        ("Éliane 2", "a1-hill"),
    ],
)
def test_people_bodies_and_places_on_record_are_found(lens, wanted, found_id):
    assert found_id in ids(lens("vi"), wanted)


def test_accents_change_the_order_but_not_what_is_found(lens):
    vietnamese = lens("vi")

    assert set(ids(vietnamese, "điện biên")) == set(ids(vietnamese, "dien bien"))


def test_a_broken_table_leaves_the_others_searchable(broken):
    tables = {hit.named.table for hit in hits(Lens(broken, Language("vi")), "Pháp")}

    assert "visits" not in tables
    assert "meetings" in tables

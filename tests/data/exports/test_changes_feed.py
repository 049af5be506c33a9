"""The feed of what changed, as another program reads it, over versions really published."""

from collections.abc import Iterator
from typing import Any

import feedparser
import pytest

from data.exports.atom import as_atom
from data.exports.edition import Edition
from data.record.canonical import canonical
from data.record.hiding import hidden
from data.record.loading import CURATED
from data.schema import LANGUAGES, TABLES
from data.store import Store, seed
from data.views.filtering import UnknownValue
from tests.data.exports.publications import newest, put

HOSTILE = "<script>alert(1)</script> & ]]> \x0b\u202e"
REMAINS, BRIDGE = "2024-03-26-remains", "namrom-multihazard"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with versions that change a project, a place, an amount; take a meeting out."""
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('feed')}/store.sqlite")
    seed(opened, CURATED)
    put(opened, "projects", BRIDGE, planned_end="2026-12-31")
    put(opened, "places", "lyon", name_en=HOSTILE)
    put(opened, "project_amounts", "amt-001", note_en="Read once more")
    put(opened, "meetings", REMAINS)
    put(opened, "people", "mua-a-son", note_en="Kept among ourselves")
    yield opened
    opened.close()


def read(shown: Edition, **asked: str) -> Any:
    content = as_atom(shown, asked, "/api/v1/changes.atom", "/sources?section=changes")
    feed = feedparser.parse(content)
    assert not feed.bozo
    assert feed.version == "atom10"
    return feed


def texts(feed: Any) -> list[str]:
    return [entry.content[0].value for entry in feed.entries]


def test_each_version_is_an_entry_newest_first_with_its_changes_in_words(kept):
    feed = read(newest(kept))

    assert [entry.title.partition(":")[0] for entry in feed.entries] == [
        f"Version {number}" for number in (6, 5, 4, 3, 2, 1)
    ]
    assert feed.entries[4].title == "Version 2: 1 changed"
    assert "Planned end: 31 Dec 2025 → 31 Dec 2026" in texts(feed)[4]
    assert "(removed)" in texts(feed)[1]
    assert feed.entries[5].title == "Version 1: the first version of the record"


def test_times_are_those_of_the_versions_and_ids_stay(kept):
    feed, again = read(newest(kept)), read(newest(kept))
    history = kept.history()

    moments = [f"{one.created:%Y-%m-%dT%H:%M:%SZ}" for one in history]
    assert [entry.published for entry in feed.entries] == moments
    assert feed.feed.updated == moments[0]
    ids = [entry.id for entry in feed.entries]
    assert len({*ids, feed.feed.id}) == len(history) + 1
    assert ids == [entry.id for entry in again.entries]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"project": BRIDGE}, [4, 2]),
        ({"org": "afd"}, [4, 2]),
        ({"org": "onacvg"}, [5]),
        ({"country": "FR"}, [5, 4, 2]),
        ({"table": "places"}, [3]),
        ({"table": "places,meetings"}, [5, 3]),
        ({"country": "FR", "table": "projects"}, [2]),
        ({"country": "JP"}, []),
    ],
)
def test_a_filter_keeps_the_versions_that_changed_what_fits(kept, asked, numbers):
    feed = read(newest(kept), **asked)

    assert [entry.title.partition(":")[0] for entry in feed.entries] == [
        f"Version {number}" for number in numbers
    ]
    assert feed.feed.id != read(newest(kept)).feed.id


@pytest.mark.parametrize("asked", [{"org": "nobody"}, {"table": "secrets"}, {"project": "x,y"}])
def test_an_unknown_value_is_refused(kept, asked):
    with pytest.raises(UnknownValue):
        read(newest(kept), **asked)


def test_who_published_and_why_is_told_only_to_those_who_may_know(kept):
    shown = (newest(kept, names=names) for names in (True, False))
    open_to_us, open_to_all = (as_atom(one, {}, "/a", "/b").decode() for one in shown)

    assert "Lò Thị Ban" in open_to_us
    assert "Sửa theo thư" in open_to_us
    assert "Lò Thị Ban" not in open_to_all
    assert "Sửa theo thư" not in open_to_all


def test_what_strangers_may_not_see_is_in_no_entry(kept):
    secret = hidden("people,project_amounts.note")

    told = "".join(texts(read(newest(kept, secret=secret))))

    assert "Kept among ourselves" in "".join(texts(read(newest(kept))))
    assert "Kept among ourselves" not in told
    assert "Read once more" not in told
    assert "Mùa A Sơn" not in told


def test_a_hostile_name_is_text(kept):
    content = as_atom(newest(kept), {}, "/a", "/b").decode()

    assert "<script" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt; \ufffd" in content
    assert "\x0b" not in content


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_feed_is_in_the_language_and_names_what_it_was_narrowed_to(kept, code):
    shown = newest(kept, code)

    feed = read(shown, country="FR").feed

    assert feed.language == code
    assert feed.title.endswith(shown.lens.language.country("FR"))
    assert feed.title != read(newest(kept, "fr" if code == "en" else "en"), country="FR").feed.title


def test_of_a_version_with_very_many_changes_the_first_are_told_and_the_others_counted(
    kept, monkeypatch
):
    monkeypatch.setattr("data.exports.past.MOST_OF_ONE", 0)

    feed = read(newest(kept))

    assert feed.entries[4].title == "Version 2: 1 more row is not listed."


def test_papers_are_told_with_the_partner_and_the_project_that_they_are_about(tmp_path):
    opened = Store(f"sqlite:///{tmp_path}/store.sqlite")
    seed(opened, CURATED)
    paper = dict.fromkeys(TABLES["papers"].fields, "") | {
        "paper_id": "signed-agreement",
        "subject_table": "projects",
        "subject_ids": BRIDGE,
        "title": "Signed agreement",
        "language": "vi",
        "restricted": "false",
        "format": "pdf",
        "size": "1000",
        "content_hash": "a" * 64,
    }
    content = canonical(TABLES["papers"], [paper])
    opened.publish({"papers": content}, parent=opened.current_id(), author="A", note="B")
    shown = newest(opened)

    for asked in ({"org": "afd"}, {"country": "FR"}, {"project": BRIDGE}, {"table": "papers"}):
        first = read(shown, **asked).entries[0]
        assert first.title == "Version 2: 1 added"
        assert "Signed agreement" in first.content[0].value
    assert all("Signed agreement" not in told for told in texts(read(shown, country="JP")))
    opened.close()

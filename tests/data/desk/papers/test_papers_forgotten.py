"""A person who is struck goes from papers too, from those that are confirmed."""

import pytest

from data.desk.forgetting.striking import look_for, strike
from data.desk.papers import adding
from data.desk.papers.judging import RefusedPaper
from data.roles import ALONE
from data.store import Store, papers
from tests.data.desk.forgetting.striking import BY, NAME, PERSON, filled
from tests.data.desk.papers.files import PDF, docx

REASON = "Đơn ngày 20/11/2026"


@pytest.fixture
def where(store: Store) -> Store:
    filled(store)
    for content in (PDF, docx(f"Gặp {NAME} ở Lyon"), docx("Chương trình")):
        adding.add(store, content, "a", by=ALONE)
    return store


def files(where):
    """By hash, the places that are files of papers."""
    found = look_for(where, [NAME], PERSON, by=BY)
    return found, {one.column: one for one in found.places if one.table == "paper_files"}


@pytest.mark.slow
def test_papers_that_name_a_person_are_found_and_those_nobody_can_read_are_told(where):
    _found, held = files(where)

    assert {column: one.is_exact for column, one in held.items()} == {
        papers.hash_of(docx(f"Gặp {NAME} ở Lyon")): True,
        f"{papers.hash_of(PDF)} unread": False,
    }


@pytest.mark.slow
def test_a_confirmed_paper_is_gone_and_does_not_come_back(where):
    found, held = files(where)
    named = held[papers.hash_of(docx(f"Gặp {NAME} ở Lyon"))]

    strike(where, found, {named.key}, by=BY, reason=REASON)

    assert set(papers.known(where)) == {papers.hash_of(PDF), papers.hash_of(docx("Chương trình"))}
    with pytest.raises(RefusedPaper):
        adding.add(where, docx(f"Gặp {NAME} ở Lyon"), "a", by=ALONE)


@pytest.mark.slow
def test_a_paper_nobody_can_read_goes_where_it_is_confirmed_and_is_known_again(where):
    found, held = files(where)

    strike(where, found, {held[f"{papers.hash_of(PDF)} unread"].key}, by=BY, reason=REASON)

    assert papers.content(where, papers.hash_of(PDF)) is None
    with pytest.raises(RefusedPaper):
        adding.add(where, PDF, "a", by=ALONE)

"""One's own account: the password is changed, and by nobody else."""

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.components.web.signing_in.entering import PASSWORD, enter, said, whose

NEW = "nậm rốm 2027 mùa xuân"


def change(client: TestClient, **form: str) -> Response:
    known = {"old": PASSWORD, "password": NEW, "again": NEW, **form}
    return client.post("/account?lang=en", data=known, follow_redirects=False)


def test_ones_own_account_is_for_whoever_is_signed_in(browser):
    client = browser()
    asked = client.get("/account?lang=fr", follow_redirects=False)
    assert asked.headers["location"] == "/sign-in?to=%2Faccount&lang=fr"

    enter(client)
    page = client.get("/account?lang=en")
    assert "Name Lò Thị Ban Account ban Role Editor" in said(page)


def test_a_changed_password_signs_out_every_other_browser(browser):
    here, elsewhere = browser(), browser()
    enter(here)
    enter(elsewhere)

    page = change(here)

    assert page.status_code == 303
    assert "The password is changed." in said(here.get(page.headers["location"]))
    assert (whose(here), whose(elsewhere)) == ("ban", "stranger")
    assert enter(elsewhere).status_code == 401
    assert enter(elsewhere, NEW).status_code == 303


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({"old": "something else"}, 403, "This is not the present password."),
        ({"old": "x" * 9_000}, 403, "This is not the present password."),
        ({"again": "something else"}, 422, "The two new passwords differ."),
        ({"password": "short", "again": "short"}, 422, "12 to 256 characters"),
        ({"password": "x" * 300, "again": "x" * 300}, 422, "12 to 256 characters"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why_at_its_field(browser, form, status, sentence):
    client = browser()
    enter(client)

    page = change(client, **form)

    assert page.status_code == status
    assert sentence in said(page)
    assert page.text.count('aria-describedby="error"') == 1
    assert whose(client) == "ban"


def test_the_present_password_cannot_be_guessed_at_somebodys_open_desk(browser):
    client = browser()
    enter(client)
    for _number in range(5):
        assert change(client, old="something else").status_code == 403

    assert change(client).status_code == 429


def test_a_stranger_changes_no_password(browser):
    assert change(browser()).headers["location"] == "/sign-in?to=%2Faccount&lang=en"

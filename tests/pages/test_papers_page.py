"""Papers in the form of a row and on its page: given, told why not, shown, taken off."""

import pytest

from data.desk import publishing
from data.desk.comparing import Mode
from data.desk.editing import sketch_check, sketching
from data.record.rows import tables_of
from data.roles import ALONE
from data.store import papers
from data.values.dates import province_today
from tests.data.desk.papers.files import HTML, PDF
from tests.pages.desk import opened, said, shown
from tests.pages.test_pages import opened as page

pytestmark = pytest.mark.usefixtures("kept")
MEETING = "2023-11-22-afd-paris"


def form(**asked):
    return opened(part="drafts", table="meetings", row=MEETING, **asked)


def given(app, *file: object, title: str = ""):
    """The form after a paper was given to it."""
    if file:
        app.file_uploader[-1].set_value([(*file, "text/html")])
    next(one for one in app.text_input if "Name; the name" in one.label).input(title)
    return press(app, "Add this paper")


def press(app, label):
    return next(one for one in app.button if one.label == label).click().run()


def drafted(kept):
    """The rows of papers in the newest draft."""
    newest = sketching.listed(kept, by=ALONE)[0]
    return newest, list(newest.rows.get("papers", {}).values())


def publish(kept):
    sketch, _rows = drafted(kept)
    looked = sketch_check.examined(sketch, kept, province_today())
    by = ALONE.called("An")
    publishing.publish(looked.checkup, kept, mode=Mode.UPDATE, by=by, note="Văn bản")
    sketching.throw_away(kept, sketch, by=ALONE)


def test_a_paper_is_given_in_the_form_published_and_read_on_the_page(kept):
    app = given(form(), "../thoả thuận.pdf", PDF)

    assert "is in the draft" in said(app, "success")
    assert "thoả thuận" in shown(app)
    assert "not published yet" in shown(app)
    publish(kept)
    seen = shown(page("visits", meeting=MEETING, lang="en"))
    (key,) = tables_of(kept.tables(kept.current_id()))["papers"]
    assert f'href="/api/v1/papers/{key}" download lang="vi">thoả thuận</a>' in seen
    assert "PDF" in seen
    assert "thoả thuận" in shown(page("sources", paper=key, lang="en"))


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("thoả thuận.pdf", HTML), "This is a web page"),
        (("thoả thuận.pdf", b"MZ\x90"), "This is a program"),
        (("thoả thuận.pdf", b""), "The file is empty"),
        ((), "Choose a file first"),
    ],
)
def test_of_what_is_no_paper_nothing_is_kept_and_the_form_says_why(kept, file, sentence):
    app = given(form(), *file)

    assert sentence in said(app, "error")
    assert drafted(kept)[1] == []
    assert papers.known(kept) == {}


def test_the_same_file_on_the_same_row_is_told(kept):
    app = given(form(), "a.pdf", PDF)
    app = given(app, "b.pdf", PDF)

    assert "has this very file already" in said(app, "error")
    assert len(drafted(kept)[1]) == 1


def test_a_name_stays_a_text(kept):
    app = given(form(), "a.pdf", PDF, title="<img src=x onerror=alert(1)>")
    publish(kept)

    for seen in (shown(app), shown(page("visits", meeting=MEETING))):
        assert "<img src=x" not in seen
        assert "&lt;img src=x" in seen


def test_a_paper_is_taken_off_by_a_draft_and_stays_in_older_versions(kept):
    given(form(), "a.pdf", PDF)
    publish(kept)
    before = kept.current_id()

    press(form(), "Remove")
    publish(kept)

    assert tables_of(kept.tables(kept.current_id()))["papers"] == {}
    assert len(tables_of(kept.tables(before))["papers"]) == 1


def test_a_new_paper_that_is_taken_off_leaves_the_draft(kept):
    press(given(form(), "a.pdf", PDF), "Remove")

    assert drafted(kept)[1] == []


def test_a_paper_is_seen_in_its_own_form_as_readers_will_see_it(kept):
    given(form(), "a.pdf", PDF)
    publish(kept)
    (key,) = tables_of(kept.tables(kept.current_id()))["papers"]

    app = opened(part="drafts", table="papers", row=key)
    next(one for one in app.toggle if "As readers" in one.label).set_value(True).run()

    assert not app.exception
    assert 'class="nc-preview"' in shown(app)
    assert not any("SHA-256" in one.label for one in app.text_input)

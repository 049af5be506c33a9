"""The data desk: what comes in is checked, compared, published once, and can be taken back."""

import io
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from data.desk.uploads import original_name
from data.intake.legacy import from_tcvn3
from data.language import Language
from data.record import rows
from data.schema import LANGUAGES
from data.sheets.limits import LIMITS
from data.store import Store, Unreachable
from tests.pages.desk import downloads, opened, said, shipped, shown, sign, uploaded, written

pytestmark = pytest.mark.usefixtures("kept")
ROOT = Path(__file__).parents[2]
RENAMED = "Nậm Rốm – chống lũ đa mục tiêu"
NAMROM = "namrom-multihazard"
HANDOVER = "2024-11-23-trail-handover"


def projects(**changes: str) -> list[dict[str, str]]:
    """The shipped projects, the first one (of the Nậm Rốm) changed."""
    rows_read = list(shipped("projects").values())
    assert rows_read[0]["project_id"] == NAMROM
    return [{**rows_read[0], **changes}, *rows_read[1:]]


def published(kept: Store, table: str = "projects") -> rows.Rows:
    return rows.rows_of(table, kept.tables(kept.current_id())[table])


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("part", ["upload", "history", "templates"])
def test_each_part_opens_in_each_language(part, code):
    app = opened(lang=code, part=part)

    assert not app.exception
    assert app.title[0].value == Language(code).text("Data desk")
    assert not app.error
    assert "nc-footer" in shown(app)


def test_a_file_without_changes_offers_nothing_to_publish():
    app = uploaded(("du-an.csv", written("projects", projects())))

    assert "Nothing is wrong" in said(app, "success")
    assert "Nothing would change" in said(app, "info")
    assert not app.checkbox


def test_each_finding_tells_row_cell_column_value_expectation_and_consequence():
    bad = projects(status_code="9")
    bad[1]["planned_start"] = "31/02/2024"
    app = uploaded(("du-an.csv", written("projects", bad)))

    page = shown(app)
    for part in (
        "the code is not in the list.",
        "<code>9</code>",
        "2 – Implementation",
        "this is not a date.",
        "<code>31/02/2024</code>",
        "cell left out",
        ">2</td>",
        ">3</td>",
        "AB2",
    ):
        assert part in page, part


def test_only_the_kind_that_was_chosen_is_listed():
    bad = projects(status_code="9")
    bad[1]["planned_start"] = "31/02/2024"
    app = uploaded(("du-an.csv", written("projects", bad)))
    show = next(box for box in app.selectbox if box.label == "Show")

    app = show.select_index(1).run()

    listed = shown(app).partition("nc-findings")[2]
    assert ("<code>9</code>" in listed) != ("<code>31/02/2024</code>" in listed)


def test_what_is_no_table_gets_one_sentence_and_no_form():
    app = uploaded(("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(50)))

    assert "anh.png: this is an image, not a table." in said(app, "error")
    assert not app.exception
    assert [button.label for button in app.button] == []


def test_nothing_is_published_without_ticks_name_and_note(kept):
    first = kept.current_id()
    bad = projects(short_name_vi=RENAMED)
    bad[1]["status_code"] = "9"
    app = uploaded(("du-an.csv", written("projects", bad)))

    app = sign(app, tick=False)
    assert "Tick what you agree to" in said(app, "warning")
    app = sign(app, author="  ")
    assert "Give your name" in said(app, "warning")
    app = sign(app, note="")
    assert "Give your name" in said(app, "warning")

    assert kept.current_id() == first


def test_publishing_tells_what_was_done_and_where_to_take_it_back(kept):
    app = uploaded(("du-an.csv", written("projects", projects(short_name_vi=RENAMED))))
    assert RENAMED in shown(app).replace("<mark>", "").replace("</mark>", "")

    app = sign(app, author="Lò Thị Mai", note="Tên theo quyết định mới")

    assert not app.exception
    assert "Published as version 2." in shown(app)
    assert "part=history" in shown(app)
    assert published(kept)[NAMROM]["short_name_vi"] == RENAMED
    version = kept.current()
    assert (version.author, version.note) == ("Lò Thị Mai", "Tên theo quyết định mới")
    assert version.source == "du-an.csv"


def test_a_second_click_publishes_nothing_more(kept):
    app = uploaded(("du-an.csv", written("projects", projects(short_name_vi=RENAMED))))
    app = sign(app)
    assert kept.current().number == 2

    app = app.run()

    assert not [button for button in app.button if button.label == "Publish"]
    assert kept.current().number == 2


def test_several_files_are_checked_together_and_all_originals_are_kept(kept):
    visits = list(shipped("visits").values())
    files = (
        ("du-an.csv", written("projects", projects(short_name_vi=RENAMED))),
        ("du-an.csv", written("visits", [{**visits[0], "title_en": "Another title"}])),
    )
    app = sign(uploaded(*files))

    assert not app.exception
    version = kept.current()
    assert version.source == "du-an.csv / du-an (2).csv"
    original = kept.original(version.id)
    assert original is not None
    with ZipFile(io.BytesIO(original)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "du-an.csv": files[0][1],
            "du-an (2).csv": files[1][1],
        }
    assert original_name(version) == "nhip-cau-v2-files.zip"


def test_replacing_needs_a_tick_for_the_rows_that_go(kept):
    sources = list(shipped("discrepancies").values())
    app = uploaded(("x.csv", written("discrepancies", sources[:-1])), mode="replace")

    assert "Remove 1 row" in [box.label for box in app.checkbox]
    app = sign(app)

    assert list(published(kept, "discrepancies")) == [row["discrepancy_id"] for row in sources[:-1]]


def test_replacing_tells_which_contradictions_come_and_go_with_the_removed_rows():
    meetings = [row for key, row in shipped("meetings").items() if key != HANDOVER]
    person = next(row for row in shipped("people").values() if len(row["role_date"]) == 10)
    renamed = {**person, "person_id": "a-new-id", "role_vi": "Bí thư", "role_en": "", "role_fr": ""}
    others = [row for row in shipped("people").values() if row != person]
    files = (
        ("meetings.csv", written("meetings", meetings)),
        ("people.csv", written("people", [*others, renamed])),
    )
    assert "Without the removed rows" not in shown(uploaded(*files))

    page = shown(uploaded(*files, mode="replace"))

    assert "Without the removed rows there are 3 more contradictions" in page
    assert "out-029" in page.partition("3 more contradictions")[2]
    assert "1 contradiction found above goes with the removed rows." in page


def test_rows_that_others_refer_to_cannot_be_removed(kept):
    app = uploaded(("du-an.csv", written("projects", projects()[:1])), mode="replace")
    app = sign(app)

    assert "the record would be broken" in said(app, "error")
    assert kept.current().number == 1


def test_who_comes_second_sees_what_changed_and_decides_again(kept):
    app = uploaded(("du-an.csv", written("projects", projects(short_name_vi=RENAMED))))
    other = {**shipped("projects"), NAMROM: projects(short_name_vi="Tên của người kia")[0]}
    kept.publish(
        {"projects": written("projects", list(other.values())).replace(b"\r\n", b"\n")},
        parent=kept.current_id(),
        author="Quàng Văn An",
        note="đổi tên",
    )

    app = sign(app)

    assert kept.current().number == 2, "published over what nobody had seen"
    assert "Quàng Văn An published version 2 meanwhile" in said(app, "warning")
    assert "Tên của người kia" in shown(app)
    assert "Write over 1 cell that was changed meanwhile" in [box.label for box in app.checkbox]
    assert [field.value for field in app.text_input[-2:]] == ["Lò Thị Mai", "Sửa tên"]
    app = sign(app, tick=False)
    assert kept.current().number == 2

    app = sign(app)

    assert kept.current().number == 3
    assert published(kept)[NAMROM]["short_name_vi"] == RENAMED


def test_a_date_that_could_be_read_two_ways_is_asked_about(kept):
    rows_read = projects()
    for row, written_date in zip(
        rows_read, ["03/04/2024", "05/06/2024", "07/08/2024"], strict=False
    ):
        row["approval_date"] = written_date
    app = uploaded(("du-an.csv", written("projects", rows_read[:3])))
    assert app.radio[0].value == "day-first"

    app = app.radio[0].set_value("month-first").run()

    assert app.radio[0].value == "month-first"
    assert "4 Mar 2024" in shown(app)


def test_a_file_in_tcvn3_shows_what_its_texts_became():
    text = "Nậm Rốm – đa thiên tai"
    legacy = "".join(
        next((c for c in map(chr, range(256)) if from_tcvn3(c) == one), one) for one in text
    )
    content = "project_id,short_name_vi,problems_vi\r\n" + f"{NAMROM},{legacy},{legacy * 30}\r\n"
    app = uploaded(("cu.csv", content.replace("–", "-").encode("cp1252")))

    assert not app.exception
    assert "is not written in Unicode" in shown(app)
    assert "đa thiên tai" in shown(app)
    assert next(box for box in app.selectbox if "Encoding" in box.label).value == "tcvn3"


def test_history_downloads_compares_and_restores(kept):
    sign(uploaded(("du-an.csv", written("projects", projects(short_name_vi=RENAMED)))))
    app = opened(part="history", version="1")

    assert downloads(app) == [
        "The whole version as a workbook (XLSX)",
        "All its tables as CSV (zip)",
    ]
    assert "From version 2 to version 1:" in shown(app)
    app = sign(app, note="nhầm")

    assert "Restored as version 3." in said(app, "success")
    assert published(kept)[NAMROM] == shipped("projects")[NAMROM]
    assert 'aria-label="Version 3"' in shown(app)


def test_history_gives_back_the_uploaded_file(kept):
    sign(uploaded(("dự án.csv", written("projects", projects(short_name_vi=RENAMED)))))

    app = opened(part="history", version="2")

    assert "The uploaded file “dự án.csv”" in downloads(app)


@pytest.mark.parametrize("parameter", ["part", "version", "mode", "rows", "tables"])
def test_an_unknown_value_in_the_address_gives_a_notice(parameter):
    part = {"version": "history", "rows": "templates", "tables": "templates"}.get(parameter)
    files = [("du-an.csv", written("projects", projects(short_name_vi=RENAMED)))]
    known = {"part": part} if part else {}
    asked = {**known, parameter: "no-such"}
    app = uploaded(*files, **asked) if parameter == "mode" else opened(**asked)

    assert not app.exception
    assert "no-such" in said(app, "warning")


def test_a_stranger_is_offered_no_desk(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)

    app = opened()

    assert "Sign in" in said(app, "warning")
    assert not app.file_uploader
    assert "nc-footer" not in shown(app)


def test_text_of_an_upload_is_text_on_the_page():
    hostile = "<img src=x onerror=alert(1)>"
    bad = projects(short_name_vi=hostile, status_code=hostile)
    app = uploaded((f"{hostile}.csv", written("projects", bad)))

    assert not app.exception
    assert "<img src=x" not in shown(app)
    assert "&lt;img src=x" in shown(app)


def test_a_broken_store_is_told_in_one_sentence(kept, monkeypatch):
    def refuse(*_arguments: object) -> None:
        raise Unreachable("secret detail of the database")

    monkeypatch.setattr("data.store.history.Store.history", refuse)
    app = opened(part="history")

    assert not app.exception
    assert "The store of the record does not answer" in said(app, "error")
    assert "secret" not in said(app, "error")


def test_the_server_takes_no_larger_files_than_the_readers_do():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

    assert config["server"]["maxUploadSize"] * 1_000_000 == LIMITS.bytes
    assert opened().file_uploader[0].proto.max_upload_size_mb * 1_000_000 == LIMITS.bytes


STILL = "These translations still say the same: do not mark them"


def box(app):
    """The box beside the findings; None where it is not offered."""
    labels = {one.label.replace("\\", ""): one for one in app.checkbox}
    return labels.get(STILL)


def test_translations_left_behind_are_named_and_published_with_their_mark(kept):
    app = uploaded(("du-an.csv", written("projects", projects(short_name_vi=RENAMED))))

    page = shown(app)
    assert "the translation is older than the Vietnamese text." in page
    assert "<b>2 ×</b>" in page
    assert "Example:" not in page.partition("nc-findings")[2].partition("nc-changes")[0]
    assert "Short name (English), Short name (French)" in page
    assert not box(app).value

    sign(app)

    row = published(kept)[NAMROM]
    assert row["older_translations"] == "short_name_en;short_name_fr"


def test_translations_that_still_hold_are_published_without_a_mark(kept):
    app = uploaded(("du-an.csv", written("projects", projects(short_name_vi=RENAMED))))

    app = box(app).check().run()

    assert box(app).value
    assert "is older than the Vietnamese" not in shown(app)
    sign(app)
    row = published(kept)[NAMROM]
    assert (row["short_name_vi"], row["older_translations"]) == (RENAMED, "")


def test_a_confirmation_does_not_reach_another_file():
    app = uploaded(("du-an.csv", written("projects", projects(short_name_vi=RENAMED))))
    app = box(app).check().run()
    other = written("projects", projects(name_vi=RENAMED))

    app.file_uploader[0].set_value([("khac.csv", other, "")])
    app = app.run()

    assert not box(app).value
    assert "the translation is older than the Vietnamese text." in shown(app)


def test_files_that_leave_no_translation_behind_offer_no_box():
    app = uploaded(("du-an.csv", written("projects", projects(status_code="9"))))

    assert box(app) is None


def test_doubtful_dates_of_two_files_of_one_table_are_asked_for_each(kept):
    first, second = (
        f"project_id,planned_start\n{project},{written_date}\n".encode()
        for project, written_date in ((NAMROM, "1/2/2023"), ("namrom-phase2", "3/4/2024"))
    )
    app = uploaded(("a.csv", first), ("b.csv", second))

    assert not app.exception
    asked = [radio for radio in app.radio if "two ways" in radio.label]
    assert len(asked) == 2

    app = asked[1].set_value("month-first").run()

    assert not app.exception
    page = shown(app)
    assert "1 Feb 2023" in page or "2023-02-01" in page
    assert "4 Mar 2024" in page or "2024-03-04" in page

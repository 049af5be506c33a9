"""What changed between the check and what follows is told at its place, and nothing is lost."""

from pathlib import Path

import pytest

from data.desk import mappings
from data.roles import ALONE
from data.store import Store
from tests.pages.desk import opened, said, shipped, shown, sign, uploaded, written

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("kept")]
CASES = Path(__file__).parents[1] / "data" / "cases"
HEADINGS = "18_official_headings.xlsx"
UNIT = (CASES / "c20_unitline.csv").read_bytes()


def place(**cells: str) -> bytes:
    return written("places", [shipped("places")["dien-bien-phu"] | cells])


def given(app, *files: tuple[str, bytes]):
    app.file_uploader[0].set_value([(name, content, "") for name, content in files])
    return app.run()


def test_a_file_that_comes_again_with_other_contents_is_checked_anew_and_so_are_its_answers(kept):
    other = ("places.csv", place(name_en="Na Sang ward"))
    app = uploaded(("tien.csv", UNIT), other)
    app = app.radio[0].set_value("converted").run()
    assert "came again" not in said(app, "warning")

    app = given(app, other)
    app = given(app, other, ("tien.csv", UNIT.replace(b"1.500", b"1.700")))

    assert "“tien.csv” came again with other contents" in said(app, "warning")
    assert "places.csv” came again" not in said(app, "warning")
    assert app.radio[0].value == "converted"
    assert "1,700,000,000" in shown(app)


def test_what_was_checked_is_published_even_where_a_form_of_before_was_filled_in(kept):
    app = uploaded(("places.csv", place(name_en="First")))
    app = given(app, ("places.csv", place(name_en="Second")))

    app = sign(app)

    content = kept.tables(kept.current_id())["places"].decode()
    assert "Second" in content
    assert "First" not in content
    assert not app.exception


def test_two_files_of_one_name_are_told_with_the_name_that_one_has_here(kept):
    app = uploaded(("a.csv", place(name_en="First")), ("a.csv", place(name_en="Second")))

    assert "Two files are called “a.csv”; one of them is “a (2).csv” here." in said(app, "warning")
    assert not app.exception


def remembered(kept: Store, name: str) -> None:
    """A mapping of the sheet with an office's own headings."""
    app = uploaded((f"{name}.xlsx", (CASES / HEADINGS).read_bytes()))
    app = app.selectbox[0].set_value("projects").run()
    sources = next(box for box in app.multiselect if box.label == "Sources")
    sources.set_value(["vna-2025-03-17"])
    next(box for box in app.selectbox if box.label == "Confidence").set_value("stated")
    app = next(one for one in app.button if one.label == "Read the sheet this way").click().run()
    assert [one.name for one in mappings.listed(kept)] == [name]


def test_a_mapping_that_somebody_removed_meanwhile_reads_nothing_and_is_named(kept):
    remembered(kept, "nam-2025")
    app = uploaded(("nam-2026.xlsx", (CASES / HEADINGS).read_bytes()))
    button = next(one for one in app.button if one.label.startswith("Read it by"))

    mappings.remove(kept, "nam-2025", by=ALONE)
    app = button.click().run()

    assert "“nam-2025” was removed or renamed meanwhile" in said(app, "warning")
    assert "<strong>Projects</strong>" not in shown(app)
    assert "nam-2025" not in said(app.run(), "warning")


def test_in_the_list_a_mapping_that_is_gone_is_named_and_ones_own_click_is_no_loss(kept):
    remembered(kept, "nam-2025")
    app = opened(part="mappings")
    app.text_input[-1].input("nam-2026")
    app = next(one for one in app.button if one.label == "Rename").click().run()
    assert "meanwhile" not in said(app, "warning")

    mappings.remove(kept, "nam-2026", by=ALONE)
    app.text_input[-1].input("nam-2027")
    app = next(one for one in app.button if one.label == "Rename").click().run()

    assert "“nam-2026” was removed or renamed meanwhile; nothing was changed." in said(
        app, "warning"
    )


def test_a_mapping_for_other_headings_is_not_lost_to_one_of_its_name(kept):
    remembered(kept, "danh-muc")
    (first,) = mappings.listed(kept)
    other = first.content.replace("Nhà tài trợ", "Bên tài trợ")

    app = uploaded(("danh-muc.csv", b"T\xc3\xaan d\xe1\xbb\xb1 \xc3\xa1n,X\nC\xe1\xba\xa5p,y\n"))
    app = app.selectbox[0].set_value("projects").run()
    name = next(box for box in app.text_input if box.label.startswith("Remember this"))
    assert name.value == "danh-muc (2)"
    assert mappings.take_in(kept, other.encode(), by=ALONE) == "danh-muc (2)"
    assert mappings.take_in(kept, first.content.encode(), by=ALONE) == "danh-muc"

    kept_names = {one.name: one.shape for one in mappings.listed(kept)}
    assert kept_names["danh-muc"] == first.shape
    assert len(kept_names) == 2

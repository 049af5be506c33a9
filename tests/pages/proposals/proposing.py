"""People of each role, what they propose, and what they see of it."""

from typing import Any

from streamlit.testing.v1 import AppTest

from data.record.rows import rows_of
from data.roles import Caller, Role
from data.store import Store
from tests.pages.desk import shipped, uploaded, written

NAMROM = "namrom-multihazard"
RENAMED = "Nậm Rốm – chống lũ đa mục tiêu"
PEOPLE = {
    Role.READER: Caller("doc", "Vàng A Đọc", Role.READER),
    Role.EDITOR: Caller("ban", "Lò Thị Ban", Role.EDITOR),
    Role.APPROVER: Caller("dung", "Cà Văn Dũng", Role.APPROVER),
    Role.ADMINISTRATOR: Caller("an", "Quàng Văn An", Role.ADMINISTRATOR),
}
BOSS = Caller("chu", "Chủ", Role.ADMINISTRATOR)


def changed_file(**cells: str) -> tuple[str, bytes]:
    rows = list(shipped("projects").values())
    rows[0] = {**rows[0], **(cells or {"short_name_vi": RENAMED})}
    return "dự án.csv", written("projects", rows)


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def hand_in(note: str = "Tên theo quyết định mới", **parameters: str) -> AppTest:
    app = uploaded(changed_file(), **parameters)
    next(one for one in app.text_input if one.label == "What changed and why").input(note)
    return press(app, "Propose")


def buttons(app: AppTest) -> list[str]:
    return [one.label for one in app.button]


def headings(app: AppTest) -> list[str]:
    return [one.value for one in app.subheader]


def write(app: AppTest, text: str) -> AppTest:
    app.text_area[0].input(text)
    return app


def name_now(kept: Store) -> str:
    return rows_of("projects", kept.tables(kept.current_id())["projects"])[NAMROM]["short_name_vi"]


def parts_of(app: AppTest) -> list[str]:
    groups: list[Any] = list(app.get("button_group"))
    return list(groups[1].options)

"""What people put on record on the page, by keyboard, mouse and touch, and across a restart."""

import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Page, expect

from components.entrance import gate
from data.accounts import sign_ins
from data.desk.editing import sketching
from data.roles import Caller, Role
from tests.browser.reader import NAMROM, PHONE
from tests.browser.settling import settle
from tests.browser.sockets import socket as desk_socket
from tests.browser.touring import grave_faults
from tests.browser.workplace import (
    NAMES,
    Office,
    choose,
    go,
    lend,
    let_in,
    office,
    pick,
    press,
    runs_of,
    sign_in,
    tab_to,
    tap,
    tap_in,
    type_in,
)
from tests.data.desk.papers.files import PDF, docx

pytestmark = [pytest.mark.browser, pytest.mark.slow]
__all__ = ["lend", "office", "sign_in"]  # fixtures
ROW = "/data?part=drafts&table=projects&row=namrom-multihazard"
DROP = '[data-testid="stFileUploaderDropzone"] button'
_TOUCHABLE = """() => [...document.querySelectorAll(
  '[data-testid="stMain"] button, [data-testid="stMain"] .nc-way a')]
  .filter((one) => one.checkVisibility() && one.closest(
    '[class*="st-key-nc-onward"], [class*="st-key-nc-add-"], .nc-way, [data-tag]'))
  .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent)"""


def on_record(office: Office, title: str) -> tuple[str, list[dict[str, str]], list[dict[str, str]]]:
    """The id of a visit by its title, its meetings, and what came of them."""
    tables = office.published()
    (visit,) = [key for key, row in tables["visits"].items() if row["title_vi"] == title]
    meetings = {k: row for k, row in tables["meetings"].items() if row["visit_id"] == visit}
    outcomes = [row for row in tables["outcomes"].values() if row["meeting_id"] in meetings]
    return visit, list(meetings.values()), outcomes


def test_by_keyboard_alone_a_visit_with_two_meetings_and_three_outcomes_is_published(
    office, sign_in
):
    page = sign_in(Role.APPROVER)
    go(page, office, "/data?part=visit")
    press(page, "Đoàn của tỉnh đi nước ngoài")
    choose(page, "Nguồn", "Đại sứ quán")
    choose(page, "Nước đối tác", "phap")
    type_in(page, "Tên chuyến thăm", "Đoàn tỉnh Điện Biên thăm Bordeaux")
    press(page, "Tiếp theo: Cuộc gặp theo ngày")
    expect(page.locator(".nc-goal")).to_be_focused()  # not at the top of the page again
    for title in ("Làm việc với thành phố Bordeaux", "Làm việc với Đại học Bordeaux"):
        press(page, "Thêm cuộc gặp")
        expect(page.locator(".nc-goal", has_text="chưa có tên")).to_be_focused()
        type_in(page, "Tên cuộc gặp", title)
    press(page, "Tiếp theo: Thành phần tham dự")
    press(page, "Tiếp theo: Đề nghị, cam kết, thỏa thuận")
    for add, text in (
        ("Thêm đề nghị", "Đề nghị hỗ trợ đào tạo tiếng Pháp"),
        ("Thêm cam kết", "Cam kết cử chuyên gia quy hoạch"),
        ("Thêm thỏa thuận", "Thống nhất trao đổi sinh viên"),
    ):
        press(page, add)
        type_in(page, "Nội dung", text)
        choose(page, "Bên nêu", "AFD")
    assert grave_faults(page) == []
    press(page, "Tiếp theo: Nguồn, độ chắc chắn")
    press(page, "Tiếp theo: Xem lại và gửi")
    assert grave_faults(page) == []
    tab_to(page, "Nội dung và lý do thay đổi", "INPUT")
    page.keyboard.type("Chuyến thăm Bordeaux")
    press(page, "Công bố")
    expect(page.locator(".nc-done")).to_be_visible()

    visit, meetings, outcomes = on_record(office, "Đoàn tỉnh Điện Biên thăm Bordeaux")
    assert page.locator(f'.nc-done a[href*="visit={visit}"]').count() == 1
    assert len(meetings) == 2
    assert sorted(row["kind"] for row in outcomes) == ["agreement", "commitment", "request"]
    approver = Caller(Role.APPROVER, NAMES[Role.APPROVER], Role.APPROVER)
    assert sketching.listed(office.store, by=approver) == []


def test_by_touch_on_a_phone_a_visit_is_proposed_and_another_account_approves_it(office, sign_in):
    page = sign_in(Role.EDITOR, PHONE, touch=True)
    go(page, office, "/data?part=visit")
    tap(page, "Đoàn đối tác đến tỉnh")
    pick(page, "Nguồn", "AFD")
    assert grave_faults(page) == []
    pick(page, "Nước đối tác", "Pháp")
    tap_in(page, "Tên chuyến thăm", "Đoàn Bordeaux thăm tỉnh Điện Biên")
    assert page.evaluate(_TOUCHABLE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    tap(page, "Tiếp theo: Cuộc gặp theo ngày")
    tap(page, "Thêm cuộc gặp")
    tap_in(page, "Tên cuộc gặp", "Chào xã giao lãnh đạo tỉnh")
    page.evaluate("window.ncHere = true")
    page.locator(".nc-way a", has_text="Đề nghị, cam kết, thỏa thuận").tap()
    expect(page.get_by_role("button", name="Thêm cam kết").last).to_be_visible()
    assert page.evaluate("window.ncHere")  # the document stayed
    settle(page)
    tap(page, "Thêm cam kết")
    tap_in(page, "Nội dung", "Cam kết gửi báo cáo khảo sát")
    pick(page, "Bên nêu", "AFD")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    page.locator(".nc-way a", has_text="Xem lại và gửi").tap()
    page.get_by_label("Nội dung và lý do thay đổi").tap()
    page.keyboard.type("Đoàn Bordeaux")
    with runs_of(page).one_more():
        page.get_by_role("button", name="Gửi đề xuất", exact=True).tap()
    expect(page.get_by_text("Đã gửi thành đề xuất")).to_be_visible()

    other = sign_in(Role.APPROVER, PHONE, touch=True)
    go(other, office, "/data?part=proposals")
    other.get_by_role("link", name="Đoàn Bordeaux").tap()
    expect(other.get_by_role("button", name="Duyệt và công bố")).to_be_visible()
    settle(other)
    tap(other, "Duyệt và công bố")

    _visit, meetings, outcomes = on_record(office, "Đoàn Bordeaux thăm tỉnh Điện Biên")
    assert (len(meetings), len(outcomes)) == (1, 1)


def chosen(page: Page, name: str, content: bytes, *, touch: bool = False) -> None:
    """A file chosen in the form by the button that opens the browser's own window."""
    button = page.locator(DROP).last
    with page.expect_file_chooser() as asked:
        button.tap() if touch else button.click()
    # What is said of its kind is a lie, as a sender's may be.
    asked.value.set_files({"name": name, "mimeType": "text/html", "buffer": content})
    expect(page.get_by_role("button", name=f"Bỏ {name}")).to_be_visible()


def published(page: Page, office: Office, note: str, *, touch: bool = False) -> None:
    """Open the draft, say why, and publish it."""
    go(page, office, "/data?part=drafts")
    link = page.locator('a[href*="part=drafts&draft="]').first
    link.tap() if touch else link.click()
    field = page.get_by_label("Nội dung và lý do thay đổi")
    field.wait_for()
    settle(page)
    field.tap() if touch else field.click()
    page.keyboard.type(note)
    button = page.get_by_role("button", name="Công bố", exact=True)
    before = office.store.current_id()
    with runs_of(page).one_more():
        button.tap() if touch else button.click()
    assert office.store.current_id() != before


def saved(page: Page, name: str, *, touch: bool = False) -> tuple[str, bytes]:
    """A paper taken from a page of the record: the name and the bytes of what is saved."""
    here = page.url
    link = page.locator(".nc-papers a", has_text=name)
    with page.expect_download() as coming:
        link.tap() if touch else link.click()
    assert page.url == here  # no page of ours became the file
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_by_mouse_a_paper_is_put_to_a_project_and_another_reader_saves_it(office, sign_in):
    page = sign_in(Role.APPROVER)
    go(page, office, ROW)
    page.locator("summary", has_text="Văn bản").last.click()
    chosen(page, "thoả thuận <b>.pdf", PDF)
    page.get_by_role("button", name="Thêm văn bản này").click()
    expect(page.get_by_text("đã có trong bản nháp")).to_be_visible()
    assert grave_faults(page) == []
    published(page, office, "Thoả thuận đã ký")

    reader = sign_in(Role.READER)
    go(reader, office, NAMROM)
    name, content = saved(reader, "thoả thuận")
    assert (content, name.startswith("thoả thuận"), name.endswith(".pdf")) == (PDF, True, True)
    assert not set(name) & set("<>")
    answer = reader.request.get(
        str(reader.locator(".nc-papers a").first.evaluate("one => one.href"))
    )
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-type"] == "application/pdf"


def test_by_touch_a_restricted_paper_is_put_to_a_project_and_no_stranger_sees_it(office, sign_in):
    secret = docx("mật")
    page = sign_in(Role.APPROVER, PHONE, touch=True)
    go(page, office, ROW)
    page.locator("summary", has_text="Văn bản").last.tap()
    chosen(page, "biên bản mật.docx", secret, touch=True)
    page.get_by_text("chỉ người biên tập").last.tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    tap(page, "Thêm văn bản này")
    expect(page.get_by_text("đã có trong bản nháp")).to_be_visible()
    published(page, office, "Biên bản", touch=True)

    go(page, office, NAMROM)
    assert saved(page, "biên bản mật", touch=True)[1] == secret
    href = str(page.locator(".nc-papers a", has_text="biên bản mật").get_attribute("href"))
    other = sign_in(Role.READER, PHONE, touch=True)
    for is_stranger in (False, True):
        if is_stranger:
            other.context.clear_cookies()
        go(other, office, NAMROM)
        assert "biên bản mật" not in other.content()
        assert other.request.get(office.server.origin + href).status == 404


def begun(office: Office, address: str, size: int, cookies: str) -> socket.socket:
    """A connection on which somebody has begun to send a file of so many bytes."""
    at = urlsplit(office.server.origin)
    line = socket.create_connection((at.hostname, at.port), timeout=60)
    head = (
        f"PUT {address} HTTP/1.1",
        f"Host: {at.netloc}",
        f"Origin: {office.server.origin}",
        f"Cookie: {cookies}",
        f"X-Xsrftoken: {cookies.rpartition('_streamlit_xsrf=')[2]}",
        "Content-Type: multipart/form-data; boundary=nc",
        f"Content-Length: {size}",
    )
    line.sendall("\r\n".join([*head, "", ""]).encode() + b"--nc\r\n" + PDF)
    return line


def answered(line: socket.socket) -> bytes:
    """All that the server says, also where it says so before it has read everything."""
    got = b""
    with line, suppress(ConnectionError):
        while part := line.recv(65536):
            got += part
    return got


def test_a_paper_of_200_mb_over_the_wire_is_refused_in_a_sentence_and_never_read(
    office, monkeypatch
):
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 40)
    token = sign_ins.begin(office.store, Role.EDITOR)
    with desk_socket(office.server, token) as desk:
        desk.run("data", "part=drafts&table=projects&row=namrom-multihazard")
        address = desk.upload_address("thoả thuận.pdf")
        mark = httpx2.get(f"{office.server.origin}/_stcore/health").cookies["_streamlit_xsrf"]
        cookies = f"{gate.COOKIE}={gate.cookie_of(token)}; _streamlit_xsrf={mark}"

        many = [begun(office, address, 200_000_000, cookies) for _time in range(20)]
        answers = [answered(line) for line in many]

        assert {answer.partition(b"\r\n")[0] for answer in answers} == {
            b"HTTP/1.1 413 Request Entity Too Large"
        }
        assert "Tệp quá lớn".encode() in answers[0]
        assert desk.put(address, "thoả thuận.pdf", PDF) == 204  # the way itself is open
    assert httpx2.get(f"{office.server.origin}/healthz").status_code == 200


def test_a_draft_survives_a_reload_a_sign_out_and_a_restart_of_the_server(office, sign_in):
    page = sign_in(Role.EDITOR)
    go(page, office, "/data?part=visit")
    press(page, "Đoàn của tỉnh đi nước ngoài")
    type_in(page, "Tên chuyến thăm", "Thăm Lyon")
    field = page.get_by_role("textbox", name="Tên chuyến thăm")

    page.reload()
    settle(page)
    expect(field).to_have_value("Thăm Lyon")

    with page.expect_navigation():
        page.get_by_role("button", name="Đăng xuất").click()
    office.restart()
    let_in(page, office, Role.EDITOR)
    go(page, office, "/data?part=drafts")
    assert grave_faults(page) == []
    page.get_by_role("link", name="tiếp tục nhập chuyến thăm").first.click()
    expect(field).to_have_value("Thăm Lyon")

"""A paper put to a project by mouse and by touch, published, and taken away by those who may."""

import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Page, expect

from components.entrance import gate
from data.accounts import accounts, sign_ins
from data.roles import Role
from tests.browser.reader import NAMROM, PHONE, settle
from tests.browser.sockets import socket as desk_socket
from tests.browser.test_visit_way import BOSS, Office, go, lend, office, runs_of, sign_in, tap
from tests.browser.touring import grave_faults
from tests.data.desk.papers.files import PDF, docx

pytestmark = [pytest.mark.browser, pytest.mark.slow]
__all__ = ["lend", "office", "sign_in"]  # fixtures
ROW = "/data?part=drafts&table=projects&row=namrom-multihazard"
DROP = '[data-testid="stFileUploaderDropzone"] button'


@pytest.fixture(autouse=True, scope="module")
def _reader(office: Office) -> None:
    accounts.add(office.store, Role.READER, "Vàng A Đọc", Role.READER, None, by=BOSS)


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

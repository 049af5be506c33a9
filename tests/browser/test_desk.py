"""The whole way of a file through the data desk, and a server on which there is no desk."""

import csv
import io
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, Route, expect

from data.language import Language
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.schema import TABLES
from tests.browser.reader import FOR_STRANGERS, PHONE_AT_NIGHT
from tests.browser.settling import settle
from tests.data.intake.written import encode

pytestmark = pytest.mark.browser
NAMROM = "namrom-multihazard"
OLD, NEW = "Nậm Rốm – đa thiên tai", "Nậm Rốm – chống lũ đa mục tiêu"
BEHIND = "Tên ngắn (tiếng Anh), Tên ngắn (tiếng Pháp)"
FORM = '[data-testid="stForm"]'


@pytest.fixture(scope="module")
def office(start, tmp_path_factory):
    """A server with a store of its own, and its reader."""
    path = tmp_path_factory.mktemp("desk") / "desk.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        return start()


def sheet(*, is_faulty: bool) -> str:
    """The projects as Excel in Việt Nam saves them: a title, our labels, semicolons."""
    rows = list(rows_of("projects", (CURATED / "projects.csv").read_bytes()).values())
    assert rows[0]["short_name_vi"] == OLD
    rows[0]["short_name_vi"] = NEW
    if is_faulty:
        rows[1]["status_code"] = "9"
        rows[2]["planned_start"] = "31/02/2024"
        rows[3]["name_vi"] = ""
    fields = TABLES["projects"].fields
    columns = [name for name in fields if not name.endswith(("_fr", "_en"))]
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Danh mục dự án hợp tác quốc tế"])
    writer.writerow([])
    writer.writerow([fields[name].labels["vi"] for name in columns])
    writer.writerows([row[name] for name in columns] for row in rows)
    return lines.getvalue()


def upload(page: Page, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(path)
    page.locator('[aria-label="Nội dung đã đọc"]').wait_for()
    settle(page)


def sign(page: Page, author: str, note: str) -> None:
    """Fill in the form that publishes, and send it."""
    form = page.locator(f'{FORM}:has([data-testid="stBaseButton-primaryFormSubmit"])')
    for box in form.locator('[data-testid="stCheckbox"] label').all():
        box.click()
    name, why = form.locator('[data-testid="stTextInput"] input').all()
    name.fill(author)
    why.fill(note)
    form.locator('[data-testid="stFormSubmitButton"] button').click()


def test_a_vietnamese_excel_file_goes_all_the_way_and_back(office, tmp_path):
    _server, reader = office
    other = reader.borrow("/projects?project=" + NAMROM)
    expect(other.locator("body")).to_contain_text(OLD)
    page = reader.borrow("/data")

    # faults are told with their places, and nothing can be published without ticking them off
    upload(page, tmp_path / "dự án.csv", encode(sheet(is_faulty=True), "cp1258"))
    listed = page.locator(".nc-findings")
    expect(listed).to_contain_text("31/02/2024")
    expect(listed.locator("tbody tr")).to_have_count(5)  # three faults, two translations behind
    expect(listed.locator("tbody tr").first.locator("td").nth(1)).to_have_text("7")
    expect(page.locator(f'{FORM} [data-testid="stCheckbox"]')).to_have_count(2)

    # the file comes back with its bad cells coloured and explained
    with page.expect_download() as taken:
        page.locator(".st-key-nc-marked button").click()
    taken.value.save_as(tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    notes = [c for ws in book for row in ws.iter_rows() for c in row if c.comment]
    assert len(notes) >= 3
    assert taken.value.suggested_filename.endswith(".xlsx")

    # the corrected file is compared, then published
    page.locator('[data-testid="stFileUploader"] [aria-label^="Bỏ"]').click()
    page.locator(".nc-steps").wait_for()
    upload(page, tmp_path / "dự án đã sửa.csv", sheet(is_faulty=False).encode("utf-16"))
    expect(page.locator(".nc-changes tbody tr")).to_have_count(2)
    expect(page.locator(".nc-changes del")).to_have_text(OLD)
    expect(page.locator(".nc-changes ins")).to_have_text([NEW, BEHIND])
    sign(page, "Lò Thị Mai", "Tên theo quyết định mới")
    expect(page.locator(".nc-done")).to_contain_text("phiên bản 2")
    expect(page.locator(".nc-done")).to_contain_text("Tên theo quyết định mới")

    # another open tab has it at its next interaction
    other.locator(".st-key-nc-menu a").nth(2).click()
    settle(other)
    other.locator(".st-key-nc-menu a").nth(3).click()
    expect(other.locator("body")).to_contain_text(NEW)

    # and it is taken back
    page.locator(".nc-done a").click()
    page.wait_for_url("**/data?part=history&version=2")
    settle(page)
    expect(page.locator(".nc-changes ins")).to_have_text([NEW, BEHIND])
    with page.expect_download() as original:
        page.locator(".st-key-nc-files button", has_text="dự án đã sửa.csv").click()
    original.value.save_as(tmp_path / "original.csv")
    assert (tmp_path / "original.csv").read_bytes() == sheet(is_faulty=False).encode("utf-16")
    page.goto(page.url.replace("version=2", "version=1"))
    settle(page)
    sign(page, "Lò Thị Mai", "Khôi phục tên cũ")
    expect(page.locator('[data-testid="stAlert"]')).to_contain_text("phiên bản 3")
    other.reload()
    settle(other)
    expect(other.locator("body")).to_contain_text(OLD)
    watches = reader.close_loose()
    assert not any(watch.foreign or watch.errors for watch in watches)


@pytest.mark.parametrize("code", ["vi", "fr"])
def test_the_desk_speaks_no_english_of_streamlit(office, tmp_path, code):
    _server, reader = office
    page = reader.borrow(f"/data?lang={code}")
    assert ours(page, code) >= {"Choose files"}
    path = tmp_path / "du-an.csv"
    path.write_bytes(sheet(is_faulty=True).encode())
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(path)
    page.locator(FORM).wait_for()
    page.locator(f'{FORM} [data-testid="stTextInput"] input').first.fill("Mai")

    text = page.evaluate("document.body.innerText")

    for english in ("Upload", "per file", "Browse", "Drag and drop", "Press Enter", "Limit"):
        assert english not in text, english
    for label in page.locator("[aria-label]").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    ):
        assert not label.startswith(("Remove", "file upload", "Add files")), label
    reader.close_loose()


def ours(page: Page, code: str) -> set[str]:
    """Which of some English words the page tells in the reader's language."""
    _ = Language(code).text
    text = page.evaluate("document.body.innerText")
    return {word for word in ("Choose files", "Upload") if _(word) in text}


def test_on_a_phone_nothing_is_wider_than_the_screen(office):
    _server, reader = office
    paths = [f"/data?part={part}" for part in ("upload", "history", "templates")]

    wide = {
        path: page.evaluate("document.documentElement.scrollWidth")
        for path, page in reader.trip(paths, PHONE_AT_NIGHT)
    }

    assert len(wide) == len(paths)
    assert max(wide.values()) <= PHONE_AT_NIGHT.width, wide


def test_a_server_that_other_machines_reach_refuses_strangers_the_desk(start, tmp_path_factory):
    path = tmp_path_factory.mktemp("open") / "open.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        patch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
        patch.setenv("NHIP_CAU_SIGN_IN", "accounts")
        patch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
        server, reader = start()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.origin}/data", timeout=10)
    assert refused.value.code == 403
    refused.value.close()

    told = {"vi": "đăng nhập", "en": "Sign in", "fr": "Connectez-vous"}
    for path, page in reader.trip([f"/data?lang={code}" for code in told], PHONE_AT_NIGHT):
        expect(page.locator('[data-testid="stAlert"]')).to_contain_text(told[path[-2:]])
        assert not page.locator('[data-testid="stFileUploader"]').count()
        assert page.locator(".st-key-nc-menu a").count() == FOR_STRANGERS
    # Streamlit would ask the internet for the address by which others reach it.
    assert not server.calls.exists(), server.calls.read_text()


REFUSED = {
    403: {
        "vi": "Phiên đăng nhập đã kết thúc hoặc không cho phép tải tệp lên. Hãy tải lại trang.",
        "fr": "Votre connexion a pris fin ou ne permet pas de déposer de fichiers. "
        "Rechargez la page.",
        "en": "Your sign-in has ended or does not let you upload files. Reload the page.",
    },
    413: {
        "vi": "Tệp quá lớn, hoặc đang giữ quá nhiều tệp ở đây. Hãy gỡ bớt tệp trước.",
        "fr": "Le fichier est trop volumineux, ou trop de fichiers sont gardés ici. "
        "Retirez-en d'abord.",
        "en": "The file is too large, or too many files are kept here. Remove some first.",
    },
    502: {
        "vi": "Máy chủ không nhận tệp (502). Hãy tải lại trang rồi thử lại.",
        "fr": "Le serveur n'a pas accepté le fichier (502). Rechargez la page, puis réessayez.",
        "en": "The server did not take the file (502). Reload the page, then try again.",
    },
    None: {  # the connection broke off
        "vi": "Kết nối bị ngắt trước khi tệp được gửi xong. Hãy thử lại; nếu vẫn không được thì "
        "tệp quá lớn, hoặc đang giữ quá nhiều tệp ở đây.",
        "fr": "La connexion a été interrompue avant l'arrivée du fichier entier. Réessayez ; si "
        "l'échec persiste, le fichier est trop volumineux ou trop de fichiers sont gardés ici.",
        "en": "The connection broke off before the whole file had arrived. Try again; if that "
        "does not help, the file is too large, or too many files are kept here.",
    },
}
WORDS = {"vi": "Lỗi:", "fr": "Erreur :", "en": "Error:"}


def answered(status: int | None) -> Callable[[Route], None]:
    """An answer to every upload; None: the connection breaks off."""
    if status is None:
        return lambda route: route.abort()
    return lambda route: route.fulfill(status=status, body="not read by the page")


def test_a_refused_upload_says_why_in_the_readers_language(reader):
    for path, page in reader.trip([f"/data?lang={code}" for code in WORDS]):
        code = path[-2:]
        field = page.locator('[data-testid="stFileUploaderDropzoneInput"]')
        field.wait_for(state="attached")
        assert page.evaluate("['constructor', 'Error'].map((word) => ncWord(word))") == [None, None]
        for status, sentences in REFUSED.items():
            page.unroute("**/upload_file/**")
            page.route("**/upload_file/**", answered(status))
            file = {"name": f"{status}.csv", "mimeType": "text/csv", "buffer": b"x"}
            field.set_input_files([file])
            told = page.locator('[data-testid="stFileUploader"]').get_by_role("alert").last

            expect(told).to_have_text(f"{WORDS[code]} {sentences[code]}")


def test_two_partners_are_merged_and_the_merge_is_taken_back(office):
    _server, reader = office
    page = reader.borrow("/data?part=merge&table=organisations&keep=afd&goes=afd-vietnam")

    page.get_by_role("button", name="Đưa việc gộp vào bản nháp").click()
    page.locator(f'{FORM} [data-testid="stTextInput"]').first.wait_for()
    settle(page)
    sign(page, "Lò Thị Mai", "Hai tên của một cơ quan")
    done = page.locator(".nc-done")
    expect(done).to_contain_text("Hai tên của một cơ quan")
    number = re.findall(r"phiên bản (\d+)", done.inner_text())[0]
    gone = reader.borrow("/partners?org=afd-vietnam")
    expect(gone.get_by_role("alert")).to_contain_text("afd-vietnam")

    reader.close_loose()

    back = reader.borrow(f"/data?part=history&version={number}")
    back.get_by_text("Xem những gì sẽ được hoàn tác").click()
    back.locator(FORM).wait_for()
    settle(back)
    sign(back, "Lò Thị Mai", "Hai cơ quan khác nhau")

    expect(back.locator("body")).to_contain_text("Đã hoàn tác bằng phiên bản")
    reader.close_loose()
    again = reader.borrow("/partners?org=afd-vietnam")
    expect(again.locator("h1")).to_have_text("AFD Việt Nam")
    reader.close_loose()

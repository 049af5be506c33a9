"""A store in which a person is named everywhere, and what the tests look for in it."""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import openpyxl
from sqlalchemy import insert

from data.desk.forgetting.places import Found
from data.desk.forgetting.striking import look_for, strike
from data.record.canonical import canonical
from data.roles import ALONE
from data.schema import TABLES
from data.store import Store, audit, sketches
from data.store.striking import Struck
from data.store.tables import accounts
from tests.forks import PROCESSES

NAME, PERSON = "Lò Văn Tịnh", "lo-van-tinh"
OTHER = "Lò Văn Tỉnh"  # another name, with the same letters
MARK, NEW = "(đã xóa theo yêu cầu)", "da-xoa-"
POST, CONTACT = "Trưởng phòng Ngoại vụ số 7", "Điện thoại 0215 000 111"
BY = ALONE.called("An")


def rows() -> dict[str, list[dict[str, str]]]:
    """A small record: the person, a namesake of others' accents, and what names them."""
    source = {"source_id": "s-1", "title": f"Bài về {NAME}", "publisher_vi": "Báo"}
    source |= {"published": "2024", "language": "vi", "read_extent": "full"}
    source |= {"url": "https://example.org/lo-van-tinh-len-tieng"}
    person = {"person_id": PERSON, "name": NAME, "aliases": "Lo Van Tinh", "role_vi": POST}
    person |= {"note_vi": CONTACT, "country": "VN", "source_ids": "s-1", "confidence": "stated"}
    other = {"person_id": "lo-van-tinh-2", "name": OTHER, "role_vi": "Giáo viên"}
    other |= {"country": "VN", "source_ids": "s-1", "confidence": "stated"}
    visit = {"visit_id": "v-1", "direction": "outgoing", "title_vi": "Đi Lyon"}
    visit |= {"start_date": "2024", "status": "held", "head_person_id": PERSON}
    visit |= {"head_role_vi": POST, "partner_country": "FR", "source_ids": "s-1"}
    visit |= {"purpose_vi": f"Ông {NAME} và ông {OTHER} cùng đi.", "confidence": "stated"}
    meeting = {"meeting_id": "m-1", "visit_id": "v-1", "title_vi": "Gặp", "date": "2024"}
    meeting |= {"vietnamese_person_ids": f"{PERSON};lo-van-tinh-2", "source_ids": "s-1"}
    meeting |= {"topics_en": "Mr LO VAN TINH spoke.", "confidence": "stated"}
    kept = {"sources": [source], "people": [person, other]}
    return {**kept, "visits": [visit], "meetings": [meeting]}


def tables(record: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, bytes]:
    """The record as it is published."""
    return {name: canonical(TABLES[name], record.get(name, [])) for name in TABLES}


@cache
def workbook() -> bytes:
    """A workbook that names the person; always the same bytes."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Họ tên"])
    book.active.append([NAME])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def filled(store: Store) -> list[str]:
    """Publish three versions, the last by the person; two files and an account name them too."""
    content = tables(rows())
    first = store.publish(content, parent=None, author="An", note="đầu", source="dau.csv")
    text = f"ghi chú\r\nGặp {NAME} ở Lyon\r\n".encode()
    second = store.publish(
        {}, parent=first.id, author="An", note="hai", source="hai.csv", original=text
    )
    third = store.publish(
        {},
        parent=second.id,
        author=NAME,
        note=f"theo lời {unicodedata.normalize('NFD', NAME)}",
        source="lo_van_tinh.xlsx",
        original=workbook(),
    )
    with store.transaction(writing=True) as connection:
        connection.execute(
            insert(accounts).values(
                account="lo.van.tinh@example.org",
                name=NAME,
                role="editor",
                created="2026-11-01T08:00:00+00:00",
            )
        )
        audit.note(connection, "lo.van.tinh@example.org", "sign-in")
    _drafted(store, third.id)
    return [first.id, second.id, third.id]


def _drafted(store: Store, base: str) -> None:
    """Two drafts, one the person's own; what was typed stands in any column, over several lines."""
    over_lines = NAME.replace(" ", "\n")
    typed = {"topics_vi": f"Ông\n{NAME}\tnói", "date": f"hôm gặp {NAME}", "topics_fr": over_lines}
    edits: sketches.Rewritten = {
        "meetings": {"m-1": {**typed, "vietnamese_person_ids": PERSON}},
        "people": {PERSON: {"role_vi": POST, "note_vi": CONTACT}, f"new.{PERSON}": None},
    }
    sketches.begin(store, "an", f"Sửa theo {NAME}", base, edits)
    sketches.begin(store, "lo.van.tinh@example.org", "", base, {"visits": {"v-1": {"status": "x"}}})


def found(store: Store) -> Found:
    return look_for(store, [NAME], PERSON, by=BY)


def ours(one: Found) -> set[str]:
    """The places that are the person's; those of the other name are not."""
    return {place.key for place in one.places if place.text not in (OTHER, "lo-van-tinh-2")}


def struck(store: Store, *, everything: bool = False) -> Struck:
    one = found(store)
    confirmed = {place.key for place in one.places} if everything else ours(one)
    return strike(store, one, confirmed, by=BY, reason="Đơn ngày 20/11/2026")


def forms(text: str) -> Iterator[bytes]:
    """A text in every way in which bytes may hold it."""
    for form in ("NFC", "NFD"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield unicodedata.normalize(form, text).encode(encoding)


def bytes_of(path: Path) -> bytes:
    """All files of a database: its own, its write-ahead log and what else lies beside it."""
    return b"\0".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def strike_slowly(url: str) -> None:
    """What a process does that is killed on the way."""
    store = Store(url)
    struck(store)
    store.close()


def killed_while_striking(url: str, seconds: float) -> None:
    process = PROCESSES.Process(target=strike_slowly, args=(url,))
    process.start()
    process.join(seconds)
    process.kill()
    process.join()

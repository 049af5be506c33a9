"""Sheets as offices write them, each in its own way; every row is made up."""

import io

from openpyxl import Workbook


def workbook(*rows, merged=()):
    """The bytes of a workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def oda():
    """A list of ODA projects: title, unit above, two storeys, numbered columns, groups, a total."""
    return workbook(
        ("BIỂU TỔNG HỢP CÁC DỰ ÁN ODA, VỐN VAY ƯU ĐÃI",),
        (None,) * 8 + ("Đơn vị tính: triệu đồng",),
        (
            "STT",
            "Tên dự án",
            "Nhà tài trợ",
            "Chủ đầu tư",
            "Thời gian thực hiện",
            "Tổng mức đầu tư",
            None,
            None,
            "Tình hình thực hiện",
        ),
        (None,) * 5 + ("Tổng số", "Vốn vay", "Vốn đối ứng"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"),
        ("I", "Dự án chuyển tiếp"),
        (
            1,
            "Cấp nước sạch liên xã Thanh An",
            "AFD",
            "UBND tỉnh Điện Biên",
            "2021-2025",
            275028,
            250000,
            25028,
            "Đạt 35% khối lượng",
        ),
        ("II", "Dự án mới"),
        (
            2,
            "Thoát nước và xử lý nước thải thị trấn Na Sang",
            "ADB / AFD",
            "UBND tỉnh Điện Biên",
            "2026 – 2030",
            1500,
            1200.5,
            299.5,
            "Chưa triển khai",
        ),
        (None, "Tổng cộng", None, None, None, 276528, 251200.5, 25327.5),
        merged=("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:H3", "I3:I4"),
    )


def aid():
    """Non-refundable aid: a text file with semicolons, amounts in USD, days as Vietnamese write."""
    return (
        "DANH SÁCH CÁC KHOẢN VIỆN TRỢ KHÔNG HOÀN LẠI;;;;;\r\n"
        "TT;Tên khoản viện trợ;Bên tài trợ;Giá trị viện trợ (USD);"
        "Thời gian;Quyết định phê duyệt\r\n"
        "1;Nhà bán trú xã Pú Nhung;JICA;85.500,50;15/3/2024 - 30/12/2025;QĐ 123/QĐ-UBND\r\n"
        "2;Thiết bị y tế Trạm xá Mường Nhà;Chính phủ Nhật Bản;120.000,00;01/2024-06/2024;\r\n"
    ).encode()


def ngo():
    """A programme of NGOs: the unit stands in each cell, names of partners in words."""
    return workbook(
        (
            "Số TT",
            "Tổ chức PCPNN",
            "Tên chương trình, dự án",
            "Đối tác địa phương",
            "Địa bàn thực hiện",
            "Kinh phí",
            "Giai đoạn",
            "Ghi chú",
        ),
        (
            1,
            "Tầm nhìn Thế giới Việt Nam",
            "Nước sạch học đường Tuần Giáo",
            "CCD Điện Biên",
            "Điện Biên Phủ",
            "1.250 tr.đ",
            "2023-2026",
            None,
        ),
        (
            2,
            "Tầm nhìn Thế giới Việt Nam",
            "Dinh dưỡng trẻ em Mường Ảng",
            "CCD Điện Biên",
            "Điện Biên Phủ",
            "45.000 USD",
            "năm 2025",
            "Gia hạn",
        ),
    )


def delegations():
    """A programme of delegations: days within one month, countries and directions in words."""
    return workbook(
        ("CHƯƠNG TRÌNH ĐOÀN RA, ĐOÀN VÀO NĂM 2026",),
        ("STT", "Tên đoàn", "Loại đoàn", "Quốc gia", "Thời gian", "Mục đích chuyến đi", "Kinh phí"),
        (
            1,
            "Đoàn Đại sứ quán Pháp khảo sát nước sạch",
            "Đoàn vào",
            "Pháp",
            "12-15/3/2026",
            "Khảo sát",
            "Tự túc",
        ),
        (
            2,
            "Đoàn Sở Ngoại vụ dự hội chợ Phongsaly",
            "Đoàn ra",
            "Lào",
            "28/4-2/5/2026",
            "Hội chợ",
            "NSNN",
        ),
    )


def koica():
    """A funder's published list, in English, with millions of US dollars."""
    return workbook(
        ("Project list, Viet Nam",),
        (
            "No.",
            "Project name",
            "Partner organization",
            "Period",
            "KOICA Budget (US$ million)",
            "Remarks",
        ),
        (
            1,
            "Smart farming village in Tua Chua",
            "Điện Biên People's Committee",
            "2024~2027",
            5.2,
            "ongoing",
        ),
        (
            2,
            "Rural road safety in Muong Cha",
            "Điện Biên People's Committee",
            "2025~2026",
            0.75,
            None,
        ),
    )


SHEETS = {
    "oda.xlsx": oda,
    "vien-tro.csv": aid,
    "pcpnn.xlsx": ngo,
    "doan.xlsx": delegations,
    "koica.xlsx": koica,
}

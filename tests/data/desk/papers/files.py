"""Small papers of each format, whole and broken, as tests give them."""

import io
import zipfile

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
PROGRAM = b"MZ\x90\x00" + b"\0" * 200
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def docx(
    text: str = "Biên bản", types: str = WORD, more: str = "", said: str | bytes = "x"
) -> bytes:
    """A Word file, the same bytes whenever it is made; ``more`` names a further part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        parts = {
            "[Content_Types].xml": f"<Types><Override ContentType='{types}'/></Types>",
            "word/document.xml": f"<w:document><w:t>{text}</w:t></w:document>",
            **({more: said} if more else {}),
        }
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def picture(kind: str = "JPEG", side: int = 900, comment: str = "") -> bytes:
    """A picture; of a JPEG, ``comment`` stands in its EXIF."""
    image = Image.new("RGB", (side, side // 2), "teal")
    out = io.BytesIO()
    if comment:
        exif = image.getexif()
        exif[0x010E] = comment  # ImageDescription
        image.save(out, kind, exif=exif)
    else:
        image.save(out, kind)
    return out.getvalue()

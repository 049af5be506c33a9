"""Our fonts inside a file, so that Vietnamese looks the same wherever the file is opened."""

import re
from base64 import b64encode
from functools import cache

from components.assets import FOLDERS

_FACE = re.compile(r"@font-face\{.*?font-style:(\w+);font-weight:(\d+);.*?url\(([^)]+)\).*?\}")
_WEIGHT = re.compile(r"font-weight[:=]\s*[\"']?(\d{3}|bold)")
_ROOT = re.compile(r"<svg\b[^>]*>")


@cache
def faces(weights: frozenset[str], *, italic: bool = False) -> str:
    """CSS rules that hold the fonts of these weights themselves, upright or also italic."""
    styles = {"normal", "italic"} if italic else {"normal"}
    sheet = (FOLDERS["own"] / "fonts.css").read_text(encoding="utf-8")
    return "".join(
        face[0].replace(face[3], _embedded(face[3]))
        for face in _FACE.finditer(sheet)
        if face[1] in styles and face[2] in weights
    )


def lettered(svg: str) -> str:
    """A drawing with the fonts of its texts inside."""
    used = {"700" if weight == "bold" else weight for weight in _WEIGHT.findall(svg)}
    style = faces(frozenset(used | {"400"}), italic="italic" in svg)
    return _ROOT.sub(lambda root: f"{root[0]}<defs><style>{style}</style></defs>", svg, count=1)


def _embedded(path: str) -> str:
    content = b64encode((FOLDERS["own"] / path).read_bytes()).decode()
    return f"data:font/woff2;base64,{content}"

"""Makes a small picture of a large one in a process of its own.

``python -m data.desk.papers.picture_process``: standard input is a JPEG or PNG, standard output a
JPEG with the pixels alone. No place, camera or comment and nothing behind the end of the file goes
along. A picture that is cut off ends the process with 1.
"""

import io
import sys

from PIL import Image, ImageOps

from data.processes.confining import confine
from data.processes.ending import end_with

_MEMORY, _WORKING_SECONDS = 2 << 30, 30
_MOST_PIXELS = 120_000_000  # an A3 page in 600 dpi has 70 million
_SIDE = 480


def small(content: bytes) -> bytes:
    """A JPEG of at most 480 pixels a side; raises OSError or ValueError for a broken picture."""
    Image.MAX_IMAGE_PIXELS = None  # Pillow would only warn; the bound is ours
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.load()
        seen = ImageOps.exif_transpose(picture)
        seen.thumbnail((_SIDE, _SIDE))
        with_edges = seen.convert("RGBA")
        page = Image.new("RGB", seen.size, "white")
        page.paste(with_edges, mask=with_edges.getchannel("A"))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=80)
    return out.getvalue()


def main() -> None:
    """Answer one question, within fixed limits of memory and time."""
    confine(memory=_MEMORY, seconds=_WORKING_SECONDS)
    end_with([small(sys.stdin.buffer.read())])


if __name__ == "__main__":
    main()

"""Puts several files into one zip; the same files give the same bytes on every machine."""

import io
import zipfile
from collections.abc import Mapping

_NEVER = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold


def bundle(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by name, in the given order, without the time when it was made."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files.items():
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else the bytes depend on the operating system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file)
    return content.getvalue()

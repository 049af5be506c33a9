"""Word files as somebody might upload them for a report, and what is answered to them."""

import io
import zipfile

from docx import Document

from data.faults import Fault
from data.reports import filling_process, uploads
from data.reports.kinds import KINDS

KIND = KINDS["partner"]
WHOLE = " ".join(f"{{% for one in {name} %}}.{{% endfor %}}" for name in KIND.needs[1:])


def template(*lines, whole=True):
    """A Word file of a few lines, with every field that the report needs unless told otherwise."""
    document = Document()
    for line in (*lines, *(("{{ partner.name }}", WHOLE) if whole else ())):
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def repacked(content, changed=None, added=None):
    """The same package with some parts changed or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, (changed or {}).get(name, lambda same: same)(part))
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return target.getvalue()


def answered(content, context):
    """What the process apart says, without the second that starting it takes."""
    return filling_process.answer(uploads.asked(content, KIND, context, {}, "x"))


def refused(content, context):
    reason = answered(content, context)["refused"]
    return Fault(reason["kind"], "mine.docx", found=reason["found"], expected=reason["expected"])

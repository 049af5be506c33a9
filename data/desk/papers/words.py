"""Why a paper is refused, in the reader's words."""

from data.desk.papers.judging import RefusedPaper
from data.language import Language


def refusal(language: Language, refused: RefusedPaper) -> str:
    """What is wrong with the file; nothing of it was kept."""
    _ = language.text
    return {
        "empty": _("The file is empty."),
        "too-large": _("The file is too large: a paper has at most {size}.").format(
            size=language.size(refused.most)
        ),
        "page": _("This is a web page or a drawing in text, whatever its name says."),
        "program": _("This is a program, whatever its name says."),
        "other": _("This is no PDF, Word file (DOCX), JPEG or PNG, whatever its name says."),
        "cut-off": _("The file is cut off or damaged; its end is missing."),
        "too-packed": _("Unpacked, the file is far too large."),
        "macros": _("The Word file holds macros; save it as DOCX without them."),
        "reaches-out": _(
            "The Word file fetches something from another machine when it is opened; save it with "
            "its pictures and without a linked template."
        ),
        "broken-picture": _("The picture is cut off, damaged or too large to be shown."),
        "no-turn": _(
            "So many files are being worked on at this moment that the turn of this one did not "
            "come. Hand it in again in a few minutes."
        ),
        "struck": _("The file names a person who was removed on request, or was removed itself."),
    }[refused.kind]

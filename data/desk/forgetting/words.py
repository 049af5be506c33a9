"""What was found of a person, what was done and what is left, in the reader's words."""

from collections.abc import Iterator, Mapping

from data.desk.forgetting import backups
from data.desk.forgetting.places import UNREAD, Kind, Place
from data.desk.forgetting.striking import Refused
from data.language import Language
from data.schema import TABLES
from data.store.striking import Struck

_AROUND = 60  # letters shown before and after a name


def where(language: Language, place: Place) -> str:
    """Where a name stands, in one line: what it is, rows and versions."""
    _ = language.text
    parts = [_kinds(language)[place.kind]]
    table = TABLES.get(place.table)
    if table is not None:
        parts.append(table.labels[language.code])
        if place.column in table.fields:
            parts.append(table.fields[place.column].labels[language.code])
    if place.rows:
        parts.append(", ".join(place.rows[:5]) + (" …" if len(place.rows) > 5 else ""))
    if place.versions:
        numbers = ", ".join(map(str, place.versions[:5])) + (
            " …" if len(place.versions) > 5 else ""
        )
        parts.append(_("version {numbers}").format(numbers=numbers))
    return " · ".join(parts)


def _kinds(language: Language) -> Mapping[Kind, str]:
    _ = language.text
    return {
        Kind.ROW: _("The person's own row"),
        Kind.TEXT: _("Text"),
        Kind.ID: _("Id of a row"),
        Kind.VERSION: _("Version history"),
        Kind.SAID: _("Proposals, comments and drafts"),
        Kind.ACCOUNT: _("Account (it is removed)"),
        Kind.TRAIL: _("Audit trail"),
        Kind.FILE: _("Uploaded file"),
    }


def sentence(language: Language, place: Place) -> str:
    """The text around the name, with the name in brackets."""
    _ = language.text
    if place.kind is Kind.FILE:
        if place.column.endswith(UNREAD):
            return _("{file} (nobody can look into it; it would be deleted)").format(
                file=place.text
            )
        return _("{file} (deleted, or rewritten where that is safe)").format(file=place.text)
    if not place.hits:
        return place.text
    pieces, last = [], 0
    for hit in place.hits:
        before = place.text[last : hit.start]
        pieces.append(before if len(before) <= 2 * _AROUND else _short(before, is_first=not last))
        pieces.append(f"[{place.text[hit.start : hit.end]}]")
        last = hit.end
    after = place.text[last:]
    return "".join(pieces) + (after if len(after) <= _AROUND else after[:_AROUND] + "…")


def _short(text: str, *, is_first: bool) -> str:
    end = "…" + text[-_AROUND:]
    return end if is_first else text[:_AROUND] + end


def done(language: Language, struck: Struck) -> Iterator[str]:
    """What was done, and which backups still hold the person."""
    _, plural = language.text, language.plural
    count = plural("{count} version", "{count} versions", len(struck.versions))
    yield _("Removed from {versions}; each is whole and says so.").format(versions=count)
    if struck.deleted:
        yield plural(
            "{count} uploaded file was deleted.",
            "{count} uploaded files were deleted.",
            struck.deleted,
        )
    if struck.rewritten:
        yield plural(
            "{count} uploaded file was rewritten without the name.",
            "{count} uploaded files were rewritten without the name.",
            struck.rewritten,
        )
    if struck.accounts:
        yield plural(
            "{count} account was removed.", "{count} accounts were removed.", len(struck.accounts)
        )
    if not struck.wiped:
        yield _(
            "The files of the database still hold traces, as somebody was reading. They go when "
            "the server starts the next time."
        )
    yield from left(language, struck)


def left(language: Language, struck: Struck) -> Iterator[str]:
    """Which backups are older, and so still hold the person."""
    _ = language.text
    older = backups.older_than(struck.at)
    if older is None:
        sentence = _(
            "This server may not look into the backups in {folder}. Delete those taken before "
            "{day}, or strike the person again after restoring one."
        )
        moment = language.moment(struck.at)
        yield sentence.format(folder=backups.folder(), day=moment)
    elif older:
        named = ", ".join(f"{one.file.name} ({language.moment(one.taken)})" for one in older)
        sentence = _("These backups in {folder} are older and still hold the person: {files}.")
        yield sentence.format(folder=backups.folder(), files=named)
    else:
        sentence = _(
            "No older backup in {folder}. Copies kept elsewhere still hold the person: delete them."
        )
        yield sentence.format(folder=backups.folder())


def refusal(language: Language, refused: Refused) -> str:
    """Why nothing was struck."""
    _ = language.text
    return {
        "no-name": _("Give a name of at least two letters, or choose a person."),
        "no-reason": _("Give a reason; nothing was changed."),
        "named-in-reason": _("The reason names the person, and it is kept; write it without."),
        "overtaken": _(
            "Something was published or said meanwhile; nothing was changed. Look again."
        ),
        "nothing-confirmed": _("Nothing is confirmed; nothing was changed."),
        "last-administrator": _(
            "This is the account of the last administrator. Make somebody else administrator first."
        ),
    }[refused.kind]

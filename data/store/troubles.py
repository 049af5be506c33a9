"""The sentence for each error of the store, in the reader's language."""

from data.language import Language
from data.schema import TABLES
from data.store import (
    BadAddress,
    Conflict,
    Damaged,
    Full,
    NoVersion,
    StoreError,
    TooNew,
)
from data.store.papers import NoRoom
from data.store.proposals import NoProposal, Overtaken
from data.store.sketched import EditedElsewhere, NoSketch


def sentence(trouble: StoreError, language: Language) -> str:
    """What happened and what to do; the database's own message is never shown."""
    _ = language.text
    match trouble:
        case Conflict(current=current):
            text = _("{author} published version {number} meanwhile; nothing was changed.")
            text = text.format(author=current.author, number=current.number)
        case NoVersion(version_id=None):
            text = _("Nothing has been published yet.")
        case NoVersion(version_id=unknown):
            text = _("There is no version “{version}”.").format(version=str(unknown)[:60])
        case Damaged(version=version, part=part):
            text = _(
                "“{part}” of version {number} is not what was published. Restore another version, "
                "or the store's last backup."
            )
            text = text.format(part=_part(part, language), number=version.number)
        case TooNew(found=found, known=known):
            text = _(
                "A newer release of this program made the store (format {found}, known here: "
                "{known}). Update the program."
            )
            text = text.format(found=found, known=known)
        case NoProposal(number=number):
            text = _("There is no proposal {number}.").format(number=str(number)[:20])
        case Overtaken(proposal=now):
            text = _(
                "Proposal {number} was changed meanwhile ({state}); nothing was done. Look at it "
                "again."
            )
            state = language.label("proposal_state", now.state)
            text = text.format(number=now.number, state=state)
        case NoSketch() | EditedElsewhere():
            text = _of_sketch(trouble, language)
        case BadAddress():
            text = _(
                "DATABASE_URL names neither an SQLite file nor a PostgreSQL database. Correct it "
                "and start the server again."
            )
        case _other:
            text = _of_database(trouble, language)
    return text


def _of_database(trouble: StoreError, language: Language) -> str:
    _ = language.text
    if isinstance(trouble, NoRoom):
        return _(
            "All papers together have at most {size} here, and there is no room left for this one. "
            "Nothing was kept; tell whoever looks after this server."
        ).format(size=language.size(trouble.most))
    if isinstance(trouble, Full):
        return _(
            "There is no room left where the record is kept. Nothing was changed; tell whoever "
            "looks after this server."
        )
    return _(
        "The store of the record does not answer. Nothing was changed; try again in a "
        "moment, and tell whoever looks after this server if it lasts."
    )


def _of_sketch(trouble: NoSketch | EditedElsewhere, language: Language) -> str:
    _ = language.text
    if isinstance(trouble, NoSketch):
        return _("That draft is not there any more: it was published or thrown away.")
    return _("This row was changed elsewhere at the same moment; nothing was changed here.")


def _part(part: str, language: Language) -> str:
    _ = language.text
    names = {"original": _("The uploaded file"), "description": _("The description")}
    names |= {name: table.labels[language.code] for name, table in TABLES.items()}
    return names.get(part, part)

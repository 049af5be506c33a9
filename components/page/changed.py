"""What changed: every version that did something to what the reader chose, newest first."""

from components.entrance import gate
from components.page import address, filter_bar, lists, parts
from data.exports import atom, changed, feeds
from data.roles import Act
from data.views.lens import Lens

_AT_ONCE = 20


def shown(lens: Lens) -> None:
    """The versions with their changes in words, and the feed that brings the next ones."""
    _ = lens.language.text
    known = changed.options(lens)
    for name, one in known.items():
        parts.guard(name, one.choices, one.nearest)
    with filter_bar.bar("changes"):
        both = {name: known[name].choices for name in filter_bar.PARTNER}
        address.either(_("Partner"), both, everything=known["country"].everything)
        for name in ("project", "table"):
            one = known[name]
            address.choice(name, one.label, one.choices, everything=one.everything)
    asked = {
        name: ",".join(codes)
        for name, one in known.items()
        if (codes := address.written_values(name, one.choices))
    }
    listed = list(changed.changes(parts.edition(lens), asked))
    if not listed:
        parts.empty(_("No version has changed what you chose: choose more."))
    first, last = lists.slice_of(lens, "changes", len(listed), _AT_ONCE, listed="changes")
    by = gate.caller()
    parts.show(
        "changed.html",
        lens,
        versions=listed[first:last],
        title=lambda one: atom.title(lens.language, one),
        more=lambda one: atom.more_rows(lens.language, one),
        names_seen=gate.sees_editors(by),
        opens_versions=by.may(Act.PROPOSE),
    )
    feed = feeds.changes_address(lens.language, asked)
    parts.show("follow.html", lens, feed=feed, address=address.server() + feed)

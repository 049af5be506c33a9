"""The audit trail: whether it is whole, who did what, and files to take it away."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from components import html, shelf
from components.entrance import gate
from components.page import address, lists, parts, takeaway
from data.exports import charted, trail
from data.store import audit
from data.store.audit import Wanted
from data.views.lens import Lens

_AT_ONCE = 50


def shown(lens: Lens) -> None:
    """Filters, the entries that fit them, newest first, and the same as files."""
    _ = lens.language.text
    _is_whole(lens)
    wanted = _filters(lens)
    with shelf.opened().transaction() as connection:
        count = audit.count(connection, wanted)
    if not count:
        parts.empty(_("No entry fits. Choose other acts, people or days."))
        return
    first, last = lists.slice_of(lens, "trail", count, _AT_ONCE, in_address=True)
    with shelf.opened().transaction() as connection:
        entries = list(audit.entries(connection, wanted, first=first, newest=last - first))
    caption = lens.language.plural(
        "{count} entry, newest first", "{count} entries, newest first", count
    )
    rows = trail.rows(lens.language, entries)
    heads = trail.heads(lens.language)
    lists.table(lens, caption, heads, rows, numeric=heads[:1], dense=True)
    _files(lens, wanted)


def _is_whole(lens: Lens) -> None:
    """Say whether an entry was changed or is missing, and what to note down to prove it later."""
    _ = lens.language.text
    with shelf.opened().transaction() as connection:
        gap = audit.first_gap(connection)
        count, head = audit.count(connection), audit.head(connection)
    if gap is not None:
        sentence = _("The trail is broken: entry {number} was changed or is missing.")
        st.error(html.literal(sentence.format(number=gap)))
        return
    whole = lens.language.plural(
        "The trail is whole: {count} entry, none changed and none missing.",
        "The trail is whole: {count} entries, none changed and none missing.",
        count,
    )
    st.success(html.literal(whole))
    if count:
        note = _(
            "Last hash: {hash}. Note it outside this server: with it, “python -m data audit verify "
            "--head …” proves later that nothing up to here was rewritten."
        )
        parts.note(note.format(hash=head))


def _filters(lens: Lens) -> Wanted:
    _ = lens.language.text
    with shelf.opened().transaction() as connection:
        codes, names = audit.names(connection)
    acts = {code: trail.act(lens.language, code) for code in codes}
    people = {name: trail.name(name) for name in names if name and "," not in name}
    days = {
        str(count): lens.language.plural("the last {count} day", "the last {count} days", count)
        for count in (1, 7, 30, 365)
    }
    parts.guard("act", acts, _("Everything done is shown."))
    parts.guard("who", people, _("Everybody is shown."))
    parts.guard("days", days, _("All days are shown."))
    with st.container(key="nc-filters", horizontal=True):
        act = address.choice("act", _("Act"), acts, everything=_("Everything"))
        who = address.choice("who", _("By whom"), people, everything=_("Everybody"))
        period = address.choice("days", _("When"), days, everything=_("All days"))
    since = datetime.now(UTC) - timedelta(days=int(period)) if period in days else None
    return Wanted(act if act in acts else None, who if who in people else None, since)


def _files(lens: Lens, wanted: Wanted) -> None:
    code, who = lens.language.code, gate.caller().who

    def entries() -> charted.Plate:
        with shelf.opened().transaction(writing=True) as connection:
            audit.note(connection, who, "export", what="audit")
            return trail.taken_away(shelf.edition(code), audit.entries(connection, wanted))

    made = [
        takeaway.File("xlsx", lambda: charted.as_xlsx(entries())),
        takeaway.File("csv", lambda: charted.as_csv(entries())),
    ]
    takeaway.menu(trail.taken_away(shelf.edition(code), ()), "audit", made)

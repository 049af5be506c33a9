"""What the address bar holds: the reader's language, filters and the record that is open.

Pages take these from the address alone. It holds codes, not labels, so a link means the same in
each language.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, islice
from urllib.parse import urlsplit

import streamlit as st

from components import html, links
from components.entrance import gate
from components.page import plainly
from components.page.plainly import Choice
from data.language import Language
from data.schema import LANGUAGES
from data.views.filtering import values
from data.views.search import LONGEST

MOST_OFFERED = 500  # records in one list; all of them go to the browser with each click
KEPT = ("country", "org")  # filters that go with the reader from page to page
PART = links.PART


def language() -> Language:
    """The language in the address; Vietnamese if it is missing or not offered."""
    return Language.of(st.query_params.get("lang"))


def carried(path: str = "") -> dict[str, str]:
    """Parameters that a link to a page takes along; the menu leads to the list of all partners."""
    names = ("lang", *KEPT) if path != "partners" else ("lang", "country")
    return {name: st.query_params[name] for name in names if st.query_params.get(name)}


def unknown(name: str, known: Mapping[str, object] | Sequence[str]) -> str | None:
    """The value of a parameter, or one of its values, that is not known; None if all are."""
    written = st.query_params.get(name)
    return next((one for one in (written or "").split(",") if one and one not in known), None)


def value(name: str, known: Mapping[str, object] | Sequence[str]) -> str | None:
    """The value of a parameter if it is a known one."""
    written = st.query_params.get(name)
    return written if written and written in known else None


def written_values(name: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """The values of a parameter; none where one of them is unknown."""
    written = values(st.query_params.get(name, ""))
    return written if all(one in known for one in written) else ()


def choose_language() -> None:
    """Let the reader change the language; the address follows."""
    current = language()
    st.session_state["language"] = current.code
    st.segmented_control(
        current.text("Language"),
        list(LANGUAGES),
        format_func=str.upper,
        key="language",
        required=True,
        label_visibility="collapsed",
        on_change=_write,
        args=("lang", "language"),
    )


def choice(name: str, label: str, options: Mapping[str, str], *, everything: str) -> str | None:
    """One of several codes, or None for all of them; the address keeps it.

    An address may name several codes with commas between: together they are one more option.
    """
    key = f"choice-{name}"
    chosen = ",".join(written_values(name, options))
    offered = list(dict.fromkeys(["", *options, chosen]))

    def called(codes: str) -> str:
        return ", ".join(map(options.__getitem__, values(codes))) or everything

    if gate.is_without_browser():
        shown = (Choice(called(one), {name: one}, one == chosen) for one in offered)
        plainly.listed(language(), label, shown)
        return chosen or None
    st.session_state[key] = chosen
    st.selectbox(
        label,
        offered,
        format_func=called,
        key=key,
        filter_mode=None,
        on_change=_write,
        args=(name, key),
    )
    return st.session_state[key] or None


def either(label: str, options: Mapping[str, Mapping[str, str]], *, everything: str) -> None:
    """One of several codes of which each belongs to one parameter, or none; the address keeps it.

    ``options`` are the codes of each parameter, no two the same. An address may name several codes
    or parameters: together they are one more option.
    """
    key = f"choice-{next(iter(options))}"
    every = chain.from_iterable(options.values())

    def word(code: str) -> str:
        return next(known[code] for known in options.values() if code in known)

    parts = (code for name, known in options.items() for code in written_values(name, known))
    chosen = ",".join(parts)
    offered = list(dict.fromkeys(["", *islice(every, MOST_OFFERED), chosen]))

    def called(codes: str) -> str:
        return ", ".join(map(word, values(codes))) or everything

    def sets(codes: str) -> dict[str, str]:
        chosen = values(codes)
        return {
            name: ",".join(one for one in chosen if one in known) for name, known in options.items()
        }

    if gate.is_without_browser():
        shown = (Choice(called(one), sets(one), one == chosen) for one in offered)
        plainly.listed(language(), label, shown)
        return
    st.session_state[key] = chosen
    st.selectbox(
        label,
        offered,
        format_func=called,
        key=key,
        filter_mode="contains",
        on_change=_write_either,
        args=(key, options),
    )


def switch(name: str, label: str, options: Mapping[str, str], *, default: str) -> str:
    """One of a few codes shown side by side; the address keeps it unless it is the default."""
    key = f"switch-{name}"
    chosen = value(name, options) or default
    if gate.is_without_browser():
        sets = {code: "" if code == default else code for code in options}
        shown = (Choice(options[one], {name: sets[one]}, one == chosen) for one in options)
        plainly.beside(language(), label, shown)
        return chosen
    st.session_state[key] = chosen
    st.segmented_control(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=key,
        required=True,
        on_change=_write,
        args=(name, key, default),
    )
    return str(st.session_state[key])


def several(name: str, label: str, options: Mapping[str, str]) -> list[str]:
    """Any of a few codes; the address lists those chosen when it is not all of them."""
    key = f"several-{name}"
    chosen = list(written_values(name, options) or options)
    if gate.is_without_browser():
        shown = (
            Choice(text, {name: _other_way(options, chosen, code)}, code in chosen)
            for code, text in options.items()
        )
        plainly.beside(language(), label, shown)
        return chosen
    st.session_state[key] = chosen
    st.pills(
        label,
        list(options),
        selection_mode="multi",
        format_func=lambda code: options[code],
        key=key,
        on_change=_write_several,
        args=(name, key, len(options)),
    )
    return list(st.session_state[key])


def _other_way(options: Mapping[str, str], chosen: Sequence[str], code: str) -> str:
    """The codes that are chosen once one of them is put in or taken out; "" for all or none."""
    now = [one for one in options if (one in chosen) != (one == code)]
    return "" if len(now) in (0, len(options)) else ",".join(now)


def search() -> str:
    """The field to search the whole record; gives what the reader typed."""
    current = language()
    st.session_state["search"] = st.query_params.get("q", "")[:LONGEST]
    st.text_input(
        current.text("Search the record"),
        key="search",
        type="search",
        placeholder=current.text("Search the record"),
        label_visibility="collapsed",
        live=True,
        on_change=_write,
        args=("q", "search"),
    )
    return str(st.session_state["search"]).strip()


def turned_to(parts: int, key: str, name: str = PART, *, is_whole: bool = False) -> int:
    """Which of the parts of a long list is shown, from 1 on; the address keeps it.

    ``is_whole``: the other rows stand on the page as well, for paper.
    """
    number = int(value(name, [str(number + 1) for number in range(parts)]) or 1)
    if gate.is_without_browser():
        plainly.turned(language(), parts, number, name, is_whole=is_whole)
        return number
    st.session_state[key] = number
    st.pagination(parts, key=key, on_change=_write_part, args=(key, name))
    return int(st.session_state[key])


def _write_part(key: str, name: str) -> None:
    number = int(st.session_state.get(key) or 1)
    if number == 1:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(number)


def _write(name: str, key: str, default: str = "") -> None:
    if name not in ("lang", "q"):
        _begin_the_list()
    chosen = st.session_state.get(key) or ""
    if name == "q":
        chosen = chosen[:LONGEST]
    if chosen in ("", default) or (name == "lang" and chosen == "vi"):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen


def _write_instead(name: str, key: str, instead_of: str) -> None:
    if instead_of:
        st.query_params.pop(instead_of, None)
    _write(name, key)


def _begin_the_list() -> None:
    """Other rows are asked for: their lists begin with their first parts."""
    for name in links.PARTS:
        st.query_params.pop(name, None)


def _write_either(key: str, options: Mapping[str, Mapping[str, str]]) -> None:
    _begin_the_list()
    chosen = st.session_state.get(key) or ""
    for name, known in options.items():
        if chosen in known:
            st.query_params[name] = chosen
        else:
            st.query_params.pop(name, None)


def _write_several(name: str, key: str, every: int) -> None:
    _begin_the_list()
    chosen = st.session_state.get(key) or []
    if len(chosen) in (0, every):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = ",".join(chosen)


def here(path: str, **parameters: str | None) -> str:
    """Address of one of our pages in the reader's language."""
    return links.href(path, language().code, **parameters)


def server() -> str:
    """How the reader's browser reaches this server: ``https://name``; "" where no browser asks.

    A socket can say any address, which must not make a page of its own: believed is the host that
    was asked when it was opened.
    """
    url = st.context.url or ""
    if gate.is_without_browser():  # said by ourselves
        asked = urlsplit(url)
        return f"{asked.scheme}://{asked.netloc}"
    host = st.context.headers.get("Host")
    own = (f"{scheme}://{host}" for scheme in ("https", "http"))
    return next((one for one in own if host and f"{url}/".startswith(f"{one}/")), "")


def pick(
    name: str,
    label: str,
    options: Mapping[str, str],
    *,
    default: str,
    instead_of: str = "",
) -> str:
    """One of many records; none only where "" is an option. The address keeps it.

    ``instead_of`` is a parameter that goes when a record is chosen.
    """
    key = f"pick-{name}"
    chosen = value(name, options) or default
    offered = list(dict.fromkeys([*islice(options, MOST_OFFERED), chosen]))
    if gate.is_without_browser():
        instead = {instead_of: ""} if instead_of else {}
        shown = (Choice(options[one], {name: one, **instead}, one == chosen) for one in offered)
        plainly.listed(language(), label, shown)
        return chosen
    st.session_state[key] = chosen
    st.selectbox(
        label,
        offered,
        format_func=lambda code: options[code],
        key=key,
        on_change=_write_instead,
        args=(name, key, instead_of),
    )
    if len(options) > MOST_OFFERED:
        text = language().text(
            "The first {shown} of {count} can be chosen here; search for others."
        )
        st.html(
            '<p class="nc-definition">'
            + html.escape(text.format(shown=MOST_OFFERED, count=language().number(len(options))))
            + "</p>"
        )
    return str(st.session_state[key])


def open_record(
    name: str,
    known: Mapping[str, object],
    *,
    via: Mapping[str, Mapping[str, Mapping[str, object]]],
) -> str | None:
    """Id of the record that the address opens, by itself or through one of its parts.

    ``via`` maps a parameter to rows that each name the record in ``<name>_id``.
    """
    if own := value(name, known):
        return own
    for parameter, rows in via.items():
        if part := value(parameter, rows):
            return str(rows[part][f"{name}_id"])
    return None

"""Dates as people say them in Vietnamese, English and French, as EDTF: "about 2018", "quý 2/2024".

What leaves no doubt is read by ``written_dates``; this reads more, because somebody sees how each
was understood, beside the field of a form or in the question about the column of a file.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from data.language import Language
from data.schema import LANGUAGES
from data.values import written_dates
from data.values.dates import Span, parse
from data.values.folding import fold

_LONGEST = 100
_QUARTERS = {"1": 1, "i": 1, "2": 2, "ii": 2, "3": 3, "iii": 3, "4": 4, "iv": 4} | {
    word: number
    for number, words in enumerate(
        (
            "nhat dau first 1st premier 1er",
            "hai nhi second 2nd deuxieme 2e",
            "ba third 3rd troisieme 3e",
            "tu cuoi fourth 4th last quatrieme 4e",
        ),
        start=1,
    )
    for word in words.split()
}
_NTH = "|".join(sorted(_QUARTERS, key=len, reverse=True))
_YEAR = r"(?:[ /-]|of |nam |de l'annee |de |in )*(?P<year>\d{4})"
_QUARTER = re.compile(
    rf"(?:quy (?:thu )?(?P<a>{_NTH})|[qt](?P<b>[1-4]|i{{1,3}}|iv)|(?:the |le )?(?P<c>{_NTH})"
    rf" (?:quarter|trimestre)){_YEAR}"
)
_HALF = re.compile(
    rf"(?:(?:nua|6 thang|sau thang) (?P<a>dau|cuoi)|[hs](?P<b>[12])|(?:the |le )?"
    rf"(?P<c>first|second|1st|2nd|premier|deuxieme|second|1er|2e) (?:half|semestre)){_YEAR}"
)
_SECOND = ("cuoi", "2", "second", "2nd", "2e", "deuxieme")
_PARTS = (
    (r"(?:dau|early|(?:the )?(?:beginning|start) of|(?:au )?debut(?: de)?)", 0),
    (r"(?:giua|mid|(?:the )?middle of|mi|(?:au )?milieu (?:de|du))", 1),
    (r"(?:cuoi|late|(?:the )?end of|(?:a la )?fin(?: de)?)", 2),
)
_SEASONS = (
    ("xuan", "spring", "printemps"),
    ("ha", "he", "summer", "ete"),
    ("thu", "autumn", "fall", "automne"),
    ("dong", "winter", "hiver"),
)
_DECADE = re.compile(
    r"(?:(?:nhung |cac |thap )(?:nam|nien) (?:nam )?|(?:the )?|(?:les )?annees )"
    r"(?P<ten>\d{3})0(?P<s>s)?"
)
_ABOUT = re.compile(
    r"(?:vao )?(?:khoang|tam|chung|about|around|circa|ca?\.|approximately|roughly|environ|vers|"
    r"autour de|aux environs de)(?: nam| ngay)? (?P<rest>.+)|[~≈] ?(?P<rest2>.+)"
)
# In front, or in brackets behind.
_PLANNED = re.compile(
    r"(?:du kien|uoc|ke hoach|expected|planned|estimated|scheduled|prevue?|estimee?)"
    r"(?: vao| trong| la| in| for| on| by| en| le| pour)?:? (?P<rest>.+)|"
    r"(?P<rest2>.+?) ?\((?:du kien|uoc|uoc tinh|ke hoach|expected|planned|estimated|scheduled|"
    r"est\.|prevue?|prevision|estimee?)\)"
)
_QUOTED = "'’‘`"  # before a text, so that a spreadsheet leaves it as it is
_BEFORE = re.compile(r"(?:truoc|before|avant)(?: nam| ngay| le)? (?P<rest>.+)")
_AFTER = re.compile(r"(?:sau|after|apres)(?: nam| ngay| le)? (?P<rest>.+)")
_UNTIL = re.compile(
    r"(?:cham nhat(?: la)?|khong muon hon|den het|het|den|until|by|no later than|jusqu'au?|"
    r"jusqu'en|au plus tard(?: le| en)?)(?: nam| ngay)? (?P<rest>.+)|"
    r"(?P<rest2>.+?) (?:tro ve truoc|hoac truoc do|hoac som hon|or earlier|ou avant|ou plus tot)"
)
_SINCE = re.compile(
    r"(?:ke tu|tu|from|since|depuis(?: le)?|a partir d[eu]|des(?: le)?)(?: nam| ngay)? "
    r"(?P<rest>.+)|"
    r"(?P<rest2>.+?) (?:tro di|hoac sau do|hoac muon hon|or later|ou apres|ou plus tard)"
)
_BETWEEN = re.compile(
    r"(?:trong khoang|giua|between|entre)(?: ngay| nam| le)? (?P<a>.+?) (?:va|and|et|den)"
    r"(?: ngay| nam| le)? (?P<b>.+)"
)
_LEADING = re.compile(r"(?:tu|from|du|de|giai doan|trong)(?: ngay| nam| le)? ")
_TO = re.compile(
    r" ?(?:[–—→]|(?<= )-(?= )|->) ?| (?:den|toi|to|until|through|au|a)(?: ngay| nam| le)? "
)
_HYPHEN = re.compile(r"-")
_MONTH_FIRST = re.compile(r"([a-z]+\.?) (\d{1,2}) ?[–—-] ?(\d{1,2}),? (\d{4})")


class Spoken(NamedTuple):
    """A date in EDTF; ``until`` is the end of what lasts from the one to the other, else ""."""

    date: str
    until: str = ""


def spoken(text: str, today: date | None, *, may_be_planned: bool = True) -> Spoken | None:
    """What a text says; None where it is no date.

    Without ``today`` no text says "yesterday". What is expected is a date in doubt, and none at all
    where it may not be planned because a column says what has happened.
    """
    plain = " ".join(text.split()).lstrip(_QUOTED)
    if not plain or len(plain) > _LONGEST:
        return None
    if (edtf := written_dates.edtf_of_text(plain)) and _is_date(edtf):
        return Spoken(edtf)
    if edtf := _catalogued(plain):
        return Spoken(edtf)
    said = fold(plain).replace("’", "'").strip(" .")
    if planned := _PLANNED.fullmatch(said):
        edtf = _one(planned["rest"] or planned["rest2"], None) if may_be_planned else None
        return Spoken(_doubted(edtf)) if edtf else None
    if edtf := _one(said, today):
        return Spoken(edtf)
    return _lasting(said)


def written(edtf: str, language: Language) -> str:
    """A date in words that :func:`spoken` reads back as the same date; else as it is."""
    if not edtf:
        return ""
    try:
        words = in_words(edtf, language)
    except ValueError:  # it could not be read: it stays as it was typed
        return edtf
    return words if spoken(words, date.min) == Spoken(edtf) else edtf


def in_words(edtf: str, language: Language) -> str:
    """A date as it was understood; raises ValueError where it is no EDTF."""
    if edtf.endswith("?") and "/" not in edtf:  # "about" it would be read as "~"
        return language.text("{date} (not certain)").format(date=language.date(edtf[:-1]))
    return language.date(edtf)


def _is_date(edtf: str) -> bool:
    try:
        parse(edtf)
    except ValueError:
        return False
    return True


def _checked(edtf: str) -> str | None:
    return edtf if _is_date(edtf) else None


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """How our own pages write what is not one date, in each language, and the EDTF of it."""
    forms = []
    for code in LANGUAGES:
        _ = Language(code).text
        told = {
            _("{date} or later"): "{date}/..",
            _("{date} or earlier"): "../{date}",
            _("between {first} and {last}"): "{first}/{last}",
            _("about {date}"): "{date}~",
            _("{date} (not certain)"): "{date}?",
        }
        for words, edtf in told.items():
            form = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(words).replace("\\ ", " "))
            forms.append((re.compile(form, re.IGNORECASE), edtf))
    return tuple(forms)


def _catalogued(text: str) -> str | None:
    body = text.removesuffix(" (?)")
    for form, edtf in _forms():
        if match := form.fullmatch(body):
            parts = {name: _plain(part) for name, part in match.groupdict().items()}
            if all(parts.values()) and (made := _checked(edtf.format(**parts))):
                # "(?)" doubts the whole; which of two dates it was is then not known
                return made if body == text else None
    return None


def _plain(text: str) -> str | None:
    """One date without words of doubt."""
    edtf = written_dates.edtf_of_text(text.strip())
    return _checked(edtf) if edtf else None


def _doubted(edtf: str) -> str:
    """The same date in doubt; a span says already that it is not known."""
    return edtf if "/" in edtf or edtf[-1] in "?~%" else f"{edtf}?"


def _one(said: str, today: date | None) -> str | None:
    """EDTF of one date in folded words."""
    if today and (day := _relative(said, today)):
        return day
    if match := _ABOUT.fullmatch(said):
        edtf = _one(match["rest"] or match["rest2"], today)
        return _checked(f"{edtf.rstrip('?~%')}~") if edtf and "/" not in edtf else edtf
    if match := _BETWEEN.fullmatch(said):
        return _joined(match["a"], match["b"])
    return _plain(said) or _part(said) or _open(said)


def _relative(said: str, today: date) -> str | None:
    back = {
        0: ("hom nay", "today", "aujourd'hui"),
        1: ("hom qua", "yesterday", "hier"),
        2: ("hom kia", "avant-hier"),
    }
    days = next((number for number, words in back.items() if said in words), None)
    return (today - timedelta(days)).isoformat() if days is not None else None


def _part(said: str) -> str | None:
    """A quarter, half, season or decade, or the beginning, middle or end of a year or month."""
    if match := _QUARTER.fullmatch(said):
        number = _QUARTERS[match["a"] or match["b"] or match["c"]]
        return f"{match['year']}-{3 * number - 2:02}/{match['year']}-{3 * number:02}"
    if match := _HALF.fullmatch(said):
        is_second = (match["a"] or match["b"] or match["c"]) in _SECOND
        first, last = ("07", "12") if is_second else ("01", "06")
        return f"{match['year']}-{first}/{match['year']}-{last}"
    for number, names in enumerate(_SEASONS):
        if match := re.fullmatch(rf"(?:mua |l'|le |the )?(?:{'|'.join(names)}){_YEAR}", said):
            return f"{match['year']}-{21 + number}"
    match = _DECADE.fullmatch(said)
    if match and (match["s"] or not said[0].isdigit()):
        return f"{match['ten']}X"
    return _third(said)


def _third(said: str) -> str | None:
    for form, third in _PARTS:
        if match := re.fullmatch(rf"{form}[ -](?:nam |l'annee )?(?P<rest>.+)", said):
            span = _span(match["rest"])
            if span and span.first and span.granularity == "year":
                return f"{span.text}-{4 * third + 1:02}/{span.text}-{4 * third + 4:02}"
            if span and span.first and span.last and span.granularity == "month":
                last = 10 * third + 10 if third < 2 else span.last.day
                return f"{span.text}-{10 * third + 1:02}/{span.text}-{last:02}"
    return None


def _span(said: str) -> Span | None:
    edtf = _plain(said)
    return parse(edtf) if edtf else None


def _open(said: str) -> str | None:
    """A date with one end: before, until, since, after."""
    for form, edtf in ((_UNTIL, "../{}"), (_SINCE, "{}/..")):
        if match := form.fullmatch(said):
            rest = _plain(match["rest"] or match["rest2"])
            return _checked(edtf.format(rest)) if rest else None
    for form, step in ((_BEFORE, -1), (_AFTER, 1)):
        if (match := form.fullmatch(said)) and (span := _span(match["rest"])):
            edge = span.first if step < 0 else span.last
            beside = _as_exact(span, edge, step) if edge else ""
            return f"../{beside}" if step < 0 else f"{beside}/.."
    return None


def _as_exact(span: Span, edge: date, step: int) -> str:
    """The day, month or year next to a date, as exact as that is."""
    length = {"year": 4, "month": 7}.get(span.granularity, 10)
    return (edge + timedelta(step)).isoformat()[:length]


def _lasting(said: str) -> Spoken | None:
    """What lasts from one date to another."""
    shorter = _LEADING.sub("", said, count=1) if _LEADING.match(said) else said
    if match := _MONTH_FIRST.fullmatch(shorter):
        month, first, last, year = match.groups()
        return _both(f"{month} {first}, {year}", f"{month} {last}, {year}")
    for between in (_TO, _HYPHEN):
        for gap in between.finditer(shorter):
            left, right = shorter[: gap.start()].strip(), shorter[gap.end() :].strip()
            for start in _completed(left, right):
                if made := _both(start, right):
                    return made
    return None


def _both(start: str, end: str) -> Spoken | None:
    first, last = _plain(start), _plain(end)
    if not first or not last or not _is_date(f"{first}/{last}"):
        return None
    return Spoken(first, last)


def _joined(start: str, end: str) -> str | None:
    for one in _completed(start, end):
        if both := _both(one, end):
            return f"{both.date}/{both.until}"
    return None


def _completed(left: str, right: str) -> Iterator[str]:
    """A beginning with what it leaves to the end to say: the month, the year, or both."""
    if re.search(r"\d{4}", left):
        yield left
        return
    edtf = _plain(right)
    year = re.search(r"\d{4}", right)
    if not edtf or not year:
        return
    if re.fullmatch(r"\d{1,2}", left) and len(edtf) == 10:
        yield f"{edtf[:7]}-{int(left):02}"
    for gap in ("/", " ", ", "):
        yield f"{left}{gap}{year[0]}"

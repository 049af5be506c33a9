"""One language of the reader: its words, dates, numbers, money and country names.

Words come from ``locales/<code>/LC_MESSAGES/messages.po``, everything else from CLDR (Babel).
"""

import datetime
import io
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import NamedTuple, Self

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal
from babel.units import format_unit

from data.schema import LANGUAGES, Code, codelist
from data.values.alphabet import place_of
from data.values.dates import PROVINCE_ZONE, Span, parse

LOCALES = Path(__file__).parent.parent / "locales"
_COMPACT_FROM = 1_000_000


class _Forms(NamedTuple):
    """What we choose for a language: its country in CLDR, and how a day and a month are written.

    Months after ``zeros_to`` are written without a zero in front.
    """

    locale: str
    day: str
    month: str
    zeros_to: int = 12


_FORMS = {
    # Decree 30/2020/NĐ-CP: a zero before days below 10 and before months 1 and 2 only
    "vi": _Forms("vi_VN", "dd/MM/yyyy", "MM/yyyy", zeros_to=2),
    "en": _Forms("en_GB", "d MMM yyyy", "MMMM yyyy"),
    "fr": _Forms("fr_FR", "dd/MM/yyyy", "MMMM yyyy"),
}
# Where CLDR writes a country another way than its press and our record do.
_COUNTRIES = {
    ("fr", "VN"): "Vietnam",
    ("en", "VN"): "Viet Nam",
    ("vi", "AU"): "Úc",
    ("vi", "EU"): "Liên minh châu Âu",
}

_FRENCH_SPACES = re.compile(r"(?<=\S) (?=[%:;?!»])|(?<=«) |(?<=\d) (?=\d{3}(?!\d))")
_VIETNAMESE = re.compile("[ăđơư\u1ea0-\u1ef9]", re.IGNORECASE)
_RESTED = re.compile(r"(?P<sign>↩ )?v(?P<number>[0-9]{1,9})")


def unbroken(text: str, code: str) -> str:
    """A text in a language, whose lines break nowhere before a sign or inside a number.

    French has a space before some signs: typed as any other, it would let "%" or "»" begin a line.
    """
    return _FRENCH_SPACES.sub("\u00a0", text) if code == "fr" else text


def is_vietnamese(text: str) -> bool:
    """Whether a third of the words have a letter that only Vietnamese has among our languages."""
    words = text.split()
    return 3 * sum(bool(_VIETNAMESE.search(word)) for word in words) >= max(len(words), 1)


@dataclass(frozen=True)
class Language:
    """A language of the interface; ``code`` is one of ``LANGUAGES``."""

    code: str

    @classmethod
    def of(cls, code: str | None) -> Self:
        """The language with a code; Vietnamese for any other code."""
        return cls(code if code in LANGUAGES else "vi")

    @property
    def locale(self) -> Locale:
        """CLDR data of the language."""
        return _locale(self.code)

    @property
    def tag(self) -> str:
        """The language and its country as Word and web pages name them: vi-VN."""
        return _FORMS[self.code].locale.replace("_", "-")

    @property
    def has_decimal_comma(self) -> bool:
        """Whether numbers are written with a comma before their decimals, also by Excel."""
        return self.number(0.5) == "0,5"

    @property
    def day_form(self) -> str:
        """How a day is written where all are written alike, in CLDR's letters: dd/MM/yyyy."""
        return _FORMS[self.code].day

    def text(self, message: str) -> str:
        """Translation of an English message of the interface."""
        return _catalogue(self.code).gettext(message)

    def plural(self, one: str, many: str, count: int) -> str:
        """Translation for a count, with ``{count}`` filled in the language's digits."""
        message = _catalogue(self.code).ngettext(one, many, count)
        return message.format(count=self.number(count))

    def label(self, name: str, code: str | None) -> str:
        """Name of a code of a codelist, or of a country; the code itself if unlisted."""
        if not code:
            return self.text("unknown")
        if name == "country":
            return self.country(code)
        entry = codelist(name).get(code)
        return entry.names[self.code] if entry else code

    def definition(self, code: Code) -> str:
        """What a code means; "" where its name says enough."""
        return code.definitions[self.code]

    def pair(self, label: str, value: str) -> str:
        """A label and its value in one line, with the language's colon."""
        return self.text("{label}: {value}").format(label=label, value=value)

    def origin(self, source: str | None, file: str | None) -> str:
        """Where a version comes from: the names of its files, or the version that it rests on.

        The store has the latter as "v3", or "↩ v3" where that one was taken back; ``file`` is the
        hash of the files, if there are any.
        """
        match = _RESTED.fullmatch(source or "")
        if file or not match:
            return source or ""
        number = self.text("Version {number}").format(number=match["number"])
        return f"{match['sign'] or ''}{number}"

    @property
    def colon(self) -> str:
        """The language's colon, with the space that it has before it."""
        return self.pair("", "").rstrip()

    def abc(self, text: str) -> tuple[str, str, str]:
        """What names in the language are sorted by: its own alphabet."""
        return place_of(text, self.code)

    def country(self, code: str | None) -> str:
        """Name of an ISO 3166-1 country; "International" where there is no code."""
        if not code:
            return self.text("International")
        return _COUNTRIES.get((self.code, code)) or str(self.locale.territories.get(code, code))

    def tongue(self, code: str) -> str:
        """Name of a language, as "tiếng Pháp"."""
        return str(self.locale.languages.get(code, code))

    def number(self, value: float, decimals: int = 3) -> str:
        """A number with the language's separators and at most ``decimals`` decimals."""
        return _number(value or 0, decimals, self.code)  # -0.0, too, is nothing

    def percent(self, value: float) -> str:
        """A percentage; ``value`` is 35.1 for 35.1 %, not 0.351."""
        gap = "\u202f" if self.code == "fr" else ""
        return f"{self.number(value, 2)}{gap}%"

    def size(self, count: float) -> str:
        """How large a file is, as "1.2 MB" or "640 kB"."""
        unit, of = ("megabyte", 1e6) if count >= 1e6 else ("kilobyte", 1e3)
        size = max(count / of, 0.1)
        written = format_unit(
            size, f"digital-{unit}", length="short", format="#,##0.#", locale=self.locale
        )
        return str(written).replace(" ", "\u00a0")

    def money(self, amount: float, currency: str) -> str:
        """An amount with its currency, in millions or more where that loses no digit."""
        return self._with_currency(self._amount(amount), currency)

    def _amount(self, amount: float) -> str:
        # "24.65 million" has at most three decimals; an amount with more is written in full.
        exponent = max((e for e in (6, 9, 12) if amount >= 10**e), default=0)
        # A French billion is a thousand of the English one: "1 390 milliards" cannot be mistaken.
        in_milliards = self.code == "fr" and exponent == 12
        if in_milliards:
            exponent = 9
        if amount < _COMPACT_FROM or (amount * 1000) % 10**exponent:
            return self.number(amount)
        if in_milliards:
            return f"{self.number(amount / 10**exponent)} milliards"
        words = format_compact_decimal(
            amount, format_type="long", fraction_digits=3, locale=self.locale
        )
        # CLDR's French has "1 million" and "1 milliard", but Babel counts the whole amount
        single = self.code == "fr" and amount < 2 * 10**exponent
        return str(words).removesuffix("s") if single else str(words)

    def _with_currency(self, amount: str, currency: str) -> str:
        gap = "\u00a0"
        return f"{currency}{gap}{amount}" if self.code == "en" else f"{amount}{gap}{currency}"

    def date(self, written: str | None) -> str:
        """An EDTF date as the reader writes it, "about" one if it is uncertain."""
        if not written:
            return self.text("date unknown")
        return self._span(parse(written))

    def _span(self, span: Span) -> str:
        if span.granularity != "interval":
            return self._part(span)
        before, slash, after = span.text.partition("/")
        if not slash:  # a season, 202X
            return f"{self._day(span.first)} – {self._day(span.last)}"
        first, last = self._edge(before, last=False), self._edge(after, last=True)
        if span.last is None:
            return self.text("{date} or later").format(date=first)
        if span.first is None:
            return self.text("{date} or earlier").format(date=last)
        return self.text("between {first} and {last}").format(first=first, last=last)

    def _edge(self, written: str, *, last: bool) -> str:
        """One end of an interval, as exact as it was written; "" where it is open."""
        if written in ("", ".."):
            return ""
        span = parse(written)
        if span.granularity == "interval":
            return self._day(span.last if last else span.first)
        return self._part(span)

    def _part(self, span: Span) -> str:
        certain = self._certain(span)
        return self.text("about {date}").format(date=certain) if span.doubtful else certain

    def _certain(self, span: Span) -> str:
        if span.granularity == "year" or span.first is None:
            return span.text.rstrip("?~%")
        if span.granularity == "month":
            form = self._form(_FORMS[self.code].month, span.first)
            return str(format_date(span.first, form, locale=self.locale))
        return self._day(span.first)

    def _day(self, day: datetime.date | None) -> str:
        if day is None:
            return ""
        return str(format_date(day, self._form(self.day_form, day), locale=self.locale))

    def _form(self, form: str, day: datetime.date) -> str:
        return form if day.month <= _FORMS[self.code].zeros_to else form.replace("MM", "M")

    def moment(self, when: datetime.datetime) -> str:
        """A moment in the province's time, to the minute."""
        zone = get_timezone(PROVINCE_ZONE)
        here = when.astimezone(zone)
        pattern = f"{self._form(self.day_form, here)} HH:mm"
        return str(format_datetime(here, pattern, tzinfo=zone, locale=self.locale))

    def month(self, day: datetime.date) -> str:
        """Short name of a day's month, without its year."""
        return str(format_date(day, "MMM", locale=self.locale))

    def weekday(self, day: datetime.date) -> str:
        """Name of the day of the week."""
        return str(format_date(day, "EEEE", locale=self.locale))

    def period(self, start: str | None, end: str | None) -> str:
        """From one EDTF date to another; only one date where both are the same."""
        if not start and not end:
            return self.text("dates unknown")
        if not end or start == end:
            return self.date(start)
        if not start:
            return self.text("until {date}").format(date=self.date(end))
        return f"{self.date(start)} – {self.date(end)}"

    def as_of(self, written: str) -> str:
        """That something is known as of an EDTF date; French says "au" a day, "en" a month."""
        span = parse(written)
        date = self.date(written)
        if span.granularity == "interval":
            return self.text("as of {dates}").format(dates=date)
        if span.granularity == "day":
            return self.text("as of {date}").format(date=date)
        return self.text("as of {month}").format(month=date)

    def date_or_blank(self, written: str | None) -> str:
        """A date, or nothing where none is on record."""
        return self.date(written) if written else ""

    def period_or_blank(self, start: str | None, end: str | None) -> str:
        """A period, or nothing where neither end is on record."""
        return self.period(start, end) if start or end else ""


@lru_cache(4096)  # a page of lists writes hundreds, most of them small counts
def _number(value: float, decimals: int, code: str) -> str:
    pattern = "#,##0." + "#" * decimals
    return str(format_decimal(value, format=pattern, locale=_locale(code)))


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(_FORMS[code].locale)


@cache
def _catalogue(code: str) -> NullTranslations:
    path = LOCALES / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():  # English: its messages are the keys
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)

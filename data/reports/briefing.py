"""The briefing on a partner as a Word file of at most two pages, in sentences."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import NamedTuple

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from data.bundles import bundle
from data.reports import form
from data.reports.filling import named
from data.reports.lines import BLANK, clean
from data.views import states, telling
from data.views.briefing import Briefing, Running
from data.views.chains import Thread
from data.views.lens import Lens, Row

_LONGEST = 320  # characters of one text of the record; its own page has the whole
_MOST = 12  # sentences of each kind, where they fit
_LINE = 92  # characters on a line of 11 points, 17 cm wide
_ROOM = 92  # lines on two pages, with some to spare
_MARGIN = Mm(20)


class Chapter(NamedTuple):
    """A heading, its sentences, and what is said where there are none."""

    heading: str
    sentences: Sequence[str]
    otherwise: str

    @property
    def lines(self) -> Sequence[str]:
        """What stands below the heading."""
        return self.sentences or (self.otherwise,)


class Issued(NamedTuple):
    """The version that a briefing rests on, and who issues it, "" where nobody is named."""

    version: int | None = None
    author: str = ""


_NOBODY = Issued()


def document(lens: Lens, told: Briefing, title: str, issued: Issued = _NOBODY) -> bytes:
    """The briefing as the bytes of a .docx; the same record and day always give the same."""
    document = form.blank(lens.language.tag, tight=True)
    section = document.sections[0]
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Mm(18)
    section.different_first_page_header_footer = False
    form.line(document, clean(title, 200), style="Title")
    form.line(document, who(lens, told), style="Table Text", align=ALIGN.CENTER)
    for chapter in chapters(lens, told, title):
        heading = form.line(document, chapter.heading, style="Heading 2", size=11.5)
        heading.paragraph_format.space_before = Pt(5)
        for sentence in chapter.lines:
            _sentence(document, sentence)
    _closing(document, lens, told, issued)
    titled = lens.language.text("Briefing: {name}").format(name=title)
    named(document, title=titled, author=issued.author, day=lens.day.isoformat())
    target = io.BytesIO()
    document.save(target)
    with zipfile.ZipFile(target) as parts:  # that zip holds the time of today
        return bundle({name: parts.read(name) for name in parts.namelist()})


def _sentence(document: Word, text: str) -> None:
    paragraph = form.line(document, f"– {text}", style="Table Text")
    paragraph.paragraph_format.left_indent = Mm(4)
    paragraph.paragraph_format.first_line_indent = Mm(-4)
    paragraph.paragraph_format.space_after = Pt(1.5)


def _closing(document: Word, lens: Lens, told: Briefing, issued: Issued) -> None:
    """On what the briefing rests."""
    sentence = lens.language.text(
        "Drawn from {count} sources of the province's cooperation record, {version}; "
        "states as of {today}. Amounts of different kinds and currencies are not added."
    ).format(
        count=lens.language.number(len(told.sources)),
        version=lens.language.text("Version {number}").format(number=issued.version or BLANK),
        today=lens.language.date(lens.day.isoformat()),
    )
    line = form.line(document, sentence, style="Annex Text", italic=True)
    line.paragraph_format.space_before = Pt(6)


def who(lens: Lens, told: Briefing) -> str:
    """Kind, country, what the partner is part of and its offices, in one line."""
    _ = lens.language.text
    if told.name == "country":
        return lens.language.plural(
            "{count} organisation on record",
            "{count} organisations on record",
            len(told.bodies),
        )
    body = told.bodies[0]
    said = [
        clean(lens.words(body, "name"), 200),
        lens.label("organisation_type", body["type_code"]),
        lens.language.country(body["country"]),
    ]
    if told.head:
        said.append(f"{_('Part of')} {lens.short('organisations', [told.head['org_id']])}")
    if offices := [row["org_id"] for row in told.bodies[1:5]]:
        words = _("With its office") if len(told.bodies) == 2 else _("With its offices")
        said.append(f"{words} {lens.short('organisations', offices)}")
    return clean(", ".join(filter(None, said)), 400)


def chapters(lens: Lens, told: Briefing, title: str) -> list[Chapter]:
    """All that the briefing says, with as many sentences of each kind as fit on two pages."""
    for most in range(_MOST, 1, -1):
        found = _chapters(lens, told, clean(title, 80), most)
        if sum(map(_height, found)) <= _ROOM:
            break
    return found


def _height(chapter: Chapter) -> float:
    return 1.8 + sum(ceil((len(line) + 2) / _LINE) + 0.15 for line in chapter.lines)


def _chapters(lens: Lens, told: Briefing, title: str, most: int) -> list[Chapter]:
    _ = lens.language.text
    nothing = _("Nothing on record.")
    parts = (
        (_("Asked of {name}"), told.asked),
        (_("Promised by {name} or agreed"), told.promised),
        (_("Asked by {name}"), told.asks),
        (_("Promised to {name}"), told.owed),
    )
    return [
        Chapter(
            _("Under way today"),
            _most(lens, (_running(lens, one) for one in told.running), len(told.running), most),
            _("No project is known to be under way."),
        ),
        Chapter(
            _("Late, on either side"),
            _most(lens, _late(lens, told), len(told.late) + len(told.overdue), most),
            _("Nothing is known to be late."),
        ),
        *(
            Chapter(
                words.format(name=title),
                _most(lens, (_told(lens, one) for one in found), len(found), most),
                nothing,
            )
            for words, found in parts
        ),
        Chapter(_("Last and next meeting"), list(_meetings(lens, told)), nothing),
        Chapter(
            _("Who we know there"),
            _most(lens, (_person(lens, row) for row in told.people), len(told.people), most),
            _("The sources read name nobody."),
        ),
    ]


def _most(lens: Lens, sentences: Iterable[str], count: int, most: int) -> list[str]:
    """The first sentences, and how many more there are on record."""
    shown = [sentence for _place, sentence in zip(range(most), sentences, strict=False)]
    if count > most:
        more = lens.language.plural(
            "{count} more is on record.", "{count} more are on record.", count - most
        )
        shown.append(more)
    return shown


def _running(lens: Lens, one: Running) -> str:
    _ = lens.language.text
    name = _words(lens, one.project, "name")
    money = "; ".join(
        lens.language.pair(lens.label("amount_kind", row["kind"]), lens.amount(row))
        for row in one.amounts
    )
    said = _("{project}: {state}.").format(project=name, state=one.words)
    return f"{said} {money}." if money else said


def _late(lens: Lens, told: Briefing) -> Iterator[str]:
    for row in told.late:
        yield lens.language.text("{project}: {state}.").format(
            project=_words(lens, row, "name"), state=states.project_words(lens, row)
        )
    for thread in told.overdue:
        yield _told(lens, thread)


def _told(lens: Lens, thread: Thread) -> str:
    """The sentence, who owes whom and since when, the state in words and what came of it."""
    text = _words(lens, thread.outcome, "text").rstrip(".…")
    owing = f"{telling.owed(lens, thread)}, {telling.since(lens, thread)}"
    state = lens.label("outcome_state", thread.state)
    came = clean(telling.came_of(lens, thread), _LONGEST).rstrip(".…")
    said = [f"{text} ({owing})."]
    if answer := clean(telling.answered(lens, thread), _LONGEST).rstrip(".…"):
        said.append(lens.language.pair(lens.language.text("Answer"), answer) + ".")
    said.append((lens.language.pair(state, came) if came else state) + ".")
    return " ".join(said)


def _meetings(lens: Lens, told: Briefing) -> Iterator[str]:
    _ = lens.language.text
    if row := told.last:
        words = _("Last met: {meeting}, {date}.")
        yield words.format(meeting=_words(lens, row, "title"), date=_day(lens, row))
    if row := told.coming:
        words = _("To come: {meeting}, {date}.")
        yield words.format(meeting=_words(lens, row, "title"), date=_day(lens, row))
    elif told.last:
        yield _("No coming meeting is announced.")


def _person(lens: Lens, row: Row) -> str:
    _ = lens.language.text
    when = _("post as of {date}").format(date=lens.language.date(row["role_date"]))
    said = [clean(row["name"], 120), _words(lens, row, "role"), when if row["role_date"] else ""]
    return ", ".join(filter(None, said)) + "."


def _words(lens: Lens, row: Row, text: str) -> str:
    return clean(lens.words(row, text), _LONGEST)


def _day(lens: Lens, row: Row) -> str:
    return lens.language.date(row["date"])

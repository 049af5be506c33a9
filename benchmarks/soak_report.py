"""The result of a soak: printed, kept in ``benchmarks/results``, and judged."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.__main__ import RESULTS, environment
from benchmarks.coming import FIRST, Coming
from benchmarks.watching import Look, growth

_SHOWN = 12  # rows of the table over time


def kept(
    minutes: float,
    done: Counter[str],
    failed: Sequence[str],
    looks: Sequence[Look],
    coming: Coming | None,
) -> int:
    """Print and keep the report; the status of the command: 1 where something is wrong."""
    said = environment()
    wrong = [*failed, *_grown(looks, coming)]
    told = "\n".join(_lines(minutes, said, done, looks, coming, wrong)) + "\n"
    print(told)
    RESULTS.mkdir(exist_ok=True)
    name = f"{said['day']}-{said['commit']}-soak-{minutes:g}min.md"
    (RESULTS / name).write_text(told, encoding="utf-8")
    return 1 if wrong else 0


def _grown(looks: Sequence[Look], coming: Coming | None) -> Iterator[str]:
    if coming and coming.has_grown:
        yield f"grown: {coming.after[0]:.0f} MB after the first sessions, {coming.after[-1]:.0f}"
    for one in growth(looks) if looks else ():
        if one.is_too_much:
            yield f"grown: {one.what}: {one.early:.0f}, then {one.late:.0f}"


def _lines(
    minutes: float,
    said: Mapping[str, str],
    done: Counter[str],
    looks: Sequence[Look],
    coming: Coming | None,
    wrong: Sequence[str],
) -> Iterator[str]:
    yield f"# Soak of {minutes:g} minutes"
    yield ""
    yield from (f"- {name}: {value}" for name, value in said.items())
    yield f"- load of the machine at the end: {os.getloadavg()[0]:.1f}"
    yield ""
    if coming:
        yield f"One idle session: {coming.idle:.2f} MB. After each {FIRST} sessions that came and"
        yield f"went: {', '.join(f'{one:.0f}' for one in coming.after)} MB."
        yield ""
    if looks:
        yield from _mixed(done, looks)
    yield f"**{len(wrong)} things are wrong.**" if wrong else "**Nothing failed, nothing grew.**"
    yield from (f"- {one}" for one in wrong[:50])


def _mixed(done: Counter[str], looks: Sequence[Look]) -> Iterator[str]:
    """What visitors and editors did, and what the server held meanwhile."""
    yield "Done: " + ", ".join(f"{count} {what}" for what, count in sorted(done.items())) + "."
    yield ""
    yield "| second quarter, then last | early | late | allowed |"
    yield "| --- | ---: | ---: | ---: |"
    for one in growth(looks):
        yield f"| {one.what} | {one.early:.0f} | {one.late:.0f} | {one.allowed:.0f} |"
    yield ""
    yield "| minute | MB | MB with children | files | threads | sockets |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    step = max(len(looks) // _SHOWN, 1)
    for at, own, whole, files, threads, sockets in looks[::step]:
        yield f"| {at / 60:.1f} | {own:.0f} | {whole:.0f} | {files} | {threads} | {sockets} |"
    yield ""

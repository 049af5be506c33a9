"""People at several servers who publish: what each does, and what is there afterwards."""

from collections.abc import Mapping

from benchmarks.visitor import Failed, Visitor, pressed, typed, visiting
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.schema import TABLES
from tests.deploy.servers import Servers

DESK = "lang=en"
AWAY = "The store of the record does not answer"


def visit(both: Servers, who: str, port: int = 0, *, cookies: Mapping[str, str] | None = None):
    """A visit of somebody who has signed in; ``cookies`` where they did so before."""
    return visiting(both.origin, cookies=cookies or both.cookies(who, port), tls=both.tls)


def renamed(name: str) -> bytes:
    rows = list(rows_of("projects", (CURATED / "projects.csv").read_bytes()).values())
    return canonical(TABLES["projects"], [{**rows[0], "short_name_vi": name}])


async def publish(approver: Visitor, name: str) -> None:
    await approver.run("data", DESK)
    file = await approver.upload("projects.csv", renamed(name))
    await approver.run("data", DESK, file)
    note = typed(approver.labelled("What changed and why"), name)
    await approver.run("data", DESK, file, note, pressed(approver.button("Publish")))
    if 'class="nc-done"' not in approver.text:
        raise Failed(approver.notices)


def notes(both: Servers) -> list[str]:
    return [one.note for one in both.store.history() if both.store.tables(one.id)]

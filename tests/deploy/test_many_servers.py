"""Two servers behind nginx on one PostgreSQL: one record, one sign-in, and none is missed.

Both are restarted and killed while people publish, and their database goes away and hangs.
"""

import asyncio
import subprocess
import time
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.visitor import visiting
from data.accounts import accounts
from data.roles import ALONE, Role
from data.store import audit
from data.store.hanging import REST, SILENCE
from deploy import machine
from deploy.places import places
from tests import loops
from tests.deploy.machines import ROOT, copied, made
from tests.deploy.publishing import AWAY, DESK, Office, looking, notes, publish, renamed, visit
from tests.deploy.servers import APPROVER, EDITOR, Servers

pytestmark = [pytest.mark.slow, pytest.mark.server, pytest.mark.waits]
AT_ONCE = 50
PEOPLE = (APPROVER, "hoa", "lan", "minh")
OF_EACH = 2  # publications at the least
RUNS = 12
# systemd passes a stop on to the servers, and waits for those units alone that were named.
_WAITS_FOR_WHAT_IS_NAMED = """#!/bin/sh
(sleep 1; touch {ended}) >/dev/null 2>&1 &
case "$*" in "stop "*"nhip-cau@*.service") wait ;; esac
"""


def test_the_units_and_the_site_are_what_systemd_and_nginx_take(both, tmp_path):
    units = both.machine.root / "etc/systemd/system"
    server = tmp_path / f"nhip-cau@{both.machine.port}.service"
    server.write_text((units / "nhip-cau@.service").read_text())
    for unit in (server, units / "nhip-cau.service"):
        said = subprocess.run(
            ("systemd-analyze", "verify", str(unit)), capture_output=True, text=True, check=False
        )
        assert said.returncode == 0, said.stderr
    together = (units / "nhip-cau.service").read_text()
    assert all(f"nhip-cau@{port}.service" in together for port in both.ports)
    assert "PartOf=nhip-cau.service\nAfter=nhip-cau.service\n" in server.read_text()
    assert "MemoryMax=40%" in server.read_text()


def test_who_stops_the_service_waits_until_each_server_has_ended(tmp_path, monkeypatch):
    """A server publishes for half a minute more, perhaps; a backup meanwhile would lack it."""
    systemctl, ended = tmp_path / "usr/bin/systemctl", tmp_path / "ended"
    systemctl.parent.mkdir(parents=True)
    systemctl.write_text(_WAITS_FOR_WHAT_IS_NAMED.format(ended=ended))
    systemctl.chmod(0o755)
    monkeypatch.setenv("ROOT", str(tmp_path))

    assert machine.stop(places())

    assert ended.exists()


@pytest.mark.parametrize("command", ["upgrade", "restore", "installing"])
def test_a_command_stops_the_service_in_no_other_way(command):
    text = (ROOT / "deploy" / f"{command}.py").read_text("utf-8")

    assert "machine.stop(" in text
    assert '"stop"' not in text


@pytest.mark.parametrize("number", ["0", "two", "99"])
def test_a_number_of_servers_that_makes_no_sense_is_refused_in_a_sentence(tmp_path, number):
    machine = made(tmp_path / "machine")
    machine.settings.parent.mkdir(parents=True)
    machine.settings.write_text(f"SERVERS={number}\n")
    refused = machine.install()

    assert refused.returncode == 1
    assert f"SERVERS cannot be “{number}”" in refused.stderr


def test_one_server_again_leaves_one_unit(both, tmp_path):
    machine = copied(both.machine, tmp_path / "machine")
    (machine.root / "usr/bin/systemctl").unlink()  # it speaks for the machine that was copied
    units = machine.root / "etc/systemd/system"
    assert (units / "nhip-cau@.service").exists()
    machine.settings.write_text(machine.settings.read_text().replace("SERVERS=2", "SERVERS=1"))
    again = machine.install()

    assert again.returncode == 0, again.stderr
    assert "number of servers has changed" in again.stdout
    assert not (units / "nhip-cau@.service").exists()
    assert f"--server.port {machine.port}" in (units / "nhip-cau.service").read_text()
    assert "upstream" not in machine.site.read_text().replace("$upstream", "")


def test_visitors_are_spread_and_their_uploads_come_to_their_own_server(both):
    async def one() -> str:
        async with visit(both, EDITOR) as editor:
            await editor.run("data", DESK)
            file = await editor.upload("projects.csv", renamed("Tên thử"))
            while "projects.csv" not in editor.text:  # the server has it, and checks it
                await editor.run("data", DESK, file)
            return str(editor.cookies["nhip_cau_server"])

    async def some() -> list[str]:
        return await asyncio.gather(*(one() for _visitor in range(6)))

    assert set(loops.run(some())) == {str(port) for port in both.ports}


def test_what_is_published_through_one_is_shown_by_the_other_at_the_next_interaction(both):
    async def through_one() -> tuple[str, str]:
        first, second = both.ports
        async with visit(both, APPROVER, first) as approver, visit(both, EDITOR, second) as reader:
            await reader.run("projects", "lang=vi")
            before = reader.text
            await publish(approver, "Tên từ máy chủ kia")
            assert approver.cookies["nhip_cau_server"] == str(first)
            assert reader.cookies["nhip_cau_server"] == str(second)
            await reader.run("projects", "lang=vi")
            return before, reader.text

    before, after = loops.run(through_one())

    assert "Tên từ máy chủ kia" not in before
    assert "Tên từ máy chủ kia" in after


def test_while_postgresql_is_away_pages_stay_and_say_so_and_all_comes_back_by_itself(both):
    async def away() -> dict[str, str]:
        found = {}
        async with visit(both, APPROVER) as approver:
            await approver.run("projects", "lang=en")
            found["before"] = approver.notices
            both.database.stop()
            await approver.run("projects", "lang=en")
            found["page"], found["rows"] = approver.notices, approver.text
            await approver.run("data", DESK)
            found["desk"] = approver.notices
            document = partial(both.machine.get, "/partners?lang=en")
            found["document away"] = (await asyncio.to_thread(document)).decode()
            both.database.start()
            found["document"] = (await asyncio.to_thread(document)).decode()
            await approver.run("projects", "lang=en")
            found["after"] = approver.notices
            await publish(approver, "Khi cơ sở dữ liệu đã trở lại")
        return found

    found = loops.run(away())

    assert AWAY not in found["before"]
    assert f"{AWAY}. What is shown" in found["page"]
    assert "nc-project" in found["rows"]
    assert f"{AWAY}. Nothing was changed" in found["desk"]
    assert AWAY not in found["after"]
    assert found["document away"].startswith("HTTP/1.1 200")
    assert AWAY not in found["document"]  # no server keeps what it said meanwhile
    assert "Khi cơ sở dữ liệu đã trở lại" in notes(both)


def test_a_database_that_hangs_holds_up_one_page_and_then_none(both):
    async def hanging() -> dict[str, Any]:
        found: dict[str, Any] = {}
        async with visit(both, APPROVER, both.ports[0]) as approver:
            await approver.run("projects", "lang=en")
            with both.database.hanging():
                await approver.run("projects", "lang=en")
                found["first"] = approver.notices, approver.text
                begun = time.monotonic()
                pages = []
                for page in ("projects", "visits", "outcomes") * (RUNS // 3):
                    await approver.run(page, "lang=en")
                    pages.append(AWAY in approver.notices)
                found["pages"], found["seconds"] = pages, time.monotonic() - begun
                await approver.run("data", DESK)
                found["desk"] = approver.notices
            await asyncio.sleep(REST + 1)
            await approver.run("projects", "lang=en")
            found["after"] = approver.notices
            await publish(approver, "Khi cơ sở dữ liệu lại trả lời")
        return found

    found = loops.run(hanging())

    notices, rows = found["first"]
    assert f"{AWAY}. What is shown" in notices
    assert "nc-project" in rows
    assert found["pages"] == [True] * RUNS
    # Each run asks several times: without a memory each question would take these seconds. While
    # it is away for long, one in some seconds finds out.
    assert found["seconds"] < RUNS * SILENCE / 2
    assert f"{AWAY}. Nothing was changed" in found["desk"]
    assert AWAY not in found["after"]
    assert "Khi cơ sở dữ liệu lại trả lời" in notes(both)


@pytest.fixture(scope="module")
def _people(both_once: Servers) -> None:
    for who in PEOPLE[1:]:
        accounts.add(
            both_once.store, who, who.title(), Role.APPROVER, None, by=ALONE.called("test")
        )


@pytest.mark.usefixtures("_people")
def test_nothing_is_lost_or_doubled_and_nobody_turned_away_while_servers_end_and_come_back(both):
    """Restarted one by one, and one killed, each when somebody's publication is on its way."""
    office = Office(both, PEOPLE)
    with office.open():
        with looking(both) as looked:
            units = both.restart_one_by_one(office.publishing)
        _first, second = both.ports
        with office.publishing(second):
            both.kill(second)
            time.sleep(3)
            both.start(second)

    assert units == [f"nhip-cau@{port}.service" for port in both.ports]
    assert {*looked} == {b"HTTP/1.1 200 OK"}
    assert min(map(len, office.published.values())) >= OF_EACH
    wanted = [name for names in office.published.values() for name in names]
    versions = both.store.history()[::-1]
    published = [one.note for one in versions]
    assert [published.count(name) for name in wanted] == [1] * len(wanted)
    assert [one.number for one in versions] == list(range(1, len(versions) + 1))
    assert all(later.parent == earlier.id for earlier, later in pairwise(versions))
    for one in versions:
        content = both.store.tables(one.id)["projects"].decode()
        assert one.note not in wanted or one.note in content
    with both.store.transaction() as connection:
        assert audit.first_gap(connection) is None
        acts = audit.entries(connection, audit.Wanted(act="publish"))
        noted = [entry.details["id"] for entry in acts]
    assert sorted(noted) == sorted(one.id for one in versions)


async def reading_on(both: Servers, port: int, killed: asyncio.Event) -> float:
    """Somebody who reads, and whose browser connects again; seconds until the page is there."""
    page, query = "projects", "lang=en&sector=water"
    cookies = both.cookies(EDITOR, port)
    async with visiting(both.origin, cookies=cookies, tls=both.tls) as reader:
        await reader.run(page, query)
        before = reader.notices
        await killed.wait()
        begun = time.monotonic()
        with pytest.raises(ConnectionClosed):
            await reader.run(page, query)
    while True:
        try:
            async with visiting(both.origin, cookies=cookies, tls=both.tls) as again:
                await again.run(page, query)
                assert again.cookies["nhip_cau_server"] != str(port)
                assert again.notices == before
                return time.monotonic() - begun
        except (OSError, InvalidStatus):
            await asyncio.sleep(0.5)


def test_a_server_that_is_killed_loses_nothing_published_and_its_readers_come_to_the_other(both):
    first, _second = both.ports

    async def all_of_them() -> list[float]:
        killed = asyncio.Event()
        readers = [asyncio.create_task(reading_on(both, first, killed)) for _ in range(AT_ONCE)]
        async with visit(both, APPROVER, first) as approver:
            await publish(approver, "Trước khi máy chủ hỏng")
            await asyncio.sleep(10)
            both.kill(first)
            killed.set()
        return await asyncio.gather(*readers)

    waited = loops.run(all_of_them())

    assert "Trước khi máy chủ hỏng" in notes(both)
    assert len(waited) == AT_ONCE
    assert max(waited) < 30

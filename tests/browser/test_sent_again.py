"""Over real sockets: what a second reader and a second click get, and what a slow client costs."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from benchmarks import servers

pytestmark = [pytest.mark.browser, pytest.mark.waits]
DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)


class Run(NamedTuple):
    """What one run sent: whole parts by their names, and names alone."""

    parts: dict[str, ForwardMsg]
    named: set[str]

    @property
    def names(self) -> set[str]:
        """Of the parts that a browser keeps."""
        return {name for name, one in self.parts.items() if one.metadata.cacheable}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    with servers.ours(tmp_path_factory.mktemp("sent")) as us:
        yield us


def opened(server: servers.Server) -> AbstractContextManager[ClientConnection]:
    return connect(
        server.origin.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Origin": server.origin},
        max_size=None,
        ping_interval=None,
    )


def asked(page: str, query: str = "", known: set[str] | None = None) -> bytes:
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = query
    message.rerun_script.cached_message_hashes.extend(known or ())
    return bytes(message.SerializeToString())


def run(line: ClientConnection, page: str, query: str = "", known: set[str] | None = None) -> Run:
    line.send(asked(page, query, known))
    got = Run({}, set())
    while True:
        message = ForwardMsg.FromString(line.recv(timeout=60, decode=False))
        kind = message.WhichOneof("type")
        if kind == "delta":
            got.parts[message.hash] = message
        elif kind == "ref_hash":
            got.named.add(message.ref_hash)
        elif kind == "script_finished" and message.script_finished in DONE:
            return got


def test_a_second_reader_gets_the_same_page_whole(server):
    with opened(server) as one, opened(server) as other:
        first, second = run(one, "visits"), run(other, "visits")

    assert len(first.parts) > 30
    assert first.parts.keys() == second.parts.keys()
    assert not first.named
    assert not second.named


def test_a_click_that_changes_nothing_sends_names_of_what_the_browser_has(server):
    with opened(server) as line:
        first = run(line, "projects")
        again = run(line, "projects", known=first.names)

    assert first.names == again.named
    assert len(first.names) > 20
    assert not first.names & again.parts.keys()


def test_what_a_browser_says_to_have_and_was_not_sent_is_sent_whole(server):
    with opened(server) as one, opened(server) as other:
        known = run(one, "sources").names
        forged = run(other, "sources", known=known)

    assert not forged.named
    assert known <= forged.parts.keys()


def test_what_the_last_two_runs_did_not_send_is_not_named(server):
    """A browser drops it, perhaps while its question is on its way."""
    with opened(server) as line:
        of_sources = run(line, "sources").names
        run(line, "map", known=of_sources)
        soon = run(line, "sources", known=of_sources)
        run(line, "map", known=of_sources)
        run(line, "visits", known=of_sources)
        only_there = of_sources - run(line, "map", known=of_sources).names
        late = run(line, "sources", known=of_sources)

    assert soon.named == of_sources
    assert only_there - late.named
    assert (only_there - late.named) <= late.parts.keys()


def test_languages_asked_for_in_turn_are_each_their_own(server):
    with opened(server) as line:
        pages = {code: run(line, "visits", f"lang={code}") for code in ("vi", "fr")}
        again = run(line, "visits", "lang=vi", pages["fr"].names)

    assert pages["vi"].names - pages["fr"].names
    assert (again.parts.keys() | again.named) >= pages["vi"].names


def test_a_client_that_asks_and_never_listens_costs_little_and_stops_nobody(server):
    with opened(server) as line, opened(server) as other:
        run(other, "map")
        before = server.megabytes
        until = time.monotonic() + 8
        try:
            for number in range(400):
                line.send(asked("map", f"q={number}"))
                if time.monotonic() > until:
                    break
        except (ConnectionClosed, TimeoutError):
            pass  # the server may well have enough of it
        assert len(run(other, "visits").parts) > 30

        assert server.megabytes - before < 100

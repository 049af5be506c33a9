"""Runs coroutines in tests, also where Playwright keeps a loop of its own in the main thread."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Given = TypeVar("Given")


def run(work: Coroutine[Any, Any, Given]) -> Given:
    """What a coroutine gives, run in a thread with a loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def beside(work: Callable[[], Given]) -> Given:
    """What a function gives that runs a loop itself."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()

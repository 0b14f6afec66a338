"""Does the same thing twice at the same moment."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Barrier, Thread
from typing import TypeVar

Result = TypeVar("Result")
WAIT_SECONDS = 30


def twice_at_once(function: Callable[[int], Result]) -> list[Result]:
    """What the function gives for 0 and for 1, called in two threads that start together."""
    start = Barrier(2, timeout=WAIT_SECONDS)

    def run(number: int, future: Future[Result]) -> None:
        start.wait()
        try:
            future.set_result(function(number))
        except Exception as error:
            future.set_exception(error)

    futures: list[Future[Result]] = [Future(), Future()]
    for number, future in enumerate(futures):
        # A daemon: a thread that never ends must not keep the tests from ending.
        Thread(target=run, args=(number, future), daemon=True).start()
    return [future.result(WAIT_SECONDS) for future in futures]

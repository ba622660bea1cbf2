"""Work that a second process does while this one does other work: of two cores one would idle."""

import os
import pickle
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a second process can be made of this one, and pays: a process with threads can't be forked safely."""
    return threading.active_count() == 1 and hasattr(os, "fork") and cores() > 1


class Beside(Generic[T]):
    """`work`, begun in a forked process. Its result is pickled, and comes from nowhere but that process.

    What it changes elsewhere is lost, and it must not use what can't be shared, such as the cache's connection.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._end, end = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            code = 1
            with suppress(BaseException):  # this process has nobody to tell; the other one finds no result
                with open(end, "wb") as out:  # noqa: PTH123 - a descriptor, no path
                    out.write(pickle.dumps(work(), protocol=5))
                code = 0
            os._exit(code)
        os.close(end)

    def result(self) -> T:
        """What came of it. Where the other process failed, the work is done here, with whatever it raises."""
        with open(self._end, "rb") as file:  # noqa: PTH123 - as above
            data = file.read()
        _, status = os.waitpid(self._pid, 0)
        if status:
            return self._work()
        made: T = pickle.loads(data)
        return made

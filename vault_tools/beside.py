"""Work that other processes do while this one does other work: of two cores one would idle."""

import mmap
import os
import pickle
import select
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import BinaryIO, Generic, TypeVar

T = TypeVar("T")
P = TypeVar("P")

_AHEAD = 1 << 20
"""Bytes that a process may be ahead of the one that reads what it writes."""

_LENGTH = 8

_LOT = 2
"""The bytes that a lot takes."""

MOST_LOTS = 8192
"""So many surely fit into a pipe."""


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
        self._other = _Process(lambda out: out.write(pickle.dumps(work(), protocol=5)))

    def done(self) -> bool:
        """Whether it has a result, or has failed."""
        return bool(select.select([self._other.out], [], [], 0)[0])

    def result(self) -> T:
        """What came of it. Where the other process failed, the work is done here, with whatever it raises."""
        data = self._other.out.read()
        if not self._other.ended_well():
            return self._work()
        made: T = pickle.loads(data)
        return made


class Lot:
    """So many lots that processes forked from this one share with it: each is drawn once, by whichever has time."""

    def __init__(self, count: int) -> None:
        """`count` is `MOST_LOTS` at most."""
        self._lots, filling = os.pipe()
        os.write(filling, b"".join(number.to_bytes(_LOT) for number in range(count)))
        os.close(filling)

    def draw(self) -> Iterator[int]:
        """One lot after the other, from 0 on, as long as there are any."""
        while lot := os.read(self._lots, _LOT):
            yield int.from_bytes(lot)

    def close(self) -> None:
        """Draw no more in this process."""
        os.close(self._lots)


class Fed:
    """`work`, begun in a forked process on what this one feeds it: pieces of bytes, which it gets in their order.

    What comes of it, in parts, is left in memory that both share: through a pipe, large bytes are copied twice. Raises
    OSError where there is no room for it, or no process can be made.
    """

    def __init__(self, work: Callable[[Iterator[bytes]], Iterable[bytes]]) -> None:
        self._made = _shared_file()
        reading, writing = os.pipe()

        def begin(_out: BinaryIO) -> None:
            os.close(writing)  # else what comes would never end
            with open(reading, "rb") as pieces:  # noqa: PTH123 - a descriptor, no path
                self._made.writelines(work(_parted(pieces)))
            self._made.flush()

        self._other = _Process(begin)
        os.close(reading)
        _widen(writing)
        self._feeding: BinaryIO = open(writing, "wb")  # noqa: PTH123, SIM115 - as above; closed when all is fed

    def feed(self, piece: bytes) -> None:
        """Let it have a piece, as long as it takes any. That it has failed shows in its result."""
        with suppress(OSError, ValueError):  # it ended; it was to get no more
            self._feeding.write(len(piece).to_bytes(_LENGTH) + piece)

    def feed_no_more(self) -> None:
        """Let it know that it has all pieces."""
        with suppress(OSError):
            self._feeding.close()

    def stop(self) -> None:
        """End it, whatever it has done."""
        self._other.kill()
        self.feed_no_more()
        self._other.ended_well()
        self._made.close()

    def result(self) -> memoryview | None:
        """What came of all it was fed, which is more than nothing; None where the other process failed."""
        self.feed_no_more()
        self._other.out.read()  # nothing: it ends when all is written
        with self._made:
            if not self._other.ended_well():
                return None
            return memoryview(mmap.mmap(self._made.fileno(), 0, access=mmap.ACCESS_READ))


def _shared_file() -> BinaryIO:
    """A file of no name, which a forked process shares. Raises OSError."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("vault-tools"), "r+b")  # noqa: PTH123 - a descriptor; whoever asked closes it
    return tempfile.TemporaryFile()


def _parted(pieces: BinaryIO) -> Iterator[bytes]:
    while length := pieces.read(_LENGTH):
        yield pieces.read(int.from_bytes(length))


def shared_out(work: Callable[[P], bytes], parts: Sequence[P]) -> Iterator[bytes]:
    """What `work` makes of each of the parts, in their order: one forked process per core, each of which takes the next
    part when it has time.

    What a process that failed has left undone is done here, with whatever it raises.
    """
    lot = Lot(min(len(parts), MOST_LOTS))
    others: list[_Process] = []
    come: dict[int, bytes] = {}
    try:
        for _core in range(min(cores(), len(parts))):
            others.append(_Process(partial(_work_through, work, parts, lot), others))
        ends = [other.out.fileno() for other in others]
        for number, part in enumerate(parts):
            while number not in come and ends:
                _receive(ends, come)
            yield come.pop(number, b"") or work(part)
    finally:
        lot.close()
        for other in others:
            other.ended_well()


def _work_through(work: Callable[[P], bytes], parts: Sequence[P], lot: Lot, out: BinaryIO) -> None:
    for drawn in lot.draw():
        for number in range(drawn, len(parts), MOST_LOTS):  # one, but in a vault of millions
            made = work(parts[number])
            out.write(number.to_bytes(_LENGTH) + len(made).to_bytes(_LENGTH) + made)
            out.flush()


def _receive(ends: list[int], come: dict[int, bytes]) -> None:
    """Let `come` have what is next from one or more of the processes' pipes; an end where nothing more comes is no
    longer among the `ends`."""
    for end in select.select(ends, [], [])[0]:
        head = _exactly(end, 2 * _LENGTH)
        number, length = int.from_bytes(head[:_LENGTH]), int.from_bytes(head[_LENGTH:])
        made = _exactly(end, length)
        if 0 < length == len(made):
            come[number] = made
        else:
            ends.remove(end)


def _exactly(end: int, length: int) -> bytes:
    """So many bytes from a pipe; fewer where nothing more comes."""
    data = os.read(end, length)
    while 0 < len(data) < length:
        more = os.read(end, length - len(data))
        if not more:
            break
        data += more
    return data


class _Process:
    """A forked process that does `work`; `out` is what it writes. `others` were forked before and still run."""

    def __init__(self, work: Callable[[BinaryIO], object], others: Iterable["_Process"] = ()) -> None:
        reading, writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            code = 1
            with suppress(BaseException):  # this process has nobody to tell; the other one finds no result
                for end in (reading, *(other.out.fileno() for other in others)):
                    os.close(end)  # so that writing fails once nobody reads any more
                with open(writing, "wb") as out:  # noqa: PTH123 - a descriptor, no path
                    work(out)
                code = 0
            os._exit(code)
        os.close(writing)
        _widen(reading)
        self.out: BinaryIO = open(reading, "rb")  # noqa: PTH123, SIM115 - as above; closed when it has ended

    def kill(self) -> None:
        """End it at once; it is still to be waited for."""
        os.kill(self._pid, signal.SIGKILL)

    def ended_well(self) -> bool:
        """Read no more of it, wait for its end, and tell whether it did all its work."""
        self.out.close()
        return os.waitpid(self._pid, 0)[1] == 0


def _widen(pipe: int) -> None:
    with suppress(ImportError, AttributeError, OSError):  # Linux has it; elsewhere there is a little more waiting
        from fcntl import F_SETPIPE_SZ, fcntl

        fcntl(pipe, F_SETPIPE_SZ, _AHEAD)

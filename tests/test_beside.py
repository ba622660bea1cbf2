"""Work done by a second process is the same work."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from vault_tools import beside
from vault_tools.beside import Beside, Fed, Lot, can_fork, shared_out

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


def test_what_the_other_process_made_comes_back() -> None:
    assert Beside(lambda: ["x" * 1_000_000, {"pid": os.getpid()}]).result()[0] == "x" * 1_000_000
    assert Beside(os.getpid).result() != os.getpid()


def test_where_the_other_process_fails_the_work_is_done_here() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            raise RuntimeError("no luck")
        return "made here"

    assert Beside(work).result() == "made here"
    assert Beside(lambda: (lambda: 1) if os.getpid() == here else threading.Lock()).result()() == 1  # type: ignore[operator]


def test_an_error_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        Beside(lambda: 1 // 0).result()


def squared(part: int) -> bytes:
    return b"%d" % part**2 * 50_000


def test_parts_are_shared_out_and_come_back_in_their_order() -> None:
    assert list(shared_out(squared, range(40))) == [squared(part) for part in range(40)]
    assert list(shared_out(squared, [7])) == [squared(7)]
    assert list(shared_out(squared, [])) == []
    assert list(shared_out(squared, range(beside.MOST_LOTS + 40)))[-3:] == list(map(squared, range(8229, 8232)))
    assert {int(pid) for pid in shared_out(lambda _: b"%d" % os.getpid(), range(9))}.isdisjoint({os.getpid()})


def test_what_a_killed_process_leaves_undone_is_done_here() -> None:
    here = os.getpid()

    def work(part: int) -> bytes:
        if part in (4, 5) and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return squared(part)

    assert list(shared_out(work, range(12))) == [squared(part) for part in range(12)]


def test_an_error_in_a_part_is_raised_here_and_nobody_is_left_running() -> None:
    def work(part: int) -> bytes:
        return b"%d" % (60 // (part - 3))

    with pytest.raises(ZeroDivisionError):
        list(shared_out(work, range(12)))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_who_reads_no_further_ends_the_others() -> None:
    parts = shared_out(squared, range(10_000))
    assert next(parts) == squared(0)
    parts.close()  # type: ignore[attr-defined]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_what_is_fed_comes_in_its_order() -> None:
    fed = Fed(lambda pieces: [b"%d " % os.getpid(), *pieces])
    for letter in (b"a", b"b", b"c"):
        fed.feed(letter * 1_000_000)
    pid, _, joined = bytes(fed.result() or b"").partition(b" ")
    assert int(pid) != os.getpid()
    assert joined == b"a" * 1_000_000 + b"b" * 1_000_000 + b"c" * 1_000_000


def test_who_fails_while_being_fed_gives_nothing() -> None:
    def work(pieces: Iterator[bytes]) -> list[bytes]:
        next(pieces)
        os.kill(os.getpid(), signal.SIGKILL)
        return []

    fed = Fed(work)
    for _ in range(50):
        fed.feed(b"x" * 1_000_000)
    assert fed.result() is None
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_no_fork_beside_threads_or_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(beside, "cores", lambda: 2)
    assert can_fork()
    monkeypatch.setattr(beside, "cores", lambda: 1)
    assert not can_fork()
    monkeypatch.setattr(beside, "cores", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not can_fork()


def test_each_lot_is_drawn_once() -> None:
    lot = Lot(200)
    other = Beside(lambda: list(lot.draw()))
    mine = list(lot.draw())
    theirs = other.result()
    lot.close()
    assert sorted(mine + theirs) == list(range(200))
    assert (mine, theirs) == (sorted(mine), sorted(theirs))

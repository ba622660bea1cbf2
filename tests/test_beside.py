"""Work done by a second process is the same work."""

import os
import threading

import pytest

from vault_tools import beside
from vault_tools.beside import Beside, can_fork

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


def test_no_fork_beside_threads_or_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(beside, "cores", lambda: 2)
    assert can_fork()
    monkeypatch.setattr(beside, "cores", lambda: 1)
    assert not can_fork()
    monkeypatch.setattr(beside, "cores", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not can_fork()

"""One watcher per vault, and one process at a time that carries out marks: locks that go with the process that took
them."""

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vault_tools.config import STATE_FOLDER
from vault_tools.errors import WatchLockedError, WriteError
from vault_tools.language import mark as _

PATIENCE_SECONDS = 10.0
"""How long to wait for another process that carries out marks."""


@contextmanager
def watch_lock(vault: Path) -> Iterator[None]:
    """Hold the vault's watch lock. Raises WatchLockedError, naming the holder, or WriteError."""
    path = vault / STATE_FOLDER / "watch.lock"
    try:
        path.parent.mkdir(exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise WriteError(
            _("%(path)s: can't be written: %(why)s — a watched vault must be writable"), path=path, why=error.strerror
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = _holder(handle)
            raise WatchLockedError(
                _("%(vault)s is watched already, by %(holder)s — stop that one first"), vault=vault, holder=holder
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextmanager
def acting_lock(vault: Path) -> Iterator[None]:
    """Hold the lock of whoever carries out marks, so that two processes do not carry out the same ones.

    Where it can't be had (a read-only folder, or somebody who holds it for long), the work goes on without it.
    """
    handle = -1
    try:
        with suppress(OSError):
            handle = os.open(vault / STATE_FOLDER / "acting.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            until = time.monotonic() + PATIENCE_SECONDS
            while not _taken(handle) and time.monotonic() < until:
                time.sleep(0.01)
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def holder_of(vault: Path) -> str | None:
    """Who watches the vault now, or None."""
    try:
        handle = os.open(vault / STATE_FOLDER / "watch.lock", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return _holder(handle)
    finally:
        os.close(handle)
    return None


def _holder(handle: int) -> str:
    try:
        known = json.loads(os.pread(handle, 1000, 0))
        return f"process {known['pid']} on {known['host']}"
    except (ValueError, KeyError, TypeError):
        return "another process"

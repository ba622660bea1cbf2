"""Making the system calls of a write fail, one after another, or the process end at one of them.

Every call of the program that reaches a file below a folder is counted; the one that is due fails, or kills. Left out
are those of a refresh, which reads all notes: what it can't read is a finding.
"""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from vault_tools.vault import exchange, write
from vault_tools.vault.index import Refresh
from vault_tools.workspace import Workspace

CODES = {
    "open": [errno.EACCES, errno.ENOSPC, errno.EMFILE],
    "write": [errno.ENOSPC, errno.EIO, errno.EDQUOT],
    "pread": [errno.EIO],
    "fstat": [errno.EIO],
    "fchmod": [errno.EPERM],
    "fsync": [errno.EIO, errno.ENOSPC],
    "link": [errno.EPERM, errno.ENOSPC, errno.EACCES],
    "rename": [errno.EACCES, errno.ENOSPC],
    "replace": [errno.EACCES, errno.ENOSPC],
    "swap": [errno.EACCES, errno.EBUSY, errno.EIO],
    "unlink": [errno.EACCES],
    "mkdir": [errno.EACCES, errno.ENOSPC, errno.EROFS],
}
"""The calls that are counted, and how each may fail."""

SHORT = 0
"""Instead of an error's number: the write takes only the first half of its bytes."""


class Fault(msgspec.Struct, frozen=True):
    """The call number `at` (from 0) fails with `code`; under `lasting` so do all later ones of its name, as on a disk
    that is full. `kill`: the process ends there instead."""

    at: int
    code: int = errno.EIO
    lasting: bool = False
    kill: bool = False


class Calls:
    """The calls counted so far, by name, in their order."""

    def __init__(self, folder: Path, fault: Fault | None) -> None:
        self.folder = f"{folder}/"
        self.fault = fault
        self.made: list[str] = []
        self.failing = ""
        self.handles: set[int] = set()
        self.paused = False

    def reach(self, arguments: tuple[Any, ...]) -> bool:
        """Whether a call is about a file below the folder."""
        first = arguments[0]
        if isinstance(first, int):
            return first in self.handles
        return str(os.fspath(first)).startswith(self.folder)

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """The call, counted, and failing where its turn has come."""

        def call(*arguments: Any, **more: Any) -> Any:
            if self.paused or not self.reach(arguments):
                return real(*arguments, **more)
            number = len(self.made)
            self.made.append(name)
            fault = self.fault
            if fault and (fault.at == number or (fault.lasting and name == self.failing)):
                if fault.kill:
                    os.kill(os.getpid(), signal.SIGKILL)
                self.failing = name
                if fault.code != SHORT:
                    raise OSError(fault.code, os.strerror(fault.code), str(arguments[0]))
                arguments = (arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2 or 1])
            result = real(*arguments, **more)
            if name == "open":
                self.handles.add(result)
            return result

        return call


@contextmanager
def watched(folder: Path, fault: Fault | None = None) -> Iterator[Calls]:
    """Count the calls that reach below `folder`, and let one fail."""
    calls = Calls(folder, fault)
    with pytest.MonkeyPatch.context() as patch:
        for name in CODES:
            if name == "swap":
                patch.setattr(write, name, calls.wrap(name, exchange.swap))
            else:
                patch.setattr(os, name, calls.wrap(name, getattr(os, name)))
        close, read = os.close, Workspace.refresh

        def forget(handle: int) -> None:
            calls.handles.discard(handle)
            close(handle)

        def refresh(*arguments: Any, **named: Any) -> Refresh:
            calls.paused = True
            try:
                return read(*arguments, **named)
            finally:
                calls.paused = False

        patch.setattr(os, "close", forget)
        patch.setattr(Workspace, "refresh", refresh)
        yield calls


def faults_of(calls: list[str]) -> Iterator[tuple[str, Fault]]:
    """Every way in which one of these calls can fail: its name, and the fault."""
    for at, name in enumerate(calls):
        for code in CODES[name]:
            for lasting in (False, True):
                yield name, Fault(at, code, lasting)
        if name == "write":
            yield name, Fault(at, SHORT)

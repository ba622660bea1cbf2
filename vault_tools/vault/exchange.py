"""What the operating system offers against a second writer: swapping two files at once, and leases, which tell that
somebody opens a file to write in it. Both may be missing (other systems, network drives): then the answer is False."""

import errno
import fcntl
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE_LINUX = 2
_SWAP_MACOS = 2


class BusyError(Exception):
    """Somebody has the file open for writing."""


def swap(one: Path, other: Path) -> bool:
    """Exchange two files' names in one step; False where the system can't. Raises OSError: FileNotFoundError if one is
    gone."""
    call = _swapper()
    return call is not None and call(os.fsencode(one), os.fsencode(other))


@cache
def _swapper() -> Callable[[bytes, bytes], bool] | None:
    import ctypes  # needed only where a note is replaced

    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return lambda one, other: _done(
            library.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _EXCHANGE_LINUX), ctypes.get_errno()
        )
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return lambda one, other: _done(library.renamex_np(one, other, _SWAP_MACOS), ctypes.get_errno())
    return None


def _done(result: int, code: int) -> bool:
    if result == 0:
        return True
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code))


def take_lease(handle: int) -> bool:
    """Be told when somebody opens the file behind `handle` for writing; False where the system can't.

    Raises BusyError if somebody has it open for writing now.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        fcntl.fcntl(
            handle, fcntl.F_SETSIG, signal.SIGURG
        )  # the default signal would end the process; this one is ignored
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        if error.errno == errno.EAGAIN:
            raise BusyError from error
        return False
    return True


def lease_holds(handle: int) -> bool:
    """Whether nobody has opened the file for writing since the lease was taken."""
    return fcntl.fcntl(handle, fcntl.F_GETLEASE) == fcntl.F_RDLCK


def end_lease(handle: int) -> None:
    """Let whoever waits to write go on."""
    with suppress(OSError):
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)

"""A process that forks others, for one that must not: a process with threads can't be forked safely."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from vault_tools.channel import Channel
from vault_tools.errors import VaultToolsError

_STATUS = 4
_BEGIN = b"!"

Work = Callable[[Channel], None]


class Forker:
    """A process forked while this one has a single thread still, which has one, too, and forks another for each piece
    of work. `work` is what those do, over a channel whose end tells them to end; `load` is called in the process that
    forks them when it has time, to load what they need. Raises VaultToolsError in a process with threads, and OSError
    if the system allows no more processes.

    All of them end with this process, however it ends, and by no signal that a terminal or a service manager sends to
    all at once: what was begun is brought to its end.
    """

    def __init__(self, work: Work, load: Callable[[], None]) -> None:
        if threading.active_count() > 1:
            raise VaultToolsError("no process can be begun beside threads — start the watcher again")
        self._control, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            with suppress(BaseException):  # it has nobody to tell; the other one finds that it is gone
                self._control.close()
                _stand_apart(theirs.fileno())
                _serve(theirs, work, load)
            os._exit(0)
        theirs.close()

    def begin(self) -> Channel:
        """Begin a piece of work; the one before must have been ended. Raises EOFError if the process is gone, and
        OSError if the system allows no more files."""
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._control, [_BEGIN], [theirs.fileno()])
        except OSError as error:
            ours.close()
            raise EOFError from error
        finally:
            theirs.close()
        return Channel(ours)

    def ended(self) -> int | None:
        """Wait until what was begun last has ended, its channel being closed; gives its exit code, or the number of
        the signal that killed it, negative. None: the process that would know it is gone."""
        try:
            status = self._control.recv(_STATUS, socket.MSG_WAITALL)
        except OSError:
            return None
        return int.from_bytes(status, signed=True) if status else None

    def close(self) -> None:
        """End the process and wait for its end, if that was not done already."""
        self._control.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


def _stand_apart(kept: int) -> None:
    """Be no part of what the process was forked from: neither its signals nor its files, of which one may be a lock."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)  # whoever reads what the watcher prints is not to wait for this process
    for name in os.listdir("/dev/fd"):  # noqa: PTH208 - numbers, no paths
        if int(name) not in (0, 1, 2, kept):
            with suppress(OSError):  # that of the list itself
                os.close(int(name))


def _serve(control: socket.socket, work: Work, load: Callable[[], None]) -> None:
    while True:
        asked, (*ends,), _flags, _address = socket.recv_fds(control, len(_BEGIN), 1)
        if not asked:
            return
        control.sendall(_worked(control, work, ends[0]).to_bytes(_STATUS, signed=True))
        with suppress(Exception):  # whoever needs it will say what is wrong
            load()


def _worked(control: socket.socket, work: Work, end: int) -> int:
    """Fork a process that works, and wait for its end; gives its exit code."""
    try:
        pid = os.fork()
    except OSError:  # too many processes, or too little memory
        os.close(end)
        return 1
    if pid == 0:
        code = 1
        with suppress(BaseException):
            control.close()
            work(Channel(socket.socket(fileno=end)))
            code = 0
        os._exit(code)  # taking a million objects apart one by one would take 0.2 s
    os.close(end)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

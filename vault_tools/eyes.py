"""What tells a watcher that something may have changed: the operating system's events, where it gives any."""

import logging
import os
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from vault_tools.config import CONFIG_NAME, STATE_FOLDER
from vault_tools.language import mark as _
from vault_tools.vault.scan import is_note_name

LONGEST_WAIT = 5
"""A vault that never falls quiet is rendered after this many debounce times all the same."""

REMOTE_FILE_SYSTEMS = frozenset(
    "nfs nfs4 cifs smb3 smbfs 9p afs ceph fuse.sshfs fuse.rclone fuse.s3fs vboxsf drvfs".split()
)
"""Where changes made by others give no events here."""

_IGNORED_EVENTS = frozenset(("opened", "closed_no_write"))
_TEMPLATES = f"/{STATE_FOLDER}/templates"

logging.getLogger("watchdog").addHandler(logging.NullHandler())  # its warnings are ours to tell, not stderr's
warnings.filterwarnings("ignore", module=r"watchdog\.")  # a folder watched anew is no news


class Options(msgspec.Struct, frozen=True):
    """How to watch: seconds of quiet before a render, seconds between looks where there are no events."""

    debounce: float = 2.0
    poll: float = 5.0
    force_poll: bool = False


class Hints:
    """What the watching thread hears and the rendering thread waits for."""

    def __init__(self, vault: Path) -> None:
        self._prefix = str(vault)
        self._bell = threading.Condition()
        self._first: float | None = None
        self._latest = 0.0
        self.stopped = False

    def hear(self, path: str, *, folder: bool) -> None:
        """A change at `path`, which counts if it may concern a note, the config or a template."""
        if not self._matters(path, folder):
            return
        self.ring()

    def ring(self) -> None:
        """Something may have changed."""
        with self._bell:
            self._latest = time.monotonic()
            self._first = self._first or self._latest
            self._bell.notify_all()

    def stop(self) -> None:
        """Wake the waiting thread for the last time. The bell's lock is reentrant, so a signal handler may ring it."""
        self.stopped = True
        with self._bell:
            self._bell.notify_all()

    @property
    def heard(self) -> float:
        """When something was heard last."""
        return self._latest

    def clear(self) -> None:
        """Forget what was heard: a refresh looks at everything."""
        with self._bell:
            self._first = None

    def settled_in(self, debounce: float) -> float | None:
        """Seconds until the burst may be taken as over; 0: now; None: there is none."""
        with self._bell:
            if self._first is None:
                return None
            over = min(self._latest + debounce, self._first + debounce * LONGEST_WAIT)
        return max(0.0, over - time.monotonic())

    def wait(self, seconds: float, heard: float) -> None:
        """Sleep until something is heard, or so long; not at all if something was since `heard` was the latest."""
        with self._bell:
            if not self.stopped and self._latest == heard:
                self._bell.wait(seconds)

    def _matters(self, path: str, folder: bool) -> bool:
        inner = path[len(self._prefix) :]
        if inner.startswith(_TEMPLATES):
            return True
        if "/." in inner:
            return False
        name = inner.rpartition("/")[2]
        return folder or is_note_name(name) or inner == f"/{CONFIG_NAME}"


class Eyes:
    """The operating system's events for the vault, where it gives any; else the watcher looks for itself."""

    def __init__(self, vault: Path, hints: Hints, options: Options) -> None:
        self.vault = vault
        self.hints = hints
        self.options = options
        self._observer: Any = None
        self._ears = _Overflow(hints)

    @property
    def open_(self) -> bool:
        """Whether events come."""
        return self._observer is not None and self._observer.is_alive()

    def open(self, complain: Callable[..., None]) -> None:
        """Begin to get events; says why if that can't be, and what to do about it: `complain` is given a sentence of
        the catalogue and what fills it."""
        if self.open_ or self.options.force_poll:
            return
        remote = remote_file_system(self.vault)
        if remote:
            told = _("%(vault)s lies on a network drive (%(kind)s), which reports no changes: looking for itself")
            complain(told, vault=self.vault, kind=remote)
            self.options = msgspec.structs.replace(self.options, force_poll=True)
            return
        observer = Observer()
        observer.schedule(_Handler(self.hints), str(self.vault), recursive=True)
        try:
            observer.start()
        except OSError as error:
            observer.stop()  # it has begun a thread already
            complain(_inotify_advice(error), why=error.strerror or error)
            self.options = msgspec.structs.replace(self.options, force_poll=True)
            return
        logging.getLogger("watchdog").addHandler(self._ears)
        self._observer = observer

    def close(self) -> None:
        """No more events."""
        if self._observer is None:
            return
        logging.getLogger("watchdog").removeHandler(self._ears)
        self._observer.stop()  # it has threads of its own, also where it does not run any more
        if self._observer.is_alive():
            self._observer.join(5)
        self._observer = None


class _Handler(FileSystemEventHandler):
    def __init__(self, hints: Hints) -> None:
        self.hints = hints

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _IGNORED_EVENTS or (event.is_directory and event.event_type == "modified"):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self.hints.hear(os.fsdecode(path), folder=event.is_directory)


class _Overflow(logging.Handler):
    """Takes watchdog's own warnings (lost events, folders it can't watch) as a hint to look at everything."""

    def __init__(self, hints: Hints) -> None:
        super().__init__(logging.WARNING)
        self.hints = hints

    def emit(self, record: logging.LogRecord) -> None:
        self.hints.ring()


def remote_file_system(path: Path) -> str | None:
    """The kind of network file system that `path` lies on; None if it is local, or can't be told."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    best, kind = "", None
    for line in mounts:
        parts = line.split()
        where = parts[1].replace("\\040", " ") if len(parts) > 2 else ""
        if where and (str(path) + "/").startswith(where.rstrip("/") + "/") and len(where) >= len(best):
            best, kind = where, parts[2]
    return kind if kind in REMOTE_FILE_SYSTEMS else None


def _inotify_advice(error: OSError) -> str:
    if "instance" in str(error):
        return _(
            "no events from the system (%(why)s) — raise it: sysctl fs.inotify.max_user_instances=512; "
            "until then looking for itself"
        )
    if "watch limit" in str(error):
        return _(
            "no events from the system (%(why)s) — raise it: sysctl fs.inotify.max_user_watches=524288; "
            "until then looking for itself"
        )
    return _("no events from the system (%(why)s) — check the vault's permissions; until then looking for itself")

"""The watcher: events are hints that something changed; each burst of them ends in one refresh and one render.

A lost event only delays: every refresh looks at all files, and one is made now and then without any event.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from vault_tools.config import CONFIG_NAME, STATE_FOLDER
from vault_tools.errors import ConfigError, VaultGoneError, VaultToolsError
from vault_tools.freshness import Published
from vault_tools.language import catalogue
from vault_tools.lock import watch_lock
from vault_tools.publish import publish
from vault_tools.vault.scan import is_note_name
from vault_tools.workspace import Workspace, file_bytes

LONGEST_WAIT = 5
"""A vault that never falls quiet is rendered after this many debounce times all the same."""

LOOK_AROUND_SECONDS = 300.0
"""How often to look at all files without an event."""

REMOTE_FILE_SYSTEMS = frozenset(
    "nfs nfs4 cifs smb3 smbfs 9p afs ceph fuse.sshfs fuse.rclone fuse.s3fs vboxsf drvfs".split()
)
"""Where changes made by others give no events here."""

_IGNORED_EVENTS = frozenset(("opened", "closed_no_write"))
_TEMPLATES = f"/{STATE_FOLDER}/templates"

logging.getLogger("watchdog").addHandler(logging.NullHandler())  # its warnings are ours to tell, not stderr's


class Options(msgspec.Struct, frozen=True):
    """How to watch: seconds of quiet before a render, seconds between looks where there are no events."""

    debounce: float = 2.0
    poll: float = 5.0
    force_poll: bool = False


class Watcher:
    """Watches one vault and renders after each change, until `stop` is called. `say` prints a line."""

    def __init__(
        self,
        vault: Path,
        say: Callable[[str], None],
        options: Options,
        *,
        lang: str | None = None,
        log: Callable[[str], None] = lambda _message: None,
        tidy: Callable[[], None] = lambda: None,
    ) -> None:
        """`tidy` is called after each look at the vault, when the digests are on disk."""
        self.vault = vault
        self.say = say
        self.options = options
        self.lang = lang
        self.log = log
        self.tidy = tidy
        self.hints = Hints(vault)
        self.eyes = Eyes(vault, self.hints, options)
        self.workspace: Workspace | None = None
        self._config_text: bytes | None = None
        self._complaints: set[str] = set()
        self._config_problem: set[str] = set()
        self._home = _identity(vault)

    def run(self) -> None:
        """Watch until stopped. Raises WatchLockedError if somebody else watches, ConfigError if there is no good
        config to begin with."""
        with watch_lock(self.vault):
            self._reload(set())
            self.eyes.open(self._complain)
            how = "watching" if self.eyes.open_ else f"looking every {self.options.poll:g} s at"
            self.say(f"{how} {self.vault}")
            try:
                self._turn("started")
                self.tidy()
                while not self.hints.stopped:
                    self._wait()
                    if not self.hints.stopped:
                        self._turn(None)
                        self.tidy()
            finally:
                self.eyes.close()
                self._close()
        self.say("stopped")

    def stop(self) -> None:
        """End `run` after what it is doing now; may be called from a signal handler or another thread."""
        self.hints.stop()

    def _wait(self) -> None:
        """Wait for a change that has settled, a new day, or the time to look around."""
        look_again = self.options.poll if not self.eyes.open_ or self.workspace is None else LOOK_AROUND_SECONDS
        until = time.monotonic() + look_again
        while not self.hints.stopped:
            settled = self.hints.settled_in(self.options.debounce)
            if settled == 0:
                return
            left = until - time.monotonic()
            if left <= 0 or self._is_new_day():
                return
            self.hints.wait(min(left, settled or left, self._seconds_to_midnight()))

    def _turn(self, why: str | None) -> None:
        """One refresh and, if something is different, one render and one line about it."""
        started = time.perf_counter()
        self.hints.clear()
        problems: set[str] = set()
        try:
            if not self._is_there():
                raise VaultGoneError(f"{self.vault}: is gone — waiting for it to come back")
            reason = self._reload(problems) or why
            workspace = self.workspace
            assert workspace is not None  # _reload made it, or raised
            new_day = self._is_new_day()
            refreshed = workspace.refresh()
            self._day = workspace.today
            published = publish(workspace)
            if reason or new_day or refreshed.anything or published.written:
                what = reason or ("a new day" if new_day else _what_changed(refreshed.changed, refreshed.removed))
                self._report(published, what, time.perf_counter() - started)
            problems |= {one.sentence(catalogue(workspace.lang)) for one in published.findings}
        except VaultGoneError as error:
            self.eyes.close()
            self._close()
            problems = {str(error)}
        except VaultToolsError as error:
            problems = {str(error)}
        except OSError as error:
            problems = {f"{error.filename or self.vault}: {error.strerror} — will try again"}
        self._settle(problems)

    def _report(self, published: Published, what: str, seconds: float) -> None:
        names = ", ".join(Path(path).name for path in published.written) or "nothing new"
        if published.done:
            what = f"{what}; carried out {', '.join(published.done)}"
        self.say(f"{datetime.now():%H:%M:%S} {what} → {names} ({seconds:.2f} s)")

    def _settle(self, problems: set[str]) -> None:
        """Say each problem once, and once that it is over."""
        for problem in sorted(problems - self._complaints):
            self.say(problem)
        if self._complaints and not problems:
            self.say("all well again")
        self._complaints = problems

    def _complain(self, message: str) -> None:
        self.say(message)

    def _reload(self, problems: set[str]) -> str | None:
        """Open the vault anew if its config is another; gives why, if so. With a broken one the last good stays."""
        text = file_bytes(self.vault / CONFIG_NAME)
        if self.workspace is not None and text == self._config_text:
            problems |= self._config_problem
            return None
        self._config_problem = set()
        first = self.workspace is None
        try:
            workspace = Workspace(self.vault, lang=self.lang, log=self.log)
        except ConfigError as error:
            if first:
                raise
            self._config_text = text
            self._config_problem = {f"{error}; the settings from before stay in force"}
            problems |= self._config_problem
            return None
        self._close()
        self.workspace, self._config_text = workspace, text
        self._day = workspace.today
        for finding in workspace.loaded.findings:
            self.say(finding.sentence(catalogue(workspace.lang)))
        self.eyes.open(self._complain)
        return None if first else f"{CONFIG_NAME} changed"

    def _close(self) -> None:
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    def _is_there(self) -> bool:
        """Whether the vault is where it was: an unmounted one leaves an empty folder, which is none."""
        now = _identity(self.vault)
        if now is None:
            return False
        if now != self._home:
            if not any((self.vault / mark).exists() for mark in (CONFIG_NAME, ".obsidian", STATE_FOLDER)):
                return False
            self._home = now
            self.eyes.close()
            self._close()
        return True

    def _is_new_day(self) -> bool:
        return self.workspace is not None and self.workspace.today != self._day

    def _seconds_to_midnight(self) -> float:
        zone = self.workspace.config.zone() if self.workspace else None
        now = datetime.now(zone).astimezone(zone)
        tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
        return max(1.0, (tomorrow - now).total_seconds())

    _day: date


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

    def wait(self, seconds: float) -> None:
        """Sleep until something is heard, or so long."""
        with self._bell:
            if not self.stopped:
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

    def open(self, complain: Callable[[str], None]) -> None:
        """Begin to get events; says why if that can't be, and what to do about it."""
        if self.open_ or self.options.force_poll:
            return
        remote = remote_file_system(self.vault)
        if remote:
            complain(f"{self.vault} lies on a network drive ({remote}), which reports no changes: looking for itself")
            self.options = msgspec.structs.replace(self.options, force_poll=True)
            return
        observer = Observer()
        observer.schedule(_Handler(self.hints), str(self.vault), recursive=True)
        try:
            observer.start()
        except OSError as error:
            observer.unschedule_all()
            complain(_inotify_advice(error))
            self.options = msgspec.structs.replace(self.options, force_poll=True)
            return
        logging.getLogger("watchdog").addHandler(self._ears)
        self._observer = observer

    def close(self) -> None:
        """No more events."""
        if self._observer is None:
            return
        logging.getLogger("watchdog").removeHandler(self._ears)
        if self._observer.is_alive():
            self._observer.stop()
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


def handle_signals(watcher: Watcher) -> None:
    """Let SIGINT and SIGTERM end the watcher cleanly."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: watcher.stop())


def _inotify_advice(error: OSError) -> str:
    if "instance" in str(error):
        advice = "raise it: sysctl fs.inotify.max_user_instances=512"
    elif "watch limit" in str(error):
        advice = "raise it: sysctl fs.inotify.max_user_watches=524288"
    else:
        advice = "check the vault's permissions"
    return f"no events from the system ({error.strerror or error}) — {advice}; until then looking for itself"


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        info = folder.stat()
    except OSError:
        return None
    return info.st_dev, info.st_ino


def _what_changed(changed: dict[str, bytes], removed: list[str]) -> str:
    names = [Path(path).stem for path in (*changed, *removed)]
    if not names:
        return "settings or digests changed"
    shown = ", ".join(names[:2]) + (" …" if len(names) > 2 else "")
    return f"{len(names)} note{'s' if len(names) > 1 else ''} changed: {shown}"

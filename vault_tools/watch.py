"""The watcher: events are hints that something changed; each burst of them ends in one refresh and one render.

A lost event only delays: every refresh looks at all files, and one is made now and then without any event. The watcher
itself reads no note: whatever takes memory is done by a process that ends with its burst (`worker`).
"""

import math
import signal
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

from vault_tools.channel import Channel
from vault_tools.config import CONFIG_NAME, STATE_FOLDER, load_config
from vault_tools.eyes import Eyes, Hints, Options
from vault_tools.forking import Forker
from vault_tools.language import catalogue
from vault_tools.language import mark as _
from vault_tools.lock import watch_lock
from vault_tools.worker import Asked, Report, Standing, Told, load, work

LOOK_AROUND_SECONDS = 300.0
"""How often to look at all files without an event."""

_MARGIN_SECONDS = 0.1

_DOUBLINGS = 16
"""From the shortest time between looks to the longest, at most."""


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
    ) -> None:
        self.vault = vault
        self.say = say
        self.options = options
        self.log = log
        self.hints = Hints(vault)
        self.eyes = Eyes(vault, self.hints, options)
        self.standing = Standing(lang=lang or "en")
        self._lang = lang
        self._work = partial(work, vault, lang, log)
        self._worker: Channel | None = None
        self._complaints: set[str] = set()
        self._home = _identity(vault)
        self._gone = False
        self._crashes = 0  # in a row
        self._ready_for = 0.0
        self._lead = options.debounce / 2  # until it is known how long making takes

    def run(self) -> None:
        """Watch until stopped, in a process that has no other thread. Raises WatchLockedError if somebody else watches,
        ConfigError if there is no good config to begin with, VaultToolsError where there are threads."""
        self._forker = Forker(self._work, load)  # now: there is no thread yet, and no lock
        try:
            with watch_lock(self.vault), closing(self.eyes):
                self.standing.lang = self._lang or load_config(self.vault).config.lang
                self.eyes.open(self._tell)
                how = _("watching %(vault)s") if self.eyes.open_ else _("looking every %(seconds)s s at %(vault)s")
                self._tell(how, vault=self.vault, seconds=f"{self.options.poll:g}")
                self._turn(self._words(_("started")))
                while not self.hints.stopped:
                    self._wait()
                    if not self.hints.stopped:
                        self._turn("")
        finally:
            self._dismiss()
            self._forker.close()
        self._tell(_("stopped"))

    def stop(self) -> None:
        """End `run` after what it is doing now; may be called from a signal handler or another thread."""
        self.hints.stop()

    def _wait(self) -> None:
        """Wait for a change that has settled, a new day, or the time to look around."""
        until = time.monotonic() + self._patience()
        while not self.hints.stopped:
            heard = self.hints.heard  # first: what is heard from here on ends the wait below
            settled = self.hints.settled_in(self.options.debounce)
            if settled == 0:
                return
            if settled is not None and heard != self._ready_for:
                settled -= self._lead
                if settled <= 0:
                    self._get_ready()
                    continue
            left, midnight = until - time.monotonic(), self._seconds_to_midnight()
            if left <= 0 or midnight <= 0:
                return
            self.hints.wait(min(left, settled or left, midnight), heard)

    def _patience(self) -> float:
        """How long to wait for an event before looking all the same."""
        if self._crashes:  # at once, but what crashes each time is not to keep the machine busy
            return min(self.options.poll * (2.0 ** min(self._crashes - 1, _DOUBLINGS) - 1), LOOK_AROUND_SECONDS)
        return self.options.poll if self._gone or not self.eyes.open_ else LOOK_AROUND_SECONDS

    def _seconds_to_midnight(self) -> float:
        """How long the day of the digests lasts; without end while none can be made of the next."""
        return math.inf if self._gone or self._crashes else self.standing.midnight - time.time()

    def _get_ready(self) -> None:
        """Have the digests made while the burst settles: waiting is for writing."""
        self._ready_for = self.hints.heard
        started = time.perf_counter()
        if not self._is_there():
            return
        told = self._ask(Asked(self.standing))
        if told.made:  # a look that makes nothing does not tell how long making takes
            self._lead = 1.5 * (time.perf_counter() - started) + _MARGIN_SECONDS
        if told.crashed:
            self._settle(self._complaints | set(told.problems))

    def _turn(self, why: str) -> None:
        """One refresh and, if something is different, one render and one line about it."""
        started = time.perf_counter()
        self.hints.clear()
        if self._is_there():
            self.eyes.open(self._tell)
            told = self._ask(Asked(self.standing, write=True, why=why))
        else:
            gone = self._words(_("%(vault)s: is gone — waiting for it to come back"), vault=self.vault)
            told = Told(self.standing, problems=[gone], gone=True)
        for line in told.lines:
            self.say(line)
        if told.report:
            self._report(told.report, time.perf_counter() - started)
        self._settle(set(told.problems))
        self._gone, self._crashes = told.gone, self._crashes + 1 if told.crashed else 0
        if told.gone:
            self.eyes.close()
        if not told.stays:
            self._dismiss()

    def _ask(self, asked: Asked) -> Told:
        """Have the worker do something; one that has died did nothing, as far as is known."""
        try:
            self._worker = self._worker or self._begin()
            self._worker.send(asked)
            told = self._worker.receive(Told)
        except (EOFError, OSError):  # killed; or the system can begin none
            told = Told(self.standing, problems=[self._how_it_ended(self._dismiss())], crashed=True)
        self.standing = told.standing
        if told.crashed:
            self._dismiss()
        return told

    def _begin(self) -> Channel:
        """Begin a worker. What begins them is made anew if it was killed: for that, no other thread may run here."""
        try:
            return self._forker.begin()
        except EOFError:
            self.log("what begins processes is gone: made anew")
        self.eyes.close()
        self._forker.close()
        self._forker = Forker(self._work, load)
        self.eyes.open(self._tell)
        return self._forker.begin()

    def _dismiss(self) -> int | None:
        """End the worker, if there is one, and with it what it needed; gives its exit code, if it can be told."""
        worker, self._worker = self._worker, None
        if worker is None:
            return None
        worker.close()
        return self._forker.ended()

    def _report(self, report: Report, seconds: float) -> None:
        names, what = ", ".join(report.written) or self._words(_("nothing new")), report.what
        if report.done:
            what = self._words(_("%(what)s; carried out %(labels)s"), what=what, labels=", ".join(report.done))
        self.say(f"{datetime.now():%H:%M:%S} {what} → {names} ({seconds:.2f} s)")

    def _settle(self, problems: set[str]) -> None:
        """Say each problem once, and once that it is over."""
        for problem in sorted(problems - self._complaints):
            self.say(problem)
        if self._complaints and not problems:
            self._tell(_("all well again"))
        self._complaints = problems

    def _tell(self, message: str, **fields: object) -> None:
        """Say a sentence of the catalogue, filled."""
        self.say(self._words(message, **fields))

    def _words(self, message: str, **fields: object) -> str:
        """A sentence of the catalogue in the vault's language, filled."""
        text = catalogue(self.standing.lang).gettext(message)
        return text % fields if fields else text

    def _how_it_ended(self, code: int | None) -> str:
        if code is None:
            return self._words(_("the process that makes the digests is gone — will try again"))
        if code < 0:
            told = _("the process that makes the digests was killed by signal %(number)s — will try again")
            return self._words(told, number=-code)
        return self._words(_("the process that makes the digests ended with code %(code)s — will try again"), code=code)

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
            self._dismiss()
        return True

    _forker: Forker


def handle_signals(watcher: Watcher) -> None:
    """Let SIGINT and SIGTERM end the watcher cleanly."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: watcher.stop())


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        info = folder.stat()
    except OSError:
        return None
    return info.st_dev, info.st_ino

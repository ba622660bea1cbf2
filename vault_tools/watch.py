"""The watcher: events are hints that something changed; each burst of them ends in one refresh and one render.

A lost event only delays: every refresh looks at all files, and one is made now and then without any event.
"""

import signal
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from vault_tools.config import CONFIG_NAME, STATE_FOLDER
from vault_tools.errors import ConfigError, VaultGoneError, VaultToolsError
from vault_tools.eyes import Eyes, Hints, Options
from vault_tools.freshness import Published
from vault_tools.language import catalogue
from vault_tools.language import mark as _
from vault_tools.lock import watch_lock
from vault_tools.publish import prepare, publish
from vault_tools.vault.index import Refresh
from vault_tools.workspace import Workspace, file_bytes

if TYPE_CHECKING:  # templates and digests: only where there is something to render
    from vault_tools.publisher import Publisher

LOOK_AROUND_SECONDS = 300.0
"""How often to look at all files without an event."""

_MARGIN_SECONDS = 0.1


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
        self._words = catalogue(lang or "en")  # the vault's, once it is open
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
        self._ready: Publisher | None = None
        self._ready_for = 0.0
        self._changed: dict[str, None] = {}  # the notes that changed since digests were last told of
        self._lead = options.debounce / 2  # until it is known how long making takes

    def run(self) -> None:
        """Watch until stopped. Raises WatchLockedError if somebody else watches, ConfigError if there is no good
        config to begin with."""
        with watch_lock(self.vault):
            self._reload(set())
            self.eyes.open(self._tell)
            how = _("watching %(vault)s") if self.eyes.open_ else _("looking every %(seconds)s s at %(vault)s")
            self._tell(how, vault=self.vault, seconds=f"{self.options.poll:g}")
            try:
                self._turn(self._words.gettext(_("started")))
                self._rest()
                while not self.hints.stopped:
                    self._wait()
                    if not self.hints.stopped:
                        self._turn(None)
                        self._rest()
            finally:
                self.eyes.close()
                self._close()
        self._tell(_("stopped"))

    def stop(self) -> None:
        """End `run` after what it is doing now; may be called from a signal handler or another thread."""
        self.hints.stop()

    def _rest(self) -> None:
        """The digests are on disk: let go of what is not needed to wait."""
        if self.workspace is not None:
            self.workspace.lighten()
        self.tidy()

    def _wait(self) -> None:
        """Wait for a change that has settled, a new day, or the time to look around."""
        look_again = self.options.poll if not self.eyes.open_ or self.workspace is None else LOOK_AROUND_SECONDS
        until = time.monotonic() + look_again
        while not self.hints.stopped:
            settled = self.hints.settled_in(self.options.debounce)
            if settled == 0:
                return
            if settled is not None and self.hints.heard != self._ready_for:
                settled -= self._lead
                if settled <= 0:
                    self._get_ready()
                    continue
            left = until - time.monotonic()
            if left <= 0 or self._is_new_day():
                return
            self.hints.wait(min(left, settled or left, self._seconds_to_midnight()))

    def _get_ready(self) -> None:
        """Make the digests while the burst settles: waiting is for writing. What goes wrong is said when it is over."""
        ready, self._ready, self._ready_for = self._ready, None, self.hints.heard
        workspace, started = self.workspace, time.perf_counter()
        if workspace is None or file_bytes(self.vault / CONFIG_NAME) != self._config_text or not self._is_there():
            return
        try:
            self._notice(workspace.refresh())
            self._ready = prepare(workspace, ready if ready and ready.workspace is workspace else None)
        except (VaultToolsError, OSError) as error:
            self.log(f"not made ready: {error}")
        if self._ready not in (None, ready):  # a look that makes nothing does not tell how long making takes
            self._lead = 1.5 * (time.perf_counter() - started) + _MARGIN_SECONDS

    def _notice(self, refreshed: Refresh) -> None:
        self._changed |= dict.fromkeys((*refreshed.changed, *refreshed.removed))

    def _turn(self, why: str | None) -> None:
        """One refresh and, if something is different, one render and one line about it."""
        started = time.perf_counter()
        self.hints.clear()
        problems: set[str] = set()
        try:
            if not self._is_there():
                raise VaultGoneError(_("%(vault)s: is gone — waiting for it to come back"), vault=self.vault)
            reason = self._reload(problems) or why
            workspace = self.workspace
            assert workspace is not None  # _reload made it, or raised
            new_day = self._is_new_day()
            self._notice(workspace.refresh())
            self._day = workspace.today
            ready, self._ready = self._ready, None
            published = publish(workspace, ready=ready if ready and ready.workspace is workspace else None)
            changed, self._changed = self._changed, {}
            if reason or new_day or changed or published.written:
                what = reason or (self._words.gettext(_("a new day")) if new_day else self._what_changed(changed))
                self._report(published, what, time.perf_counter() - started)
            problems |= {one.sentence(catalogue(workspace.lang)) for one in published.findings}
        except VaultGoneError as error:
            self.eyes.close()
            self._close()
            problems = {error.sentence(self._words)}
        except VaultToolsError as error:
            problems = {error.sentence(self._words)}
        except OSError as error:
            told = self._words.gettext(_("%(path)s: %(why)s — will try again"))
            problems = {told % {"path": error.filename or self.vault, "why": error.strerror}}
        self._settle(problems)

    def _report(self, published: Published, what: str, seconds: float) -> None:
        names = ", ".join(Path(path).name for path in published.written) or self._words.gettext(_("nothing new"))
        if published.done:
            told = self._words.gettext(_("%(what)s; carried out %(labels)s"))
            what = told % {"what": what, "labels": ", ".join(published.done)}
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
        text = self._words.gettext(message)
        self.say(text % fields if fields else text)

    def _what_changed(self, changed: Iterable[str]) -> str:
        names = [Path(path).stem for path in changed]
        if not names:
            return self._words.gettext(_("settings or digests changed"))
        shown = ", ".join(names[:2]) + (" …" if len(names) > 2 else "")
        told = self._words.ngettext("%(num)d note changed: %(names)s", "%(num)d notes changed: %(names)s", len(names))
        return told % {"num": len(names), "names": shown}

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
            told = self._words.gettext(_("%(problem)s; the settings from before stay in force"))
            self._config_problem = {told % {"problem": error.sentence(self._words)}}
            problems |= self._config_problem
            return None
        self._close()
        self.workspace, self._config_text = workspace, text
        self._day = workspace.today
        self._words = catalogue(workspace.lang)
        for finding in workspace.loaded.findings:
            self.say(finding.sentence(self._words))
        self.eyes.open(self._tell)
        return None if first else self._words.gettext(_("%(path)s changed")) % {"path": CONFIG_NAME}

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

"""What `watch` leaves to a process of its own: the digests of one burst of changes, made in time and written when it is
over. The process ends then, and with it goes all the memory that took."""

import gc
import traceback
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vault_tools.channel import Channel
from vault_tools.config import CONFIG_NAME, Config, LoadedConfig, read_config
from vault_tools.errors import ConfigError, VaultGoneError, VaultToolsError
from vault_tools.freshness import Published
from vault_tools.language import LANGUAGES, Catalogue, catalogue
from vault_tools.language import mark as _
from vault_tools.publish import prepare, publish
from vault_tools.vault.index import Refresh
from vault_tools.vault.write import file_bytes
from vault_tools.workspace import Log, Workspace

if TYPE_CHECKING:  # templates and digests: only where there is something to render
    from vault_tools.publisher import Publisher


TOO_LITTLE_MEMORY = _("there is too little memory to make the digests — will try again")


class Standing(msgspec.Struct):
    """What one burst leaves to the next."""

    config: bytes | None = None
    """The config in force: the last that was good."""

    seen: bytes | None = None
    """The config as it was seen last, good or not; `problem` says what is wrong with it."""

    problem: str = ""
    day: date | None = None
    """The day that the digests are of; None: nothing was rendered yet."""

    midnight: float = 0.0
    """When that day ends, in seconds since 1970."""

    changed: list[str] = []
    """The notes that changed since digests were last told of."""

    lang: str = "en"
    """The language to speak: the one asked for, else that of the config in force."""


class Asked(msgspec.Struct):
    """To make digests ready or, with `write`, to have them on disk, and to report that in any case if there is a
    `why`."""

    standing: Standing
    write: bool = False
    why: str = ""


class Report(msgspec.Struct):
    """What a line is to be said about: what changed, the files written, the marks carried out."""

    what: str
    written: list[str]
    done: list[str]


class Told(msgspec.Struct):
    """What came of it. `made`: digests were made; `lines` are to be said, and `problems` as long as they last; `gone`:
    the vault is; `crashed`: the process is; `stays`: it is to be asked again, for it alone knows what it read."""

    standing: Standing
    made: bool = False
    report: Report | None = None
    lines: list[str] = []
    problems: list[str] = []
    gone: bool = False
    crashed: bool = False
    stays: bool = False


def load() -> None:
    """Load what every render needs: processes forked from this one have it then."""
    import vault_tools.actions
    import vault_tools.publisher  # noqa: F401

    for lang in LANGUAGES:
        catalogue(lang)


def work(vault: Path, lang: str | None, log: Log, channel: Channel) -> None:
    """Answer until nobody asks any more. A fault of the program is told with its traceback, and ends it."""
    gc.disable()  # it ends soon; collecting among a million objects would take as long as rendering
    worker = Worker(vault, lang, log)
    crashed = False
    try:
        while not crashed:
            asked = channel.receive(Asked)
            try:
                told = worker.answer(asked)
            except MemoryError:
                told = Told(
                    asked.standing, problems=[catalogue(asked.standing.lang).gettext(TOO_LITTLE_MEMORY)], crashed=True
                )
            except Exception:  # the watcher is to outlive it, and whoever runs it to hear of it
                told = Told(asked.standing, problems=[traceback.format_exc().rstrip()], crashed=True)
            channel.send(told)
            crashed = told.crashed
            if told.stays:
                gc.collect()  # among what lives on, once it is on disk
                gc.freeze()
    except EOFError:
        pass
    finally:
        worker.close()


class Worker:
    """One vault while its digests are made and written."""

    def __init__(self, vault: Path, lang: str | None, log: Log) -> None:
        self.vault = vault
        self.lang = lang
        self.log = log
        self._workspace: Workspace | None = None
        self._config: bytes | None = None  # what the workspace was opened with
        self._ready: Publisher | None = None

    def close(self) -> None:
        """Let go of the vault."""
        if self._workspace is not None:
            self._workspace.close()
        self._workspace = self._ready = None

    def answer(self, asked: Asked) -> Told:
        """Do what is asked; what is wrong with vault, config or templates is told."""
        told = Told(asked.standing)
        if not asked.write:
            self._make_ready(told)
            return told
        try:
            self._write(asked.why, told)
        except VaultGoneError as error:
            told.problems, told.gone = [error.sentence(catalogue(asked.standing.lang))], True
        except VaultToolsError as error:
            told.problems = [error.sentence(catalogue(asked.standing.lang))]
        except OSError as error:
            why = catalogue(asked.standing.lang).gettext(_("%(path)s: %(why)s — will try again"))
            told.problems = [why % {"path": error.filename or self.vault, "why": error.strerror}]
        told.stays = not told.gone and self._workspace is not None and self._workspace.index.file is None
        return told

    def _make_ready(self, told: Told) -> None:
        """Make the digests while the burst settles: waiting is for writing. What goes wrong is said when it is over."""
        ready, self._ready = self._ready, None
        try:
            if told.standing.day is None or file_bytes(self.vault / CONFIG_NAME) != told.standing.seen:
                return
            workspace = self._open(told.standing)
            _notice(told.standing, workspace.refresh(whole=True, meanwhile=load))
            self._ready = prepare(workspace, ready)
        except (VaultToolsError, OSError) as error:
            self.log(f"not made ready: {error}")
        told.made = self._ready not in (None, ready)

    def _write(self, why: str, told: Told) -> None:
        """Have the digests on disk; anything different is reported."""
        standing = told.standing
        reason = self._settings(told) or why
        workspace = self._open(standing)
        _notice(standing, workspace.refresh())
        new_day = standing.day not in (None, workspace.today)
        standing.day = workspace.today
        ready, self._ready = self._ready, None
        published = publish(workspace, ready=ready)
        changed, standing.changed = standing.changed, []
        if reason or new_day or changed or published.written:
            words = catalogue(workspace.lang)
            what = reason or (words.gettext(_("a new day")) if new_day else _what_changed(changed, words))
            told.report = _report(what, published)
        told.problems += [one.sentence(catalogue(workspace.lang)) for one in published.findings]

    def _settings(self, told: Told) -> str:
        """Take note of the config; gives why digests are to be made anew, if it is another. With a broken one the last
        good stays in force. Raises ConfigError if there was none."""
        standing, text = told.standing, file_bytes(self.vault / CONFIG_NAME)
        first = standing.day is None
        changed = not first and text != standing.seen
        if first or changed:
            try:
                loaded = _loaded(text)
            except ConfigError as error:
                if first:
                    raise
                words = catalogue(standing.lang)
                problem = words.gettext(_("%(problem)s; the settings from before stay in force"))
                standing.problem, changed = problem % {"problem": error.sentence(words)}, False
            else:
                standing.config, standing.problem = text, ""
                standing.day = datetime.now(loaded.config.zone()).date()  # in another zone it may be another
                standing.lang = self.lang or loaded.config.lang
                told.lines += [finding.sentence(catalogue(standing.lang)) for finding in loaded.findings]
            standing.seen = text
        told.problems += [standing.problem] if standing.problem else []
        return catalogue(standing.lang).gettext(_("%(path)s changed")) % {"path": CONFIG_NAME} if changed else ""

    def _open(self, standing: Standing) -> Workspace:
        """The vault, with the config in force."""
        if self._workspace is None or self._config != standing.config:
            self.close()
            loaded = _loaded(standing.config)
            self._workspace = Workspace(self.vault, lang=self.lang, log=self.log, loaded=loaded)
            self._config = standing.config
        standing.midnight = next_midnight(self._workspace.today, self._workspace.config.zone())
        return self._workspace


def next_midnight(day: date, zone: tzinfo | None) -> float:
    """When a day ends in a time zone, None being the machine's, in seconds since 1970."""
    return datetime.combine(day + timedelta(days=1), time.min, zone).timestamp()


def _loaded(text: bytes | None) -> LoadedConfig:
    return LoadedConfig(Config()) if text is None else read_config(text)


def _notice(standing: Standing, refreshed: Refresh) -> None:
    standing.changed = list(dict.fromkeys((*standing.changed, *refreshed.changed, *refreshed.removed)))


def _report(what: str, published: Published) -> Report:
    return Report(what, [Path(path).name for path in published.written], published.done)


def _what_changed(changed: Iterable[str], words: Catalogue) -> str:
    names = [Path(path).stem for path in changed]
    if not names:
        return words.gettext(_("settings or digests changed"))
    shown = ", ".join(names[:2]) + (" …" if len(names) > 2 else "")
    told = words.ngettext("%(num)d note changed: %(names)s", "%(num)d notes changed: %(names)s", len(names))
    return told % {"num": len(names), "names": shown}

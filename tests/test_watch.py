"""The real watcher on real folders. Conditions are waited for with a deadline, never slept for."""

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

import vault_tools.eyes as eyes
import vault_tools.publish as publishing
import vault_tools.watch as watching
from tests.helpers import run, write_vault
from vault_tools.eyes import Options
from vault_tools.freshness import Published
from vault_tools.publisher import Publisher
from vault_tools.watch import Watcher
from vault_tools.workspace import Workspace

NOTE = "---\nmet: 2020-01-01\n---\n"
PATIENCE = 30.0


def eventually(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.02)


class Watched:
    """A watcher in a thread, with what it said."""

    def __init__(self, vault: Path, **options: float) -> None:
        self.vault = vault
        self.said: list[str] = []
        self.watcher = Watcher(vault, self.said.append, Options(**{"debounce": 0.15, "poll": 0.3, **options}))  # type: ignore[arg-type]
        self.thread = threading.Thread(target=self.watcher.run)

    @property
    def renders(self) -> int:
        return sum(" → " in line for line in self.said)

    def digest(self, name: str = "Follow-ups") -> str:
        path = self.vault / f"Digests/{name}.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def shows(self, text: str) -> None:
        eventually(lambda: text in self.digest(), f"{text!r} in the digest; said {self.said}")

    def says(self, text: str) -> None:
        eventually(lambda: any(text in line for line in self.said), f"{text!r}; said {self.said}")


@contextmanager
def watched(vault: Path, **options: float) -> Iterator[Watched]:
    one = Watched(vault, **options)
    one.thread.start()
    try:
        eventually(lambda: one.renders > 0 or not one.thread.is_alive(), "the first render")
        yield one
    finally:
        one.watcher.stop()
        one.thread.join(PATIENCE)
        assert not one.thread.is_alive()


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {"People/Li Wei.md": NOTE})


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def by_rename(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def like_vim(path: Path, text: str) -> None:
    backup = path.with_name(path.name + "~")
    path.rename(backup)
    path.write_text(text, encoding="utf-8")
    backup.unlink()


@pytest.mark.parametrize("save", [in_place, by_rename, like_vim])
def test_a_saved_note_is_in_the_digest_and_our_own_writes_render_nothing(
    vault: Path, save: Callable[[Path, str], None]
) -> None:
    with watched(vault) as one:
        one.shows("Li Wei")
        save(vault / "People/Li Wei.md", NOTE.replace("---\nmet", "---\norg: Newly Ltd\nmet"))
        one.shows("Newly Ltd")
        eventually(lambda: one.renders == 2, f"two renders; said {one.said}")
        (vault / "unrelated.txt").write_text("x")
        (vault / "People/Other.md").write_text(NOTE)
        one.shows("Other")
        eventually(lambda: one.renders == 3 and one.watcher.hints.settled_in(0) is None, f"three; said {one.said}")
        (vault / "People/Other.md").touch()
        (vault / "People/Third.md").write_text(NOTE)
        one.shows("Third")
        eventually(lambda: one.renders == 4, f"four renders; said {one.said}")


def test_digests_are_made_while_a_burst_settles_and_written_when_it_is_over(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Publisher | None] = []
    used: list[object] = []

    def prepare(workspace: Workspace, ready: "Publisher | None" = None) -> "Publisher | None":
        made.append(publishing.prepare(workspace, ready))
        return made[-1]

    def publish(workspace: Workspace, *, ready: "Publisher | None" = None) -> Published:
        used.append(ready)
        return publishing.publish(workspace, ready=ready)

    monkeypatch.setattr(watching, "prepare", prepare)
    monkeypatch.setattr(watching, "publish", publish)
    with watched(vault, debounce=1.0) as one:
        (vault / "People/Ana.md").write_text(NOTE)
        eventually(lambda: any(made), "the digests are ready")
        assert "Ana" not in one.digest()
        one.shows("Ana")
        assert used[-1] is made[-1] is not None


def test_folders_come_go_and_are_renamed(vault: Path) -> None:
    with watched(vault) as one:
        (vault / "People/New").mkdir()
        (vault / "People/New/Ana.md").write_text(NOTE)
        one.shows("Ana")
        (vault / "People/New").rename(vault / "People/Moved")
        (vault / "People/Moved/Bea.md").write_text(NOTE)
        one.shows("Bea")
        shutil.rmtree(vault / "People/Moved")
        eventually(lambda: "Ana" not in one.digest(), "Ana gone")


def test_a_checkout_of_a_thousand_notes_is_a_few_renders(vault: Path) -> None:
    with watched(vault) as one:
        for number in range(1000):
            (vault / f"People/P{number:04}.md").write_text(NOTE)
        eventually(lambda: "1,001 people" in one.digest("Funnel"), "all of them")
        assert one.renders < 12


def test_the_config_takes_effect_and_a_broken_one_leaves_the_last_good(vault: Path) -> None:
    with watched(vault) as one:
        config = vault / "vault-tools.toml"
        config.write_text('lang = "zh"\n')
        one.shows("今天")
        config.write_text("lang = \n")
        one.says("之前的设置继续有效")
        (vault / "People/Ana.md").write_text(NOTE)
        one.shows("Ana")
        assert "今天" in one.digest()
        config.write_text('lang = "en"\n')
        one.shows("## Today")


def test_a_finding_about_a_block_is_said_once_and_renders_nothing_again(vault: Path) -> None:
    (vault / "Home.md").write_text("<!-- vault-tools: horoscope -->\n<!-- /vault-tools -->\n")
    with watched(vault, force_poll=True) as one:
        one.says("no block is called `horoscope`")
        (vault / "People/Ana.md").write_text(NOTE)
        one.shows("Ana")
        eventually(lambda: one.renders == 2, f"two renders; said {one.said}")
        (vault / "People/Bea.md").write_text(NOTE)
        one.shows("Bea")
        eventually(lambda: one.renders == 3, f"three renders; said {one.said}")
        assert sum("horoscope" in line for line in one.said) == 1


def test_a_template_takes_effect_and_a_broken_one_leaves_the_old_digest(vault: Path) -> None:
    with watched(vault) as one:
        own = vault / ".vault-tools/templates/blocks/follow-ups.md.j2"
        own.parent.mkdir(parents=True)
        own.write_text("own: {{ view.contacts }}\n")
        one.shows("own: 1")
        own.write_text("{% if %}\n")
        one.says("blocks/follow-ups.md.j2:1")
        assert "own: 1" in one.digest()
        own.unlink()
        one.shows("Li Wei")


def test_the_vault_unmounted_and_back(vault: Path) -> None:
    with watched(vault) as one:
        away = vault.with_name("away")
        vault.rename(away)
        vault.mkdir()  # what is left of a mount point
        one.says("waiting for it to come back")
        time.sleep(0.5)
        assert list(vault.iterdir()) == []
        (away / "People/Ana.md").write_text(NOTE)
        vault.rmdir()
        away.rename(vault)
        one.shows("Ana")
        (vault / "People/Bea.md").write_text(NOTE)
        one.shows("Bea")


def test_a_second_watcher_is_told_who_holds_the_lock(vault: Path) -> None:
    with watched(vault):
        done = run("watch", "--vault", vault)
        assert (done.returncode, f"process {os.getpid()} on" in done.stderr) == (2, True)
    assert run("doctor", "--vault", vault).stdout.count("running                  no") == 1


def test_without_events_it_looks_for_itself(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def schedule(self, *_arguments: object, **_more: object) -> None: ...
        def unschedule_all(self) -> None: ...
        def start(self) -> None:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(eyes, "Observer", Refusing)
    with watched(vault) as one:
        one.says("sysctl fs.inotify.max_user_watches")
        (vault / "People/Ana.md").write_text(NOTE)
        one.shows("Ana")


def test_lost_events_only_delay(vault: Path) -> None:
    with watched(vault) as one:
        one.watcher.hints.hear = lambda *_arguments, **_more: None  # type: ignore[method-assign]
        (vault / "People/Ana.md").write_text(NOTE)
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        one.shows("Ana")


def test_what_its_library_warns_of_is_not_printed() -> None:
    script = (
        "import warnings, vault_tools.eyes\n"
        "warnings.warn_explicit('It will be Overwritten.', RuntimeWarning, 'inotify.py', 365, 'watchdog.observers.inotify')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_mark_made_in_an_editor_is_carried_out(vault: Path) -> None:
    with watched(vault) as one:
        (vault / "People/Ana.md").write_text("---\nmet: 2020-01-01\n---\n")
        one.shows("- [ ] [[Ana]]")
        digest = vault / "Digests/Follow-ups.md"
        digest.write_text(digest.read_text().replace("- [ ] [[Ana]]", "- [x] [[Ana]] coffee at last"))
        one.says("carried out [x] Ana")
        assert " coffee at last ^vt-" in (vault / "People/Ana.md").read_text()
        eventually(lambda: "[[Ana]] ^" not in digest.read_text(), "the row gone")


def test_the_calendar_to_subscribe_to_is_kept_fresh(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (vault / "vault-tools.toml").write_text('[export]\nics = "Digests/follow-ups.ics"\n', encoding="utf-8")
    (vault / "People/Li Wei.md").write_text("---\nnext: 2026-11-20\n---\n", encoding="utf-8")
    day, midnight = [date(2026, 11, 24)], [86400.0]
    monkeypatch.setattr(Workspace, "today", property(lambda _self: day[0]))
    monkeypatch.setattr(Watcher, "_seconds_to_midnight", lambda _self: midnight[0])

    def events() -> dict[str, tuple[str, date]]:
        made = Calendar.from_ical((vault / "Digests/follow-ups.ics").read_bytes())
        return {str(one["uid"]): (str(one["summary"]), one.decoded("dtstart")) for one in made.walk("VEVENT")}

    with watched(vault) as one:
        ((uid, (title, on)),) = events().items()
        assert (title, on) == ("Talk to Li Wei", date(2026, 11, 24))
        by_rename(vault / "People/Li Wei.md", "---\nnext: 2026-11-30\n---\n- [ ] an outline 📅 2026-12-01\n")
        eventually(lambda: len(events()) == 2, f"the promise; said {one.said}")
        assert events()[uid] == ("Talk to Li Wei", date(2026, 11, 30))
        in_place(vault / "People/Li Wei.md", "---\nnext: 2026-11-20\n---\n")
        eventually(lambda: len(events()) == 1, f"the promise gone; said {one.said}")
        day[0], midnight[0] = date(2026, 11, 25), 0.1
        in_place(vault / "People/Ana.md", "---\nbirthday: 01-02\n---\n")
        one.says("a new day")
        midnight[0] = 86400.0
        eventually(lambda: events()[uid][1] == date(2026, 11, 25), f"the next day; said {one.said}")


def test_midnight_renders_the_new_day(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = [date(2026, 11, 24)]
    monkeypatch.setattr(Workspace, "today", property(lambda _self: day[0]))
    monkeypatch.setattr(Watcher, "_seconds_to_midnight", lambda _self: 0.1)
    with watched(vault) as one:
        day[0] = date(2026, 11, 25)
        one.says("a new day")


def test_a_full_disk_is_said_once_and_the_watch_goes_on(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched(vault) as one:
        fsync = os.fsync

        def full(*_arguments: object, **_more: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        for name in ("Ana", "Bea"):
            (vault / f"People/{name}.md").write_text(NOTE)
            one.says("No space left")
        monkeypatch.setattr(os, "fsync", fsync)
        (vault / "People/Cleo.md").write_text(NOTE)
        one.shows("Cleo")
        assert sum("No space left" in line for line in one.said) <= 2
        one.says("all well again")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_process_cleanly(vault: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-u", "-m", "vault_tools", "watch", "--vault", str(vault), "--debounce", "0.1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("watching ")
        line = process.stdout.readline()
        assert re.fullmatch(r"\d\d:\d\d:\d\d started → .* \(\d+\.\d\d s\)\n", line)
        process.send_signal(number)
        rest, _ = process.communicate(timeout=PATIENCE)
        assert (process.returncode, rest) == (0, "stopped\n")


def test_the_time_to_midnight_is_positive_and_at_most_a_day(vault: Path) -> None:
    one = Watcher(vault, lambda _line: None, Options())
    assert 1 <= one._seconds_to_midnight() <= 25 * 3600
    assert datetime.now().astimezone().tzinfo is not None


def test_a_chinese_vault_is_watched_in_chinese(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"People/王芳.md": NOTE}, 'lang = "zh"\n')
    with watched(vault) as one:
        one.says(f"正在守着 {vault}")
        one.says("已开始 → ")
        (vault / "People/李强.md").write_text(NOTE, encoding="utf-8")
        one.says("改了 1 篇笔记：李强 → ")
        (vault / "vault-tools.toml").write_text('lang = "zh\n')
        one.says("；之前的设置继续有效")
        (vault / "vault-tools.toml").write_text('lang = "zh"\n# changed\n')
        one.says("恢复正常")
        one.says("vault-tools.toml 改了")
    assert one.said[-1] == "已停止"

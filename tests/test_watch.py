"""The real watcher on real folders. Conditions are waited for with a deadline, never slept for."""

import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.helpers import run, write_vault
from tests.watching import PATIENCE, eventually, watched
from vault_tools.errors import VaultToolsError
from vault_tools.eyes import Hints, Options
from vault_tools.watch import Watcher
from vault_tools.worker import next_midnight

NOTE = "---\nmet: 2020-01-01\n---\n"


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
        eventually(lambda: one.renders == 3 and one.asks("watcher.hints.settled_in(0)") == "None", f"three; {one.said}")
        (vault / "People/Other.md").touch()
        (vault / "People/Third.md").write_text(NOTE)
        one.shows("Third")
        eventually(lambda: one.renders == 4, f"four renders; said {one.said}")


NOTING = """
import os, vault_tools.worker as worker
prepare, publish = worker.prepare, worker.publish
def note(*words):
    with open({noted!r}, "a") as file:
        print(os.getpid(), *words, file=file)
def noted_prepare(workspace, ready=None):
    made = prepare(workspace, ready)
    note("made", id(made) if made else "nothing")
    return made
def noted_publish(workspace, *, ready=None):
    note("used", id(ready) if ready else "nothing")
    return publish(workspace, ready=ready)
worker.prepare, worker.publish = noted_prepare, noted_publish
"""


def test_digests_are_made_while_a_burst_settles_and_written_when_it_is_over(vault: Path, tmp_path: Path) -> None:
    noted = tmp_path / "noted.txt"

    def lines(word: str) -> list[list[str]]:
        return [line.split() for line in noted.read_text().splitlines() if f" {word} " in line]

    with watched(vault, NOTING.format(noted=str(noted)), debounce=1.0) as one:
        assert [used for _, _, used in lines("used")] == ["nothing"]
        (vault / "People/Ana.md").write_text(NOTE)
        eventually(lambda: any(made != "nothing" for _, _, made in lines("made")), "the digests are ready")
        assert "Ana" not in one.digest()
        one.shows("Ana")
        (process, _, made) = lines("made")[0]
        assert lines("used")[1] == [process, "used", made]


def test_where_the_cache_can_not_be_kept_a_worker_stays_and_reads_nothing_twice(vault: Path, tmp_path: Path) -> None:
    (vault / ".vault-tools/index.sqlite").mkdir(parents=True)
    noted = tmp_path / "noted.txt"
    with watched(vault, NOTING.format(noted=str(noted))) as one:
        for name in ("Ana", "Bea"):
            (vault / f"People/{name}.md").write_text(NOTE)
            one.shows(name)
            one.says(f"1 note changed: {name}")
        assert len({line.split()[0] for line in noted.read_text().splitlines()}) == 1


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
    with watched(vault) as one:
        done = run("watch", "--vault", vault)
        assert (done.returncode, f"process {one.process.pid} on" in done.stderr) == (2, True)
    assert run("doctor", "--vault", vault).stdout.count("running                  no") == 1


REFUSING = """
from watchdog.observers import Observer
def refuse(self):
    raise OSError(28, "inotify watch limit reached")
Observer.start = refuse
"""


def test_without_events_it_looks_for_itself(vault: Path) -> None:
    with watched(vault, REFUSING) as one:
        assert one.asks("__import__('threading').active_count()") == "1"
        one.says("sysctl fs.inotify.max_user_watches")
        (vault / "People/Ana.md").write_text(NOTE)
        one.shows("Ana")


def test_what_is_heard_before_one_begins_to_wait_ends_the_wait(vault: Path) -> None:
    hints = Hints(vault)
    heard = hints.heard
    hints.ring()
    began = time.monotonic()
    hints.wait(PATIENCE, heard)
    assert time.monotonic() - began < PATIENCE / 2


def test_lost_events_only_delay(vault: Path) -> None:
    with watched(vault) as one:
        one.does("watcher.hints.hear = lambda *_arguments, **_more: None")
        (vault / "People/Ana.md").write_text(NOTE)
        one.does(
            "import logging; logging.getLogger('watchdog.observers.inotify_c').warning('Inotify queue overflowed')"
        )
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


CLOCK = """
import time
from datetime import date
from pathlib import Path
import vault_tools.worker as worker
from vault_tools.workspace import Workspace
clock = Path({clock!r})
Workspace.today = property(lambda _self: date.fromisoformat(clock.read_text().split()[0]))
worker.next_midnight = lambda _day, _zone: time.time() + float(clock.read_text().split()[1])
"""


def test_the_calendar_to_subscribe_to_is_kept_fresh(vault: Path, tmp_path: Path) -> None:
    (vault / "vault-tools.toml").write_text('[export]\nics = "Digests/follow-ups.ics"\n', encoding="utf-8")
    (vault / "People/Li Wei.md").write_text("---\nnext: 2026-11-20\n---\n", encoding="utf-8")
    clock = tmp_path / "clock.txt"
    clock.write_text("2026-11-24 86400")

    def events() -> dict[str, tuple[str, date]]:
        made = Calendar.from_ical((vault / "Digests/follow-ups.ics").read_bytes())
        return {str(one["uid"]): (str(one["summary"]), one.decoded("dtstart")) for one in made.walk("VEVENT")}

    with watched(vault, CLOCK.format(clock=str(clock))) as one:
        ((uid, (title, on)),) = events().items()
        assert (title, on) == ("Talk to Li Wei", date(2026, 11, 24))
        by_rename(vault / "People/Li Wei.md", "---\nnext: 2026-11-30\n---\n- [ ] an outline 📅 2026-12-01\n")
        eventually(lambda: len(events()) == 2, f"the promise; said {one.said}")
        assert events()[uid] == ("Talk to Li Wei", date(2026, 11, 30))
        in_place(vault / "People/Li Wei.md", "---\nnext: 2026-11-20\n---\n")
        eventually(lambda: len(events()) == 1, f"the promise gone; said {one.said}")
        by_rename(clock, "2026-11-25 0.1")
        in_place(vault / "People/Ana.md", "---\nbirthday: 01-02\n---\n")
        one.says("a new day")
        by_rename(clock, "2026-11-25 86400")
        eventually(lambda: events()[uid][1] == date(2026, 11, 25), f"the next day; said {one.said}")


def test_midnight_renders_the_new_day(vault: Path) -> None:
    """A real one: in a time zone where it is a few seconds away."""
    now = datetime.now(UTC)
    ahead = 86400 - 8 - (now.hour * 3600 + now.minute * 60 + now.second)
    hours, minutes, seconds = ahead // 3600, abs(ahead) // 60 % 60, abs(ahead) % 60
    if ahead < 0:
        pytest.skip("midnight is that near here")
    with watched(vault, env={"TZ": f"XYZ-{hours}:{minutes:02}:{seconds:02}"}) as one:
        assert "a new day" not in " ".join(one.said)
        one.says("a new day")
        one.rests()
        assert one.renders == 2


def test_the_next_midnight_is_that_of_the_zone() -> None:
    zone = ZoneInfo("Europe/Berlin")
    for day, hours in ((date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        begins = datetime.combine(day, datetime.min.time(), zone).timestamp()
        assert next_midnight(day, zone) - begins == hours * 3600
    assert 0 < next_midnight(datetime.now().date(), None) - time.time() <= 25 * 3600


FULL = """
import os
from pathlib import Path
fsync = os.fsync
def full(*arguments):
    if Path({full!r}).exists():
        raise OSError(28, "No space left on device")
    fsync(*arguments)
os.fsync = full
"""


def test_a_full_disk_is_said_once_and_the_watch_goes_on(vault: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    with watched(vault, FULL.format(full=str(full))) as one:
        full.touch()
        for name in ("Ana", "Bea"):
            (vault / f"People/{name}.md").write_text(NOTE)
            one.says("No space left")
        full.unlink()
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


def test_no_process_is_begun_beside_threads(vault: Path) -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with pytest.raises(VaultToolsError, match="beside threads"):
            Watcher(vault, print, Options()).run()
    finally:
        done.set()
        thread.join()

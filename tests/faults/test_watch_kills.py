"""The watcher's processes killed, each at any moment: no save is lost, marks are carried out once, nothing stays behind."""

import os
import random
import signal
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests.figures import tried
from tests.helpers import run, write_vault
from tests.watching import Watched, children, eventually, is_running, watched
from vault_tools.lock import holder_of
from vault_tools.worker import TOO_LITTLE_MEMORY

pytestmark = pytest.mark.skipif(not Path(f"/proc/{os.getpid()}/task").exists(), reason="reads /proc")

NOTE = "---\nmet: 2020-01-01\n---\n"
KILLED = "the process that makes the digests was killed by signal 9 — will try again"

HELD = """
import time
from pathlib import Path
import vault_tools.publisher as publisher
held, entered = Path({0!r}), Path({0!r} + ".entered")
run = publisher.Publisher.run
def holding(self, *, check):
    while held.exists():
        entered.touch()
        time.sleep(0.01)
    return run(self, check=check)
publisher.Publisher.run = holding
"""
"""Once marks are carried out, and before anything is written, a worker waits as long as a file is there."""


class Hold:
    """The file."""

    def __init__(self, path: Path) -> None:
        self.code = HELD.format(str(path))
        self._path, self._entered = path, Path(f"{path}.entered")
        self.close()

    def close(self) -> None:
        self._entered.unlink(missing_ok=True)
        self._path.touch()

    def entered(self) -> None:
        eventually(self._entered.exists, "a worker is about to write")

    def open(self) -> None:
        self._path.unlink()


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    notes = {"People/Li Wei.md": NOTE, "People/Ana.md": NOTE}
    vault = write_vault(tmp_path / "vault", notes, "[follow_ups]\nlimit = 100\n")
    assert run("digest", "--vault", vault).returncode == 0  # so that the watcher has nothing to write at first
    return vault


@pytest.fixture
def hold(tmp_path: Path) -> Hold:
    return Hold(tmp_path / "hold")


def tick(vault: Path, name: str, text: str) -> None:
    digest = vault / "Digests/Follow-ups.md"
    before = digest.read_text(encoding="utf-8")
    assert f"- [ ] [[{name}]]" in before
    temporary = vault / "Digests/.saved"
    temporary.write_text(before.replace(f"- [ ] [[{name}]]", f"- [x] [[{name}]] {text}"), encoding="utf-8")
    temporary.replace(digest)


def test_a_worker_killed_while_it_writes_is_said_once_and_the_next_one_does_it(vault: Path, hold: Hold) -> None:
    with watched(vault, hold.code) as one:
        tick(vault, "Ana", "coffee at last")
        hold.entered()
        assert "coffee at last" in (vault / "People/Ana.md").read_text()
        os.kill(one.worker(), signal.SIGKILL)
        one.says(KILLED)
        hold.open()
        eventually(lambda: "[[Ana]]" not in one.digest(), lambda: f"the row gone; said {one.said}")  # with no event
        one.says("all well again")
        one.rests()
        assert (vault / "People/Ana.md").read_text().count("coffee at last") == 1
        assert one.said.count(KILLED) == 1


def test_a_worker_killed_while_it_waits_for_the_end_of_a_burst(vault: Path) -> None:
    with watched(vault, debounce=2.0) as one:
        one.rests()
        (vault / "People/Bea.md").write_text(NOTE)
        os.kill(one.worker(), signal.SIGKILL)
        one.shows("Bea")
        one.says("all well again")
        assert one.said.count(KILLED) == 1


def test_what_forks_workers_killed_at_rest_and_while_one_works(vault: Path, hold: Hold) -> None:
    with watched(vault, hold.code) as one:
        one.rests()
        os.kill(one.forker(), signal.SIGKILL)
        (vault / "People/Bea.md").write_text(NOTE)
        hold.entered()
        forker = one.forker()
        os.kill(forker, signal.SIGKILL)  # its worker goes on, and is heard
        hold.open()
        one.shows("Bea")
        (vault / "People/Cleo.md").write_text(NOTE)
        one.shows("Cleo")
        one.rests()
        assert one.forker() != forker
        (vault / "People/Dora.md").write_text(NOTE)  # events come as before
        one.shows("Dora")


def test_the_watcher_killed_takes_all_with_it_and_its_lock(vault: Path, hold: Hold) -> None:
    with watched(vault, hold.code, killed=True) as one:
        (vault / "People/Bea.md").write_text(NOTE)
        hold.entered()
        worker, forker = one.worker(), one.forker()
        one.process.kill()
        one.process.wait()
        assert holder_of(vault) is None  # at once, though
        assert is_running(worker)
        hold.open()
        eventually(lambda: not is_running(worker) and not is_running(forker), "both are gone")
    assert "Bea" in (vault / "Digests/Follow-ups.md").read_text()  # what it had begun to write is whole


def test_the_watcher_killed_at_rest_leaves_nothing(vault: Path) -> None:
    with watched(vault, killed=True) as one:
        one.rests()
        forker = one.forker()
        one.process.kill()
        one.process.wait()
        eventually(lambda: not is_running(forker), "what forks is gone")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_all_of_them_lets_what_was_begun_come_to_its_end(
    vault: Path, hold: Hold, number: signal.Signals
) -> None:
    with watched(vault, hold.code) as one:
        (vault / "People/Bea.md").write_text(NOTE)
        hold.entered()
        for process in (one.process.pid, *one.below()):
            os.kill(process, number)
        hold.open()
        assert one.process.wait(30) == 0
    assert "Bea" in one.digest()
    assert "killed" not in " ".join(one.said)


FAULTY = """
from pathlib import Path
import vault_tools.worker as worker
publish = worker.publish
def faulty(workspace, *, ready=None):
    if Path({0!r}).exists():
        raise {1}
    return publish(workspace, ready=ready)
worker.publish = faulty
"""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("ZeroDivisionError('division by zero')", "ZeroDivisionError: division by zero"),
        ("MemoryError", TOO_LITTLE_MEMORY),
    ],
)
def test_a_fault_of_the_program_is_said_once_and_tried_again_ever_less_often(
    vault: Path, tmp_path: Path, error: str, said: str
) -> None:
    fault = tmp_path / "fault"
    with watched(vault, FAULTY.format(str(fault), error), poll=0.2) as one:
        fault.touch()
        (vault / "People/Bea.md").write_text(NOTE)
        one.says(said)
        eventually(lambda: float(one.asks("watcher._patience()")) >= 0.8, "it tries again")
        fault.unlink()
        one.shows("Bea")
        one.says("all well again")
        assert sum(said in line for line in one.said) == 1


def test_at_rest_there_is_no_worker_and_files_and_processes_are_as_many_as_before(vault: Path) -> None:
    def held(one: Watched) -> list[int]:
        one.rests()
        return [len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in (one.process.pid, one.forker())]

    with watched(vault) as one:
        before = held(one)
        for number in range(12):
            (vault / f"People/P{number:02}.md").write_text(NOTE)
            one.shows(f"P{number:02}")
        eventually(lambda: one.asks("watcher.hints.settled_in(0)") == "None", "nothing more is heard")
        assert held(one) == before
        assert len(one.below()) == 1
        assert zombies(one) == []


def lacks(vault: Path, text: str) -> bool:
    return text not in (vault / "Digests/Follow-ups.md").read_text(encoding="utf-8")


def zombies(one: Watched) -> list[int]:
    family = (one.process.pid, *one.below())
    below = [
        int(pid) for parent in family for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    ]
    return [pid for pid in below if not is_running(pid)]


def test_killed_many_times_at_random_everything_is_there_once(vault: Path) -> None:
    """Workers and what forks them are killed while notes are saved and marks made."""
    chance = random.Random(1)
    rounds = 12
    for number in range(rounds):
        (vault / f"People/M{number:02}.md").write_text(NOTE)
    with watched(vault, debounce=0.1) as one:
        kills = 0
        for number in range(rounds):
            one.shows(f"[[M{number:02}]]")
            (vault / f"People/N{number:02}.md").write_text(NOTE)
            tick(vault, f"M{number:02}", f"talk {number:02}")
            time.sleep(0.05 + chance.random() * 0.25)
            for victim in one.below() if number % 3 == 0 else children(one.forker()):
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                    kills += 1
            one.shows(f"[[N{number:02}]]")
            marked = f"[x] [[M{number:02}]]"
            eventually(partial(lacks, vault, marked), f"no {marked}")
        eventually(lambda: one.asks("watcher.hints.settled_in(0)") == "None", "nothing more is heard")
        one.rests()
        tried("processes of a watcher killed at a random instant", kills)
    for number in range(rounds):
        assert (vault / f"People/M{number:02}.md").read_text().count(f"talk {number:02}") == 1
    assert run("digest", "--vault", vault, "--check").returncode == 0


def test_a_system_that_begins_no_more_processes_is_said_and_tried_again(vault: Path) -> None:
    with watched(vault) as one:
        one.rests()
        one.does("import os; watcher.fork, os.fork = os.fork, lambda: os.open('/no such file', 0)")
        os.kill(one.forker(), signal.SIGKILL)
        (vault / "People/Bea.md").write_text(NOTE)
        one.says("is gone — will try again")
        one.does("import os; os.fork = watcher.fork")
        one.shows("Bea")
        one.says("all well again")

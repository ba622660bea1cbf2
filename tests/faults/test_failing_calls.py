"""Each system call of every kind of edit and action fails in turn: each note is old or new, the journal and the notes
agree, what was cut short can be taken back and done again, and nothing is there twice."""

import re
from pathlib import Path

import pytest

from tests.faults.calls import Fault, faults_of, watched
from tests.faults.scenes import SCENES, Scene, another, in_a_child, notes_of, run_here, stage
from tests.figures import tried
from vault_tools.changes import reversals
from vault_tools.journal import Journal

FEW = 8
"""How many faults of each scene the fast tests try, spread over all its calls."""


class Stage:
    """A scene before and after, and how to play it with a fault."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self.scene = scene
        self.start = stage(scene, folder / "start")
        self.copies = folder / "copy"
        self.before = notes_of(self.start)
        self.steps = Journal(self.start).numbers()
        vault = another(self.start, self.copies)
        with watched(vault) as calls:
            self.play(vault)
        self.calls = calls.made
        self.after = notes_of(vault)
        assert self.after != self.before

    def play(self, vault: Path) -> None:
        """The scene without a fault."""
        code, printed = run_here(vault, self.scene.arguments, self.scene.stdin)
        assert code == 0, printed

    def fail(self, fault: Fault) -> tuple[Path, int, str]:
        """The scene with a fault: the vault then, the exit code, and what was printed."""
        vault = another(self.start, self.copies)
        with watched(vault, fault) as calls:
            code, printed = run_here(vault, self.scene.arguments, self.scene.stdin)
        assert len(calls.made) > fault.at
        return vault, code, printed

    def kill(self, at: int) -> Path:
        """The scene in a process that ends at that call: the vault then."""
        vault = another(self.start, self.copies)

        def play() -> None:
            with watched(vault, Fault(at, kill=True)):
                self.play(vault)

        assert not in_a_child(play)
        return vault

    def check(self, vault: Path) -> None:
        """That nothing is neither old nor new, and that the scene can be brought to its end."""
        left = notes_of(vault)
        for path, data in left.items():
            if not path.rpartition("/")[2].startswith("."):
                self._check_note(path, data)
        for path in self.before:
            assert path in left or path not in self.after, f"{path} is gone"
        if self.scene.renders:
            self._check_marks(left)
        elif self._only_notes(left) != self.after:
            self._check_taken_back(vault)
        if self._only_notes(notes_of(vault)) != self.after:
            self.play(vault)
        assert self._only_notes(notes_of(vault)) == self.after

    def _check_note(self, path: str, data: bytes) -> None:
        if self.scene.renders and b"<!-- /vault-tools -->" in data:
            ours = self.before.get(path), self.after.get(path)
            assert _outside(data) in [_outside(one) for one in ours if one is not None]
        else:
            assert data in (self.before.get(path), self.after.get(path)), f"{path} is neither old nor new"

    def _check_marks(self, left: dict[str, bytes]) -> None:
        """A mark is carried out or still there."""
        for one in self.scene.marks:
            still = f"{one.row} ^vt-" in left[one.note].decode()
            assert still or all(left.get(path) == self.after[path] for path in one.changes), one.row

    def _check_taken_back(self, vault: Path) -> None:
        """The notes are as before, or the journal says what was done, and `undo` takes it back; an undo goes on."""
        if self._only_notes(notes_of(vault)) == self.before:
            return
        if self.scene.arguments == ["undo"]:
            return  # run again, it goes on
        fresh = [number for number in Journal(vault).numbers() if number not in self.steps]
        assert fresh, "notes were changed, and the journal does not know"
        step = Journal(vault).read(fresh[-1])
        assert step
        assert reversals(vault, step)
        code, printed = run_here(vault, ["undo"])
        assert code == 0, printed
        assert self._only_notes(notes_of(vault)) == self.before

    @staticmethod
    def _only_notes(files: dict[str, bytes]) -> dict[str, bytes]:
        return {path: data for path, data in files.items() if not path.rpartition("/")[2].startswith(".")}


def _outside(data: bytes) -> bytes:
    """What stands around the blocks of a note."""
    return re.sub(rb"(?s)<!-- vault-tools:.*?<!-- /vault-tools -->", b"", data)


@pytest.fixture(params=SCENES, ids=lambda scene: scene.name)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    return Stage(request.param, tmp_path)


def fail_each(scene: Stage, faults: list[tuple[str, Fault]]) -> None:
    for name, fault in faults:
        vault, code, printed = scene.fail(fault)
        where = f"{scene.scene.name}: {name} no. {fault.at} fails: {fault}\n{printed}"
        try:
            if code == 0 and not scene.scene.renders:
                assert scene._only_notes(notes_of(vault)) == scene.after
            elif code:
                assert printed.strip()
            scene.check(vault)
        except AssertionError as error:
            raise AssertionError(where) from error
        tried("system calls failed")


def kill_at_each(scene: Stage, calls: range) -> None:
    for at in calls:
        vault = scene.kill(at)
        try:
            scene.check(vault)
        except AssertionError as error:
            raise AssertionError(f"{scene.scene.name}: killed at {scene.calls[at]} no. {at}") from error
        tried("processes killed at a system call")


def test_some_calls_fail(scene: Stage) -> None:
    faults = list(faults_of(scene.calls))
    fail_each(scene, faults[:: len(faults) // FEW])


def test_killed_at_some_calls(scene: Stage) -> None:
    kill_at_each(scene, range(0, len(scene.calls), len(scene.calls) // FEW))


@pytest.mark.slow
def test_each_call_fails_in_every_way(scene: Stage) -> None:
    fail_each(scene, list(faults_of(scene.calls)))


@pytest.mark.slow
def test_killed_at_each_call(scene: Stage) -> None:
    kill_at_each(scene, range(len(scene.calls)))

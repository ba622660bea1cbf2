"""A step is carried out as a whole or not at all, against what the notes hold at that moment, and taken back."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vault_tools import changes
from vault_tools.changes import Edit, carry_out, difference, last_step, plan, undo
from vault_tools.errors import UndoRefused, WriteError
from vault_tools.findings import EditRefusedError
from vault_tools.journal import FileChange, Journal
from vault_tools.vault.blocks import CLOSING, opening_line
from vault_tools.vault.edit.lines import EditRefused

Put = Callable[[Path, FileChange], None]
PATHS = ("a.md", "b.md", "c.md")


def adding(path: str, words: bytes = b"+") -> Edit:
    return Edit(path, lambda data: (data or b"") + words)


def gone(path: str) -> Edit:
    return Edit(path, lambda _data: None)


def files(vault: Path) -> dict[str, bytes]:
    found = (path for path in vault.rglob("*") if path.is_file() and ".vault-tools" not in path.parts)
    return {str(path.relative_to(vault)): path.read_bytes() for path in found}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    for path in PATHS:
        (tmp_path / path).write_bytes(path.encode())
    return tmp_path


@pytest.fixture
def real() -> Put:
    return changes._put


def test_one_step_in_order_and_back(vault: Path) -> None:
    before = files(vault)
    (vault / "b.md").chmod(0o600)
    edits = [
        adding("a.md"),
        Edit("new/d.md", lambda _data: b"b.md+", "b.md"),
        Edit("b.md", lambda _data: None, "new/d.md"),
        adding("a.md"),
    ]
    assert files(vault) == before
    assert [change.path for change in plan(vault, edits)] == ["a.md", "new/d.md", "b.md"]
    assert carry_out(vault, "all", edits) == plan_of(before)
    assert files(vault) == {"a.md": b"a.md++", "c.md": b"c.md", "new/d.md": b"b.md+"}
    assert (vault / "new/d.md").stat().st_mode & 0o777 == 0o600
    undone = undo(vault)
    assert undone
    assert (undone.step.label, [change.path for change in undone.changes]) == ("all", ["b.md", "new/d.md", "a.md"])
    assert undone.step.at
    assert files(vault) == before
    assert (vault / "b.md").stat().st_mode & 0o777 == 0o600
    assert undo(vault) is None


def plan_of(before: dict[str, bytes]) -> list[FileChange]:
    return [
        FileChange("a.md", before["a.md"], b"a.md++"),
        FileChange("new/d.md", None, b"b.md+", "b.md"),
        FileChange("b.md", before["b.md"], None, "new/d.md"),
    ]


def test_undo_goes_further_back_each_time(vault: Path) -> None:
    carry_out(vault, "one", [adding("a.md", b"1")])
    carry_out(vault, "two", [adding("a.md", b"2"), gone("c.md")])
    carry_out(vault, "nothing", [Edit("a.md", lambda data: data)])
    undo(vault)
    assert files(vault) == {"a.md": b"a.md1", "b.md": b"b.md", "c.md": b"c.md"}
    undo(vault)
    assert files(vault)["a.md"] == b"a.md"


def test_what_changed_since_is_not_taken_back_and_named(vault: Path) -> None:
    carry_out(vault, "both", [adding("a.md"), adding("b.md")])
    (vault / "b.md").write_bytes(b"typed since")
    left = files(vault)
    with pytest.raises(UndoRefused, match=r"“both” can't be taken back: b\.md changed since .*undo --dry-run"):
        undo(vault)
    assert files(vault) == left
    (vault / "b.md").write_bytes(b"b.md+")
    assert undo(vault)
    assert files(vault)["b.md"] == b"b.md"


def test_a_render_since_is_no_change_but_what_was_typed_into_a_block_is(vault: Path) -> None:
    def block(content: str) -> bytes:
        return f"{opening_line('who', '', content)}\n\n{content}\n\n{CLOSING}\n".encode()

    file = vault / "a.md"
    file.write_bytes(b"text\n" + block("old"))
    before = file.read_bytes()
    carry_out(vault, "add", [Edit("a.md", lambda data: b"more " + (data or b""))])
    rendered = b"more text\n" + block("new")
    file.write_bytes(rendered.replace(b"new\n", b"new\ntyped\n"))
    with pytest.raises(UndoRefused):
        undo(vault)
    file.write_bytes(rendered)
    assert undo(vault)
    assert file.read_bytes() == before


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("error", [WriteError("b.md: can't be written"), KeyboardInterrupt()])
def test_a_fault_in_the_midst_leaves_everything_as_it_was(
    vault: Path, monkeypatch: pytest.MonkeyPatch, real: Put, place: int, done: bool, error: BaseException
) -> None:
    """`done`: the fault comes after the note was written, as an interrupt may."""
    before = files(vault)
    calls: list[FileChange] = []

    def put(folder: Path, change: FileChange) -> None:
        calls.append(change)
        if len(calls) != place + 1:
            real(folder, change)
            return
        if done:
            real(folder, change)
        raise error

    monkeypatch.setattr(changes, "_put", put)
    with pytest.raises(type(error)):
        carry_out(vault, "all", [adding("a.md"), gone("b.md"), adding("new.md")])
    assert files(vault) == before
    assert list(Journal(vault).latest_first()) == []


@pytest.mark.parametrize("place", range(3))
def test_a_fault_in_an_undo_leaves_the_step_whole(
    vault: Path, monkeypatch: pytest.MonkeyPatch, real: Put, place: int
) -> None:
    before = files(vault)
    calls: list[FileChange] = []
    carry_out(vault, "all", [adding("a.md"), gone("b.md"), adding("new.md")])
    after = files(vault)

    def put(folder: Path, change: FileChange) -> None:
        calls.append(change)
        if len(calls) == place + 1:
            raise WriteError("the disk is full")
        real(folder, change)

    monkeypatch.setattr(changes, "_put", put)
    with pytest.raises(WriteError, match="the disk is full"):
        undo(vault)
    assert files(vault) == after
    monkeypatch.undo()
    assert undo(vault)
    assert files(vault) == before


def test_a_save_in_between_is_kept_and_edited_anew(vault: Path, monkeypatch: pytest.MonkeyPatch, real: Put) -> None:
    saves = [b"theirs 1", b"theirs 2"]

    def put(folder: Path, change: FileChange) -> None:
        if change.path == "b.md" and saves:
            (folder / "b.md").write_bytes(saves.pop(0))
        real(folder, change)

    monkeypatch.setattr(changes, "_put", put)
    made = carry_out(vault, "all", [adding("a.md"), adding("b.md"), adding("c.md")])
    assert made[1] == FileChange("b.md", b"theirs 2", b"theirs 2+")
    assert files(vault)["b.md"] == b"theirs 2+"
    assert undo(vault)
    assert files(vault) == {"a.md": b"a.md", "b.md": b"theirs 2", "c.md": b"c.md"}


def test_an_edit_refused_on_the_newer_bytes_takes_all_back(
    vault: Path, monkeypatch: pytest.MonkeyPatch, real: Put
) -> None:
    def careful(data: bytes | None) -> bytes:
        if data != b"b.md":
            raise EditRefused("note-changed")
        return b"edited"

    def put(folder: Path, change: FileChange) -> None:
        if change.after == b"edited":
            (folder / "b.md").write_bytes(b"theirs")
        real(folder, change)

    monkeypatch.setattr(changes, "_put", put)
    with pytest.raises(EditRefusedError):
        carry_out(vault, "all", [adding("a.md"), Edit("b.md", careful)])
    assert files(vault) == {"a.md": b"a.md", "b.md": b"theirs", "c.md": b"c.md"}
    assert last_step(vault) is None


def test_the_same_edit_made_by_another_process_is_not_taken_back(
    vault: Path, monkeypatch: pytest.MonkeyPatch, real: Put
) -> None:
    """As where two processes carry out the same mark: the later one finds it done, and refuses."""

    def once(data: bytes | None) -> bytes:
        if data != b"b.md":
            raise EditRefused("edit-task-gone")
        return b"done"

    def put(folder: Path, change: FileChange) -> None:
        if change.after == b"done":
            (folder / "b.md").write_bytes(b"done")
        real(folder, change)

    monkeypatch.setattr(changes, "_put", put)
    with pytest.raises(EditRefusedError):
        carry_out(vault, "all", [adding("a.md"), Edit("b.md", once)])
    assert files(vault) == {"a.md": b"a.md", "b.md": b"done", "c.md": b"c.md"}
    assert last_step(vault) is None


def test_what_another_process_has_done_altogether_is_no_step(
    vault: Path, monkeypatch: pytest.MonkeyPatch, real: Put
) -> None:
    def put(folder: Path, change: FileChange) -> None:
        (folder / "b.md").write_bytes(b"done")
        real(folder, change)

    monkeypatch.setattr(changes, "_put", put)
    assert carry_out(vault, "mine", [Edit("b.md", lambda _data: b"done")]) == []
    assert last_step(vault) is None


def test_what_somebody_saved_on_top_of_a_failed_step_stays_and_is_named(
    vault: Path, monkeypatch: pytest.MonkeyPatch, real: Put
) -> None:
    def put(folder: Path, change: FileChange) -> None:
        if change.path == "b.md":
            (folder / "a.md").write_bytes(b"a.md+ and typed")
            raise WriteError("b.md: can't be written")
        real(folder, change)

    monkeypatch.setattr(changes, "_put", put)
    with pytest.raises(WriteError, match=r"a\.md was saved by somebody else meanwhile"):
        carry_out(vault, "all", [adding("a.md"), adding("b.md")])
    assert files(vault)["a.md"] == b"a.md+ and typed"


def test_a_note_that_never_holds_still(vault: Path, monkeypatch: pytest.MonkeyPatch, real: Put) -> None:
    def put(folder: Path, change: FileChange) -> None:
        if change.path == "b.md":
            (folder / "b.md").write_bytes(os.urandom(8))
        real(folder, change)

    monkeypatch.setattr(changes, "_put", put)
    with pytest.raises(WriteError, match="changes faster than it can be edited"):
        carry_out(vault, "all", [adding("a.md"), adding("b.md")])
    assert files(vault)["a.md"] == b"a.md"


KILLED = """
import os, sys
from pathlib import Path
from vault_tools import changes
from vault_tools.changes import Edit
place, after = int(sys.argv[2]), sys.argv[3] == "after"
real, calls = changes._put, []
def put(vault, change):
    calls.append(change)
    if len(calls) == place + 1 and not after:
        os._exit(9)
    real(vault, change)
    if len(calls) == place + 1:
        os._exit(9)
changes._put = put
adding = lambda path: Edit(path, lambda data: (data or b"") + b"+")
carry = changes.undo if sys.argv[4] == "undo" else lambda vault: changes.carry_out(
    vault, "killed", [adding("a.md"), Edit("b.md", lambda data: None), adding("new.md")])
carry(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_killed_in_the_midst_is_taken_back(vault: Path, place: int, when: str) -> None:
    carry_out(vault, "earlier", [adding("c.md")])
    before = files(vault)
    done = subprocess.run([sys.executable, "-c", KILLED, str(vault), str(place), when, "do"], check=False)
    assert done.returncode == 9
    undone = undo(vault)
    assert undone
    assert undone.step.label == "killed"
    assert len(undone.changes) == place + (when == "after")
    assert files(vault) == before


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_undo_killed_in_the_midst_goes_on(vault: Path, place: int, when: str) -> None:
    before = files(vault)
    carry_out(vault, "step", [adding("a.md"), gone("b.md"), adding("new.md")])
    subprocess.run([sys.executable, "-c", KILLED, str(vault), str(place), when, "undo"], check=False)
    assert undo(vault)
    assert files(vault) == before
    assert undo(vault) is None


def test_the_journal_knows_the_newer_bytes_before_they_are_written(
    vault: Path, monkeypatch: pytest.MonkeyPatch, real: Put
) -> None:
    """Killed between a note's second attempt and the end: the step in the journal must be what was written."""
    seen: list[FileChange] = []

    def put(folder: Path, change: FileChange) -> None:
        if not seen:
            (folder / "a.md").write_bytes(b"theirs")
        step = Journal(folder).read(1)
        assert step
        seen.append(step.changes[0])
        real(folder, change)

    monkeypatch.setattr(changes, "_put", put)
    carry_out(vault, "one", [adding("a.md")])
    assert seen[-1] == FileChange("a.md", b"theirs", b"theirs+")


def test_no_way_out_of_the_vault(vault: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (vault / "door").symlink_to(outside)
    with pytest.raises(WriteError, match="outside the vault"):
        carry_out(vault, "out", [adding("door/x.md")])
    assert list(outside.iterdir()) == []


def test_a_difference_reads_as_git_shows_it() -> None:
    shown = difference([FileChange("a.md", b"one\r\ntwo", b"one\ntwo\nthree"), FileChange("n.md", None, b"x\n")])
    assert shown == (
        "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,3 @@\n one\n-two\n\\ No newline at end of file\n"
        "+two\n+three\n\\ No newline at end of file\n--- /dev/null\n+++ b/n.md\n@@ -0,0 +1 @@\n+x\n"
    )

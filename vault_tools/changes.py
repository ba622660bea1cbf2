"""Carrying out edits: all of them or none, each against what the note holds at that moment, and so that they can be
taken back."""

import difflib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from vault_tools.errors import EditRefusedError, UndoRefused, WriteError
from vault_tools.findings import Finding
from vault_tools.journal import FileChange, Journal, Step
from vault_tools.vault.edit.lines import EditRefused
from vault_tools.vault.write import ChangedError, read_bytes, remove_atomically, write_atomically

Transform = Callable[[bytes | None], bytes | None]
"""A note's bytes before to those after; None: no such file. It may be called again, with newer bytes, and raises
EditRefused."""

_TRIES = 50


class Edit(msgspec.Struct, frozen=True):
    """What is to be done to the note at `path`, relative to the vault."""

    path: str
    transform: Transform


def plan(vault: Path, edits: Iterable[Edit]) -> list[FileChange]:
    """What the edits come to, in their order, one change a note; notes that stay as they are left out. Writes nothing.

    Raises EditRefusedError and WriteError.
    """
    planned = (_planned(vault, edit) for edit in _joined(edits))
    return [change for change in planned if change.before != change.after]


def carry_out(vault: Path, label: str, edits: Iterable[Edit]) -> list[FileChange]:
    """Make the edits, as one step that `undo` takes back, and give what was changed.

    A note saved by somebody else meanwhile is read and edited anew. Raises EditRefusedError and WriteError; all notes
    are then as they were.
    """
    joined = _joined(edits)
    changes = plan(vault, joined)
    if not changes:
        return []
    transforms = {edit.path: edit for edit in joined}
    journal = Journal(vault)
    number = journal.add(Step(label, tuple(changes)))
    done: list[FileChange] = []
    try:
        for change in changes:
            made = _make(vault, transforms[change.path], change)
            done.append(made)
            if made != change:
                rest = changes[len(done) :]
                journal.replace(number, Step(label, (*done, *rest)))
    except BaseException:
        if _take_back(vault, done):
            journal.remove(number)
        raise
    return [change for change in done if change.before != change.after]


def undo(vault: Path) -> Step | None:
    """Take back the last step, and give it; None if there is none.

    Raises UndoRefused if one of its notes is no longer as the step left it, WriteError if one can't be written; then
    what was taken back already is put forth again.
    """
    journal = Journal(vault)
    last = journal.last()
    if last is None:
        return None
    number, step = last
    reverse = reversals(vault, step)
    done: list[FileChange] = []
    try:
        for change in reverse:
            try:
                _put(vault, change)
            except ChangedError:
                raise UndoRefused(_undo_refusal(step, [change.path])) from None
            done.append(change)
    except BaseException:
        _take_back(vault, done)
        raise
    journal.remove(number)
    return step


def reversals(vault: Path, step: Step) -> list[FileChange]:
    """The changes that take a step back, leaving out notes that are as before it already. Raises UndoRefused."""
    changed, reverse = [], []
    for change in reversed(step.changes):
        present = _present(vault, change.path)
        if present == change.after:
            reverse.append(FileChange(change.path, change.after, change.before))
        elif present != change.before:
            changed.append(change.path)
    if changed:
        raise UndoRefused(_undo_refusal(step, changed))
    return reverse


def _undo_refusal(step: Step, paths: Sequence[str]) -> str:
    return (
        f"“{step.label}” can't be taken back: {', '.join(paths)} changed since — nothing was changed; "
        "`git diff` or `vault-tools undo --dry-run` shows more"
    )


def difference(changes: Iterable[FileChange]) -> str:
    """The changes as a unified diff."""
    lines: list[str] = []
    for change in changes:
        before, after = (_lines(data) for data in (change.before, change.after))
        names = (f"a/{change.path}" if change.before is not None else "/dev/null",
                 f"b/{change.path}" if change.after is not None else "/dev/null")  # fmt: skip
        for line in difflib.unified_diff(before, after, *names):
            lines.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)


def _lines(data: bytes | None) -> list[str]:
    return [] if data is None else data.decode(errors="replace").replace("\r\n", "\n").splitlines(keepends=True)


def _joined(edits: Iterable[Edit]) -> list[Edit]:
    """One edit a note: several to the same one are done one after another."""
    by_path: dict[str, list[Transform]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit.transform)
    return [Edit(path, _chained(transforms)) for path, transforms in by_path.items()]


def _chained(transforms: Sequence[Transform]) -> Transform:
    def chain(data: bytes | None) -> bytes | None:
        for transform in transforms:
            data = transform(data)
        return data

    return chain if len(transforms) > 1 else transforms[0]


def _planned(vault: Path, edit: Edit) -> FileChange:
    before = _present(vault, edit.path)
    try:
        return FileChange(edit.path, before, edit.transform(before))
    except EditRefused as refusal:
        raise EditRefusedError(Finding(edit.path, refusal.code, refusal.line, refusal.params)) from refusal


def _present(vault: Path, path: str) -> bytes | None:
    try:
        return read_bytes(vault / path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise WriteError(f"{path}: can't be read: {error.strerror} — nothing was changed") from error


def _make(vault: Path, edit: Edit, change: FileChange) -> FileChange:
    """Write one change, made anew as often as the note changes meanwhile."""
    for _try in range(_TRIES):
        try:
            _put(vault, change)
        except ChangedError:
            change = _planned(vault, edit)
        else:
            return change
    raise WriteError(f"{edit.path}: changes faster than it can be edited — nothing was changed; try again")


def _put(vault: Path, change: FileChange) -> None:
    file = vault / change.path
    if change.after is None:
        if change.before is not None:
            remove_atomically(file, expected=change.before)
        return
    if change.before is None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{file.parent}: can't be made: {error.strerror} — nothing was changed") from error
    write_atomically(file, change.after, expected=change.before)


def _take_back(vault: Path, done: Sequence[FileChange]) -> bool:
    """Undo what was done of a step that failed; whether all of it could be. A note that somebody saved meanwhile
    keeps what was saved."""
    whole = True
    for change in reversed(done):
        try:
            _put(vault, FileChange(change.path, change.after, change.before))
        except ChangedError:
            continue
        except WriteError:
            whole = False
    return whole

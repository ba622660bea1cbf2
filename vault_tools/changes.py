"""Carrying out edits: all of them or none, each against what the note holds at that moment, and so that they can be
taken back."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import msgspec

from vault_tools.errors import UndoRefused, WriteError
from vault_tools.findings import EditRefusedError, Finding
from vault_tools.journal import FileChange, Journal, Step
from vault_tools.language import mark as _
from vault_tools.vault.blocks import without_rendered
from vault_tools.vault.edit.lines import EditRefused
from vault_tools.vault.write import ChangedError, read_bytes, remove_atomically, write_atomically

Transform = Callable[[bytes | None], bytes | None]
"""A note's bytes before to those after; None: no such file. It may be called again, with newer bytes, and raises
EditRefused."""

_TRIES = 50


class Edit(msgspec.Struct, frozen=True):
    """What is to be done to the note at `path`, relative to the vault; `like` as in FileChange."""

    path: str
    transform: Transform
    like: str = ""


class Undone(msgspec.Struct, frozen=True):
    """A step taken back, and the changes that did it: none where its notes were as before it already. `damaged`: the
    numbers of later steps that can't be read and were passed over."""

    number: int
    step: Step
    changes: list[FileChange]
    damaged: list[int]


def plan(vault: Path, edits: Iterable[Edit]) -> list[FileChange]:
    """What the edits come to, in their order, one change a note; notes that stay as they are left out. Writes nothing.

    Raises EditRefusedError and WriteError.
    """
    planned = (_planned(vault, edit) for edit in _joined(edits))
    return [change for change in planned if change.before != change.after]


def carry_out(
    vault: Path, label: str, edits: Iterable[Edit], tick: Callable[[int, int], None] = lambda done, of: None
) -> list[FileChange]:
    """Make the edits, as one step that `undo` takes back, and give what was changed.

    A note saved by somebody else meanwhile is read and edited anew. `tick(done, of)` is called for each note. Raises
    EditRefusedError and WriteError; all notes are then as they were, but for one that somebody saved on top of its
    edit: the message names it.
    """
    joined = _joined(edits)
    changes = plan(vault, joined)
    if not changes:
        return []
    transforms = {edit.path: edit for edit in joined}
    journal = Journal(vault)
    at = datetime.now(UTC).replace(microsecond=0)
    number = journal.add(Step(label, tuple(changes), at))
    tried: list[FileChange] = []
    try:
        for place, change in enumerate(changes):
            for again in _tries(change.path):
                if again:
                    change = changes[place] = _planned(vault, transforms[change.path])
                    journal.replace(number, Step(label, tuple(changes), at))
                tried.append(change)
                try:
                    _put(vault, change)
                    tick(place + 1, len(changes))
                    break
                except ChangedError:
                    tried.pop()  # what stands there is somebody else's, also if it is the same
    except BaseException as error:
        _take_back(vault, tried, lambda: journal.remove(number), error)
        raise
    made = [change for change in changes if change.before != change.after]
    if not made:
        journal.remove(number)  # another process did it all meanwhile
    return made


def _tries(path: str) -> Iterator[int]:
    """Count the attempts at one note. Raises WriteError when there were too many."""
    yield from range(_TRIES)
    raise WriteError(_("%(path)s: changes faster than it can be edited — nothing was changed; try again"), path=path)


def undo(vault: Path) -> Undone | None:
    """Take back the last step, and say what was done; None if there is none.

    Raises UndoRefused if one of its notes is no longer as the step left it, WriteError if one can't be written; then
    what was taken back already is put forth again.
    """
    last = last_step(vault)
    if last is None:
        return None
    reverse = reversals(vault, last.step)
    tried: list[FileChange] = []
    try:
        for change in reverse:
            tried.append(change)
            _put(vault, change)
    except BaseException as error:
        _take_back(vault, tried, lambda: None, error)
        if isinstance(error, ChangedError):
            raise _undo_refusal(last.step, [tried[-1].path]) from None
        raise
    Journal(vault).remove(last.number)
    return msgspec.structs.replace(last, changes=reverse)


def last_step(vault: Path) -> Undone | None:
    """The step that `undo` would take back, its changes yet to be found; None if there is none."""
    damaged: list[int] = []
    for number, step in Journal(vault).latest_first():
        if step is not None:
            return Undone(number, step, [], damaged)
        damaged.append(number)
    return None


def reversals(vault: Path, step: Step) -> list[FileChange]:
    """The changes that take a step back, leaving out notes that are as before it already. Raises UndoRefused.

    What was rendered into a note's blocks since does not count as a change: it is rendered anew in any case.
    """
    changed, reverse = [], []
    for change in reversed(step.changes):
        present = _present(vault, change.path)
        if _same(present, change.after):
            reverse.append(FileChange(change.path, present, change.before, change.like))
        elif not _same(present, change.before):
            changed.append(change.path)
    if changed:
        raise _undo_refusal(step, changed)
    return reverse


def _same(one: bytes | None, other: bytes | None) -> bool:
    """Whether two states of a note are the same but for what was rendered into it."""
    if one == other or one is None or other is None:
        return one == other
    try:
        return without_rendered(one.decode()) == without_rendered(other.decode())
    except UnicodeDecodeError:
        return False


def _undo_refusal(step: Step, paths: Sequence[str]) -> UndoRefused:
    return UndoRefused(
        _(
            "“%(step)s” can't be taken back: %(paths)s changed since — nothing was changed; "
            "`vault-tools undo --dry-run` shows what it would take back, `git diff` what came since"
        ),
        step=step.label,
        paths=", ".join(paths),
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
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    return [
        Edit(path, _chained([edit.transform for edit in own]), next((edit.like for edit in own if edit.like), ""))
        for path, own in by_path.items()
    ]


def _chained(transforms: Sequence[Transform]) -> Transform:
    def chain(data: bytes | None) -> bytes | None:
        for transform in transforms:
            data = transform(data)
        return data

    return chain if len(transforms) > 1 else transforms[0]


def _planned(vault: Path, edit: Edit) -> FileChange:
    before = _present(vault, edit.path)
    try:
        return FileChange(edit.path, before, edit.transform(before), edit.like)
    except EditRefused as refusal:
        raise EditRefusedError(Finding(edit.path, refusal.code, refusal.line, refusal.params)) from refusal


def _present(vault: Path, path: str) -> bytes | None:
    try:
        return read_bytes(vault / path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise WriteError(
            _("%(path)s: can't be read: %(why)s — nothing was changed"), path=path, why=error.strerror
        ) from error


def _put(vault: Path, change: FileChange) -> None:
    """Make one change. Raises ChangedError and WriteError."""
    if change.before == change.after:
        return
    file = _within(vault, change.path)
    if change.after is None:
        if change.before is not None:
            remove_atomically(file, expected=change.before)
            _drop_empty(vault, change.path)
        return
    if change.before is None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(
                _("%(path)s: can't be made: %(why)s — nothing was changed"), path=file.parent, why=error.strerror
            ) from error
    write_atomically(file, change.after, expected=change.before, like=vault / change.like if change.like else None)


def _drop_empty(vault: Path, path: str) -> None:
    """Delete the dot-folders that a deleted file leaves empty: an empty `.obsidian` would mark a vault. The folders of
    notes stay, as somebody made them."""
    folders = list(PurePosixPath(path).parents)[:-1] if path.startswith(".") else []
    for folder in folders:
        with suppress(OSError):  # it holds something else
            (vault / folder).rmdir()


def _within(vault: Path, path: str) -> Path:
    """The file at `path`. Raises WriteError where a symbolic link leads out of the vault."""
    file = vault / path
    if not file.parent.resolve().is_relative_to(vault.resolve()):
        raise WriteError(_("%(path)s: lies outside the vault — nothing was changed"), path=path)
    return file


def _take_back(vault: Path, tried: Sequence[FileChange], forget: Callable[[], None], error: BaseException) -> None:
    """Undo what was done of a step that failed; `forget` it where all of it could be. The last change tried may be
    done or not. What stays changed is added to the error."""
    stuck, saved = [], []
    for change in reversed(tried):
        try:
            present = _present(vault, change.path)
            if present == change.after:
                _put(vault, change.reverse)
            elif present != change.before:
                saved.append(change.path)
        except ChangedError:
            saved.append(change.path)
        except WriteError:
            stuck.append(change.path)
    if not stuck:
        forget()
    if error.args and isinstance(error, WriteError) and (stuck or saved):
        told = [f"{', '.join(saved)} was saved by somebody else meanwhile and stays as saved"] if saved else []
        told += [f"{', '.join(stuck)} could not be put back: `vault-tools undo` will"] if stuck else []
        error.args = (f"{error.args[0]}; but {'; '.join(told)}",)

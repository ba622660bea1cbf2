"""What commands and actions did to notes, step by step, so that it can be taken back.

One file a step below `.vault-tools/journal/`, safely on disk before the notes are touched: a step cut short by a crash
can be taken back, too. Old steps go when there are too many. It is local to a machine; git keeps the history that
travels.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

import msgspec

from vault_tools.config import STATE_FOLDER
from vault_tools.errors import WriteError
from vault_tools.language import mark as _
from vault_tools.vault.write import sync_folder, write_all

KEPT_STEPS = 100
KEPT_BYTES = 64 * 1024 * 1024


class FileChange(msgspec.Struct, frozen=True, array_like=True):
    """A note before and after; None where there was or is no such file. Paths are relative to the vault.

    `like`: the note whose mode, owner and attributes the file takes if it is made, where it is the same one under
    another name.
    """

    path: str
    before: bytes | None
    after: bytes | None
    like: str = ""

    @property
    def reverse(self) -> "FileChange":
        """The change that takes this one back."""
        return FileChange(self.path, self.after, self.before, self.like)


class Step(msgspec.Struct, frozen=True):
    """One command or action: what it was called, the notes it changed, in the order in which it did, and when."""

    label: str
    changes: tuple[FileChange, ...]
    at: datetime | None = None


class Journal:
    """The steps of one vault, by number."""

    def __init__(self, vault: Path) -> None:
        self.folder = vault / STATE_FOLDER / "journal"

    def numbers(self) -> list[int]:
        """The steps there are, oldest first. Raises WriteError where that can't be told."""
        try:
            names = [path.name for path in self.folder.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise WriteError(
                _("%(path)s: can't be read: %(why)s — nothing was changed"), path=self.folder, why=error.strerror
            ) from error
        return sorted(int(name[:-5]) for name in names if name.endswith(".step") and name[:-5].isdecimal())

    def read(self, number: int) -> Step | None:
        """A step, or None where its file is damaged or gone."""
        try:
            step = msgspec.msgpack.decode(self.file(number).read_bytes(), type=Step)
        except (OSError, ValueError):
            return None
        return step if all(_within(change) for change in step.changes) else None

    def latest_first(self) -> Iterator[tuple[int, Step | None]]:
        """All steps with their numbers, the latest one first; None for one that can't be read."""
        for number in reversed(self.numbers()):
            step = self.read(number)
            if step is not None or self.file(number).exists():
                yield number, step

    def add(self, step: Step) -> int:
        """Keep a new step; gives its number. Raises WriteError."""
        number = max(self.numbers(), default=0)
        temporary = self.folder / f"new.{os.getpid()}.tmp"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(temporary, step)
            number = self._put(temporary, number + 1)
            sync_folder(self.folder)
        except OSError as error:
            raise WriteError(
                _("%(path)s: can't be written: %(why)s — nothing was changed"), path=self.folder, why=error.strerror
            ) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        self._forget_old()
        return number

    def replace(self, number: int, step: Step) -> None:
        """Put a step in the place of one that comes out otherwise. Raises WriteError."""
        temporary = self.file(number).with_suffix(".tmp")
        try:
            _write(temporary, step)
            temporary.replace(self.file(number))
        except OSError as error:
            raise WriteError(_("%(path)s: can't be written: %(why)s"), path=self.folder, why=error.strerror) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def remove(self, number: int) -> None:
        """Forget a step. One that can't be deleted does no harm: its notes are no longer as it left them."""
        with suppress(OSError):
            self.file(number).unlink()

    def file(self, number: int) -> Path:
        """Where a step is kept."""
        return self.folder / f"{number:08}.step"

    def _put(self, temporary: Path, number: int) -> int:
        """Give the file the first free number from `number` on: another process may just have taken one."""
        while True:
            try:
                os.link(temporary, self.file(number))
            except FileExistsError:
                number += 1
            except OSError as error:
                if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
                    raise
                temporary.replace(self.file(number))  # file systems without hard links
                return number
            else:
                return number

    def _forget_old(self) -> None:
        numbers = self.numbers()
        sizes = [self._size(number) for number in numbers]
        while len(numbers) > 1 and (len(numbers) > KEPT_STEPS or sum(sizes) > KEPT_BYTES):
            self.remove(numbers.pop(0))
            sizes.pop(0)

    def _size(self, number: int) -> int:
        try:
            return self.file(number).stat().st_size
        except OSError:
            return 0


def _within(change: FileChange) -> bool:
    """Whether a change's paths stay in the vault: a journal that came with somebody else's vault may say anything."""
    paths = [PurePosixPath(path) for path in (change.path, change.like or "a")]
    return all(path.parts and not path.is_absolute() and ".." not in path.parts for path in paths)


def _write(file: Path, step: Step) -> None:
    """Write a step, safely on disk, readable by its owner alone."""
    with suppress(FileNotFoundError):
        file.unlink()  # left behind by a process that was killed
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        write_all(handle, msgspec.msgpack.encode(step))
        os.fsync(handle)
    finally:
        os.close(handle)

"""What commands and actions did to notes, step by step, so that it can be taken back.

One file a step below `.vault-tools/journal/`, written before the notes are touched: a step cut short by a crash can be
taken back, too. Old steps go when there are too many. It is local to a machine; git keeps the history that travels.
"""

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from vault_tools.config import STATE_FOLDER
from vault_tools.errors import WriteError

KEPT_STEPS = 100
KEPT_BYTES = 64 * 1024 * 1024


class FileChange(msgspec.Struct, frozen=True, array_like=True):
    """A note before and after; None where there was or is no such file. `path` is relative to the vault."""

    path: str
    before: bytes | None
    after: bytes | None


class Step(msgspec.Struct, frozen=True):
    """One command or action: what it was called, and the notes it changed, in the order in which it did."""

    label: str
    changes: tuple[FileChange, ...]


class Journal:
    """The steps of one vault, by number."""

    def __init__(self, vault: Path) -> None:
        self.folder = vault / STATE_FOLDER / "journal"

    def numbers(self) -> list[int]:
        """The steps there are, oldest first."""
        try:
            names = [path.name for path in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        return sorted(int(name[:-5]) for name in names if name.endswith(".step") and name[:-5].isdigit())

    def read(self, number: int) -> Step | None:
        """A step, or None where its file is damaged or gone."""
        try:
            return msgspec.msgpack.decode(self._file(number).read_bytes(), type=Step)
        except (OSError, msgspec.MsgspecError):
            return None

    def add(self, step: Step) -> int:
        """Keep a new step; gives its number. Raises WriteError."""
        data = msgspec.msgpack.encode(step)
        number = max(self.numbers(), default=0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            while True:
                number += 1
                try:
                    handle = os.open(self._file(number), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                    break
                except FileExistsError:
                    continue  # another process has just taken that number
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        except OSError as error:
            raise WriteError(f"{self.folder}: can't be written: {error.strerror} — nothing was changed") from error
        self._forget_old()
        return number

    def replace(self, number: int, step: Step) -> None:
        """Put a step in the place of one that came out otherwise. Raises WriteError."""
        temporary = self._file(number).with_suffix(".tmp")
        try:
            temporary.write_bytes(msgspec.msgpack.encode(step))
            temporary.replace(self._file(number))
        except OSError as error:
            raise WriteError(f"{self.folder}: can't be written: {error.strerror}") from error

    def remove(self, number: int) -> None:
        """Forget a step."""
        with suppress(FileNotFoundError):
            self._file(number).unlink()

    def last(self) -> tuple[int, Step] | None:
        """The latest step that can be read, with its number."""
        for number in reversed(self.numbers()):
            step = self.read(number)
            if step is not None:
                return number, step
        return None

    def _file(self, number: int) -> Path:
        return self.folder / f"{number:08}.step"

    def _forget_old(self) -> None:
        numbers = self.numbers()
        sizes = [self._size(number) for number in numbers]
        while len(numbers) > 1 and (len(numbers) > KEPT_STEPS or sum(sizes) > KEPT_BYTES):
            self.remove(numbers.pop(0))
            sizes.pop(0)

    def _size(self, number: int) -> int:
        try:
            return self._file(number).stat().st_size
        except FileNotFoundError:
            return 0

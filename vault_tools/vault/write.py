"""Writing a file so that it is at every instant either old or new, and never written for nothing."""

import errno
import hashlib
import os
import stat
from pathlib import Path

from vault_tools.errors import WriteError


class ChangedError(Exception):
    """The file is no longer what was read: the caller starts again from the new bytes."""


def read_bytes(path: str | Path) -> bytes:
    """All bytes of a file by one system call where that suffices. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | os.O_NONBLOCK)
    try:
        data = os.read(handle, os.fstat(handle).st_size + 1)
        while more := os.read(handle, 1 << 20):
            data += more
        return data
    finally:
        os.close(handle)


def digest_of(data: bytes) -> bytes:
    """A short hash of a file's bytes, to tell whether it is still what was read."""
    return hashlib.blake2b(data, digest_size=16).digest()


def write_atomically(path: Path, data: bytes, *, expected: bytes | None) -> bool:
    """Put `data` in `path`; `expected` is what the caller read there (None: there was no file).

    Gives whether anything was written: equal bytes are left alone. Raises ChangedError where the file is no longer
    what was expected, WriteError where it can't be written; in both cases the file is as it was.
    """
    if data == expected:
        return False
    temporary = path.with_name(f".{path.name[:60]}.{os.getpid()}.tmp")
    try:
        mode = _check(path, expected)
        with temporary.open("xb") as handle:
            handle.write(data)
            handle.flush()
            if mode is not None:
                os.fchmod(handle.fileno(), mode)
            os.fsync(handle.fileno())
        _check(path, expected)
        _put_in_place(temporary, path, expected)
        _sync_folder(path.parent)
    except OSError as error:
        raise WriteError(f"{path}: can't be written: {error.strerror} — nothing was changed") from error
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _check(path: Path, expected: bytes | None) -> int | None:
    """The file's mode, if it still holds what was expected; raises ChangedError otherwise."""
    try:
        info = path.lstat()
        if not stat.S_ISREG(info.st_mode):
            raise WriteError(f"{path}: is no ordinary file — nothing was changed")
        present = read_bytes(path)
    except FileNotFoundError:
        if expected is None:
            return None
        raise ChangedError(str(path)) from None
    if present != expected:
        raise ChangedError(str(path))
    if not os.access(path, os.W_OK):
        raise WriteError(f"{path}: is read-only — nothing was changed; make it writable")
    return stat.S_IMODE(info.st_mode)


def _put_in_place(temporary: Path, path: Path, expected: bytes | None) -> None:
    if expected is not None:
        os.replace(temporary, path)  # noqa: PTH105 - the atomic call itself, so that tests can fail it
        return
    try:
        os.link(temporary, path)  # unlike rename, fails where somebody else made the file meanwhile
    except FileExistsError:
        raise ChangedError(str(path)) from None
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
            raise
        os.replace(temporary, path)  # noqa: PTH105 - file systems without hard links: exFAT, some network drives


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

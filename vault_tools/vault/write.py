"""Writing a file so that it is at every instant either old or new, and never over what somebody else has saved."""

import errno
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from vault_tools.errors import WriteError
from vault_tools.language import mark as _
from vault_tools.vault.exchange import BusyError, end_lease, lease_holds, swap, take_lease

LEFTOVER = ".vault-tools.tmp"
"""How the names of the temporary files end that a process which was killed leaves behind. They begin with a dot."""

LEFTOVER_SECONDS = 3600.0
"""A temporary file that is older belongs to nobody any more."""

_READING = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | os.O_NONBLOCK
_BUSY_TRIES = 20
_BUSY_SECONDS = 0.01
_GRACE_SECONDS = 0.001
"""How long whoever looked the old file up just before the exchange has to open it: enough for a system call."""


class ChangedError(Exception):
    """The file is no longer what was read: the caller starts again from the new bytes."""


def read_bytes(path: str | Path) -> bytes:
    """All bytes of a file by one system call where that suffices. Raises OSError."""
    handle = os.open(path, _READING)
    try:
        size = os.fstat(handle).st_size
        data = os.pread(handle, size + 1, 0)
        return data if len(data) == size > 0 else _all_of(handle)  # one byte more was asked for, and there is none
    finally:
        os.close(handle)


def file_bytes(path: Path) -> bytes | None:
    """A file's bytes, or None if there is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _all_of(handle: int) -> bytes:
    data = os.pread(handle, os.fstat(handle).st_size + 1, 0)
    while more := os.pread(handle, 1 << 20, len(data)):
        data += more
    return data


def write_all(handle: int, data: bytes) -> None:
    """Write all bytes, by as many system calls as it takes. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def digest_of(data: bytes) -> bytes:
    """A short hash of a file's bytes, to tell whether it is still what was read."""
    return hashlib.blake2b(data, digest_size=16).digest()


def write_atomically(path: Path, data: bytes, *, expected: bytes | None, like: Path | None = None) -> bool:
    """Put `data` in `path`; `expected` is what the caller read there (None: there was no file).

    Gives whether anything was written: equal bytes are left alone. Raises ChangedError where the file is no longer
    what was expected, WriteError where it can't be written; in both cases the file is as it was. Mode, owner and
    extended attributes stay; a new file has those of the file `like`, if there is one.
    """
    if data == expected:
        return False
    _guarded(path, lambda temporary: _write(path, temporary, data, expected, like))
    return True


def remove_atomically(path: Path, *, expected: bytes) -> None:
    """Delete the file if it still holds `expected`. Raises ChangedError and WriteError as `write_atomically` does."""
    _guarded(path, lambda temporary: _remove(path, temporary, expected))


def clear_away(vault: Path, leftovers: Iterable[str], log: Callable[[str], None]) -> None:
    """Delete temporary files of processes that were killed; `leftovers` are their paths within the vault."""
    for path in leftovers:
        with suppress(OSError):
            if time.time() - (vault / path).lstat().st_ctime > LEFTOVER_SECONDS:  # renaming leaves the mtime alone
                (vault / path).unlink()
                log(f"{path}: left behind by a process that was killed, deleted")


def _guarded(path: Path, work: Callable[[Path], None]) -> None:
    """Do `work` with a temporary file's path, which is gone afterwards; a failing system call is told in words."""
    temporary = path.with_name(f".{path.name[:60]}.{os.getpid()}{LEFTOVER}")
    try:
        work(temporary)
        with suppress(OSError):  # both files are whole on disk: a power failure could only bring back the old name
            sync_folder(path.parent)
    except FileNotFoundError as error:
        raise WriteError(_("%(path)s: is gone — nothing was changed"), path=path.parent) from error
    except OSError as error:
        raise WriteError(
            _("%(path)s: can't be written: %(why)s — nothing was changed"), path=path, why=error.strerror
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write(path: Path, temporary: Path, data: bytes, expected: bytes | None, like: Path | None) -> None:
    if expected is None:
        if os.path.lexists(path):
            raise ChangedError(str(path))
        _fill_new(temporary, data, like)
        _put_in_place_new(temporary, path)
        return
    old = _open_expected(path, expected)
    try:
        _fill(temporary, data, old)
        leased = _lease(old, path)
        try:
            _check_still(old, path, expected)
            _exchange(temporary, path, old, data, expected, leased=leased)
        finally:
            if leased:
                end_lease(old)
    finally:
        os.close(old)


def _open_expected(path: Path, expected: bytes) -> int:
    """A handle on the file, which is an ordinary, writable one and holds what is expected."""
    try:
        info = path.lstat()
        if not stat.S_ISREG(info.st_mode):
            raise WriteError(_("%(path)s: is no ordinary file — nothing was changed"), path=path)
        handle = os.open(path, _READING)
    except FileNotFoundError:
        raise ChangedError(str(path)) from None
    try:
        if _all_of(handle) != expected:
            raise ChangedError(str(path))
        if not os.access(path, os.W_OK):
            raise WriteError(_("%(path)s: is read-only — nothing was changed; make it writable"), path=path)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _fill_new(temporary: Path, data: bytes, like: Path | None) -> None:
    try:
        model = None if like is None else os.open(like, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        model = None  # gone: then as any new file
    try:
        _fill(temporary, data, model)
    finally:
        if model is not None:
            os.close(model)


def _fill(temporary: Path, data: bytes, old: int | None) -> None:
    """Write the new file beside the old one, safely on disk, with the old one's mode, owner and attributes."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        handle = os.open(temporary, flags, 0o666)
    except FileExistsError:  # left behind by a process that was killed and had our number
        temporary.unlink()
        handle = os.open(temporary, flags, 0o666)
    try:
        write_all(handle, data)
        if old is not None:
            _keep_attributes(old, handle, temporary)
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep_attributes(old: int, new: int, temporary: Path) -> None:
    was, now = os.fstat(old), os.fstat(new)
    if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
        try:
            os.fchown(new, was.st_uid, was.st_gid)
        except PermissionError as error:
            name = temporary.name[1:].removesuffix(LEFTOVER).rpartition(".")[0]
            raise WriteError(
                _("%(path)s: belongs to another user, who alone can edit it — nothing was changed"),
                path=temporary.parent / name,
            ) from error
    os.fchmod(new, stat.S_IMODE(was.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # a file system without them
            for name in os.listxattr(old):
                os.setxattr(new, name, os.getxattr(old, name))


def _lease(old: int, path: Path) -> bool:
    """Watch for writers, once nobody has the file open for writing."""
    for _try in range(_BUSY_TRIES):
        try:
            return take_lease(old)
        except BusyError:
            time.sleep(_BUSY_SECONDS)
    if _all_of(old) != read_bytes(path):
        raise ChangedError(str(path))
    return False  # somebody keeps it open without an end


def _check_still(old: int, path: Path, expected: bytes) -> None:
    try:
        same = os.path.samestat(os.fstat(old), path.lstat())
    except FileNotFoundError:
        raise ChangedError(str(path)) from None
    if not same or _all_of(old) != expected:
        raise ChangedError(str(path))


def _exchange(temporary: Path, path: Path, old: int, data: bytes, expected: bytes, *, leased: bool) -> None:
    """Put the new file in the old one's place, and look at what was taken out: if that is not just what was expected,
    it goes back."""
    new = temporary.stat()
    try:
        swapped = swap(temporary, path)
    except FileNotFoundError:
        raise ChangedError(str(path)) from None
    if not swapped:
        os.replace(temporary, path)  # noqa: PTH105 - the atomic call itself, so that tests can fail it
        return
    if leased:
        time.sleep(_GRACE_SECONDS)
    try:
        out = temporary.stat()
        if os.path.samestat(out, os.fstat(old)) and _all_of(old) == expected and (not leased or lease_holds(old)):
            return
    except OSError:  # what was taken out can't be looked at
        _give_back(temporary, path, new, data, expected)
        raise
    if not _give_back(temporary, path, new, data, expected):
        raise ChangedError(str(path))


def _give_back(temporary: Path, path: Path, new: os.stat_result, data: bytes, expected: bytes) -> bool:
    """Put back what was taken out of `path`, which somebody has just saved. Gives whether our lines are there even so.

    That is so where they saved once more, on top of ours: then the newer save stays, and the one before is kept beside
    it as a conflicted copy.
    """
    try:
        swap(temporary, path)
        if os.path.samestat(temporary.stat(), new) and _left_alone(temporary, data):
            return False
        swap(temporary, path)
    except OSError:
        _keep_beside(temporary, path, expected)
        raise
    _keep_beside(temporary, path, expected)
    there = read_bytes(path).splitlines()
    return all(line in there for line in set(data.splitlines()) - set(expected.splitlines()))


def _left_alone(file: Path, data: bytes) -> bool:
    """Whether a file holds what we wrote, once nobody has it open for writing."""
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        if _lease(handle, file):
            end_lease(handle)
        return _all_of(handle) == data
    finally:
        os.close(handle)


def _keep_beside(temporary: Path, path: Path, expected: bytes) -> None:
    """Give somebody's save that has no place any more a name of its own, which `check` tells of."""
    with suppress(FileNotFoundError):
        if read_bytes(temporary) in (expected, read_bytes(path)):
            return
    for number in range(1, 1000):
        more = f" {number}" if number > 1 else ""
        with suppress(ChangedError):
            _put_in_place_new(temporary, path.with_name(f"{path.stem} (conflicted copy{more}){path.suffix}"))
            return


def _put_in_place_new(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)  # unlike rename, fails where somebody else made the file meanwhile
    except FileExistsError:
        raise ChangedError(str(path)) from None
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
            raise
        os.replace(temporary, path)  # noqa: PTH105 - file systems without hard links: exFAT, some network drives


def _remove(path: Path, temporary: Path, expected: bytes) -> None:
    os.close(_open_expected(path, expected))
    try:
        os.rename(path, temporary)  # noqa: PTH104 - the atomic call itself, so that tests can fail it
    except FileNotFoundError:
        raise ChangedError(str(path)) from None
    if read_bytes(temporary) != expected:
        _put_in_place_new(temporary, path)
        raise ChangedError(str(path))


def sync_folder(folder: Path) -> None:
    """Have a folder's names safely on disk. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""A write is whole or not at all, keeps mode and owner, and never overwrites what it has not seen."""

import errno
import os
import stat
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from vault_tools.errors import WriteError
from vault_tools.vault import exchange, write
from vault_tools.vault.write import ChangedError, remove_atomically, write_atomically

Fault = Callable[[pytest.MonkeyPatch], None]


def test_new_same_and_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    assert write_atomically(file, b"one", expected=None)
    assert not write_atomically(file, b"one", expected=b"one")
    file.chmod(0o640)
    assert write_atomically(file, b"two", expected=b"one")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"two", 0o640)
    remove_atomically(file, expected=b"two")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give files away")
def test_the_owner_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"one")
    os.chown(file, 12345, 12346)
    write_atomically(file, b"two", expected=b"one")
    assert (file.stat().st_uid, file.stat().st_gid) == (12345, 12346)


def test_a_note_of_somebody_else_is_not_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"one")
    own = os.fstat

    def foreign(handle: int) -> os.stat_result:
        found = own(handle)
        return os.stat_result([*found[:4], found.st_uid + (found.st_size == 3), *found[5:10]])

    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(os, "fstat", foreign)
    monkeypatch.setattr(os, "fchown", refuse)
    with pytest.raises(WriteError, match=r"a\.md: belongs to another user"):
        write_atomically(file, b"other", expected=b"one")
    monkeypatch.undo()
    assert (file.read_bytes(), len(list(tmp_path.iterdir()))) == (b"one", 1)


def test_what_somebody_else_wrote_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"theirs")
    for expected in (b"mine", None):
        with pytest.raises(ChangedError):
            write_atomically(file, b"new", expected=expected)
    with pytest.raises(ChangedError):
        write_atomically(tmp_path / "gone.md", b"new", expected=b"old")
    with pytest.raises(ChangedError):
        remove_atomically(file, expected=b"mine")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert file.read_bytes() == b"theirs"


def replaced_by_rename(file: Path) -> None:
    other = file.with_suffix(".new")
    other.write_bytes(b"theirs")
    other.replace(file)


def rewritten_in_place(file: Path) -> None:
    with file.open("r+b") as handle:
        handle.write(b"theirs")


@pytest.mark.parametrize("save", [replaced_by_rename, rewritten_in_place])
@pytest.mark.parametrize("system", ["all", "no leases", "no exchange"])
def test_a_save_at_the_last_moment_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path], None], system: str
) -> None:
    """Between the last look at the file and the exchange of the two, the user saves."""
    file = tmp_path / "a.md"
    file.write_bytes(b"mine!!")
    real_swap, real_check = exchange.swap, write._check_still

    if system == "no exchange":  # then the last look is the last defence

        def look(old: int, path: Path, expected: bytes) -> None:
            save(file)
            real_check(old, path, expected)

        monkeypatch.setattr(write, "_check_still", look)
        monkeypatch.setattr(write, "swap", lambda _one, _other: False)
        monkeypatch.setattr(write, "take_lease", lambda _handle: False)
    else:

        def late(one: Path, other: Path) -> bool:
            monkeypatch.setattr(write, "swap", real_swap)
            save(file)
            return real_swap(one, other)

        monkeypatch.setattr(write, "swap", late)
        monkeypatch.setattr(write, "take_lease", lambda _handle: False)
    with pytest.raises(ChangedError):
        write_atomically(file, b"new", expected=b"mine!!")
    assert (file.read_bytes(), len(list(tmp_path.iterdir()))) == (b"theirs", 1)


def saved_on_top_in_place(file: Path) -> None:
    with file.open("ab") as handle:
        handle.write(b"\ntheirs, later")


def saved_on_top_by_rename(file: Path) -> None:
    other = file.with_suffix(".new")
    other.write_bytes(b"theirs, later")
    other.replace(file)


@pytest.mark.parametrize(
    ("again", "left", "redone"),
    [(saved_on_top_in_place, b"new\ntheirs, later", False), (saved_on_top_by_rename, b"theirs, later", True)],
)
def test_two_saves_within_the_exchange_are_both_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: Callable[[Path], None], left: bytes, redone: bool
) -> None:
    """Somebody saves just before the two files are exchanged, and once more before they are changed back."""
    file = tmp_path / "a.md"
    file.write_bytes(b"mine!!")
    (tmp_path / "a (conflicted copy).md").write_bytes(b"older")
    saves = [replaced_by_rename, again]

    def late(one: Path, other: Path) -> bool:
        if saves:
            saves.pop(0)(file)
        return exchange.swap(one, other)

    monkeypatch.setattr(write, "swap", late)
    with pytest.raises(ChangedError) if redone else nullcontext():
        write_atomically(file, b"new", expected=b"mine!!")
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {"a.md": left, "a (conflicted copy).md": b"older", "a (conflicted copy 2).md": b"theirs"}


def test_a_save_that_cannot_be_put_back_is_kept_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"mine!!")
    calls: list[Path] = []

    def late(one: Path, other: Path) -> bool:
        calls.append(one)
        if len(calls) > 1:
            raise OSError(errno.EIO, "Input/output error")
        replaced_by_rename(file)
        return exchange.swap(one, other)

    monkeypatch.setattr(write, "swap", late)
    with pytest.raises(WriteError):
        write_atomically(file, b"new", expected=b"mine!!")
    assert (tmp_path / "a (conflicted copy).md").read_bytes() == b"theirs"


def test_a_file_that_is_open_for_writing_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    waits: list[float] = []
    with file.open("r+b") as writer:

        def finish(seconds: float) -> None:
            waits.append(seconds)
            writer.write(b"new and longer")
            writer.close()

        monkeypatch.setattr(time, "sleep", finish)
        with pytest.raises(ChangedError):
            write_atomically(file, b"ours", expected=b"old")
    assert (len(waits), file.read_bytes()) == (1, b"new and longer")


def fails(call: str, code: int, times: int = 1, after: int = 0) -> Fault:
    """A system call that fails with `code`, after some that don't."""

    def install(monkeypatch: pytest.MonkeyPatch) -> None:
        module = write if call == "swap" else os
        real = getattr(module, call)
        count = [0]

        def failing(*arguments: Any, **more: Any) -> Any:
            count[0] += 1
            if after < count[0] <= after + times:
                raise OSError(code, os.strerror(code))
            return real(*arguments, **more)

        monkeypatch.setattr(module, call, failing)

    return install


CODES = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT]
CALLS = ["open", "write", "fchmod", "fsync", "pread", "fstat", "swap"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("after", range(6))
def test_a_failing_system_call_leaves_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, after: int
) -> None:
    """Each call of a write fails in turn, the first, second … time it is made."""
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    fails(call, code, after=after)(monkeypatch)
    said = ""
    try:
        write_atomically(file, b"new", expected=b"old")
    except WriteError as error:
        said = str(error)
    monkeypatch.undo()
    expected = b"old" if "nothing was changed" in said else b"new"
    assert (file.read_bytes(), len(list(tmp_path.iterdir())), bool(said)) == (expected, 1, expected == b"old")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("call", ["open", "write", "fsync", "link"])
def test_a_failing_system_call_leaves_no_half_of_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    fails(call, code)(monkeypatch)
    with pytest.raises(WriteError, match="nothing was changed"):
        write_atomically(tmp_path / "a.md", b"new", expected=None)
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_a_short_write_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:3]))
    write_atomically(tmp_path / "a.md", b"a longer text", expected=None)
    assert (tmp_path / "a.md").read_bytes() == b"a longer text"


def test_read_only_links_and_vanished_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: bool(Path(path).stat().st_mode & stat.S_IWUSR))
    file.chmod(0o444)
    with pytest.raises(WriteError, match="is read-only"):
        write_atomically(file, b"new", expected=b"old")
    (tmp_path / "link.md").symlink_to(file)
    with pytest.raises(WriteError, match="no ordinary file"):
        write_atomically(tmp_path / "link.md", b"new", expected=b"old")
    with pytest.raises(WriteError, match="is gone"):
        write_atomically(tmp_path / "gone" / "a.md", b"new", expected=None)
    assert file.read_bytes() == b"old"


@pytest.mark.parametrize("old", [b"old", None])
def test_what_a_killed_process_of_the_same_number_left_is_not_in_the_way(tmp_path: Path, old: bytes | None) -> None:
    """In a container every run may have the same process number."""
    file = tmp_path / "a.md"
    if old is not None:
        file.write_bytes(old)
    (tmp_path / f".a.md.{os.getpid()}{write.LEFTOVER}").write_bytes(b"half")
    assert write_atomically(file, b"new", expected=old)
    assert (file.read_bytes(), len(list(tmp_path.iterdir()))) == (b"new", 1)

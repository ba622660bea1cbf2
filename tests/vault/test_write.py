"""A write is whole or not at all, keeps the mode, and never overwrites what it has not seen."""

import errno
import os
from pathlib import Path

import pytest

from vault_tools.errors import WriteError
from vault_tools.vault.write import ChangedError, write_atomically


def test_new_same_and_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    assert write_atomically(file, b"one", expected=None)
    assert not write_atomically(file, b"one", expected=b"one")
    file.chmod(0o640)
    assert write_atomically(file, b"two", expected=b"one")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"two", 0o640)


def test_what_somebody_else_wrote_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"theirs")
    for expected in (b"mine", None):
        with pytest.raises(ChangedError):
            write_atomically(file, b"new", expected=expected)
    with pytest.raises(ChangedError):
        write_atomically(tmp_path / "gone.md", b"new", expected=b"old")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert file.read_bytes() == b"theirs"


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_failing_system_call_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")

    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(WriteError, match="nothing was changed"):
        write_atomically(file, b"new", expected=b"old")
    monkeypatch.undo()
    assert (file.read_bytes(), len(list(tmp_path.iterdir()))) == (b"old", 1)

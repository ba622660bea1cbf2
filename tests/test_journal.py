"""The journal keeps the last steps, whole or not at all, and survives what a crash or a damaged disk leaves."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from vault_tools import journal as module
from vault_tools.errors import WriteError
from vault_tools.journal import FileChange, Journal, Step

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def step(label: str, size: int = 1) -> Step:
    return Step(label, (FileChange("a.md", b"x" * size, None, "b.md"),), AT)


def labels(journal: Journal) -> list[str | None]:
    return [one.label if one else None for _, one in journal.latest_first()]


def test_steps_come_back_as_they_were_latest_first(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert [journal.add(step("one")), journal.add(step("two"))] == [1, 2]
    assert list(journal.latest_first()) == [(2, step("two")), (1, step("one"))]
    journal.replace(1, step("other"))
    journal.remove(2)
    journal.remove(2)
    assert labels(journal) == ["other"]
    assert journal.file(1).stat().st_mode & 0o077 == 0
    assert [path.name for path in journal.folder.iterdir()] == ["00000001.step"]


def test_it_is_bounded_in_steps_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    monkeypatch.setattr(module, "KEPT_STEPS", 3)
    for number in range(5):
        journal.add(step(str(number)))
    assert labels(journal) == ["4", "3", "2"]
    monkeypatch.setattr(module, "KEPT_BYTES", 1000)
    journal.add(step("large", 2000))
    assert labels(journal) == ["large"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        msgspec.msgpack.encode(step("cut"))[:-3],
        msgspec.msgpack.encode(Step("out", (FileChange("../a.md", None, b"x"),))),
        msgspec.msgpack.encode(Step("out", (FileChange("/etc/a.md", None, b"x"),))),
        msgspec.msgpack.encode(Step("out", (FileChange("a.md", None, b"x", "../b.md"),))),
    ],
)
def test_a_damaged_step_and_one_that_leads_out_of_the_vault_are_passed_over(tmp_path: Path, data: bytes) -> None:
    journal = Journal(tmp_path)
    journal.add(step("one"))
    journal.file(2).write_bytes(data)
    (journal.folder / "notes.txt").write_text("not ours")
    assert labels(journal) == [None, "one"]
    assert journal.add(step("three")) == 3


def test_a_step_of_before_times_were_kept_is_read(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.folder.mkdir(parents=True)
    journal.file(1).write_bytes(msgspec.msgpack.encode({"label": "old", "changes": [["a.md", b"x", None]]}))
    assert journal.read(1) == Step("old", (FileChange("a.md", b"x", None),))


@pytest.mark.parametrize("call", ["open", "fsync", "link"])
def test_what_cant_be_written_leaves_no_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    journal = Journal(tmp_path)
    journal.add(step("one"))

    def fail(*_arguments: Any, **_named: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(WriteError, match="nothing was changed"):
        journal.add(step("two"))
    monkeypatch.undo()
    assert labels(journal) == ["one"]
    assert len(list(journal.folder.iterdir())) == 1


def test_a_number_taken_meanwhile_is_left_to_who_took_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    journal.add(step("one"))
    monkeypatch.setattr(journal, "numbers", list)
    assert journal.add(step("two")) == 2
    monkeypatch.undo()
    assert labels(journal) == ["two", "one"]


def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    journal = Journal(tmp_path)
    journal.add(step("one"))
    assert labels(journal) == ["one"]


def test_a_folder_that_cannot_be_read_is_told_and_nothing_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path)
    journal.add(step("one"))

    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(WriteError, match="can't be read: Permission denied"):
        journal.numbers()
    with pytest.raises(WriteError):
        journal.add(step("two"))
    monkeypatch.undo()
    assert labels(journal) == ["one"]

"""A value put aside comes back, or does not come at all: never another, and never half of one."""

from pathlib import Path

import pytest

from vault_tools.vault import aside
from vault_tools.vault.aside import read_aside, write_aside
from vault_tools.vault.index import Index


def test_what_is_put_aside_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "value"
    token = write_aside(file, [b"one", bytearray(b""), memoryview(b" and two")])
    assert bytes(read_aside(file, token) or b"") == b"one and two"


def test_of_two_values_each_has_a_token_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "value"
    first = write_aside(file, [b"one"])
    held = file.open("rb")
    second = write_aside(file, [b"one"])
    assert read_aside(file, first) is None
    assert bytes(read_aside(file, second) or b"") == b"one"
    with held:
        assert held.read().endswith(b"one")  # whoever reads the old one reads it to its end


def test_what_is_damaged_or_gone_does_not_come(tmp_path: Path) -> None:
    file = tmp_path / "value"
    token = write_aside(file, [b"one and two"])
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[:3], b"", whole + b"x", whole[:-1] + b"x"):
        file.write_bytes(damaged)
        assert read_aside(file, token) is None
    file.unlink()
    assert read_aside(file, token) is None


def test_the_cache_knows_which_value_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    index = Index(tmp_path / "cache/index.sqlite", "1", said.append)
    assert index.get_aside("big") is None
    index.put_aside("big", b"one", b" value")
    assert bytes(index.get_aside("big") or b"") == b"one value"
    index.close()
    index = Index(tmp_path / "cache/index.sqlite", "1", said.append)
    assert bytes(index.get_aside("big") or b"") == b"one value"
    index.rebuild()
    assert index.get_aside("big") is None
    index.put_aside("big", b"other")

    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(aside, "crc32", full)
    index.put_aside("big", b"lost")
    monkeypatch.undo()
    assert index.get_aside("big") is None
    assert [file.name for file in (tmp_path / "cache").iterdir() if "big" in file.name] == []
    assert said == ["index: big could not be kept: [Errno 28] No space left on device"]


def test_a_cache_in_memory_puts_nothing_aside(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    index = Index(tmp_path / "cache/index.sqlite", "1", lambda _message: None)
    index.put_aside("big", b"one")
    assert index.get_aside("big") is None

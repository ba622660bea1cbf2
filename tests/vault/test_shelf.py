"""What is kept beside the notes comes back as it was, or not at all."""

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from vault_tools.vault import aside, shelf
from vault_tools.vault.index import Index


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values of four bytes are large."""
    monkeypatch.setattr(shelf, "ASIDE_FROM", 4)


def opened(folder: Path, said: list[str] | None = None) -> Index:
    return Index(folder / "cache/index.sqlite", "1", (said if said is not None else []).append)


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "cache").iterdir() if file.name.startswith("index.sqlite-big"))


@pytest.mark.usefixtures("small")
def test_large_values_have_files_of_their_own(tmp_path: Path) -> None:
    index = opened(tmp_path)
    assert index.get("big one") is None
    index.put("big one", b"of ", b"many")
    index.put("small", b"few")
    index.close()
    index = opened(tmp_path)
    assert (bytes(index.get("big one") or b""), index.get("small")) == (b"of many", b"few")
    assert files(tmp_path) == ["index.sqlite-big-one"]
    index.put("big one", b"now")  # it fits into the tables, whatever still lies there
    assert index.get("big one") == b"now"
    index.rebuild()
    assert (index.get("big one"), files(tmp_path)) == (None, [])


@pytest.mark.usefixtures("small")
def test_what_is_held_is_given_without_the_tables(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.put("big", b"of many")
    index.put("small", b"few")
    held = index.held(["big", "small", "lost"])
    index.close()
    assert [bytes(held(key) or b"") for key in ("big", "small", "lost", "other")] == [b"of many", b"few", b"", b""]


def damaged_table(folder: Path, value: bytes | str = b"feW") -> None:
    with sqlite3.connect(folder / "cache/index.sqlite") as db:
        db.execute("UPDATE kept SET value = ? WHERE key = 'small'", (value,))


def damaged_file(folder: Path) -> None:
    (folder / "cache/index.sqlite-big").write_bytes(b"12345678of manY")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("key", "damage"), [("small", damaged_table), ("small", partial(damaged_table, value="few")), ("big", damaged_file)]
)
def test_what_is_damaged_counts_as_lost(tmp_path: Path, key: str, damage: Callable[[Path], None]) -> None:
    said: list[str] = []
    index = opened(tmp_path, said)
    index.put("small", b"few")
    index.put("big", b"of many")
    damage(tmp_path)
    assert index.get(key) is None
    assert said == [f"index: {key} is damaged, made anew"]


@pytest.mark.usefixtures("small")
def test_another_process_that_keeps_it_meanwhile_takes_it_away(tmp_path: Path) -> None:
    index, other = opened(tmp_path), opened(tmp_path)
    index.put("big", b"of many")
    held = index.held(["big"])
    other.put("big", b"of more")
    assert held("big") is None
    assert bytes(index.get("big") or b"") == b"of more"


@pytest.mark.usefixtures("small")
def test_on_a_full_disk_nothing_is_left_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    index = opened(tmp_path, said)
    index.put("big", b"of many")

    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(aside, "crc32", full)
    index.put("big", b"of more")
    monkeypatch.undo()
    assert said == ["index: big could not be kept: [Errno 28] No space left on device"]
    assert (index.get("big"), files(tmp_path)) == (None, [])


@pytest.mark.usefixtures("small")
def test_a_cache_in_memory_puts_nothing_aside(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    index = opened(tmp_path)
    index.put("big", b"of many")
    assert index.get("big") == b"of many"
    assert [file.name for file in tmp_path.iterdir()] == ["cache"]

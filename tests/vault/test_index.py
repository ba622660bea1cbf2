"""The cache is right whatever happens to the files, and gone without harm whatever happens to it."""

import os
import sqlite3
import threading
from pathlib import Path

from vault_tools.vault.index import Index, Refresh
from vault_tools.vault.scan import scan, scan_folders


def parse(path: str, data: bytes) -> bytes:
    return path.encode() + b":" + data


def refresh(index: Index, vault: Path) -> Refresh:
    return index.refresh(vault, scan(vault), parse)


def open_index(vault: Path, said: list[str] | None = None, stamp: str = "1") -> Index:
    return Index(vault / ".vault-tools/index.sqlite", stamp, (said if said is not None else []).append)


def settle(path: Path) -> None:
    """Make a file look as if it had been changed long ago, so that it is not racy."""
    old = path.stat().st_mtime_ns - 60_000_000_000
    os.utime(path, ns=(old, old))


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(name)
        settle(tmp_path / name)
    index = open_index(tmp_path)
    assert sorted(refresh(index, tmp_path).changed) == ["a.md", "b.md"]
    assert not refresh(index, tmp_path).anything
    (tmp_path / "a.md").write_text("more")
    (tmp_path / "b.md").rename(tmp_path / "c.md")
    changes = refresh(index, tmp_path)
    assert (sorted(changes.changed), changes.removed) == (["a.md", "c.md"], ["b.md"])


def test_payloads_arrive_as_they_are_made(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(name)
    index = open_index(tmp_path)
    arrived: dict[str, bytes] = {}
    first = index.refresh(tmp_path, scan(tmp_path), parse, None, arrived.__setitem__)
    assert arrived == first.changed
    assert len(arrived) == 3
    arrived.clear()
    os.utime(tmp_path / "a.md")
    (tmp_path / "b.md").unlink()
    (tmp_path / "c.md").write_text("more")
    index.refresh(tmp_path, scan(tmp_path), parse, None, arrived.__setitem__)
    assert arrived == {"c.md": b"c.md:more"}


def test_within_some_folders_nothing_else_is_taken_to_have_changed(tmp_path: Path) -> None:
    for name in ("a.md", "Old/b.md", "New/c.md", "Left/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    index = open_index(tmp_path)
    refresh(index, tmp_path)
    (tmp_path / "New/d.md").write_text("more")
    (tmp_path / "New/c.md").unlink()
    (tmp_path / "Old/b.md").unlink()
    (tmp_path / "a.md").write_text("another")
    found = scan_folders(tmp_path, ["New/"])
    changes = index.refresh(tmp_path, found, parse, within=["New/"])
    assert (sorted(changes.changed), changes.removed) == (["New/d.md"], ["New/c.md"])
    changes = refresh(index, tmp_path)
    assert (sorted(changes.changed), changes.removed) == (["a.md"], ["Old/b.md"])


def test_a_second_change_that_leaves_size_and_mtime_alone_is_seen(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text("one")
    index = open_index(tmp_path)
    refresh(index, tmp_path)
    times = note.stat()
    with note.open("r+") as file:
        file.write("two")
    os.utime(note, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert refresh(index, tmp_path).changed == {"a.md": b"a.md:two"}


def test_generation_moves_only_with_payloads(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    index = open_index(tmp_path)
    first = refresh(index, tmp_path).generation
    os.utime(tmp_path / "a.md")
    assert refresh(index, tmp_path).generation == first
    (tmp_path / "a.md").write_text("two")
    assert refresh(index, tmp_path).generation == first + 1


def test_rubbish_in_the_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    file = tmp_path / ".vault-tools/index.sqlite"
    file.parent.mkdir()
    file.write_bytes(b"no database at all" * 1000)
    said: list[str] = []
    index = open_index(tmp_path, said)
    assert refresh(index, tmp_path).changed == {"a.md": b"a.md:one"}
    assert said


def test_damage_in_the_middle_is_replaced(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.md").write_text("x" * 500)
    index = open_index(tmp_path)
    refresh(index, tmp_path)
    index.close()
    file = tmp_path / ".vault-tools/index.sqlite"
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    file.write_bytes(data)
    index = open_index(tmp_path)
    refresh(index, tmp_path)
    assert len(list(index.payloads())) == 300


def test_another_stamp_or_an_older_scheme_empties_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    refresh(open_index(tmp_path), tmp_path)
    assert refresh(open_index(tmp_path, stamp="2"), tmp_path).changed
    file = tmp_path / ".vault-tools/index.sqlite"
    file.unlink()
    with sqlite3.connect(file) as old:
        old.execute("CREATE TABLE notes (x)")
    assert refresh(open_index(tmp_path), tmp_path).changed


def test_an_unwritable_place_means_memory(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    (tmp_path / ".vault-tools").write_text("a file where the folder should be")
    index = open_index(tmp_path)
    assert index.file is None
    assert refresh(index, tmp_path).changed


def test_an_unreadable_note_is_a_finding_and_comes_back(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text("one")
    index = open_index(tmp_path)
    refresh(index, tmp_path)
    found = scan(tmp_path)
    note.unlink()
    note.symlink_to(tmp_path / "elsewhere")
    changes = index.refresh(tmp_path, found, parse)
    assert (changes.removed, [one.code for one in changes.findings]) == (["a.md"], ["unreadable"])
    note.unlink()
    note.write_text("one")
    assert refresh(index, tmp_path).changed


def test_two_at_once(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.md").write_text(str(number))
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(5):
                index = open_index(tmp_path)
                refresh(index, tmp_path)
                assert len(list(index.payloads())) == 200
                index.close()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_note_that_went_and_came_back_while_another_process_looked(tmp_path: Path) -> None:
    note, aside = tmp_path / "a.md", tmp_path / "aside"
    note.write_text("one")
    (tmp_path / "b.md").write_text("two")
    for path in (note, tmp_path / "b.md"):
        settle(path)
    slow, quick = open_index(tmp_path), open_index(tmp_path)
    refresh(slow, tmp_path)
    (tmp_path / "b.md").write_text("three")
    seen = scan(tmp_path)

    def parse_slowly(path: str, data: bytes) -> bytes:
        note.rename(aside)
        refresh(quick, tmp_path)
        aside.rename(note)
        return parse(path, data)

    slow.refresh(tmp_path, seen, parse_slowly)
    refresh(open_index(tmp_path), tmp_path)
    assert dict(open_index(tmp_path).payloads()) == {"a.md": b"a.md:one", "b.md": b"b.md:three"}


def test_what_is_settled_is_what_was_written(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "a.md").write_text("one")
    index = open_index(tmp_path, said)
    refresh(index, tmp_path)
    file = tmp_path / ".vault-tools/index.sqlite"
    before = file.stat().st_size
    index.settle()
    assert file.stat().st_size > before
    assert dict(index.payloads()) == {"a.md": b"a.md:one"}
    index.close()
    index.settle()  # where it fails, nothing is lost
    assert said == ["index: could not be settled: Cannot operate on a closed database."]

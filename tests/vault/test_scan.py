"""What is a note, what is passed over, and what is passed over by name."""

import os
from pathlib import Path

import pytest

from vault_tools.errors import VaultGoneError
from vault_tools.vault.scan import scan, scan_folders


def test_what_is_left_out_and_what_is_said_about_it(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    for name in (
        "People/Li.md",
        "People/Li.sync-conflict-20261101-1.md",
        "People/Li (Conflicted copy mac 2026).md",
        "People/.Li.md",
        "People/Li.md~",
        "Templates/Contact.md",
        ".obsidian/x.md",
        ".trash/y.md",
        "People/photo.png",
        "Archive/Old.md",
        "conflict-files-obsidian-git.md",
    ):
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text("x")
    (tmp_path / "Outside.md").write_text("x")
    (vault / "Out.md").symlink_to(tmp_path / "Outside.md")
    (vault / "In.md").symlink_to(vault / "People/Li.md")
    (vault / "Loop").symlink_to(vault)
    os.mkfifo(vault / "Pipe.md")
    found = scan(vault, ("Archive/**",))
    assert list(found.notes) == ["People/Li.md"]
    assert sorted((one.path, one.code) for one in found.findings) == [
        ("In.md", "link-inside"),
        ("Loop", "link-inside"),
        ("Out.md", "link-outside"),
        ("People/Li (Conflicted copy mac 2026).md", "conflict-copy"),
        ("People/Li.sync-conflict-20261101-1.md", "conflict-copy"),
        ("Pipe.md", "not-a-file"),
        ("conflict-files-obsidian-git.md", "conflict-copy"),
    ]


def test_a_vault_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(VaultGoneError, match="mounted"):
        scan(tmp_path / "nowhere")


@pytest.mark.parametrize("ignore", [(), ("Old",), ("Old/",), ("Old/**",)])
def test_a_few_folders_are_found_as_a_walk_through_all_finds_them(tmp_path: Path, ignore: tuple[str, ...]) -> None:
    folders = ("", "A/", "A/B/", "A/Templates/", ".trash/", "Old/")
    for folder in folders:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "Li.md").write_text("x")
    (tmp_path / "Link").symlink_to(tmp_path / "A")
    whole = scan(tmp_path, ignore)
    for folder in (*folders, "Link/"):
        some = scan_folders(tmp_path, [folder], ignore)
        assert some.folders == {path: listing for path, listing in whole.folders.items() if path == folder}
    before = scan(tmp_path, ignore)
    (tmp_path / "A/Li.md").unlink()
    (tmp_path / "A/B/Wu.md").write_text("x")
    (tmp_path / "New").mkdir()
    (tmp_path / "New/Ana.md").write_text("x")
    changed = {"A/", "A/B/", "New/"}
    assert before.notes != scan(tmp_path, ignore).notes
    assert before.renewed(changed, scan_folders(tmp_path, changed, ignore)).notes == scan(tmp_path, ignore).notes


def test_a_folder_that_has_gone_is_said(tmp_path: Path) -> None:
    found = scan_folders(tmp_path, ["Gone/"])
    assert (found.folders, [(one.path, one.code) for one in found.findings]) == ({}, [("Gone", "unreadable")])


def test_a_name_that_is_no_utf8_is_skipped_by_name(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.md", os.O_CREAT | os.O_WRONLY))
    found = scan(tmp_path)
    assert (found.notes, [one.code for one in found.findings]) == ({}, ["name-bytes"])

"""What is a note, what is passed over, and what is passed over by name."""

import os
from pathlib import Path

import pytest

from vault_tools.errors import VaultGoneError
from vault_tools.vault.scan import scan


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


def test_a_name_that_is_no_utf8_is_skipped_by_name(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.md", os.O_CREAT | os.O_WRONLY))
    found = scan(tmp_path)
    assert (found.notes, [one.code for one in found.findings]) == ({}, ["name-bytes"])

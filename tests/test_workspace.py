"""One open vault: what a second process walks through is what this one would have found."""

import os
from pathlib import Path

import pytest

from tests.helpers import TODAY, write_vault
from vault_tools import workspace as module
from vault_tools.errors import VaultGoneError
from vault_tools.workspace import Workspace

NOTES = {
    "People/Li Wei.md": "---\nmet: 2024-03-01\n---\n",
    "People/王芳.md": "---\nmet: 2024-03-01\n---\n",
    "People/x.sync-conflict-1.md": "",
    "Map.canvas": "{}",
}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


def test_walked_by_a_second_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path, NOTES)
    monkeypatch.setattr(module, "can_fork", lambda: True)
    alone = Workspace(vault, today=TODAY)
    alone.refresh()
    alone.keep()
    for change in ("", "---\nfit: 3\n---\n"):
        if change:
            (vault / "People/Li Wei.md").write_text(change, encoding="utf-8")
        both = Workspace(vault, today=TODAY)
        both.refresh(whole=True)
        alone.refresh()
        assert (both.scan.notes, both.scan.canvases, both.scan.findings) == (
            alone.scan.notes,
            alone.scan.canvases,
            alone.scan.findings,
        )
        assert both.network.contacts == alone.network.contacts
        both.close()
    alone.close()


def test_a_vault_that_is_gone_is_said_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "can_fork", lambda: True)
    vault = write_vault(tmp_path / "vault", NOTES)
    workspace = Workspace(vault, today=TODAY)
    vault.rename(tmp_path / "elsewhere")
    with pytest.raises(VaultGoneError):
        workspace.refresh(whole=True)
    workspace.close()

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
    monkeypatch.setattr(module, "PAYS_FROM_BYTES", 0)
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
    monkeypatch.setattr(module, "PAYS_FROM_BYTES", 0)
    vault = write_vault(tmp_path / "vault", NOTES)
    workspace = Workspace(vault, today=TODAY)
    vault.rename(tmp_path / "elsewhere")
    with pytest.raises(VaultGoneError):
        workspace.refresh(whole=True)
    workspace.close()


def test_the_first_refresh_brings_the_records_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path, NOTES)
    monkeypatch.setattr(module, "can_fork", lambda: True)
    monkeypatch.setattr(module, "PAYS_FROM_BYTES", 0)
    first = Workspace(vault, today=TODAY)
    first.refresh()
    second = Workspace(vault, today=TODAY)
    second.refresh()
    monkeypatch.setattr(first.index, "payloads", lambda: pytest.fail("they are at hand"))
    assert len(first.records) == 2
    assert first.records == second.records
    first.close()
    second.close()


@pytest.mark.parametrize("change", ["", "---\nfit: 3\n---\n"])
def test_who_made_the_cache_but_did_not_fill_it_has_all_records(tmp_path: Path, change: str) -> None:
    vault = write_vault(tmp_path, NOTES)
    maker = Workspace(vault, today=TODAY)
    other = Workspace(vault, today=TODAY)
    other.refresh()
    if change:
        (vault / "People/Li Wei.md").write_text(change, encoding="utf-8")
    maker.refresh()
    other.refresh()
    assert len(maker.records) == 2
    assert maker.records == other.records
    maker.close()
    other.close()

"""One open vault: what a second process walks through is what this one would have found."""

import os
import shutil
from pathlib import Path

import pytest

from tests.helpers import TODAY, write_vault
from vault_tools import workspace as module
from vault_tools.digests.context import Context
from vault_tools.errors import VaultGoneError
from vault_tools.network import apart
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


def all_of(workspace: Workspace) -> object:
    return {name: dict(getattr(workspace.network, name)) for name in ("contacts", "meetings", "promises_in", "blocks")}


@pytest.fixture
def joined_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "can_fork", lambda: True)
    monkeypatch.setattr(module, "PARALLEL_FROM", 0)


def test_joined_by_another_process(tmp_path: Path, joined_apart: None, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path, NOTES)
    alone = Workspace(vault, today=TODAY)
    alone.refresh()
    alone.rebuild()
    shutil.rmtree(vault / ".vault-tools")
    both = Workspace(vault, today=TODAY)
    both.refresh(whole=True)
    monkeypatch.setattr(both, "_joined", lambda: pytest.fail("the other process did"))
    assert all_of(both) == all_of(alone)
    alone.close()
    both.close()


@pytest.mark.parametrize("filled", ["before", "meanwhile", "after"])
def test_what_another_process_joined_is_not_taken_for_all(tmp_path: Path, joined_apart: None, filled: str) -> None:
    vault = write_vault(tmp_path, NOTES)
    maker, other = Workspace(vault, today=TODAY), Workspace(vault, today=TODAY)
    if filled == "before":
        other.refresh()
    maker.refresh(whole=True, meanwhile=lambda: other.refresh() if filled == "meanwhile" else None)  # type: ignore[arg-type]
    if filled == "after":
        (vault / "People/New.md").write_text("---\nmet: 2024-03-01\n---\n", encoding="utf-8")
        maker.refresh()
    other.refresh()
    assert len(maker.network.contacts) == (3 if filled == "after" else 2)
    assert all_of(maker) == all_of(other)
    maker.close()
    other.close()


def test_where_the_other_process_fails_the_notes_are_joined_here(
    tmp_path: Path, joined_apart: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "build", None)
    workspace = Workspace(write_vault(tmp_path, NOTES), today=TODAY)
    workspace.refresh(whole=True)
    assert len(workspace.network.contacts) == 2
    workspace.close()


def test_what_is_matched_ahead_leaves_the_same_matches(tmp_path: Path, joined_apart: None) -> None:
    notes = {
        "People/A.md": "---\nmet: 2024-03-01\nneeds: [AI training]\n---\n",
        "People/B.md": "---\nmet: 2024-03-01\noffers: [ai training, maps]\n---\n",
        "People/C.md": "---\nmet: 2024-03-01\noutlook: never\noffers: [AI training for all]\nneeds: [maps]\n---\n",
        "Resources/R.md": "---\noffers: [training]\n---\n",
    }
    vault = write_vault(tmp_path, notes)
    ahead = Workspace(vault, today=TODAY)
    ahead.refresh(whole=True)
    assert "maps" in ahead.matcher.asked[0]
    alone = Context(ahead.network, TODAY, ahead.config)
    assert ahead.context().market.matches == alone.market.matches
    assert "maps" not in ahead.matcher.asked[0]
    ahead.close()

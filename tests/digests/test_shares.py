"""Figures worked out by several processes are those that one works out."""

import os
import shutil
from pathlib import Path

import pytest

from tests.helpers import TODAY
from vault_tools.digests import registry, shares
from vault_tools.digests.context import Context
from vault_tools.digests.figures import KNOWN
from vault_tools.workspace import Workspace

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    assert registry  # all figures are made where they are used
    vault = tmp_path / "vault"
    shutil.copytree(ROOT / "example-vault", vault, ignore=shutil.ignore_patterns(".vault-tools"))
    return Workspace(vault, today=TODAY)


def shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "PAYS_FROM", 0)
    monkeypatch.setattr(shares, "CHUNK", 3)
    monkeypatch.setattr(shares, "can_fork", lambda: True)


def test_they_are_the_same_figures_and_are_kept(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = Context(workspace.network, TODAY, workspace.config)
    wanted = {name: list(alone.each(figure).items()) for name, figure in KNOWN.items()}
    basis = alone.figures.settle(workspace.generation, workspace._config_name(), alone)
    shared_out(monkeypatch)
    context = workspace.context()
    shares.work_out(context)
    shares.work_out(context)  # which has nothing left to do
    with pytest.MonkeyPatch.context() as patch:
        for figure in KNOWN.values():
            patch.setattr(figure, "work", lambda *_: pytest.fail("it is known"))
        assert {name: list(context.each(figure).items()) for name, figure in KNOWN.items()} == wanted
        workspace.keep()
        assert workspace.index.get("figures") == basis
        workspace.close()
        later = Workspace(workspace.vault, today=TODAY)
        assert {name: list(later.context().each(figure).items()) for name, figure in KNOWN.items()} == wanted
        later.close()


def test_few_contacts_are_not_shared_out(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "shared_out", lambda *_: pytest.fail("it does not pay"))
    shares.work_out(workspace.context())
    workspace.close()

"""Views made in two processes are those made in one."""

import os

import pytest

from tests.helpers import ROOT, TODAY
from vault_tools.digests import together
from vault_tools.digests.registry import BLOCKS, DIGESTS
from vault_tools.workspace import Workspace


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_the_same_views_and_what_was_matched_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "PAYS_FROM", 0)
    monkeypatch.setattr(together, "can_fork", lambda: True)
    workspace = Workspace(ROOT / "example-vault", today=TODAY)
    both, alone = workspace.context(), workspace.context()
    both.matcher.changed = False
    together.make_together(both, DIGESTS)
    made = {name: both._views.get(BLOCKS[name].view) for name in DIGESTS if name != "home"}
    assert None not in made.values()
    for name, view in made.items():
        assert view == BLOCKS[name].view(alone), name
    assert both.matcher.to_bytes() == alone.matcher.to_bytes()
    workspace.close()


def test_few_contacts_need_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "Beside", None)
    workspace = Workspace(ROOT / "example-vault", today=TODAY)
    together.make_together(workspace.context(), DIGESTS)
    workspace.close()

"""What digests say when two processes make them is what one makes of them."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import ROOT, TODAY
from vault_tools import together
from vault_tools.digests.registry import BLOCKS, DIGESTS
from vault_tools.markdown import Linker
from vault_tools.publish import publish
from vault_tools.render import Renderer
from vault_tools.texts import Texts
from vault_tools.workspace import Workspace


def renderer_for(workspace: Workspace) -> Renderer:
    return Renderer(Path(workspace.vault), workspace.config, "en", Linker(workspace.network.links, "wikilink"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_the_same_is_said_and_what_was_matched_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "PAYS_FROM", 0)
    monkeypatch.setattr(together, "can_fork", lambda: True)
    workspace = Workspace(ROOT / "example-vault", today=TODAY)
    renderer, both, alone = renderer_for(workspace), workspace.context(), workspace.context()
    both.matcher.changed = False
    apart = together.Apart(both, renderer, DIGESTS, Texts(both, b""))
    said = apart.said()  # this process takes none of those that either may make
    assert set(said) == {name for name in DIGESTS if BLOCKS[name].maker != "first"} != set()
    for name, one in said.items():
        view = BLOCKS[name].make(alone, {})
        assert (one.block, one.phrase) == (renderer.block(name, view), renderer.headline(name, view)), name
    phrases = together.Apart(workspace.context(), renderer, DIGESTS).said()
    assert {name: (one.block, one.phrase) for name, one in phrases.items()} == {
        name: (None, one.phrase) for name, one in said.items()
    }
    assert both.matcher.to_bytes() == alone.matcher.to_bytes()
    workspace.close()


def test_the_second_process_asks_nothing_of_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(ROOT / "example-vault", vault, ignore=shutil.ignore_patterns(".vault-tools"))
    for _run in range(2):  # the second one finds what the first one kept
        workspace = Workspace(vault, today=TODAY)
        workspace.refresh()
        publish(workspace)
        workspace.close()
    workspace = Workspace(vault, today=TODAY)
    context, renderer = workspace.context(), renderer_for(workspace)

    class Here:
        """Does the work in this process, to which the cache is closed."""

        def __init__(self, work: Callable[[], object]) -> None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(workspace.index, "get", lambda key: pytest.fail(f"asks for {key}"))
                self.made = work()

        def result(self) -> object:
            return self.made

    monkeypatch.setattr(together, "PAYS_FROM", 0)
    monkeypatch.setattr(together, "can_fork", lambda: True)
    monkeypatch.setattr(together, "Beside", Here)
    apart = together.Apart(context, renderer, DIGESTS, Texts(context, b""))
    assert apart.said().keys() == {name for name in DIGESTS if BLOCKS[name].maker != "first"} != set()
    workspace.close()


def test_few_contacts_need_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "Beside", None)
    workspace = Workspace(ROOT / "example-vault", today=TODAY)
    apart = together.Apart(workspace.context(), renderer_for(workspace), DIGESTS)
    assert list(apart.here()) == list(DIGESTS)
    assert apart.said() == {}
    workspace.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_each_digest_is_made_by_one_of_the_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "PAYS_FROM", 0)
    monkeypatch.setattr(together, "can_fork", lambda: True)
    workspace = Workspace(ROOT / "example-vault", today=TODAY)
    for _turn in range(5):  # who is quicker is another one each time
        apart = together.Apart(workspace.context(), renderer_for(workspace), DIGESTS)
        here = list(apart.here())
        assert sorted([*here, *apart.said()]) == sorted(DIGESTS)
    workspace.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_what_is_lost_with_the_second_process_is_made_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(ROOT / "example-vault", vault, ignore=shutil.ignore_patterns(".vault-tools", "Digests"))
    here, headline = os.getpid(), Renderer.headline

    def killed(self: Renderer, name: str, view: object) -> str:
        if os.getpid() != here and name == "signals":
            os.kill(os.getpid(), signal.SIGKILL)
        return headline(self, name, view)

    monkeypatch.setattr(together, "PAYS_FROM", 0)
    monkeypatch.setattr(together, "can_fork", lambda: True)
    monkeypatch.setattr(together.Apart, "here", lambda self: iter(self._of("first")))
    monkeypatch.setattr(Renderer, "headline", killed)
    workspace = Workspace(vault, today=TODAY)
    workspace.refresh()
    publish(workspace)
    workspace.close()
    for name in ("Signals", "Circles", "Pitch", "Follow-ups"):
        rendered = (vault / f"Digests/{name}.md").read_bytes().partition(b"-->")[2]
        assert rendered == (ROOT / f"example-vault/Digests/{name}.md").read_bytes().partition(b"-->")[2]

"""Carrying out what was marked in the vault's digests, and rendering them, if there is any need to."""

from vault_tools.freshness import Published, key_of, still_good
from vault_tools.vault.write import clear_away
from vault_tools.workspace import Workspace


def publish(workspace: Workspace, *, check: bool = False) -> Published:
    """Carry out the marks in the vault's blocks, render every block, and write the notes that differ; `check` only
    tells which would.

    Call it after `workspace.refresh()`. Raises TemplateProblem and WriteError; no digest is then half written.
    """
    key = key_of(workspace)
    if still_good(workspace, key):
        return Published([], [], unchanged=True)
    from vault_tools.actions import act  # templates and digests: only where there is something to render
    from vault_tools.publisher import Publisher

    if not check:
        clear_away(workspace.vault, workspace.scan.leftovers, workspace.log)
    acted = act(workspace, pretend=check)
    return Publisher(workspace, key_of(workspace) if acted.done else key, acted).run(check=check)

"""Carrying out what was marked in the vault's digests, and rendering them, if there is any need to."""

from typing import TYPE_CHECKING

from vault_tools.freshness import Published, key_of, still_good
from vault_tools.vault.write import clear_away
from vault_tools.workspace import Workspace

if TYPE_CHECKING:
    from vault_tools.marked import Acted
    from vault_tools.publisher import Publisher


def publish(workspace: Workspace, *, check: bool = False, ready: "Publisher | None" = None) -> Published:
    """Carry out the marks in the vault's blocks, render every block, and write the notes that differ; `check` only
    tells which would. `ready` is what `prepare` made: it is of use if nothing has changed since.

    Call it after `workspace.refresh()`. Raises TemplateProblem and WriteError; no digest is then half written.
    """
    key = key_of(workspace)
    if still_good(workspace, key):
        return Published([], [], unchanged=True)
    from vault_tools.publisher import Publisher  # templates and digests: only where there is something to render

    if not check:
        clear_away(workspace.vault, workspace.scan.leftovers, workspace.log)
    acted = act(workspace, pretend=check)
    if ready is None or not ready.is_for(key, acted):
        ready = Publisher(workspace, key_of(workspace) if acted.done else key, acted)
    return ready.run(check=check)


def prepare(workspace: Workspace, ready: "Publisher | None" = None) -> "Publisher | None":
    """Make all that `publish` is to write, and write nothing; None where nothing is to be written, or marks are to be
    carried out first. `ready` is what was made before: nothing is made again if nothing has changed since.

    Call it after `workspace.refresh()`. Raises TemplateProblem."""
    key = key_of(workspace)
    if still_good(workspace, key):
        return None
    from vault_tools.marked import look
    from vault_tools.publisher import Publisher

    marked, acted = look(workspace)
    if marked:
        return None
    if ready is None or not ready.is_for(key, acted):
        ready = Publisher(workspace, key, acted)
        ready.make()
    return ready


def act(workspace: Workspace, *, pretend: bool = False) -> "Acted":
    """Carry out all marks in the vault's blocks, each as one step, and refresh the workspace if there were any.

    `pretend`: change nothing, and take all marks as done.
    """
    from vault_tools.marked import look

    marked, acted = look(workspace)
    if pretend:
        acted.verdicts = dict.fromkeys(marked, "")
    elif marked:
        from vault_tools.actions import carry_out_all  # what edits notes: only where there is a mark

        return carry_out_all(workspace)
    return acted

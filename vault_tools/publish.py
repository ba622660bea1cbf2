"""Rendering the vault's digests, if there is any need to."""

from vault_tools.freshness import Published, key_of, still_good
from vault_tools.workspace import Workspace


def publish(workspace: Workspace, *, check: bool = False) -> Published:
    """Render every block of the vault and write the notes that differ; `check` only tells which would.

    Call it after `workspace.refresh()`. Raises TemplateProblem and WriteError; no digest is then half written.
    """
    key = key_of(workspace)
    if still_good(workspace, key):
        return Published([], [], unchanged=True)
    from vault_tools.publisher import Publisher  # templates and digests: only where there is something to render

    return Publisher(workspace, key).run(check=check)

"""`new`: make notes."""

import sys

import click

from vault_tools.cli.common import Settings, command, find_vault


@command()
@click.argument("kind", type=click.Choice(["contact"]))
@click.argument("names", nargs=-1)
def new_command(settings: Settings, kind: str, names: tuple[str, ...]) -> None:
    """Make a note for each of NAMES; without any, for each line of standard input.

    A note that exists is never touched.

    \b
    Examples:
      vault-tools new contact "Li Wei"
      vault-tools new contact "Li Wei" 张三 "Ana Souza"
      pbpaste | vault-tools new contact
    """
    from vault_tools.creating import new_contact
    from vault_tools.errors import WriteError
    from vault_tools.markdown import Linker
    from vault_tools.render import Renderer
    from vault_tools.vault.links import Resolver
    from vault_tools.workspace import Workspace

    wanted = names or tuple(line.strip() for line in sys.stdin if line.strip())
    if not wanted:
        raise click.UsageError(f"name at least one {kind}")
    workspace = Workspace(find_vault(settings), lang=settings.lang, today=settings.today, log=settings.log)
    try:
        renderer = Renderer(workspace.vault, workspace.config, workspace.lang, Linker(Resolver([]), "none"))
        failed = 0
        for name in wanted:
            try:
                path = new_contact(workspace.vault, workspace.config.folders.contact, renderer, name, workspace.today)
            except WriteError as error:
                click.echo(str(error), err=True)
                failed += 1
            else:
                click.echo(f"made {path}")
    finally:
        workspace.close()
    if failed:
        raise SystemExit(2)

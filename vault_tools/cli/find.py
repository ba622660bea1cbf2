"""`find`: where a text stands in the vault."""

import click

from vault_tools.cli.common import Settings, command, open_vault, show_json
from vault_tools.language import mark as _


@command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Show at most so many places.")
@click.option("--json", "as_json", is_flag=True, help="Print the places as JSON.")
def find_command(settings: Settings, text: str, limit: int, as_json: bool) -> None:
    """Find a text in names, properties and notes; case doesn't matter, Chinese works.

    Names come first. Exits with 1 if it is nowhere.

    \b
    Examples:
      vault-tools find "AI training"
      vault-tools find 培训
    """
    import msgspec

    from vault_tools.search import search

    with open_vault(settings) as workspace:
        hits = search(workspace.vault, workspace.scan.notes, text, limit)
        if as_json:
            show_json([msgspec.to_builtins(hit) for hit in hits])
        for hit in hits if not as_json else ():
            place = click.style(hit.path if hit.line is None else f"{hit.path}:{hit.line}", fg="cyan")
            click.echo(f"{place}: {hit.text}" if hit.text else place)
        if not hits:
            if not as_json:
                settings.tell(_("“%(text)s” stands nowhere in the vault"), text=text, err=True)
            raise SystemExit(1)
        if len(hits) == limit and not as_json:
            settings.tell(_("the first %(num)s places; --limit shows more"), num=limit, err=True)

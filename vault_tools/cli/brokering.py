"""`introductions`, `pitch` and `resources`: what others and oneself can give, and to whom."""

import click

from vault_tools.cli.common import Settings, command
from vault_tools.cli.reading import show_digest


@command()
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="List so many proposals.")
@click.option("--json", "as_json", is_flag=True, help="Print all proposals as JSON (docs/json.md).")
def introductions_command(settings: Settings, limit: int, as_json: bool) -> None:
    """Whom to bring together and why, what to do next for each introduction, who connects whom.

    \b
    Examples:
      vault-tools introductions
      vault-tools introductions --limit 3
      vault-tools introductions --json | jq -r '.proposals[] | [.need.name, .offer.name, .words] | @tsv'
    """
    show_digest(settings, "introductions", as_json, lambda _renderer, view: view.as_json(), limit=limit)


@command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON (docs/json.md).")
def pitch_command(settings: Settings, as_json: bool) -> None:
    """How to introduce yourself: whom you know by industry, what they can do, what you offer; no names.

    \b
    Examples:
      vault-tools pitch
      vault-tools pitch --lang zh
      vault-tools pitch --json | jq '.industries[] | {industry, people}'
    """
    show_digest(settings, "pitch", as_json, lambda _renderer, view: view.as_json())


@command()
@click.option("--json", "as_json", is_flag=True, help="Print the inventory as JSON (docs/json.md).")
def resources_command(settings: Settings, as_json: bool) -> None:
    """What you have to offer, who needs it, and what is asked for and nobody offers.

    \b
    Examples:
      vault-tools resources
      vault-tools resources --json | jq -r '.missing[].need'
    """
    show_digest(settings, "resources", as_json, lambda _renderer, view: view.as_json())

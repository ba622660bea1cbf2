"""`home` and `week`: the page that opens the day, and the one that closes the week."""

import click

from vault_tools.cli.common import Settings, command
from vault_tools.cli.reading import show_digest


@command()
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="List so many people.")
@click.option("--json", "as_json", is_flag=True, help="Print the page as JSON (docs/json.md).")
def home_command(settings: Settings, limit: int, as_json: bool) -> None:
    """What matters today: whom to talk to, which word to keep, what to beware of, what moved, where to read on.

    \b
    Examples:
      vault-tools home
      vault-tools home --limit 3
      vault-tools home --json | jq -r '.rows[].contact'
    """
    show_digest(
        settings,
        "home",
        as_json,
        lambda renderer, view: view.as_json(renderer.says, renderer.sentences.reason),
        limit=limit,
    )


@command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON (docs/json.md).")
def week_command(settings: Settings, as_json: bool) -> None:
    """The weekly page: what happened by person, who moved on, promises kept and broken, the leak to work on.

    From Friday on it looks back on this week; before, on the last whole one, and says what happened since. To judge
    people and to work through the day one by one, there is `vault-tools review`.

    \b
    Examples:
      vault-tools week
      vault-tools week --today 2026-11-20
      vault-tools week --json | jq '.week | {touched, met, tries, answered}'
    """
    show_digest(settings, "week", as_json, lambda _renderer, view: view.as_json())

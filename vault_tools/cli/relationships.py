"""`partners` and `lessons`: on whom one can build, and of whom to beware."""

import click

from vault_tools.cli.common import Settings, command
from vault_tools.cli.reading import show_digest


@command()
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Describe so many partners.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON (docs/json.md).")
def partners_command(settings: Settings, limit: int, as_json: bool) -> None:
    """Who is proven and why, how deals grew, how much depends on how few, which first deal is too large.

    \b
    Examples:
      vault-tools partners
      vault-tools partners --today 2026-01-01
      vault-tools partners --json | jq '.partners[] | {contact, score: .strength.score}'
    """
    show_digest(settings, "partners", as_json, lambda _renderer, view: view.as_json(), limit=limit)


@command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON (docs/json.md).")
def lessons_command(settings: Settings, as_json: bool) -> None:
    """Which deals and people show an old pit, what was stepped in twice, what it cost, and the rules.

    \b
    Examples:
      vault-tools lessons
      vault-tools lessons --json | jq -r '.deals[].name'
    """
    show_digest(settings, "lessons", as_json, lambda _renderer, view: view.as_json())

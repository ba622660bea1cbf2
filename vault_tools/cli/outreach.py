"""`screening` and `answers`: whom to judge and how well one judges; who answers, and whom to write to."""

import click

from vault_tools.cli.common import Settings, command
from vault_tools.cli.reading import show_digest

_EVERYBODY = 1_000_000


@command()
@click.option("--limit", type=click.IntRange(1), help="Describe so many of those to judge; 10 without it, all in JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON (docs/json.md).")
def screening_command(settings: Settings, limit: int | None, as_json: bool) -> None:
    """Whom to judge and what you know of them, whom you chase or neglect, how your judgements came out.

    \b
    Examples:
      vault-tools screening
      vault-tools screening --limit 3
      vault-tools screening --json | jq -r '.neglected[] | [.contact, .days_overdue] | @tsv'
    """
    limit = limit or (_EVERYBODY if as_json else 10)
    show_digest(settings, "screening", as_json, lambda _renderer, view: view.as_json(), limit=limit)


@command()
@click.option("--months", type=click.IntRange(1, 60), default=12, show_default=True, help="Months to look back.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="List so many to write to.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON (docs/json.md).")
def answers_command(settings: Settings, months: int, limit: int, as_json: bool) -> None:
    """How many of your messages, mails and calls are answered, what they lead to, and whom to write to next.

    \b
    Examples:
      vault-tools answers
      vault-tools answers --months 24
      vault-tools answers --json | jq '.channels[] | {name, tries, answered}'
    """
    show_digest(settings, "answers", as_json, lambda _renderer, view: view.as_json(), months=months, limit=limit)

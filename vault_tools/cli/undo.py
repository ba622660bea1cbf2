"""`undo`: take back what the last command or action did to notes."""

from typing import TYPE_CHECKING

import click

from vault_tools.cli.common import Settings, command, find_vault, show_json, show_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vault_tools.journal import Step

_NAMED = 3


@command()
@click.option("-n", "--dry-run", is_flag=True, help="Print the diff and change nothing.")
@click.option("--list", "listing", is_flag=True, help="List the steps that can be taken back, the latest first.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def undo_command(settings: Settings, *, dry_run: bool, listing: bool, as_json: bool) -> None:
    """Take back the last command's or action's edits; again, those of the one before.

    A step is taken back as a whole, and only if its notes are still as it left them; what digests rendered into them
    since does not count. An undo can't be undone: `--dry-run` shows it first.

    \b
    Examples:
      vault-tools undo --dry-run
      vault-tools undo
      vault-tools undo --list
      vault-tools undo --list --json | jq -r '.[0].label'
    """
    vault = find_vault(settings)
    if as_json and not listing:
        raise click.UsageError("--json goes with --list")
    if listing:
        _list(vault, as_json=as_json)
    else:
        _undo(vault, dry_run=dry_run)


def _undo(vault: "Path", *, dry_run: bool) -> None:
    from vault_tools.changes import last_step, reversals, undo
    from vault_tools.cli.writing import show_difference

    undone = last_step(vault) if dry_run else undo(vault)
    if undone is None:
        click.echo("there is nothing to take back")
        raise SystemExit(1)
    _tell_damaged(undone.damaged)
    changes = reversals(vault, undone.step) if dry_run else undone.changes
    if not changes:
        click.echo(f"“{undone.step.label}” was cut short, or taken back by hand: its notes are as before it already")
    elif dry_run:
        show_difference(changes)
    else:
        click.echo(f"took back “{undone.step.label}”: {_named([change.path for change in changes])}")


def _list(vault: "Path", *, as_json: bool) -> None:
    from vault_tools.config import load_config
    from vault_tools.journal import Journal

    steps: list[tuple[int, Step]] = []
    damaged = []
    for number, step in Journal(vault).latest_first():
        if step is None:
            damaged.append(number)
        else:
            steps.append((number, step))
    _tell_damaged(damaged)
    if as_json:
        show_json(
            [
                {"number": number, "at": step.at, "label": step.label, "notes": [one.path for one in step.changes]}
                for number, step in steps
            ]
        )
        return
    zone = load_config(vault).config.zone()
    rows = [
        [
            f"{step.at.astimezone(zone):%Y-%m-%d %H:%M}" if step.at else "",
            step.label,
            _named([change.path for change in step.changes]),
        ]
        for _number, step in steps
    ]
    show_table(["when", "what", "notes"], rows)


def _tell_damaged(numbers: "Iterable[int]") -> None:
    for number in numbers:
        click.echo(f".vault-tools/journal/{number:08}.step can't be read — passed over; delete it", err=True)


def _named(paths: list[str]) -> str:
    """The notes by path, many of them by their count."""
    more = len(paths) - _NAMED
    shown = ", ".join(paths[:_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown

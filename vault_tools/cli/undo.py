"""`undo`: take back what the last command or action did to notes."""

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from vault_tools.cli.common import Misuse, Settings, command, find_vault, show_json, show_table
from vault_tools.errors import ConfigError
from vault_tools.language import mark as _

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
    from vault_tools.config import load_config

    vault = find_vault(settings)
    with suppress(ConfigError):  # a step can be taken back all the same
        settings.spoken = load_config(vault).config.lang
    if as_json and not listing:
        raise Misuse(_("--json goes with --list"))
    if listing:
        _list(settings, vault, as_json=as_json)
    else:
        _undo(settings, vault, dry_run=dry_run)


def _undo(settings: Settings, vault: "Path", *, dry_run: bool) -> None:
    from vault_tools.changes import last_step, reversals, undo
    from vault_tools.cli.writing import show_difference

    undone = last_step(vault) if dry_run else undo(vault)
    if undone is None:
        settings.tell(_("there is nothing to take back"))
        raise SystemExit(1)
    _tell_damaged(settings, undone.damaged)
    changes = reversals(vault, undone.step) if dry_run else undone.changes
    if not changes:
        told = _("“%(step)s” was cut short, or taken back by hand: its notes are as before it already")
        settings.tell(told, step=undone.step.label)
    elif dry_run:
        show_difference(changes)
    else:
        paths = [change.path for change in changes]
        settings.tell(_("took back “%(step)s”: %(paths)s"), step=undone.step.label, paths=_named(settings, paths))


def _list(settings: Settings, vault: "Path", *, as_json: bool) -> None:
    from vault_tools.config import load_config
    from vault_tools.journal import Journal

    steps: list[tuple[int, Step]] = []
    damaged = []
    for number, step in Journal(vault).latest_first():
        if step is None:
            damaged.append(number)
        else:
            steps.append((number, step))
    _tell_damaged(settings, damaged)
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
            _named(settings, [change.path for change in step.changes]),
        ]
        for _number, step in steps
    ]
    show_table(["when", "what", "notes"], rows)


def _tell_damaged(settings: Settings, numbers: "Iterable[int]") -> None:
    for number in numbers:
        told = _("%(path)s can't be read — passed over; delete it")
        settings.tell(told, path=f".vault-tools/journal/{number:08}.step", err=True)


def _named(settings: Settings, paths: list[str]) -> str:
    """The notes by path, many of them by their count."""
    more = len(paths) - _NAMED
    shown = ", ".join(paths[:_NAMED])
    return (
        settings.words.gettext(_("%(paths)s and %(num)d more")) % {"paths": shown, "num": more} if more > 0 else shown
    )

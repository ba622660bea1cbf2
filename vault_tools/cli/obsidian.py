"""`obsidian`: set a vault up for Obsidian, and take that away again."""

import sys
from typing import TYPE_CHECKING

import click

from vault_tools.cli.common import Misuse, Settings, command, progress, show_json
from vault_tools.cli.writing import Desk, changes_as_json, open_desk, show_difference
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.journal import FileChange
    from vault_tools.obsidian.setup import Left, Plan

_WHY = {
    "yours": _("%(count)d left as found, they are yours and differ from what would be written"),
    "changed": _("%(count)d left as found, you changed them"),
    "taken-out": _("%(count)d left as found, you took them out; --restore puts them back"),
}
_NAMED = _("; -v names them")
_NOTHING = _("nothing to do: all is set up")
_NOTHING_THERE = _("nothing to do: there is nothing of it here")
_GO_AHEAD = _("Go ahead?")
_DONE = _("Obsidian shows it after a restart; `vault-tools undo` takes it back")
_WILL = (_("make   %(path)s"), _("change %(path)s"), _("delete %(path)s"))
_WAS = (_("made    %(path)s"), _("changed %(path)s"), _("deleted %(path)s"))


@command()
@click.option("--remove", is_flag=True, help="Take away what was added and you have not changed since.")
@click.option("--restore", is_flag=True, help="Put back what you took out of it.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("-n", "--dry-run", is_flag=True, help="Print the diff and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON (docs/json.md).")
@click.option(
    "--settings-folder", default=".obsidian", metavar="NAME", help="Obsidian's folder, where it is not .obsidian."
)
def obsidian_command(
    settings: Settings,
    *,
    remove: bool,
    restore: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    settings_folder: str,
) -> None:
    """Set the vault up for Obsidian: types of properties, a base of people, templates, colours, a style sheet.

    Everything is shown as a diff first. What is there already stays: your types, colours and files go before these. Run
    it again after a change of the config or of the names you use; `--remove` takes it all away. Quit Obsidian before,
    or it may write its own settings over these.

    \b
    Examples:
      vault-tools obsidian --dry-run
      vault-tools obsidian
      vault-tools obsidian --yes --json | jq -r '.changes[].path'
      vault-tools obsidian --remove
    """
    if remove and restore:
        raise Misuse(_("--remove and --restore exclude each other"))
    if not settings_folder.startswith(".") or "/" in settings_folder or settings_folder in (".", ".."):
        told = _("“%(folder)s” is no settings folder: its name begins with a dot, as .obsidian")
        raise Misuse(told, folder=settings_folder)
    from vault_tools.changes import carry_out
    from vault_tools.changes import plan as planned

    with open_desk(settings, dry_run=dry_run, as_json=as_json) as desk:
        plan = _plan(desk, settings_folder, remove=remove, restore=restore)
        changes = planned(desk.workspace.vault, plan.edits)
        agreed = bool(changes) and _agreed(desk, settings, changes, yes=yes)
        if agreed:
            changes = carry_out(desk.workspace.vault, "obsidian --remove" if remove else "obsidian", plan.edits)
        if as_json:
            show_json({"dry_run": dry_run, "changes": changes_as_json(changes), "left": plan.left})
            return
        _tell_left(plan.left, settings)
        if not changes:
            settings.tell(_NOTHING_THERE if remove else _NOTHING)
        elif agreed:
            _tell_done(changes, settings)


def _plan(desk: Desk, folder: str, *, remove: bool, restore: bool) -> "Plan":
    from vault_tools.obsidian.setup import plan_removal, plan_setup

    workspace = desk.workspace
    if remove:
        return plan_removal(workspace.vault, folder)
    from vault_tools.network.vocabulary import Vocabulary
    from vault_tools.obsidian.census import take_census
    from vault_tools.obsidian.contents import contents

    kinds = [(path, str(record.__struct_config__.tag)) for path, record in workspace.records.items()]
    with progress(desk.settings.words.gettext(_("Reading notes"))) as tick:
        census = take_census(workspace.vault, kinds, Vocabulary(workspace.config), tick)
    wanted = contents(workspace.vault, workspace.config, census, workspace.lang, folder)
    return plan_setup(workspace.vault, wanted, folder, restore=restore)


def _agreed(desk: Desk, settings: Settings, changes: "list[FileChange]", *, yes: bool) -> bool:
    """Whether to make the changes: they are shown, and asked about where there is somebody to ask."""
    if desk.as_json and not (yes or desk.dry_run):
        raise Misuse(_("--json asks nothing: give --yes to make the changes, --dry-run to look at them"))
    if desk.as_json or (yes and not desk.dry_run):
        return not desk.dry_run
    show_difference(changes)
    if desk.dry_run:
        return False
    if not sys.stdin.isatty():
        raise Misuse(_("there is nobody to ask: give --yes to make these changes"))
    click.echo()
    for change in changes:
        settings.tell(_which(change, _WILL), path=change.path)
    with settings.asking() as words:
        return click.confirm(words.gettext(_GO_AHEAD), default=True)


def _tell_done(changes: "list[FileChange]", settings: Settings) -> None:
    for change in changes:
        settings.tell(_which(change, _WAS), path=change.path)
    settings.tell(_DONE)


def _tell_left(left: "list[Left]", settings: Settings) -> None:
    """What is left as it is, on standard error: by reason how much, with `-v` each by name."""
    words = settings.words
    for reason, why in _WHY.items():
        found = [one for one in left if one.reason == reason]
        for one in found:
            settings.log(f"left {one.path}: {one.what}")
        if found:
            named = "" if settings.verbose else words.gettext(_NAMED)
            click.echo(words.gettext(why) % {"count": len(found)} + named, err=True)


def _which(change: "FileChange", sentences: tuple[str, str, str]) -> str:
    """What to say of a file: one of the `sentences` for one that is made, changed, deleted."""
    made, changed, deleted = sentences
    return deleted if change.after is None else made if change.before is None else changed

"""The `vault-tools` command: finds its subcommands by name and loads only the one that is asked for."""

from importlib import import_module
from typing import Any

import click

from vault_tools import __version__
from vault_tools.cli.common import Settings, vault_options
from vault_tools.cli.speech import Group

COMMANDS = {
    "init": "init",
    "new": "new",
    "import": "importing",
    "log": "capture",
    "done": "capture",
    "promise": "capture",
    "snooze": "capture",
    "judge": "capture",
    "stage": "capture",
    "rename": "renaming",
    "merge": "renaming",
    "duplicates": "duplicates",
    "undo": "undo",
    "review": "review",
    "block": "block",
    "digest": "digest",
    "home": "overview",
    "week": "overview",
    "follow-ups": "reading",
    "funnel": "reading",
    "screening": "outreach",
    "answers": "outreach",
    "signals": "signals",
    "partners": "relationships",
    "lessons": "relationships",
    "introductions": "brokering",
    "pitch": "brokering",
    "resources": "brokering",
    "landscape": "field",
    "circles": "field",
    "contacts": "people",
    "contact": "people",
    "find": "find",
    "export": "export",
    "check": "check",
    "watch": "watch",
    "obsidian": "obsidian",
    "index": "index",
    "doctor": "doctor",
    "completion": "completion",
}
"""Each command and the module in this package that holds it, in the order of the help."""


class LazyGroup(Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names."""
        return list(COMMANDS)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parse the arguments; the settings hear all of them first."""
        extra["obj"] = extra.get("obj") or Settings()
        extra["obj"].overhear(list(args))
        return super().make_context(info_name, args, parent, **extra)

    def find_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if name not in COMMANDS:
            return None
        module: Any = import_module(f"vault_tools.cli.{COMMANDS[name]}")
        command = getattr(module, name.replace("-", "_") + "_command")
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="vault-tools")
@vault_options
@click.pass_context
def cli(ctx: click.Context, /, **given: Any) -> None:
    """A plain-text personal CRM: contacts and meetings as markdown notes, digests rendered back into the vault.

    \b
    Examples:
      vault-tools init ~/network      make a vault
      vault-tools digest              render the digests of the vault around here
      vault-tools home                what matters today
      vault-tools follow-ups          who to talk to today
      vault-tools watch               render after every change
    """
    ctx.ensure_object(Settings).take(given)

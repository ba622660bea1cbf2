"""What the commands that edit notes share: opening the vault fast, carrying out, showing what was done."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from vault_tools.cli.common import Settings, command, open_vault

if TYPE_CHECKING:
    from vault_tools.changes import Edit
    from vault_tools.journal import FileChange
    from vault_tools.lookup import Called
    from vault_tools.scribe import Scribe
    from vault_tools.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")


class Desk:
    """An open vault with what is needed to write in it. `people` are all contacts by what they are called."""

    def __init__(self, workspace: "Workspace", *, dry_run: bool, edit: bool) -> None:
        self.workspace = workspace
        self.dry_run = dry_run
        self.edit = edit
        self._people: dict[str, Called] | None = None

    @property
    def today(self) -> date:
        """The day it is."""
        return self.workspace.today

    @property
    def people(self) -> "dict[str, Called]":
        """All contacts as they may be called, by path."""
        from vault_tools.lookup import called_in_cache

        if self._people is None:
            self._people = called_in_cache(self.workspace.index.payloads())
        return self._people

    @property
    def scribe(self) -> "Scribe":
        """Who makes the edits."""
        from vault_tools.scribe import Scribe

        return Scribe(self.workspace.config, self.workspace.lang)

    def who(self, name: str) -> "Called":
        """The contact meant by `name`. Raises LookupFailed."""
        from vault_tools.cli.choosing import choose_contact

        return choose_contact(self.people, name, to_edit=True)

    def day(self, text: str, *, past: bool = False) -> date:
        """A day as people write it. Raises click.UsageError."""
        from vault_tools.dates.human import read_day
        from vault_tools.dates.partial import BadDate

        try:
            return read_day(text, self.today, past=past)
        except BadDate as error:
            examples = "yesterday, last fri, 3 days ago, 11月20日" if past else "tomorrow, fri, in 2 weeks, 下周三"
            raise click.UsageError(f"can't read {text!r} as a day; write 2026-12-01, or e.g. {examples}") from error

    def link(self, path: str, name: str = "") -> str:
        """A wikilink to a note, for a property or a line."""
        from vault_tools.markdown import Linker
        from vault_tools.vault.links import Resolver

        return str(Linker(Resolver(self.workspace.scan.notes), "wikilink")(path, name or None))

    def carry_out(self, label: str, edits: "Iterable[Edit]") -> "list[FileChange]":
        """Make the edits, or show what they come to; gives what was changed, or would be."""
        from vault_tools.changes import carry_out, plan

        edits = list(edits)
        if self.dry_run:
            changes = plan(self.workspace.vault, edits)
            show_difference(changes)
            return changes
        changes = carry_out(self.workspace.vault, label, edits)
        show_changes(changes)
        if self.edit:
            open_editor(self.workspace, [change.path for change in changes] or [edit.path for edit in edits])
        return changes


@contextmanager
def open_desk(settings: Settings, *, dry_run: bool, edit: bool = False) -> Iterator[Desk]:
    """The vault, ready to be written in; what is refused is told in the vault's language."""
    from vault_tools.errors import EditRefusedError, VaultToolsError

    with open_vault(settings) as workspace:
        try:
            yield Desk(workspace, dry_run=dry_run, edit=edit)
        except EditRefusedError as error:
            from vault_tools.findings import Finding
            from vault_tools.language import catalogue

            finding = error.finding
            assert isinstance(finding, Finding)
            raise VaultToolsError(finding.sentence(catalogue(workspace.lang))) from error


def writing_command(**attributes: Any) -> Callable[[Callable[..., None]], click.Command]:
    """A command that edits notes: it gets a Desk first, and takes `--dry-run` and `--edit`."""

    def decorate(function: Callable[..., None]) -> click.Command:
        @click.option("-n", "--dry-run", is_flag=True, help="Print the diff and change nothing.")
        @click.option("-e", "--edit", is_flag=True, help="Open the note in $EDITOR afterwards.")
        @wraps(function)
        def run(settings: Settings, dry_run: bool, edit: bool, **given: Any) -> None:
            with open_desk(settings, dry_run=dry_run, edit=edit) as desk:
                function(desk, **given)

        return command(**attributes)(run)

    return decorate


def show_changes(changes: "Iterable[FileChange]") -> None:
    """The lines that came and went, note by note."""
    import difflib

    none = True
    for change in changes:
        none = False
        if change.after is None:
            click.echo(f"{change.path}: deleted")
            continue
        if change.before is None:
            click.echo(f"{change.path}: made")
            continue
        click.echo(f"{change.path}:")
        before, after = (data.decode(errors="replace").splitlines() for data in (change.before, change.after))
        for line in list(difflib.unified_diff(before, after, n=0))[2:]:
            if line[0] in "+-":
                click.secho(f"  {line[0]} {line[1:]}", fg="green" if line[0] == "+" else "red")
    if none:
        click.echo("nothing to change: the note says so already")


def show_difference(changes: "Iterable[FileChange]") -> None:
    """The changes as a diff, coloured at a terminal."""
    from vault_tools.changes import difference

    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in difference(changes).splitlines():
        click.secho(line, fg=colours.get(line[:1]))


def open_editor(workspace: "Workspace", paths: Iterable[str]) -> None:
    """Open notes in the user's editor, one after another."""
    for path in paths:
        if (workspace.vault / path).exists():
            click.edit(filename=str(workspace.vault / path))


def said(words: tuple[str, ...]) -> str:
    """Words of the command line as one text; `-` alone means those of standard input."""
    if words == ("-",):
        return sys.stdin.read().strip()
    return " ".join(words)

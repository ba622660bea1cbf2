"""What the commands that edit notes share: opening the vault fast, carrying out, showing what was done."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any

import click

from vault_tools.cli.common import Misuse, Settings, command, open_vault, show_json
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.changes import Edit
    from vault_tools.creating import Maker
    from vault_tools.journal import FileChange
    from vault_tools.network.model import Called
    from vault_tools.scribe import Scribe
    from vault_tools.vault.links import Resolver
    from vault_tools.workspace import Workspace

_SHOWN_WHOLE = 1
"""Up to so many notes at once a new one is shown with its lines."""


class Desk:
    """An open vault with what is needed to write in it."""

    def __init__(
        self,
        workspace: "Workspace",
        *,
        dry_run: bool,
        edit: bool,
        as_json: bool = False,
        settings: Settings | None = None,
    ) -> None:
        self.workspace = workspace
        self.settings = settings or Settings()
        self.dry_run = dry_run
        self.edit = edit
        self.as_json = as_json
        self._remarks: list[str] = []
        self._resolver: Resolver | None = None

    @property
    def today(self) -> date:
        """The day it is."""
        return self.workspace.today

    @cached_property
    def people(self) -> "dict[str, Called]":
        """All contacts as they may be called, by path."""
        return self.notes("contact")

    def notes(self, kind: str) -> "dict[str, Called]":
        """All notes of a kind as they may be called, by path."""
        from vault_tools.lookup import called_in_cache

        return called_in_cache(self.workspace.index.payloads(), kind)

    @cached_property
    def scribe(self) -> "Scribe":
        """Who makes the edits."""
        from vault_tools.scribe import Scribe

        return Scribe(self.workspace.config, self.workspace.lang)

    @cached_property
    def maker(self) -> "Maker":
        """Who makes new notes."""
        from vault_tools.creating import Maker

        return Maker(self.workspace)

    def who(self, name: str) -> "Called":
        """The contact meant by `name`. Raises LookupFailed."""
        from vault_tools.cli.choosing import choose_contact

        return choose_contact(self.people, name, to_edit=True)

    def day(self, text: str, *, past: bool = False) -> date:
        """A day as people write it. Raises Misuse."""
        from vault_tools.dates.human import read_day
        from vault_tools.dates.partial import BadDate

        try:
            return read_day(text, self.today, past=past)
        except BadDate as error:
            examples = "yesterday, last fri, 3 days ago, 11月20日" if past else "tomorrow, fri, in 2 weeks, 下周三"
            problems = {
                "nonexistent": _("“%(text)s” does not exist in the calendar"),
                "ambiguous": _("“%(text)s” may be two days; write 2026-05-06, or 6 may"),
                "unreadable": _("can't read “%(text)s” as a day; write 2026-12-01, or e.g. %(examples)s"),
            }
            raise Misuse(problems[error.reason], text=text, examples=examples) from error

    def link(self, path: str, name: str = "") -> str:
        """A wikilink to a note, one that is yet to be made too, for a property or a line."""
        from vault_tools.markdown import Linker

        return str(Linker(self._links(path), "wikilink")(path, name or None))

    def _links(self, path: str) -> "Resolver":
        from vault_tools.vault.links import Resolver

        notes = self.workspace.scan.notes
        if path not in notes:
            return Resolver([*notes, path])
        if self._resolver is None:
            self._resolver = Resolver(notes)
        return self._resolver

    def tell(self, message: str, **fields: object) -> None:
        """Remark a sentence of the catalogue, filled."""
        self.remark(self.settings.words.gettext(message) % fields)

    def remark(self, text: str) -> None:
        """Something to know about what is done, on standard error; under `--json` among the `remarks` too."""
        self._remarks.append(text)
        click.echo(text, err=True)

    def carry_out(self, label: str, edits: "Iterable[Edit]") -> "list[FileChange]":
        """Make the edits, or show what they come to; gives what was changed, or would be."""
        from vault_tools.changes import carry_out, plan

        edits = list(edits)
        vault = self.workspace.vault
        changes = plan(vault, edits) if self.dry_run else carry_out(vault, label, edits)
        if self.as_json:
            self._show_json(changes)
        elif self.dry_run:
            show_difference(changes)
        else:
            show_changes(self.settings, changes)
        if self.edit and not self.dry_run:
            open_editor(self.workspace, [change.path for change in changes] or [edit.path for edit in edits])
        return changes

    def _show_json(self, changes: "list[FileChange]") -> None:
        show_json({"dry_run": self.dry_run, "changes": changes_as_json(changes), "remarks": self._remarks})


@contextmanager
def open_desk(settings: Settings, *, dry_run: bool, edit: bool = False, as_json: bool = False) -> Iterator[Desk]:
    """The vault, ready to be written in; what is refused is told in the vault's language."""
    from vault_tools.errors import VaultToolsError
    from vault_tools.findings import EditRefusedError

    with open_vault(settings) as workspace:
        try:
            yield Desk(workspace, dry_run=dry_run, edit=edit, as_json=as_json, settings=settings)
        except EditRefusedError as error:
            from vault_tools.language import catalogue

            raise VaultToolsError(error.finding.sentence(catalogue(workspace.lang))) from error


def writing_command(**attributes: Any) -> Callable[[Callable[..., None]], click.Command]:
    """A command that edits notes: it gets a Desk first, and takes `--dry-run`, `--edit` and `--json`."""

    def decorate(function: Callable[..., None]) -> click.Command:
        @click.option("-n", "--dry-run", is_flag=True, help="Print the diff and change nothing.")
        @click.option("-e", "--edit", is_flag=True, help="Open the note in $EDITOR afterwards.")
        @click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON (docs/json.md).")
        @wraps(function)
        def run(settings: Settings, dry_run: bool, edit: bool, as_json: bool, **given: Any) -> None:
            with open_desk(settings, dry_run=dry_run, edit=edit, as_json=as_json) as desk:
                function(desk, **given)

        return command(**attributes)(run)

    return decorate


def show_changes(settings: Settings, changes: "Iterable[FileChange]") -> None:
    """The lines that came and went, note by note; of several new notes only their names."""
    changes = list(changes)
    for change in changes:
        if change.after is None:
            settings.tell(_("deleted %(path)s"), path=change.path)
            continue
        if change.before is None:
            settings.tell(_("made %(path)s"), path=change.path)
            if len(changes) > _SHOWN_WHOLE:
                continue
        else:
            click.echo(f"{change.path}:")
        for sign, _line, text in line_changes(change):
            click.secho(f"  {sign} {text}".rstrip(), fg="green" if sign == "+" else "red")
    if not changes:
        settings.tell(_("nothing to change: the note says so already"))


def line_changes(change: "FileChange") -> list[tuple[str, int, str]]:
    """The lines of a note that went and came: (`-` or `+`, its number before or after, its text)."""
    from difflib import SequenceMatcher

    before, after = ((data or b"").decode(errors="replace").splitlines() for data in (change.before, change.after))
    found = []
    for tag, from_, to, new_from, new_to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [("-", number + 1, before[number]) for number in range(from_, to)]
            found += [("+", number + 1, after[number]) for number in range(new_from, new_to)]
    return found


def changes_as_json(changes: "Iterable[FileChange]") -> list[dict[str, object]]:
    """The documented JSON of what was written, file by file."""
    return [
        {
            "path": change.path,
            "made": change.before is None,
            "deleted": change.after is None,
            "removed": [{"line": line, "text": text} for sign, line, text in line_changes(change) if sign == "-"],
            "added": [{"line": line, "text": text} for sign, line, text in line_changes(change) if sign == "+"],
        }
        for change in changes
    ]


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

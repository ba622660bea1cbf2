"""What the commands share: the vault and the day, opening the vault, printing."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from vault_tools.cli.speech import Command, clicks_words, language_of
from vault_tools.errors import ConfigError, NoVaultError, VaultToolsError
from vault_tools.language import LANGUAGES, Catalogue, catalogue, language_of_system
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")

ENVIRONMENT = "VAULT_TOOLS_VAULT"
MARKS = ("vault-tools.toml", ".obsidian")
"""What marks a folder as a vault; the first is looked for on the whole way up before the second."""

PROGRESS_FROM = 2000
"""Notes to read from which a bar is shown: about a second's work."""


class Settings:
    """The options that every command takes, before or after its name; what stands later counts."""

    def __init__(self) -> None:
        self.vault: Path | None = None
        self.today: date | None = None
        self.lang: str | None = None
        self.verbose = False
        self.spoken: str | None = None
        self._heard: list[str] = []

    @property
    def language(self) -> str:
        """The language to speak: the one asked for, else the vault's, else where there is none the system's."""
        if self.lang is None and self.spoken is None:
            self.spoken = self._language_around()
        return self.lang or self.spoken or "en"

    @property
    def words(self) -> Catalogue:
        """The catalogue of that language."""
        return catalogue(self.language)

    def overhear(self, arguments: list[str]) -> None:
        """Keep the command line: where it is wrong, `--lang` and `--vault` are looked for in it all the same."""
        self._heard = arguments

    @contextmanager
    def asking(self) -> Iterator[Catalogue]:
        """While something is asked, click says what it has to say in that language too."""
        with clicks_words(self.language):
            yield self.words

    def _language_around(self) -> str:
        if (asked := _given("--lang", self._heard)) in LANGUAGES:
            return asked
        if self.vault is None and (named := _given("--vault", self._heard)):
            self.vault = Path(named)
        try:
            return language_of_vault(find_vault(self))
        except (NoVaultError, ConfigError):
            return language_of_system()

    def tell(self, message: str, *, err: bool = False, **fields: object) -> None:
        """Print a sentence of the catalogue, filled."""
        text = self.words.gettext(message)
        click.echo(text % fields if fields else text, err=err)

    def take(self, given: dict[str, Any]) -> None:
        """Take the common options out of a command's arguments."""
        for name in ("vault", "today", "lang"):
            value = given.pop(name, None)
            if value is not None:
                setattr(self, name, value)
        self.verbose = given.pop("verbose", False) or self.verbose

    def log(self, message: str) -> None:
        """What `-v` shows, on standard error."""
        if self.verbose:
            click.echo(click.style(message, dim=True), err=True)


def _given(option: str, arguments: list[str]) -> str:
    """The value of an option in a command line that need not be right; empty for none."""
    for one, after in pairwise([*arguments, ""]):
        if one == option or one.startswith(f"{option}="):
            return after if one == option else one.partition("=")[2]
    return ""


class Misuse(click.UsageError):
    """A command line that can't be meant; `message` is a sentence of the catalogue, with what fills it by name."""

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message % fields if fields else message)
        self.problem = VaultToolsError(message, **fields)

    def format_message(self) -> str:
        """The sentence, in the language of the command that it ended."""
        return self.problem.sentence(catalogue(language_of(self.ctx)))


def speaker() -> Settings:
    """The settings of the command that runs."""
    context = click.get_current_context(silent=True)
    return (context and context.find_object(Settings)) or Settings()


class DayType(click.ParamType[date]):
    """A day, as an ISO date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or click's usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            problem = Misuse(_("“%(text)s” is no date; write it as 2026-11-24"), text=value)
            problem.ctx = ctx
            raise problem from None


_OPTIONS = (
    click.option("--vault", type=click.Path(path_type=Path, file_okay=False), help="The vault's folder."),
    click.option("--today", type=DayType(), metavar="DATE", help="Act as if it were this day, e.g. 2026-11-24."),
    click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of the output; default: the config's."),
    click.option("-v", "--verbose", is_flag=True, help="Say more about what is done."),
)


def vault_options(function: Callable[P, R]) -> Callable[P, R]:
    """Give a command the options that all have."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def command(**attributes: Any) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command that takes the common options; it gets the Settings first."""

    def decorate(function: Callable[..., None]) -> click.Command:
        @wraps(function)
        def run(**given: Any) -> None:
            settings = click.get_current_context().ensure_object(Settings)
            settings.take(given)
            function(settings, **given)

        made: click.Command = click.command(cls=Command, **attributes)(vault_options(run))
        return made

    return decorate


def find_vault(settings: Settings) -> Path:
    """The vault: `--vault`, else VAULT_TOOLS_VAULT, else the nearest folder upward with the config, else with
    `.obsidian`. Raises NoVaultError."""
    named = settings.vault or (Path(value) if (value := os.environ.get(ENVIRONMENT)) else None)
    if named:
        if not named.is_dir():
            raise NoVaultError(
                _("%(vault)s: there is no such folder — `vault-tools init %(vault)s` makes a vault there"), vault=named
            )
        return named.resolve()
    here = Path.cwd()
    for mark in MARKS:
        for folder in (here, *here.parents):
            if (folder / mark).exists():
                return folder
    raise NoVaultError(
        _(
            "no vault here or above — go into one, name it with --vault or %(variable)s, "
            "or make one with `vault-tools init`"
        ),
        variable=ENVIRONMENT,
    )


def language_of_vault(vault: Path) -> str:
    """The `lang` of a vault, without opening it. Raises ConfigError if its config can't be read."""
    from vault_tools.config import load_config

    return load_config(vault).config.lang


@contextmanager
def open_vault(
    settings: Settings, *, whole: bool = False, meanwhile: Callable[[], None] = lambda: None
) -> Iterator["Workspace"]:
    """The vault, its index fresh; a bar is shown on a long way, config errors and the like are raised. `whole`: all of
    its network will be asked for; `meanwhile` may be called while it is looked at."""
    from vault_tools.workspace import Workspace

    workspace = Workspace(find_vault(settings), lang=settings.lang, today=settings.today, log=settings.log)
    settings.spoken = workspace.lang
    try:
        with progress(settings.words.gettext(_("Reading notes"))) as tick:
            workspace.refresh(tick, whole=whole, meanwhile=meanwhile)
        for finding in workspace.loaded.findings:
            click.echo(finding.sentence(catalogue(workspace.lang)), err=True)
        yield workspace
    finally:
        workspace.close()


def stage_key(workspace: "Workspace", stage: str | None) -> str | None:
    """The key of a stage named in any of its words; None for None. Raises Misuse."""
    from vault_tools.network.vocabulary import Vocabulary, normal

    if stage is None:
        return None
    stages = Vocabulary(workspace.config).stages
    if normal(stage) not in stages:
        known = ", ".join(one.key for one in workspace.config.stages)
        raise Misuse(_("“%(stage)s” is no stage; the stages are %(known)s"), stage=stage, known=known)
    return stages[normal(stage)]


@contextmanager
def progress(label: str, least: int = PROGRESS_FROM) -> Iterator[Callable[[int, int], None]]:
    """A `tick(done, of)` that shows a bar on standard error where that is a terminal and the way is long."""
    shown: list[Any] = []

    def tick(done: int, of: int) -> None:
        if of < least or not sys.stderr.isatty():
            return
        if not shown:
            shown.append(click.progressbar(length=of, label=label, file=sys.stderr).__enter__())
        shown[0].update(done - shown[0].pos)

    try:
        yield tick
    finally:
        for bar in shown:
            bar.update(bar.length - bar.pos)
            bar.__exit__(None, None, None)


def show_markdown(text: str) -> None:
    """Print Markdown: laid out at a terminal, as it is in a pipe."""
    if not sys.stdout.isatty():
        click.echo(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))


def show_json(document: object) -> None:
    """Print a document as JSON, indented."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())


def show_table(header: list[str], rows: list[list[str]]) -> None:
    """Print a table: ruled at a terminal, tab-separated without a header in a pipe."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for name in header:
        table.add_column(name, overflow="fold")  # a long address is broken, not cut with all that follows
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)


def complete_contact(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[Any]:
    """Names of contacts for the shell's completion; nothing where there is no vault to ask."""
    from click.shell_completion import CompletionItem

    from vault_tools.vault.links import fold

    settings = Settings()
    settings.take({"vault": ctx.params.get("vault") or (ctx.parent.params.get("vault") if ctx.parent else None)})
    wanted = fold(incomplete)
    try:
        with open_vault(settings) as workspace:
            contacts = workspace.network.contacts.values()
            return [
                CompletionItem(contact.name, help=contact.note.org)
                for contact in contacts
                if any(fold(name).startswith(wanted) for name in (contact.name, *contact.note.aliases))
            ]
    except VaultToolsError:
        return []

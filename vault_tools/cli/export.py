"""`export`: the network in formats that other programs read."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_tools.cli.common import Misuse, Settings, command, open_vault, stage_key
from vault_tools.cli.speech import Group
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.digests.context import Context
    from vault_tools.export.choice import Choice
    from vault_tools.export.document import ContactEntry
    from vault_tools.workspace import Workspace

_OUTPUT = (
    click.option(
        "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write this file, not stdout."
    ),
    click.option("--private", is_flag=True, help="Also what the config calls private."),
)
_FILTERS = (
    click.option("--stage", help="Only those now in this stage."),
    click.option("--industry", help="Only those whose industry has this in its name."),
    click.option("--circle", help="Only those in a circle with this in its name."),
    click.option("--city", help="Only those in this city."),
    click.option("--tag", help="Only those with this tag, or one below it."),
)


def _with(options: tuple[Callable[..., Any], ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


_TO_FILE, _FILTERED = _with(_OUTPUT), _with(_FILTERS)


@click.group(cls=Group)
def export_command() -> None:
    """Take the network, or a part of it, into another program.

    Everything goes to standard output, or with `-o` into a file that is at every instant either old or new. What
    `private` in the config names stays out unless `--private` asks for it.

    \b
    Examples:
      vault-tools export vcard -o contacts.vcf
      vault-tools export csv --stage partner > partners.csv
      vault-tools export json | jq '.contacts | length'
      vault-tools export html -o network.html
    """


@command(name="vcard")
@_TO_FILE
@_FILTERED
@click.option("--version", type=click.Choice(["4.0", "3.0"]), default="4.0", show_default=True, help="Of the format.")
def vcard_command(settings: Settings, output: Path | None, version: Any, **given: Any) -> None:
    """Contacts as vCards, for a telephone or an address book. What you judge of people stays here.

    \b
    Examples:
      vault-tools export vcard -o contacts.vcf
      vault-tools export vcard --version 3.0 --circle "HR Circle" -o circle.vcf
    """
    from vault_tools.export.vcard import vcards

    with _contacts(settings, given) as (entries, _choice):
        _put(output, vcards(entries, version).encode(), _people(settings, len(entries)))


@command(name="csv")
@_TO_FILE
@_FILTERED
@click.option("--columns", metavar="NAMES", help="These columns, in this order: name,org,email.")
@click.option("--raw", is_flag=True, help="Cells as they are, for a program: a spreadsheet may calculate some.")
def csv_command(settings: Settings, output: Path | None, columns: str | None, raw: bool, **given: Any) -> None:
    """Contacts as a table, one a line, for a spreadsheet. Cells it would take for a formula get an apostrophe.

    \b
    Examples:
      vault-tools export csv -o contacts.csv
      vault-tools export csv --columns name,org,email,due --stage engaged
    """
    from vault_tools.export.table import columns as known_columns
    from vault_tools.export.table import table

    with _contacts(settings, given) as (entries, choice):
        known = known_columns(choice)
        names = [name.strip() for name in columns.split(",")] if columns else known
        if unknown := [name for name in names if name not in known]:
            told = _("--columns: there is no %(unknown)s; there are %(known)s")
            raise Misuse(told, unknown=", ".join(unknown), known=", ".join(known))
        text = table(entries, names, guarded=not raw)
        mark = "\ufeff" if output and not raw else ""  # by which Excel knows a file for UTF-8
        _put(output, (mark + text).encode(), _people(settings, len(entries)))


@command(name="ics")
@_TO_FILE
@_FILTERED
def ics_command(settings: Settings, output: Path | None, **given: Any) -> None:
    """Follow-ups, promises and birthdays as a calendar. `[export] ics` in the config keeps one fresh to subscribe to.

    \b
    Examples:
      vault-tools export ics -o follow-ups.ics
      vault-tools export ics --stage partner --lang zh -o partners.ics
    """
    from vault_tools.export.calendar import calendar
    from vault_tools.language import catalogue
    from vault_tools.sentences import Sentences

    with _chosen(settings, given) as (workspace, context, choice):
        data = calendar(context, choice, Sentences(catalogue(workspace.lang), workspace.config))
        count = data.count(b"BEGIN:VEVENT")
        _put(output, data, settings.words.ngettext("%(num)d event", "%(num)d events", count) % {"num": count})


@command(name="json")
@_TO_FILE
@_FILTERED
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the document instead.")
def json_command(settings: Settings, output: Path | None, schema: bool, **given: Any) -> None:
    """The whole network as one document; with a filter, those contacts and all that concerns them.

    \b
    Examples:
      vault-tools export json -o network.json
      vault-tools export json --city 杭州 | jq -r '.contacts[].name'
      vault-tools export json --schema
    """
    from vault_tools.export import document
    from vault_tools.export.gather import gather

    if schema:
        _put(output, document.schema(), "JSON Schema")
        return
    with _chosen(settings, given) as (_workspace, context, choice):
        _put(output, document.as_json(gather(context, choice)), _people(settings, len(choice.contacts)))


@command(name="sqlite")
@_TO_FILE
@_FILTERED
def sqlite_command(settings: Settings, output: Path | None, **given: Any) -> None:
    """The same as a SQLite database, for SQL, Datasette or DuckDB.

    \b
    Examples:
      vault-tools export sqlite -o network.db
      vault-tools export sqlite -o network.db && sqlite3 network.db "select name, due from contacts order by due"
    """
    from vault_tools.export.database import database
    from vault_tools.export.gather import gather

    if output is None and sys.stdout.isatty():
        raise Misuse(_("a database is nothing to read at a terminal: name a file with -o network.db"))
    with _chosen(settings, given) as (_workspace, context, choice):
        _put(output, database(gather(context, choice)), _people(settings, len(choice.contacts)))


@command(name="html")
@_TO_FILE
@click.option("--digest", "digests", multiple=True, metavar="NAME", help="Only this digest; may be repeated.")
def html_command(settings: Settings, output: Path | None, private: bool, digests: tuple[str, ...]) -> None:
    """The digests as one page to send or print. It holds all it shows: nothing is fetched, and nothing runs.

    \b
    Examples:
      vault-tools export html -o network.html
      vault-tools export html --digest pitch --digest funnel --lang zh -o 人脉.html
    """
    from vault_tools.digests.registry import DIGESTS
    from vault_tools.export.report import report
    from vault_tools.publisher import wanted_digests

    if unknown := [name for name in digests if name not in DIGESTS]:
        told = _("--digest: there is no %(unknown)s; there are %(known)s")
        raise Misuse(told, unknown=", ".join(unknown), known=", ".join(DIGESTS))
    with _chosen(settings, {"private": private}) as (workspace, context, choice):
        names = digests or tuple(wanted_digests(workspace)[0])
        page = report(context, choice, workspace.vault, workspace.lang, names)
        count = len(names)
        said = settings.words.ngettext("%(num)d digest", "%(num)d digests", count) % {"num": count}
        _put(output, page.encode(), said)


@contextmanager
def _chosen(settings: Settings, given: dict[str, Any]) -> "Iterator[tuple[Workspace, Context, Choice]]":
    """The open vault, what digests are made from, and what of it is to be exported."""
    from vault_tools.export.choice import Filters, choose

    with open_vault(settings, whole=True) as workspace:
        private = given.pop("private")
        filters = Filters(**{**given, "stage": stage_key(workspace, given.get("stage"))})
        context = workspace.context()
        choice = choose(context, filters, private=private)
        if not choice.contacts and workspace.network.contacts:
            settings.tell(_("nobody is like that"), err=True)
        yield workspace, context, choice


@contextmanager
def _contacts(settings: Settings, given: dict[str, Any]) -> "Iterator[tuple[list[ContactEntry], Choice]]":
    """The contacts to be exported, as the document has them."""
    from vault_tools.export.gather import gather

    with _chosen(settings, given) as (_workspace, context, choice):
        yield gather(context, choice).contacts, choice


def _people(settings: Settings, count: int) -> str:
    return settings.words.ngettext("%(num)d contact", "%(num)d contacts", count) % {"num": count}


def _put(output: Path | None, data: bytes, what: str) -> None:
    """The bytes into the file, at once or not at all, or to standard output. Raises WriteError."""
    from vault_tools.errors import WriteError
    from vault_tools.vault.write import ChangedError, file_bytes, write_atomically

    if output is None:
        sys.stdout.buffer.write(data)
        return
    path = output.resolve()
    try:
        write_atomically(path, data, expected=file_bytes(path))
    except ChangedError as error:
        raise WriteError(
            _("%(path)s: was changed by somebody else meanwhile — nothing was written"), path=output
        ) from error
    click.echo(f"{what} → {output}", err=True)


_KINDS = (vcard_command, csv_command, ics_command, json_command, sqlite_command, html_command)
for _kind in _KINDS:
    export_command.add_command(_kind)

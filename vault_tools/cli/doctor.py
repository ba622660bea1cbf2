"""`doctor`: what a report of a fault should begin with."""

import platform
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools import __version__
from vault_tools.cli.common import Settings, command, open_vault, show_json
from vault_tools.cli.speech import Say, columns
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.workspace import Workspace

_LIBRARIES = ("click", "jinja2", "msgspec", "py-yaml12", "python-frontmatter", "watchdog")
_KINDS = {
    "contact": _("contact notes"),
    "meeting": _("meeting notes"),
    "deal": _("deal notes"),
    "resource": _("resource notes"),
    "lesson": _("lesson notes"),
    "industry": _("industry notes"),
    "introduction": _("introduction notes"),
    "note": _("other notes"),
}
_LIMITS = ("max_user_watches", "max_user_instances", "max_queued_events")


@command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def doctor_command(settings: Settings, as_json: bool) -> None:
    """Show versions, the vault, its counts, the watcher's limits and the cache.

    \b
    Examples:
      vault-tools doctor
      vault-tools doctor --json
    """
    with open_vault(settings) as workspace:
        say = str if as_json else settings.words.gettext
        report = {
            say(_("versions")): _versions(say),
            say(_("vault")): _vault(workspace, say),
            say(_("watch")): _watch(workspace.vault, say),
        }
    if as_json:
        show_json(report)
        return
    for section, facts in report.items():
        click.secho(section, bold=True)
        for name, value in facts.items():
            click.echo(f"  {name}{' ' * (24 - columns(name))} {value}")


def _versions(say: Say) -> dict[str, object]:
    found: dict[str, object] = {
        "vault-tools": __version__,
        "python": sys.version.split()[0],
        say(_("system")): f"{platform.system()} {platform.release()}",
        "sqlite": sqlite3.sqlite_version,
    }
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = say(_("missing: install vault-tools again"))
    return found


def _vault(workspace: "Workspace", say: Say) -> dict[str, object]:
    from vault_tools.config import CONFIG_NAME

    config = workspace.vault / CONFIG_NAME
    file = workspace.index.file
    cache = say(_("%(size)s bytes")) % {"size": f"{file.stat().st_size:,}"} if file else ""
    return {
        say(_("folder")): str(workspace.vault),
        say(_("config")): CONFIG_NAME if config.exists() else say(_("none: all settings have their defaults")),
        say(_("language")): workspace.lang,
        say(_("today")): workspace.today.isoformat(),
        say(_("time zone")): workspace.config.timezone or say(_("the machine's")),
        **{say(_KINDS[kind]): count for kind, count in workspace.counts().items()},
        say(_("findings")): len(workspace.findings()),
        say(_("cache")): cache or say(_("in memory only: .vault-tools/ can't be written")),
    }


def _watch(vault: Path, say: Say) -> dict[str, object]:
    from vault_tools.eyes import remote_file_system
    from vault_tools.lock import holder_of

    facts: dict[str, object] = {say(_("running")): holder_of(vault) or say(_("no"))}
    for name in _LIMITS:
        try:
            facts[f"inotify {name}"] = int(Path(f"/proc/sys/fs/inotify/{name}").read_text())
        except (OSError, ValueError):
            facts[f"inotify {name}"] = say(_("unknown here"))
    facts[say(_("folders to watch"))] = 1 + sum(one.is_dir() and not one.is_symlink() for one in vault.rglob("*"))
    facts[say(_("network drive"))] = remote_file_system(vault) or say(_("no"))
    return facts

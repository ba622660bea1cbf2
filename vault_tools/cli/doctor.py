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

if TYPE_CHECKING:
    from vault_tools.workspace import Workspace

_LIBRARIES = ("click", "jinja2", "msgspec", "py-yaml12", "python-frontmatter", "watchdog")
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
        report = {"versions": _versions(), "vault": _vault(workspace), "watch": _watch(workspace.vault)}
    if as_json:
        show_json(report)
        return
    for section, facts in report.items():
        click.secho(section, bold=True)
        for name, value in facts.items():
            click.echo(f"  {name:24} {value}")


def _versions() -> dict[str, object]:
    found: dict[str, object] = {
        "vault-tools": __version__,
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.release()}",
        "sqlite": sqlite3.sqlite_version,
    }
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing: install vault-tools again"
    return found


def _vault(workspace: "Workspace") -> dict[str, object]:
    from vault_tools.config import CONFIG_NAME

    config = workspace.vault / CONFIG_NAME
    file = workspace.index.file
    return {
        "folder": str(workspace.vault),
        "config": CONFIG_NAME if config.exists() else "none: all settings have their defaults",
        "language": workspace.lang,
        "today": workspace.today.isoformat(),
        "time zone": workspace.config.timezone or "the machine's",
        **{f"{kind.replace('note', 'other')} notes": count for kind, count in workspace.counts().items()},
        "findings": len(workspace.findings()),
        "cache": f"{file.stat().st_size:,} bytes" if file else "in memory only: .vault-tools/ can't be written",
    }


def _watch(vault: Path) -> dict[str, object]:
    from vault_tools.eyes import remote_file_system
    from vault_tools.lock import holder_of

    facts: dict[str, object] = {"running": holder_of(vault) or "no"}
    for name in _LIMITS:
        try:
            facts[f"inotify {name}"] = int(Path(f"/proc/sys/fs/inotify/{name}").read_text())
        except (OSError, ValueError):
            facts[f"inotify {name}"] = "unknown here"
    facts["folders to watch"] = 1 + sum(one.is_dir() and not one.is_symlink() for one in vault.rglob("*"))
    facts["network drive"] = remote_file_system(vault) or "no"
    return facts

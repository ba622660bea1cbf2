"""`index`: the cache."""

import time

import click

from vault_tools.cli.common import Settings, command, open_vault, show_json
from vault_tools.language import mark as _

KINDS = {
    "contact": _("contacts"),
    "meeting": _("meetings"),
    "deal": _("deals"),
    "resource": _("resources"),
    "lesson": _("lessons"),
    "industry": _("industries"),
    "introduction": _("introductions"),
    "note": _("other notes"),
}


@command()
@click.option("--rebuild", is_flag=True, help="Forget the cache and read every note anew.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def index_command(settings: Settings, rebuild: bool, as_json: bool) -> None:
    """Bring the cache up to date, and say what it holds.

    There is never a need to: every command does it. The cache is .vault-tools/index.sqlite and may be
    deleted at any time; your own templates, which lie beside it, may not.

    \b
    Examples:
      vault-tools index
      vault-tools index --rebuild
    """
    started = time.perf_counter()
    with open_vault(settings) as workspace:
        if rebuild:
            workspace.rebuild()
        counts = workspace.counts()
        if as_json:
            show_json(counts)
            return
        for kind, count in counts.items():
            click.echo(f"{count:8,}  {settings.words.gettext(KINDS[kind])}")
        settings.log(f"{time.perf_counter() - started:.2f} s")

"""`digest`: render the digests into the vault."""

import sys
import time

import click

from vault_tools.cli.common import Settings, command, open_vault
from vault_tools.language import mark as _


@command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
@click.option("--stdout", is_flag=True, help="Print the digests instead of writing them.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written, and what is wrong, as JSON.")
def digest_command(settings: Settings, check: bool, stdout: bool, as_json: bool) -> None:
    """Render the digests, and every block in any note, into the vault.

    Only what differs is written; an unchanged vault on an unchanged day is left alone to the byte.

    \b
    Examples:
      vault-tools digest
      vault-tools digest --check              did someone forget to render?
      vault-tools digest --today 2026-11-24   as on that day
      vault-tools digest --stdout --lang zh   read it without writing it
    """
    from vault_tools.language import catalogue
    from vault_tools.publish import publish

    started = time.perf_counter()
    with open_vault(settings, whole=True, meanwhile=_load) as workspace:
        if stdout:
            from vault_tools.publisher import preview

            click.echo(preview(workspace))
            return
        published = publish(workspace, check=check)
        words = catalogue(workspace.lang)
        if as_json:
            from vault_tools.cli.common import show_json

            findings = [one.as_json(words) for one in published.findings]
            show_json({"written": published.written, "findings": findings, "done": published.done})
        else:
            for finding in published.findings:
                click.echo(finding.sentence(words), err=True)
            for label in published.done:
                settings.tell(_("carried out %(label)s"), label=label)
            for path in published.written:
                settings.tell(_("would change %(path)s") if check else _("rendered %(path)s"), path=path)
            if not published.written:
                settings.tell(_("nothing changed"))
            settings.log(f"{time.perf_counter() - started:.2f} s")
        if check and published.written:
            sys.exit(1)


def _load() -> None:
    """What renders takes a while to load: it is loaded while a second process walks through the vault."""
    import vault_tools.publisher  # noqa: F401

"""`check`: all that is wrong in the vault."""

import click

from vault_tools.cli.common import Settings, command, open_vault, show_json


@command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check_command(settings: Settings, as_json: bool) -> None:
    """Name everything in the vault that can't be read, doesn't exist or doesn't fit together.

    Each line says where, what is wrong, and what to do. Nothing is changed. Exits with 1 if there are findings.

    \b
    Examples:
      vault-tools check
      vault-tools check --json | jq -r '.[].code' | sort | uniq -c
    """
    from vault_tools.findings import order
    from vault_tools.language import catalogue
    from vault_tools.publish import publish

    with open_vault(settings) as workspace:
        words = catalogue(workspace.lang)
        findings = {order(one): one for one in [*workspace.findings(), *publish(workspace, check=True).findings]}
        found = [findings[key] for key in sorted(findings)]
        if as_json:
            show_json([one.as_json(words) for one in found])
        else:
            for one in found:
                place = click.style(one.place(), bold=True)
                click.echo(f"{place}: {one.problem(words)} — {one.remedy(words)}")
            notes = words.ngettext("%(num)d note", "%(num)d notes", len(workspace.scan.notes))
            count = words.ngettext("%(num)d finding", "%(num)d findings", len(found))
            click.echo(
                f"{notes % {'num': len(workspace.scan.notes)}}{words.gettext(', ')}{count % {'num': len(found)}}",
                err=True,
            )
        if found:
            raise SystemExit(1)

"""`init`: make a vault, or adopt a folder as one."""

from pathlib import Path

import click

from vault_tools.cli.common import Settings, command
from vault_tools.language import mark as _


@command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
def init_command(settings: Settings, folder: Path | None) -> None:
    """Make FOLDER (default: this one) a vault: a commented config, folders, note templates, a .gitignore line.

    A folder of notes that you have already is adopted: nothing that exists is changed. Run it twice, and the second
    time does nothing.

    \b
    Examples:
      vault-tools init ~/network
      vault-tools init --lang zh ~/人脉
      cd ~/Obsidian/Notes && vault-tools init
    """
    from vault_tools.adopt import adopt

    vault = folder or settings.vault or Path()
    adopted = adopt(vault, settings.lang or "en")
    for name in adopted.made:
        settings.tell(_("made   %(name)s"), name=name)
    for name in adopted.kept:
        settings.log(f"kept   {name}")
    if not adopted.made:
        settings.tell(_("%(vault)s: is a vault already, nothing was changed"), vault=vault)
        return
    click.echo()
    settings.tell(
        _("Next, in that folder: `vault-tools import contacts.vcf` for the people you have in a phone or elsewhere,")
    )
    settings.tell(
        _("or write a note for each in People/; then run `vault-tools digest`, or leave `vault-tools watch` running.")
    )

"""`init`: make a vault, or adopt a folder as one."""

from pathlib import Path

import click

from vault_tools.cli.common import Settings, command, language_of_vault
from vault_tools.errors import ConfigError
from vault_tools.language import LANGUAGES, language_of_system
from vault_tools.language import mark as _


@command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
def init_command(settings: Settings, folder: Path | None) -> None:
    """Make FOLDER (default: this one) a vault: a commented config, folders, note templates, a .gitignore line.

    A folder of notes that you have already is adopted: nothing that exists is changed. Run it twice, and the second
    time does nothing.

    The vault speaks the language that --lang names, else the one its config has, else your system's (LC_ALL,
    LC_MESSAGES, LANG).

    \b
    Examples:
      vault-tools init ~/network
      vault-tools init --lang zh ~/人脉
      cd ~/Obsidian/Notes && vault-tools init
    """
    from vault_tools.adopt import adopt
    from vault_tools.config import CONFIG_NAME

    vault = folder or settings.vault or Path()
    asked = settings.lang is not None
    settings.lang = settings.lang or _language_there(vault) or language_of_system()
    adopted = adopt(vault, settings.lang)
    for name in adopted.made:
        settings.tell(_("made   %(name)s"), name=name)
    for name in adopted.kept:
        settings.log(f"kept   {name}")
    if not adopted.made:
        settings.tell(_("%(vault)s: is a vault already, nothing was changed"), vault=vault)
        return
    click.echo()
    if CONFIG_NAME in adopted.made and not asked:
        # in each language the sentence names that language: it is the one that was chosen
        speaks = _(
            'It speaks English, going by your system\'s language; `lang = "%(other)s"` in vault-tools.toml changes it.'
        )
        settings.tell(speaks, other=next(lang for lang in LANGUAGES if lang != settings.lang))
    settings.tell(
        _("Next, in that folder: `vault-tools import contacts.vcf` for the people you have in a phone or elsewhere,")
    )
    settings.tell(
        _("or write a note for each in People/; then run `vault-tools digest`, or leave `vault-tools watch` running.")
    )


def _language_there(vault: Path) -> str | None:
    """The language of a vault that is only to be completed; none where there is no config that can be read."""
    from vault_tools.config import CONFIG_NAME

    try:
        return language_of_vault(vault) if (vault / CONFIG_NAME).exists() else None
    except ConfigError:
        return None

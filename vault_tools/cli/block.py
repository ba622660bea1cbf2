"""`block`: the blocks there are, where they stand, and putting one into a note."""

import click

from vault_tools.cli.common import Misuse, Settings, command, complete_contact, open_vault, show_json, show_table
from vault_tools.cli.speech import Group
from vault_tools.cli.writing import Desk, writing_command
from vault_tools.language import mark as _


@click.group(cls=Group)
def block_command() -> None:
    """List the blocks that can stand in any note, or put one into a note.

    \b
    Examples:
      vault-tools block list
      vault-tools block add timeline "Li Wei"
      vault-tools block add follow-ups Home --option limit=5 --top
    """


@command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON (docs/json.md).")
def list_command(settings: Settings, as_json: bool) -> None:
    """List the blocks with their options and the notes that hold them.

    \b
    Examples:
      vault-tools block list
      vault-tools block list --json | jq -r '.[] | select(.notes == []) | .name'
    """
    from vault_tools.digests.registry import BLOCKS

    with open_vault(settings) as workspace:
        uses: dict[str, list[str]] = {name: [] for name in BLOCKS}
        for path, record in sorted(workspace.records.items()):
            for use in record.blocks:
                uses.setdefault(use.name, []).append(f"{path}:{use.line}")
    rows = [(name, BLOCKS[name].usage(), uses[name]) for name in BLOCKS]
    if as_json:
        show_json([{"name": name, "options": options, "notes": notes} for name, options, notes in rows])
        return
    show_table(["Block", "Options", "Stands in"], [[name, options, ", ".join(notes)] for name, options, notes in rows])


@writing_command(name="add")
@click.argument("name", metavar="BLOCK")
@click.argument("note", shell_complete=complete_contact)
@click.option("-o", "--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the block.")
@click.option("--top", is_flag=True, help="Below the note's first heading; else at its end.")
def add_command(desk: Desk, name: str, note: str, options: tuple[str, ...], top: bool) -> None:
    """Put an empty BLOCK into NOTE; the next `digest` fills it. What the note holds is left as it is.

    \b
    Examples:
      vault-tools block add timeline "Li Wei"
      vault-tools block add who "Meetings/2026-11-20 Talk" -o 'contact=Li Wei' --top
    """
    from vault_tools.changes import Edit
    from vault_tools.cli.choosing import choose_note
    from vault_tools.digests.registry import BLOCKS, read_options
    from vault_tools.vault.edit.blocks import insert_block

    if name not in BLOCKS:
        raise Misuse(_("no block is called “%(name)s”; use one of %(known)s"), name=name, known=", ".join(BLOCKS))
    kind, given = BLOCKS[name], dict(option.partition("=")[::2] for option in options)
    about = {kind.subject: given.pop(kind.subject)} if kind.about != "nobody" and kind.subject in given else {}
    arguments, bad = read_options(kind, given)
    if bad:
        told = _("%(name)s can't use %(options)s; its options: %(known)s")
        raise Misuse(told, name=name, options=", ".join(bad), known=kind.usage() or "—")
    path = choose_note(desk.workspace.scan.notes, desk.people, note)
    if kind.about == "somebody" and not about and path not in desk.people:
        raise Misuse(_("%(path)s is no contact's note: say whose it is with -o 'contact=Li Wei'"), path=path)
    texts = [f"{key}={value}" for key, value in arguments.items()]
    texts += [f'{key}="{desk.who(value).name if key == "contact" else value}"' for key, value in about.items()]
    edit = Edit(path, lambda data: insert_block(data or b"", name, " ".join(texts), top=top))
    desk.carry_out(f"block add {name} {path}", [edit])


block_command.add_command(list_command)
block_command.add_command(add_command)

"""`rename` and `merge`: a note's other name, and two notes made one, with every link in the vault."""

from typing import TYPE_CHECKING

import click

from vault_tools.cli.common import Misuse, complete_contact
from vault_tools.cli.writing import Desk, open_editor, show_difference, writing_command
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.renaming import Rewrite

PART_OF = _("%(old)s is now part of %(new)s")


@writing_command()
@click.argument("note", shell_complete=complete_contact)
@click.argument("name")
@click.option("--no-alias", is_flag=True, help="Do not keep the old name as an alias.")
def rename_command(desk: Desk, note: str, name: str, *, no_alias: bool) -> None:
    """Give NOTE another NAME, and lead every link in the vault to it.

    NOTE is a contact, or any note's path or file name. A NAME with a slash is a place in the vault; one that ends with
    a slash is a folder to move the note to. Links in text, properties, digests and canvases follow, with their
    headings and words; so do plain names in properties such as `with`. Code is left alone.

    \b
    Examples:
      vault-tools rename "Li Wei" "Li Wei (Starwood)"
      vault-tools rename "Meetings/2026-11-20 Talk" "2026-11-20 Talk with HR"
      vault-tools rename "Li Wei" Archive/ --dry-run
    """
    from vault_tools.cli.choosing import choose_note
    from vault_tools.renaming import new_path, rename

    old = choose_note(desk.workspace.scan.notes, desk.people, note)
    new = new_path(desk.workspace, old, name)
    rewrite = rename(desk.workspace, old, new, called=note, alias=not no_alias)
    carry_out_rewrite(desk, f"rename {old} → {new}", rewrite, (_("%(old)s is now %(new)s"), old, new), new)


@writing_command()
@click.argument("kept", metavar="A", shell_complete=complete_contact)
@click.argument("absorbed", metavar="B", shell_complete=complete_contact)
def merge_command(desk: Desk, kept: str, absorbed: str) -> None:
    """Take the note B into the note A, and lead every link to B to A.

    A's properties stay; those that only B has are added, lists are united. Where both differ, B's value is told in A's
    text. B's log lines go into A's log by their dates, its other text below. B's names become aliases of A, and B's
    file is deleted: it stays in git, and `vault-tools undo` brings it back.

    \b
    Examples:
      vault-tools merge "Li Wei" "李伟"
      vault-tools merge "People/Li Wei" "People/Wei Li" --dry-run
    """
    from vault_tools.cli.choosing import choose_note
    from vault_tools.renaming import merge

    notes, people = desk.workspace.scan.notes, desk.people
    into, gone = choose_note(notes, people, kept), choose_note(notes, people, absorbed)
    if into == gone:
        raise Misuse(_("“%(one)s” and “%(other)s” are the same note: %(path)s"), one=kept, other=absorbed, path=into)
    rewrite = merge(desk.workspace, into, gone)
    carry_out_rewrite(desk, f"merge {into} ← {gone}", rewrite, (PART_OF, gone, into), into)


def carry_out_rewrite(desk: Desk, label: str, rewrite: "Rewrite", done: tuple[str, str, str], path: str) -> None:
    """Make the edits and say in a line or two what was done: a sentence of the catalogue, the old and the new path.
    Under `--dry-run` print the diff."""
    from vault_tools.changes import carry_out, plan
    from vault_tools.freshness import keep_rendered, rendered_texts

    workspace = desk.workspace
    own = {rewrite.edits[0].path, rewrite.edits[-1].path}
    if desk.dry_run:
        show_difference(plan(workspace.vault, rewrite.edits))
        return
    if rewrite.rendered:
        keep_rendered(workspace, rendered_texts(workspace) | rewrite.rendered)
    changes = carry_out(workspace.vault, label, rewrite.edits)
    others = [change.path for change in changes if change.path not in own]
    for one in others:
        workspace.log(f"links in {one}")
    desk.settings.tell(done[0], old=done[1], new=done[2])
    if others:
        words = desk.settings.words
        told = words.ngettext("links in %(num)d other note follow", "links in %(num)d other notes follow", len(others))
        click.echo(told % {"num": len(others)})
    if desk.edit:
        open_editor(workspace, [path])

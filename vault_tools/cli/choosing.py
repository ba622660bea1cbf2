"""Which contact or note is meant by what was typed: the one it fits, or the one picked from those it may be."""

import sys
from collections.abc import Collection, Mapping

import click

from vault_tools.cli.common import speaker
from vault_tools.errors import LookupFailed
from vault_tools.language import mark as _
from vault_tools.lookup import look_up
from vault_tools.network.model import Called

_SHOWN = 20


def choose_contact(people: Mapping[str, Called], name: str, *, to_edit: bool = False) -> Called:
    """The contact meant by `name`; several are asked about at a terminal. `to_edit`: a name that is only nearly right
    will not do without asking. Raises LookupFailed."""
    match = look_up(people, name)
    if not match.contacts:
        if to_edit:
            raise LookupFailed(
                _('nobody is called “%(name)s” — `vault-tools new contact "%(name)s"` makes a note'), name=name
            )
        raise LookupFailed(_("nobody is called “%(name)s” — `vault-tools contacts` lists everybody"), name=name)
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    doubtful = match.how == "similar" and (at_terminal or to_edit)
    if len(match.contacts) == 1 and not doubtful:
        return match.contacts[0]
    shown = [f"{one.name} ({one.path})" for one in match.contacts[:_SHOWN]]
    if not at_terminal and match.how == "similar":
        raise LookupFailed(_("nobody is called “%(name)s”; did you mean %(names)s?"), name=name, names="; ".join(shown))
    if not at_terminal:
        raise LookupFailed(
            _("“%(name)s” may be any of: %(names)s — name one by its path"), name=name, names="; ".join(shown)
        )
    for number, text in enumerate(shown, 1):
        click.echo(f"{number:3}  {text}")
    with speaker().asking() as words:
        which = words.gettext(_("Which one"))
        chosen = click.prompt(which, type=click.IntRange(1, len(shown)), default=1)
    return match.contacts[chosen - 1]


def choose_note(paths: Collection[str], people: Mapping[str, Called], name: str) -> str:
    """The path of the note meant by `name`: a path, a contact, or another note by its file's name. Raises
    LookupFailed."""
    from vault_tools.vault.links import Resolver

    for path in (name, f"{name}.md"):
        if path in paths:
            return path
    if look_up(people, name).how != "exact":
        found = Resolver(paths).resolve(name, "")
        if len(found) == 1:
            return found[0]
        if found:
            raise LookupFailed(
                _("“%(name)s” may be any of: %(names)s — name one by its path"),
                name=name,
                names="; ".join(found[:_SHOWN]),
            )
    return choose_contact(people, name, to_edit=True).path

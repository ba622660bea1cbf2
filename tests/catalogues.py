"""Message extraction: what the test of the catalogues compares, and what `make messages` writes."""

from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from vault_tools.cli.main import cli
from vault_tools.cli.speech import Command, Say
from vault_tools.language import DOMAIN, HELP

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "vault_tools/locale/zh/LC_MESSAGES"

_KEYWORDS = {
    "_": None,
    "mark": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "mark_in": ((1, "c"), 2),
}
_CLICK = ("core.py", "decorators.py", "exceptions.py", "formatting.py", "parser.py", "termui.py", "types.py")
"""The files of click that say something to users."""

_FOR_PROGRAMMERS = ("deprecated", "defined twice", "declaration", "Boolean option", "iterable", "colour", "(dynamic)")
_FOR_NO_OPTION_OF_OURS = ("format", "UUID", "Repeat", "entered values", "without prompting", "any key", "len_type")


def extracted(domain: str = DOMAIN) -> Catalog:
    """All messages of the sources and templates; for `help`, those of the commands' help and of click."""
    catalog = Catalog(locale="zh", project="vault-tools", charset="utf-8", fuzzy=False)
    if domain == HELP:
        for place, message in (*_of_click(), *_of_help()):
            catalog.add(message, None, [(place, 0)])
        return catalog
    places = (("vault_tools", [("**.py", "python")]), ("templates", [("**.j2", "jinja2")]))
    for folder, methods in places:
        found = extract_from_dir(ROOT / folder, method_map=methods, keywords=_KEYWORDS)
        for name, _line, message, comments, context in found:
            catalog.add(message, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def every_command() -> Iterator[tuple[str, click.Context]]:
    """Each command and group as it is called, in a context of its own."""
    yield from _below("vault-tools", click.Context(cli, info_name="vault-tools"))


def _below(name: str, context: click.Context) -> Iterator[tuple[str, click.Context]]:
    yield name, context
    if isinstance(context.command, click.Group):
        for one in context.command.list_commands(context):
            command = context.command.get_command(context, one)
            assert command is not None
            yield from _below(f"{name} {one}", click.Context(command, parent=context, info_name=one))


def _of_help() -> Iterator[tuple[str, str]]:
    """What the commands say of themselves: all that they look up when they are asked to speak another language."""
    for name, context in every_command():
        said: dict[str, None] = {}

        def hear(text: str, said: dict[str, None] = said) -> str:
            said[text] = None
            return text

        say: Say = hear
        assert isinstance(context.command, Command)
        context.command.in_words(say)
        yield from ((name, text) for text in said if text.strip())


def _of_click() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    needless = (*_FOR_PROGRAMMERS, *_FOR_NO_OPTION_OF_OURS)
    folder = Path(click.__file__).parent
    found = extract_from_dir(folder, [("**.py", "python")], keywords={"_": None, "ngettext": (1, 2)})
    for name, _line, message, _comments, _context in found:
        if name in _CLICK and not any(word in str(message) for word in needless):
            yield f"click/{name}", message


def chinese(domain: str = DOMAIN) -> Catalog:
    """The Chinese catalogue as it is in the repository."""
    with (FOLDER / f"{domain}.po").open("rb") as file:
        return read_po(file, locale="zh")


def update(domain: str) -> None:
    """Add new messages to a Chinese catalogue, to be translated, and drop those no longer used."""
    file = FOLDER / f"{domain}.po"
    catalog = chinese(domain) if file.exists() else Catalog(locale="zh", project="vault-tools")
    catalog.update(extracted(domain), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = "# The Chinese messages of vault-tools."
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)


if __name__ == "__main__":
    update(DOMAIN)
    update(HELP)

"""The formats there are: how each is known, and the module that reads it, by `read(Input, Options)`, or all files of
one format by `read_together`."""

import re
import sys
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from vault_tools.errors import VaultToolsError
from vault_tools.language import mark as _
from vault_tools.transfer.arrivals import Options, Reading
from vault_tools.transfer.text import check_encoding, text_of

_HEAD_BYTES = 65536


class ImportRefused(VaultToolsError):
    """A file that can't be imported: it is gone, unreadable, or of no format known. Nothing was changed."""


class Input:
    """A file, a folder, or standard input (`-`), read no earlier and no further than is asked for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = None if name == "-" else Path(name)
        if self.path is not None and not self.path.exists():
            raise ImportRefused(_("%(name)s: there is no such file"), name=name)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.path is not None and self.path.is_dir()

    @cached_property
    def head(self) -> bytes:
        """Its first bytes; none of a folder."""
        if self.is_folder:
            return b""
        if self.path is None:
            return self.data[:_HEAD_BYTES]
        try:
            with self.path.open("rb") as file:
                return file.read(_HEAD_BYTES)
        except OSError as error:
            raise ImportRefused(_("%(name)s: can't be read: %(why)s"), name=self.name, why=error.strerror) from error

    @cached_property
    def data(self) -> bytes:
        """All its bytes. Raises ImportRefused."""
        try:
            return sys.stdin.buffer.read() if self.path is None else self.path.read_bytes()
        except OSError as error:
            raise ImportRefused(_("%(name)s: can't be read: %(why)s"), name=self.name, why=error.strerror) from error


class Source(msgspec.Struct, frozen=True):
    """A format: the module here that has its `read(Input, Options) -> Reading`; the endings of its files' names, a
    pattern that their text has near its beginning, and files that a folder of it holds."""

    module: str
    endings: tuple[str, ...] = ()
    pattern: str = ""
    folder_of: tuple[str, ...] = ()


SOURCES: dict[str, Source] = {
    "vcard": Source("vcard", (".vcf", ".vcard"), r"(?im)^[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*\r?$"),
    "ics": Source("calendars", (".ics", ".ical"), r"(?im)^[ \t]*BEGIN[ \t]*:[ \t]*VCALENDAR[ \t]*\r?$"),
    "mail": Source("mail", (".mbox", ".mbx", ".eml"), r"\AFrom \S+ .*\d{4}", ("cur", "*/cur", "mbox", "*.eml")),
    "monica": Source(
        "monica", (), r'\A\s*\{(?=[\s\S]{0,4000}"account"\s*:)[\s\S]{0,4000}?"(?:app_version|export_date)"'
    ),
    "json": Source("exported", (), r'\A\s*\{\s*"format"\s*:\s*"vault-tools"'),
    "notes": Source("folders", (".md", ".markdown"), r"\A---[ \t]*\r?\n", ("*.md", "*/*.md")),
    "csv": Source("tables", (".csv", ".tsv", ".tab"), r"\A(?:[^\n]*\n){0,4}?(?:[^\n]*[,;\t|]){2}"),
}
"""The formats by name, as `--format` has them. A file is of the first whose pattern its text has, else whose ending its
name has."""


def read_all(names: Iterable[str], options: Options, form: str = "") -> Reading:
    """What all the files hold; `form` is their format, absent: each one's own. Raises ImportRefused."""
    check_encoding(options.encoding)
    reading, names = Reading(), list(names)
    together: dict[str, list[Input]] = {}
    for name in names:
        given = Input(name)
        module = SOURCES[form or recognised(given)].module
        source: Any = import_module(f"vault_tools.transfer.{module}")
        if hasattr(source, "read_together"):
            together.setdefault(module, []).append(given)
        else:
            found = source.read(given, options)
            if len(names) > 1:
                found.lost = [msgspec.structs.replace(one, file=given.name) for one in found.lost]
            reading.join(found)
    for module, several in together.items():
        source = import_module(f"vault_tools.transfer.{module}")
        reading.join(source.read_together(several, options))
    return reading


def recognised(given: Input) -> str:
    """The format of a file or folder. Raises ImportRefused."""
    text = text_of(given.head)
    for name, source in SOURCES.items():
        if given.path is not None and given.is_folder:
            if any(next(given.path.glob(one), None) for one in source.folder_of):
                return name
        elif source.pattern and re.search(source.pattern, text):
            return name
    for name, source in SOURCES.items():
        if given.path is not None and given.path.suffix.lower() in source.endings:
            return name
    raise ImportRefused(
        _("%(name)s: is of no format known here — name it with --format: %(known)s; nothing was changed"),
        name=given.name,
        known=", ".join(SOURCES),
    )

"""Mailboxes on disk → the headers of their messages, one after another: bodies are passed over and never kept."""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from vault_tools.language import mark as _
from vault_tools.transfer.arrivals import Options
from vault_tools.transfer.sources import ImportRefused, Input

_LINE = 65536
_HEAD = 131072
"""Longer headers are cut: so much is read of one message, and no more."""

_FROM = re.compile(rb"From \S.*\d{4}")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|From ")


def heads(given: Input, options: Options) -> Iterator[tuple[str, bytes]]:
    """The header of each message, and where it stands: its line in an mbox, its file in a Maildir or folder. Raises
    ImportRefused."""
    try:
        if not given.is_folder or given.path is None:
            yield from _of_file(given, options)
            return
        files = _files(given.path)
        for number, file in enumerate(files, 1):
            if _is_mbox(file):
                with file.open("rb") as stream:
                    yield from _mbox(stream, file.stat().st_size, options)
            else:
                yield file.name, _head_of(file)
            options.tick(number, len(files))
    except OSError as error:
        raise ImportRefused(_("%(name)s: can't be read: %(why)s"), name=given.name, why=error.strerror) from error


def _of_file(given: Input, options: Options) -> Iterator[tuple[str, bytes]]:
    if not given.head.startswith(b"From "):
        yield "", given.head[:_HEAD]
    elif given.path is None:
        yield from _mbox(io.BytesIO(given.data), len(given.data), options)
    else:
        with given.path.open("rb") as stream:
            yield from _mbox(stream, given.path.stat().st_size, options)


def _files(folder: Path) -> list[Path]:
    """The messages of a Maildir and its folders, of an mbox's package, or the `.eml` files, in the order of their
    names."""
    found = [file for place in ("cur", "new") for file in folder.glob(f"**/{place}/*")]
    found += [*folder.glob("**/mbox"), *folder.glob("**/*.mbox"), *folder.glob("**/*.eml")]
    return sorted({file for file in found if file.is_file()})


def _is_mbox(file: Path) -> bool:
    if file.parent.name in ("cur", "new"):
        return False
    with file.open("rb") as stream:
        return stream.read(5) == b"From "


def _head_of(file: Path) -> bytes:
    with suppress(FileNotFoundError), file.open("rb") as stream:  # a mail program moved it meanwhile
        return stream.read(_HEAD)
    return b""


def _mbox(stream: BinaryIO, size: int, options: Options) -> Iterator[tuple[str, bytes]]:
    """The headers in an mbox. A line `From …` begins a message only where a blank line stands before it and a header
    after it: in a text it may stand unquoted."""
    head, start, length, number, begins = bytearray(), 0, 0, 0, False
    blank, in_head, pending = True, False, 0
    while line := stream.readline(_LINE):
        number += 1
        if pending and _HEADER.match(line):
            if start:
                yield str(start), bytes(head)
            head, start, in_head, length = bytearray(), pending, True, 0
        begins, pending = blank and _FROM.match(line) is not None, 0
        if begins:
            pending = number
        blank = not line.strip()
        if in_head and not begins:
            in_head = not blank
            if length < _HEAD:
                head += line
                length += len(line)
        if number % 5000 == 0:
            options.tick(stream.tell() // 1024, max(1, size // 1024))
    if start:
        yield str(start), bytes(head)

"""A large value in a file of its own beside the cache: in the cache's file it would be written twice, and copied twice.

What ties it to the cache is its *token*, which is kept there: a value that does not fit its token is as good as lost.
So a file may be half written, be another process's, or have survived a power failure that its cache did not.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from io import RawIOBase
from pathlib import Path
from zlib import crc32

_MARK = 8

_PIECE = 1 << 18
"""Bytes written at once: for twenty million Linux looks for pages so large that writing takes ten times as long."""


def write_aside(file: Path, parts: Iterable[bytes | bytearray | memoryview]) -> bytes:
    """Write a value, given in parts, in place of any other; gives its token. Raises OSError, with no file left then."""
    mark = os.urandom(_MARK)
    file.unlink(missing_ok=True)  # to write over it would wait for the disk, and pull it from under whoever reads it
    try:
        with open(file, "xb", buffering=0) as out:  # noqa: PTH123 - no buffer between
            return mark + _write(out, mark, parts).to_bytes(_MARK)
    except OSError:
        with suppress(OSError):
            file.unlink()
        raise


def _write(out: RawIOBase, mark: bytes, parts: Iterable[bytes | bytearray | memoryview]) -> int:
    """Write it all; gives the check sum of the parts."""
    check = 0
    out.write(mark)
    for part in parts:
        check = crc32(part, check)
        rest = memoryview(part)
        while rest:
            rest = rest[out.write(rest[:_PIECE]) or 0 :]
    return check


def read_aside(file: Path, token: bytes) -> memoryview | None:
    """The value of that token; None if it is not there."""
    try:
        data = memoryview(file.read_bytes())
    except OSError:
        return None
    value = data[_MARK:]
    return value if token == bytes(data[:_MARK]) + crc32(value).to_bytes(_MARK) else None

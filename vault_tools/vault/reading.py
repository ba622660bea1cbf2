"""Reading and parsing many notes: in this process, or where that pays in one per core."""

import time
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from vault_tools.beside import can_fork, shared_out
from vault_tools.vault.write import digest_of, read_bytes

Parse = Callable[[str, bytes], bytes]
"""(path, the file's bytes) → the payload to keep. Never raises."""

PARALLEL_FROM = 3000
"""Notes from which starting processes costs less than it saves: about half a second's work."""

CHUNK = 100


class Read(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file read: when that began (ns), the hash of its bytes, and the payload made of them.

    `payload` is None where the bytes are those already known; `error` says why a file can't be read, and is empty
    for one that is gone; `hash` is None for both.
    """

    path: str
    started: int
    hash: bytes | None = None
    payload: bytes | None = None
    error: str = ""


Wanted = tuple[str, bytes | None]
"""A path, and the hash of the bytes that are known of it."""


def read_notes(vault: str, wanted: list[Wanted], parse: Parse) -> Iterator[Read]:
    """Read the files, in the order given; those whose bytes are not the known ones are parsed."""
    if len(wanted) < PARALLEL_FROM or not can_fork():  # only forking shares the parser with its config
        for one in wanted:
            yield _read(vault, parse, one)
        return
    chunks = [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]
    for reads in shared_out(partial(_read_chunk, vault, parse), chunks):
        yield from msgspec.msgpack.decode(reads, type=list[Read])


def _read_chunk(vault: str, parse: Parse, chunk: list[Wanted]) -> bytes:
    """A chunk read, packed: pickling thirty thousand objects would cost a good part of what is won."""
    return msgspec.msgpack.encode([_read(vault, parse, one) for one in chunk])


def _read(vault: str, parse: Parse, wanted: Wanted) -> Read:
    path, known = wanted
    started = time.time_ns()
    try:
        data = read_bytes(f"{vault}/{path}")
    except FileNotFoundError:
        return Read(path, started)
    except OSError as error:
        return Read(path, started, error=error.strerror or str(error))
    content = digest_of(data)
    return Read(path, started, content, None if content == known else parse(path, data))

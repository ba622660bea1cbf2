"""Reading and parsing many notes: in this process, or where that pays in one per core."""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

import msgspec

from vault_tools.beside import can_fork, cores
from vault_tools.vault.write import digest_of, read_bytes

Parse = Callable[[str, bytes], bytes]
"""(path, the file's bytes) → the payload to keep. Never raises."""

PARALLEL_FROM = 3000
"""Notes from which starting processes costs less than it saves: about half a second's work."""

CHUNK = 250


class Read(msgspec.Struct, frozen=True):
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
    import multiprocessing

    _Job.work = partial(_read_chunk, vault, parse)
    with multiprocessing.get_context("fork").Pool(cores()) as pool:
        for reads in pool.imap(_Job.run, _chunks(wanted)):
            yield from msgspec.msgpack.decode(reads, type=list[Read])


class _Job:
    """What the forked processes inherit: a function that can't be sent to them."""

    work: Callable[[list[Wanted]], bytes]

    @staticmethod
    def run(chunk: list[Wanted]) -> bytes:
        return _Job.work(chunk)


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


def _chunks(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    rest = iter(wanted)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk

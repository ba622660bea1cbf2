"""What one run leaves to the next: the joined network and the figures of each contact, at a generation of the cache.

Both are brought up to date with the notes that changed since. Where that can't be done they are made anew: nothing is
remembered that reading all notes would not give.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from vault_tools.digests.figures import Figures, basis_of
from vault_tools.network import image
from vault_tools.network.model import Network
from vault_tools.network.patch import Patched, patch
from vault_tools.network.records import decode
from vault_tools.vault.index import Index
from vault_tools.vault.shelf import Fetch

NETWORK, FIGURES = "network", "figures"

STALE = 200
"""So many notes may have changed before what is kept is written anew: that takes a tenth of a second."""

_BYTES = 8


class Recalled(msgspec.Struct):
    """A network as it is now, made from what was kept `behind` changed notes ago, at a generation of the cache;
    `patched` is what those changes came to."""

    network: Network
    generation: int
    behind: int
    patched: Patched


class Kept(msgspec.Struct):
    """A network as it was kept, at a generation of the cache."""

    network: Network
    generation: int


def kept_network(index: Index) -> Kept | None:
    """What was kept in the cache; None if that is nothing, or no network."""
    kept = index.get(NETWORK)
    if kept is None:
        return None
    try:
        return Kept(image.from_bytes(kept[_BYTES:]), int.from_bytes(kept[:_BYTES]))
    except ValueError as error:
        index.log(f"index: a damaged network ({error}), made anew")
        return None


def recall(index: Index, kept: Kept) -> Recalled | None:
    """What was kept in the cache, brought up to date; None if it can't be."""
    changed, gone = index.since(kept.generation)
    if gone:
        return None
    try:
        patched = patch(kept.network, {path: decode(payload) for path, payload in changed.items()})
    except ValueError as error:
        index.log(f"index: a damaged record ({error}), all made anew")
        return None
    if patched is None:
        return None
    return Recalled(kept.network, kept.generation, len(changed), patched)


def kept_figures(index: Index, recalled: Recalled, config: str, day: date) -> Figures:
    """The figures for a config and a day, from what was kept of them as far as that is of use."""
    basis = basis_of(index.get(FIGURES))
    if basis is None or not basis.usable(recalled.generation, config, day):
        return Figures(day)
    return Figures(
        day, basis, lambda name: index.get(_key(name)), recalled.patched, held=lambda names: _held(index, names)
    )


def _held(index: Index, names: Iterable[str]) -> Fetch:
    held = index.held(map(_key, names))
    return lambda name: held(_key(name))


def _key(name: str) -> str:
    """The name in the cache of a figure, or of what was made of figures."""
    return f"{FIGURES} {name}"


def keep_network(index: Index, generation: int, network: Network, joined: memoryview | None = None) -> None:
    """Keep a network for the next run; `joined` are its bytes from when it was joined, where it is still the same but
    for what is small."""
    parts = image.with_small(joined, network) if joined else image.to_parts(network)
    index.put(NETWORK, generation.to_bytes(_BYTES), *parts)


def keep_made(index: Index, made: Iterable[tuple[str, bytes]]) -> None:
    """Keep figures and what was made of them, by name, for the next run."""
    for name, data in made:
        index.put(_key(name), data)

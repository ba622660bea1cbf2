"""What one run leaves to the next: the joined network and the figures of each contact, at a generation of the cache.

Both are brought up to date with the notes that changed since. Where that can't be done they are made anew: nothing is
remembered that reading all notes would not give.
"""

from zlib import crc32

import msgspec

from vault_tools.digests import figures as figures_
from vault_tools.digests.figures import Figures
from vault_tools.network import image
from vault_tools.network.model import Network
from vault_tools.network.patch import patch
from vault_tools.network.records import decode
from vault_tools.vault.index import Index

NETWORK, FIGURES = "network", "figures"

STALE = 200
"""So many notes may have changed before what is kept is written anew: that takes a tenth of a second."""

_BYTES = 8


class Recalled(msgspec.Struct):
    """A network as it is now, made from what was kept `behind` changed notes ago; `figures` are those of the contacts
    who were not `touched` by them."""

    network: Network
    figures: Figures
    behind: int


class Kept(msgspec.Struct):
    """A network as it was kept, at a generation of the cache."""

    network: Network
    generation: int


def kept_network(index: Index) -> Kept | None:
    """What was kept in the cache; None if that is nothing, or no network."""
    kept = index.get(NETWORK)
    if kept is None:
        return None
    generation, check, data = kept[:_BYTES], kept[_BYTES : 2 * _BYTES], memoryview(kept)[2 * _BYTES :]
    try:
        if int.from_bytes(check) != crc32(data):  # most of it stays bytes: nothing else would find a damage in time
            raise ValueError("its bytes are not those that were kept")
        return Kept(image.from_bytes(data), int.from_bytes(generation))
    except ValueError as error:
        index.log(f"index: a damaged network ({error}), made anew")
        return None


def recall(index: Index, kept: Kept) -> Recalled | None:
    """What was kept in the cache, brought up to date; None if it can't be."""
    changed, gone = index.since(kept.generation)
    if gone:
        return None
    try:
        touched = patch(kept.network, {path: decode(payload) for path, payload in changed.items()})
    except ValueError as error:
        index.log(f"index: a damaged record ({error}), all made anew")
        return None
    if touched is None:
        return None
    figures = _figures(index, kept.generation)
    figures.forget(touched)
    return Recalled(kept.network, figures, len(changed))


def _figures(index: Index, since: int) -> Figures:
    """The figures kept at the generation `since` or later, else none."""
    kept = index.get(FIGURES)
    if kept is None or int.from_bytes(kept[:_BYTES]) < since:
        return Figures()
    try:
        return figures_.from_bytes(memoryview(kept)[_BYTES:])
    except ValueError as error:
        index.log(f"index: damaged figures ({error}), made anew")
        return Figures()


def keep_network(index: Index, generation: int, network: Network) -> None:
    """Keep a network for the next run."""
    data = image.to_bytes(network)
    index.put(NETWORK, generation.to_bytes(_BYTES) + crc32(data).to_bytes(_BYTES) + data)


def keep_figures(index: Index, generation: int, figures: Figures) -> None:
    """Keep figures for the next run."""
    index.put(FIGURES, generation.to_bytes(_BYTES) + figures_.to_bytes(figures))

"""One open vault: keep the index fresh, hand out the network, render the digests, write what changed."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from vault_tools import __version__
from vault_tools.beside import Beside, can_fork
from vault_tools.config import CONFIG_NAME, STATE_FOLDER, Config, LoadedConfig, load_config
from vault_tools.findings import Finding, order
from vault_tools.vault.index import Index, Refresh
from vault_tools.vault.reading import PARALLEL_FROM
from vault_tools.vault.scan import Scan, scan, scan_folders

if TYPE_CHECKING:  # a vault where nothing changed needs none of these: they are imported where they are used
    from vault_tools.digests.context import Context
    from vault_tools.digests.figures import Figures
    from vault_tools.digests.matching import Matcher
    from vault_tools.memory import Kept, Recalled
    from vault_tools.network.apart import JoinedApart
    from vault_tools.network.model import Network
    from vault_tools.network.records import AnyRecord
    from vault_tools.vault.shelf import Fetch

RECORDS_VERSION = 18
"""Raise it when the same bytes would be read into another record: caches are then made anew."""

MATCHES = "matches"

PAYS_FROM_BYTES = 10_000_000
"""The size of a cache from which reading what is kept beside the walk saves more than a second process costs."""

Log = Callable[[str], None]
Tick = Callable[[int, int], None]


def _nothing() -> None:
    """What is done where there is nothing to do."""


def silent(_message: str) -> None:
    """A log that nobody reads."""


class Workspace:
    """A vault with its config and index. `lang` and `today` override the config and the clock, `loaded` the config's
    file; `log` is told what `-v` shows. Raises ConfigError if the config is no TOML."""

    def __init__(
        self,
        vault: Path,
        *,
        lang: str | None = None,
        today: date | None = None,
        log: Log = silent,
        loaded: LoadedConfig | None = None,
    ) -> None:
        self.vault = vault
        self.log = log
        self._lang = lang
        self._today = today
        self.loaded = loaded or load_config(vault)
        self.index = Index(vault / STATE_FOLDER / "index.sqlite", self._stamp(), log)
        self.scan = Scan()
        self._refreshed: Refresh | None = None
        self._records: dict[str, AnyRecord] | None = None
        self._network: Network | None = None
        self._joined_as: memoryview | None = None  # its bytes, while it is what was joined apart but for what is small
        self._figures: Figures | None = None
        self._behind: int | None = None  # changed notes since the network was kept; None: it never was
        self._kept: Kept | None = None
        self._recall: Recalled | None = None  # what the figures are to be made from
        self._matched: Fetch | None = None
        self._joining: JoinedApart | None = None  # until somebody asks for the network

    def close(self) -> None:
        """Let go of the index, and of what is still being made."""
        self._stop_joining()
        self.index.close()

    @property
    def config(self) -> Config:
        """The vault's config."""
        return self.loaded.config

    @property
    def lang(self) -> str:
        """The language to speak: `en` or `zh`."""
        return self._lang or self.config.lang

    @property
    def today(self) -> date:
        """The day everything is about: the one given, else the present one in the vault's time zone."""
        return self._today or datetime.now(self.config.zone()).date()

    @cached_property
    def matcher(self) -> "Matcher":
        """Matches needs and offers, and remembers what it matched, from one run to the next too."""
        from vault_tools.digests.matching import Matcher

        return Matcher(self.config.signals.synonyms, (self._matched or self.index.get)(MATCHES))

    def context(self, rows: Mapping[str, Mapping[str, str]] = MappingProxyType({})) -> "Context":
        """What digests are made from; `rows` are the ids that they show now, by kind of row and contact's path."""
        from vault_tools.digests.context import Context

        self._matched = self.index.held([MATCHES])  # a process forked from this one may make the matcher
        return Context(
            self.network, self.today, self.config, rows=rows, matcher=lambda: self.matcher, figures=self._figures_now()
        )

    @property
    def generation(self) -> int:
        """A number that changes whenever a note's record does."""
        return self._refreshed.generation if self._refreshed else 0

    def refresh(
        self, tick: Tick | None = None, *, whole: bool = False, meanwhile: Callable[[], None] = _nothing
    ) -> Refresh:
        """Look at the vault's files and read what changed. `tick(done, of)` is called on a long way.

        `whole`: the network will be asked for whatever changed, so what is kept of it is read while a second process
        walks through the vault; `meanwhile` is called then, too. Raises VaultGoneError.
        """
        new = self.index.new and self._refreshed is None
        beside = (new or (whole and self.index.size >= PAYS_FROM_BYTES)) and can_fork()
        self.scan = self._walked_beside(meanwhile) if beside else scan(self.vault, self.config.ignore)
        records: dict[str, AnyRecord] = {}
        joining = self._joining_apart() if new and whole and beside else None
        arrived = joining.take if joining else self._decoder(records) if new else None
        refreshed = self.index.refresh(self.vault, self.scan, self._parser(), tick, arrived)
        self._take_in(refreshed)
        if refreshed.changed and refreshed.generation == 1:  # all: none before this one, of whatever process, found any
            if joining:
                joining.finish(len(refreshed.changed))
                self._match_meanwhile(refreshed.changed)
            elif records.keys() == refreshed.changed.keys():
                self._records = records
        return refreshed

    def refresh_folders(self, folders: Collection[str]) -> Refresh:
        """Look at the notes in these folders alone, and read what changed there: what one has written there oneself."""
        found = scan_folders(self.vault, folders, self.config.ignore)
        self.scan = self.scan.renewed(folders, found)
        refreshed = self.index.refresh(self.vault, found, self._parser(), within=folders)
        self._take_in(refreshed)
        return refreshed

    @property
    def records(self) -> dict[str, "AnyRecord"]:
        """All notes' records by path."""
        if self._records is None:
            if self._refreshed is None:
                self.refresh()
            try:
                self._records = self._decoded()
            except (msgspec.MsgspecError, ValueError) as error:
                self.log(f"index: a damaged record ({error}), rebuilt")
                self._records = self._from_scratch()
        return self._records

    @property
    def network(self) -> "Network":
        """The network as of the last refresh."""
        if self._network is None:
            if self._refreshed is None:
                self.refresh()
            self._network = self._joined_apart() or self._recalled() or self._joined()
        return self._network

    def rebuild(self) -> None:
        """Forget the cache and read every note anew."""
        self._records = self._from_scratch()
        self._forget_network()

    def keep(self, context: "Context | None" = None, more: Iterable[tuple[str, bytes]] = ()) -> None:
        """Leave to the next run what this one worked out, in a `context` if there is one, where that saves more than it
        costs; and `more`, by name."""
        if self._network is None or self._figures is None or not self.index.file:
            return
        context = context or self.context()
        from vault_tools import memory

        stale = self._behind is None or self._behind > memory.STALE or self._figures.basis is None
        if stale:
            memory.keep_network(self.index, self.generation, self._network, self._joined_as)
            self._behind = 0
        if "matcher" in self.__dict__ and self.matcher.changed:
            self.index.put(MATCHES, self.matcher.to_bytes())
            self.matcher.changed = False
        if stale:
            basis = self._figures.settle(self.generation, self._config_name(), context)
            self.index.put(memory.FIGURES, basis)
        made = chain(self._figures.to_keep(), context.parts.to_keep(settled=stale), more)  # parts once figures are kept
        memory.keep_made(self.index, made)

    def counts(self) -> dict[str, int]:
        """How many notes there are of each kind."""
        return dict(sorted(Counter(str(record.__struct_config__.tag) for record in self.records.values()).items()))

    def findings(self) -> list[Finding]:
        """All findings on the day, each once, in the order of the vault."""
        from vault_tools.network.stages import stage_findings
        from vault_tools.network.vocabulary import private_names

        network = self.network
        found: Iterable[Finding] = [
            *self.loaded.findings,
            *self.scan.findings,
            *(self._refreshed.findings if self._refreshed else ()),
            *network.findings,
            *stage_findings(network, self.config, self.today),
            *(Finding(CONFIG_NAME, "private-unknown", None, {"name": name}) for name in private_names(self.config)[1]),
        ]
        unique = {order(finding): finding for finding in found}
        return [unique[key] for key in sorted(unique)]

    def _walked_beside(self, meanwhile: Callable[[], None]) -> Scan:
        walk = Beside(lambda: scan(self.vault, self.config.ignore))
        for load in (self._load_kept, meanwhile, _load_reader):
            if walk.done():
                break  # where nothing changed, nothing of this is needed; else there is time for it later
            load()
        if self.index.new:
            _load_reader()  # the processes that read notes are forked with it
        return walk.result()

    def _load_kept(self) -> None:
        from vault_tools.memory import kept_network

        self._kept = kept_network(self.index)
        if self._kept:
            self._kept.network.called  # noqa: B018 - whoever asks for the network asks for it

    def _decoder(self, records: "dict[str, AnyRecord]") -> Callable[[str, bytes], None]:
        """What puts payloads into `records` as they come: decoding them costs nothing while other processes read."""
        from vault_tools.network.records import decode

        def arrived(path: str, payload: bytes) -> None:
            records[path] = decode(payload)

        return arrived

    def _take_in(self, refreshed: Refresh) -> None:
        """Bring what is in memory to what the cache says now, whichever process found it."""
        before = self._refreshed
        self._refreshed = msgspec.structs.replace(refreshed, changed={})  # the cache has them: 140 MB of 300,000 notes
        if before is None or (before.origin, before.generation) == (refreshed.origin, refreshed.generation):
            return
        self._stop_joining()
        if before.origin != refreshed.origin:
            self._records = None
            self._forget_network()
            return
        from vault_tools.network.records import decode

        payloads, gone = self.index.since(before.generation)
        changed = {path: decode(payload) for path, payload in payloads.items()}
        if self._records is not None:
            for path in gone:
                self._records.pop(path, None)
            self._records |= changed
        if self._network is not None:
            self._patch(self._network, changed, gone)

    def _patch(self, network: "Network", changed: "Mapping[str, AnyRecord]", gone: Collection[str]) -> None:
        from vault_tools.network.patch import patch

        patched = None if gone else patch(network, changed)
        if patched is None:
            self._forget_network()
            return
        self._joined_as = self._joined_as if patched.small else None
        if self._figures is not None:
            self._figures.forget(patched)
        elif self._recall is not None:
            self._recall.patched.add(patched)
        self._behind = None if self._behind is None else self._behind + len(changed)

    def _forget_network(self) -> None:
        self._network = self._joined_as = self._figures = self._behind = self._recall = None

    def _recalled(self) -> "Network | None":
        """The network from what the last run left; not where all records are at hand: joining them is as quick."""
        if self._records is not None:
            return None
        from vault_tools.memory import kept_network, recall

        kept, self._kept = self._kept or kept_network(self.index), None
        recalled = recall(self.index, kept) if kept else None
        if recalled is None:
            return None
        self._recall, self._behind = recalled, recalled.behind
        return recalled.network

    def _match_meanwhile(self, payloads: Mapping[str, bytes]) -> None:
        """While the notes are joined, this process would have nothing to do."""
        from vault_tools.digests.market import match_ahead

        match_ahead(self.matcher, payloads.values())
        self.index.settle()

    def _stop_joining(self) -> None:
        if self._joining:
            self._joining.stop()
            self._joining = None

    def _joined_apart(self) -> "Network | None":
        joining, self._joining = self._joining, None
        network, self._joined_as = (joining and joining.network()) or (None, None)
        return network

    def _joined(self) -> "Network":
        from vault_tools.network.build import build

        return build(self.records)

    def _joining_apart(self) -> "JoinedApart | None":
        """What joins the notes while they are being read; None where they are too few for that to pay."""
        if self.scan.count >= PARALLEL_FROM:
            from vault_tools.network.apart import JoinedApart

            with suppress(OSError):  # no room for it: they are joined here, later
                self._joining = JoinedApart(self.scan.count)
        return self._joining

    def _figures_now(self) -> "Figures":
        """The figures of each contact for today, as far as they are known already."""
        from vault_tools.digests.figures import Figures
        from vault_tools.memory import kept_figures

        recalled, self._recall = self._recall, None
        if self._figures is None and recalled:
            self._figures = kept_figures(self.index, recalled, self._config_name(), self.today)
        elif self._figures is None or not self._figures.reach(self.today):
            self._figures = Figures(self.today)
        return self._figures

    def _config_name(self) -> str:
        return hashlib.blake2b(self.loaded.text.encode(), digest_size=12).hexdigest()

    def _from_scratch(self) -> dict[str, "AnyRecord"]:
        self.index.rebuild()
        self._refreshed = self.index.refresh(self.vault, self.scan, self._parser())
        return self._decoded()

    def _decoded(self) -> dict[str, "AnyRecord"]:
        from vault_tools.network.records import decode

        return {path: decode(payload) for path, payload in self.index.payloads()}

    def _parser(self) -> Callable[[str, bytes], bytes]:
        reader: list[Any] = []

        def parse(path: str, data: bytes) -> bytes:
            if not reader:
                from vault_tools.network.read import Reader
                from vault_tools.network.records import encode
                from vault_tools.network.vocabulary import Vocabulary

                touches = self.config.links_are_touches
                reader.extend((Reader(Vocabulary(self.config), links_are_touches=touches).read, encode))
            read, encode = reader
            payload: bytes = encode(read(path, data))
            return payload

        return parse

    def _stamp(self) -> str:
        """What the records depend on besides the notes: the program, and the config that reading uses."""
        config = self.config
        parts = (
            __version__,
            RECORDS_VERSION,
            config.folders,
            sorted(config.properties.items()),
            [(stage.key, stage.label) for stage in config.stages],
            config.follow_ups.engaging,
            config.links_are_touches,
        )
        return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def _load_reader() -> None:
    import vault_tools.network.read  # noqa: F401

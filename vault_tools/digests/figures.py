"""What is worked out for each contact, kept from one render to the next: of ten thousand contacts a changed note
concerns one or two.

As a rule a figure says of a contact what the notes say up to a day, and nothing of how long ago that is: so on a later
day it is another one only for the few of whom something that lay ahead has come to pass.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import msgspec

from vault_tools.network.model import Contact
from vault_tools.network.patch import Patched
from vault_tools.network.stages import days_of
from vault_tools.network.tables import Table
from vault_tools.vault.arrays import joined
from vault_tools.vault.shelf import Fetch, Value

if TYPE_CHECKING:  # it is made from figures
    from vault_tools.digests.context import Context

T = TypeVar("T")
S = TypeVar("S")

_encode = msgspec.msgpack.Encoder().encode

KNOWN: "dict[str, Figure[Any]]" = {}
"""All figures there are, by name: each is made once, in the module of what it is for."""


def of_day(day: date) -> str:
    """The turn of a figure that is another one on each day."""
    return day.isoformat()


class Figure(Generic[T]):
    """Something worked out for each contact: `work` gives it, of type `kind`, or None where there is nothing to say.

    `turns` names the part of the calendar it hangs on besides: with another one it is worked out anew for everybody.
    `few`: it is mostly looked at of few, and stays bytes of the others.
    """

    def __init__(
        self,
        name: str,
        kind: type[T],
        work: "Callable[[Context, Any], T | None]",
        turns: Callable[[date], str] = lambda _today: "",
        *,
        few: bool = False,
    ) -> None:
        self.name = name
        self.work = work
        self.turns = turns
        self.few = few
        KNOWN[name] = self
        self.decoder: msgspec.msgpack.Decoder[T] = msgspec.msgpack.Decoder(kind)
        self.row_decoder: msgspec.msgpack.Decoder[list[T | None]] = msgspec.msgpack.Decoder(list[kind | None])  # type: ignore[valid-type]

    def decode_all(self, rows: Mapping[str, msgspec.Raw]) -> Mapping[str, T]:
        """What is in rows that say something, by path."""
        values = cast("list[T]", self.row_decoder.decode(_encode([*rows.values()])))
        return dict(zip(rows, values, strict=True))

    def subjects(self, context: "Context") -> Mapping[str, Any]:
        """What it is worked out from, by the contact's path."""
        return context.network.contacts


class Derived(Figure[T], Generic[S, T]):
    """A figure that is worked out from another one, `of`, so that nobody has to look at the contacts themselves."""

    def __init__(
        self,
        name: str,
        kind: type[T],
        of: Figure[S],
        work: "Callable[[Context, S], T | None]",
        turns: Callable[[date], str] = lambda _today: "",
    ) -> None:
        super().__init__(name, kind, work, turns)
        self._of = of

    def subjects(self, context: "Context") -> Mapping[str, S]:
        """The figures it is worked out from."""
        return context.each(self._of)


class Basis(msgspec.Struct):
    """What kept figures were worked out from: the cache's generation, the config, the day; and of whom something lay
    `ahead` of that day, with the first day on which something did."""

    generation: int
    config: str
    day: date
    ahead: dict[str, date]

    def usable(self, generation: int, config: str, day: date) -> bool:
        """Whether figures for that config and day come from it, where what changed since `generation` is known."""
        return self.generation >= generation and self.config == config and self.day <= day


class KeptColumn(msgspec.Struct):
    """One figure as it is kept: for a `turn` of the calendar, on the basis of that name; of all contacts of that basis,
    None where there is nothing to say. Their paths are not repeated: the network has them, in the same order.

    `name` is another one for other values."""

    basis: str
    turn: str
    name: bytes
    values: msgspec.Raw


_column_decoder = msgspec.msgpack.Decoder(KeptColumn)
_raw_decoder = msgspec.msgpack.Decoder(list[msgspec.Raw])
_NONE = msgspec.Raw(b"\xc0")


class _Column(Generic[T]):
    """One figure of everybody, by path in their order. Of the `stale` it is to be worked out anew. `kept` is the name
    of what is kept of it, None: nothing yet; `changed` are the values that are others than there, by path. `pieces` are
    the rows it was made of, while it says nothing else than those."""

    def __init__(
        self,
        figure: Figure[T],
        turn: str,
        values: dict[str, T] | Table[T],
        kept: bytes | None = None,
        stale: Iterable[str] = (),
        pieces: Sequence[msgspec.Raw] = (),
    ) -> None:
        self.figure = figure
        self.turn = turn
        self.values = values
        self.kept = kept
        self.stale = set(stale)
        self.pieces = pieces
        self.changed: dict[str, T | None] = {}

    def refresh(self, context: "Context") -> None:
        """Work it out of those of whom that is due."""
        subjects, new = self.figure.subjects(context), False
        for path in self.stale:
            value = self.figure.work(context, subjects[path]) if path in subjects else None
            if value != self.values.get(path):
                self.changed[path] = value
                self.pieces = ()
            if value is not None:
                new = new or path not in self.values
                self.values[path] = value
            elif path in self.values:
                self.values.pop(path)
        if new:
            self._order()
        self.stale = set()

    def keep(self, basis: str, paths: Iterable[str], came: Iterable[str]) -> KeptColumn:
        """Take it as kept: of the contacts at these `paths`, and not of those who `came` since."""
        rows = msgspec.Raw(joined(map(memoryview, self.pieces)) if self.pieces else self._rows(paths))
        self.kept = _hash(rows)
        self.changed = {path: self.values[path] for path in came if path in self.values}
        return KeptColumn(basis, self.turn, self.kept, rows)

    def _rows(self, paths: Iterable[str]) -> bytes:
        values: Mapping[str, Any] = self.values.raw(_as_it_is) if isinstance(self.values, Table) else self.values
        return _encode([*map(values.get, paths)])

    def _order(self) -> None:
        if isinstance(self.values, Table):
            self.values.sort()
        else:
            self.values = dict(sorted(self.values.items()))


def _as_it_is(_path: str, value: T) -> T:
    return value


class Figures:
    """The figures of one network for one config, on a day that may move on.

    `basis` is that of what is kept, which `fetch` gives by name, as `to_keep` gave it; None: there is none. `held`
    makes of names what gives these without asking the cache. `patched` is what changed in the network since."""

    def __init__(
        self,
        day: date,
        basis: Basis | None = None,
        fetch: Fetch = lambda _name: None,
        patched: Patched | None = None,
        held: Callable[[Iterable[str]], Fetch] | None = None,
    ) -> None:
        self.day = day
        self.basis = basis
        self._name = _name_of(basis)
        self._fetch = fetch
        self._held = held
        self._patched = patched or Patched()
        self._columns: dict[str, _Column[Any]] = {}
        self._paths: Sequence[str] | None = None  # of the contacts when the figures were kept, or taken over
        self._rows: dict[str, Sequence[msgspec.Raw]] = {}
        self._ahead: dict[str, date] | None = None

    @property
    def known(self) -> bool:
        """Whether any are known, or kept."""
        return bool(self.basis or self._columns or self._rows)

    def take(self, paths: Sequence[str], rows: Mapping[str, Sequence[msgspec.Raw]], ahead: dict[str, date]) -> None:
        """Take over figures that were worked out elsewhere: by name, for the contacts at `paths` in their order, in
        however many pieces; and for all of whom something lies ahead the first day on which it does."""
        self._paths, self._rows, self._ahead = paths, dict(rows), ahead

    def forget(self, patched: Patched) -> None:
        """Work out anew what is known of contacts that changed."""
        self._patched.add(patched)
        for column in self._columns.values():
            column.stale |= patched.touched

    def hold(self, parts: Iterable[str] = ()) -> None:
        """Let all figures that are kept, and these `parts`, be at hand: a process forked from this one must not ask the
        cache, whose connection is this one's."""
        if self.basis and self._held:
            self._fetch = self._held([*(name for name in KNOWN if name not in self._columns), *parts])

    def reach(self, day: date) -> bool:
        """Go on to a later day; False, and nothing done, where that day can't be reached from this one."""
        if day == self.day:
            return True
        if day < self.day or self.basis is None:
            return False
        before = self._passed()
        self.day = day
        passed = self._passed() - before
        for column in self._columns.values():
            column.stale |= passed
        return True

    def kept(self, name: str) -> Value | None:
        """What was kept by that name on this basis, or on one before; None if that is nothing."""
        return self._fetch(name) if self.basis else None

    def of(self, figure: Figure[T], context: "Context") -> Mapping[str, T]:
        """A figure of everybody of whom there is something to say, in the order of their paths."""
        return self._column(figure, context).values

    def shared(self, context: "Context", *figures: Figure[Any]) -> "Figures":
        """Others, in which these `figures` are what they are here."""
        others = Figures(self.day)
        others._columns = {figure.name: self._column(figure, context) for figure in figures}
        return others

    def stamp(
        self, context: "Context", figures: Iterable[Figure[Any]] = (), *, heard: bool = False, dated: bool = True
    ) -> bytes | None:
        """What is another one whenever one of these `figures` is, or the config, or all that the network says of no
        contact; where `heard`, the signals; where `dated`, the day. None where that can't be told, nothing being kept
        of it."""
        columns = [self._column(figure, context) for figure in figures]
        if self.basis is None or any(column.kept is None for column in columns):
            return None
        network = context.network
        came = [(path, network.called.get(path)) for path in sorted(self._patched.came)]
        told = [(path, network.heard_in.get(path)) for path in sorted(self._patched.retold)] if heard else []
        values = [(column.kept, column.turn, sorted(column.changed.items())) for column in columns]
        return _hash(_encode((self._name, self.day if dated else None, came, told, values)))

    def settle(self, generation: int, config: str, context: "Context") -> bytes:
        """Take as basis what is the case now, at a generation of the cache at which the network is kept, and for a
        config; gives the basis as bytes, for `basis_of`. What was kept before is of no use then: all is to be kept."""
        contacts, ahead = context.network.contacts, {}
        looked_at: Iterable[str] = contacts
        known = self.basis.ahead if self.basis else self._ahead
        if known is not None:
            looked_at = self._patched.touched | self._passed()
            ahead = {path: day for path, day in known.items() if path in contacts and path not in looked_at}
        ahead |= {path: day for path in looked_at if path in contacts and (day := ahead_of(contacts[path], self.day))}
        paths = list(contacts)
        for figure in KNOWN.values():
            column = self._column(figure, context)
            column.kept, column.pieces = None, column.pieces if paths == self._paths else ()
        self.basis, self._patched = Basis(generation, config, self.day, ahead), Patched()
        self._name = _name_of(self.basis)
        self._paths = paths
        return _encode(self.basis)

    def to_keep(self) -> Iterable[tuple[str, bytes]]:
        """What is not kept yet on the present basis, by name, for `fetch`."""
        for column in self._columns.values():
            if column.kept is None and self._paths is not None:
                yield column.figure.name, _encode(column.keep(self._name, self._paths, self._patched.came))

    def _column(self, figure: Figure[T], context: "Context") -> _Column[T]:
        column: _Column[T] | None = self._columns.get(figure.name)
        turn = figure.turns(self.day)
        if column is None or column.turn != turn:
            known = self._taken(figure, turn) or self._recalled(figure, turn, context)
            column = self._columns[figure.name] = known or _worked_out(figure, turn, context)
        if column.stale:
            column.refresh(context)
        return column

    def _taken(self, figure: Figure[T], turn: str) -> _Column[T] | None:
        """A figure that was taken over: nobody may look at it in this process, so it stayed bytes until now."""
        pieces = self._rows.pop(figure.name, None)
        if pieces is None or self._paths is None:
            return None
        return _Column(figure, turn, _values(figure, self._paths, pieces), stale=self._patched.touched, pieces=pieces)

    def _recalled(self, figure: Figure[T], turn: str, context: "Context") -> _Column[T] | None:
        if self._paths is None and self.basis:
            self._paths = [path for path in context.network.contacts if path not in self._patched.came]
        data = self.kept(figure.name)
        if data is None or self._paths is None:
            return None
        try:
            kept = _column_decoder.decode(data)
            if kept.basis != self._name or kept.turn != turn:
                return None
            values = _values(figure, self._paths, [kept.values])
        except ValueError:
            return None  # a damaged cache: worked out anew
        return _Column(figure, turn, values, kept.name, stale=self._patched.touched | self._passed())

    def _passed(self) -> set[str]:
        """Those of whom something has come to pass since the basis."""
        ahead = self.basis.ahead if self.basis else {}
        return {path for path, day in ahead.items() if day <= self.day}


def _values(figure: Figure[T], paths: Sequence[str], pieces: Iterable[msgspec.Raw]) -> dict[str, T] | Table[T]:
    """The values in rows of all `paths`, which are in so many pieces. Raises ValueError where they are none."""
    if figure.few:
        raw = zip(paths, chain.from_iterable(map(_raw_decoder.decode, pieces)), strict=True)
        return Table(
            {path: one for path, one in raw if one != _NONE},
            lambda _path, one: figure.decoder.decode(one),
            figure.decode_all,
        )
    values = zip(paths, chain.from_iterable(map(figure.row_decoder.decode, pieces)), strict=True)
    return {path: value for path, value in values if value is not None}


def _name_of(basis: Basis | None) -> str:
    return _hash(_encode(basis)).hex()


def _hash(data: bytes | msgspec.Raw) -> bytes:
    return hashlib.blake2b(data, digest_size=12).digest()


def _worked_out(figure: Figure[T], turn: str, context: "Context") -> _Column[T]:
    work = figure.work
    found = ((path, work(context, subject)) for path, subject in figure.subjects(context).items())
    return _Column(figure, turn, {path: value for path, value in found if value is not None})


def ahead_of(contact: Contact, day: date) -> date | None:
    """The first day after `day` on which something is the case with a contact, or ends."""
    ends = (deal.note.ended for deal in contact.deals if deal.note.ended)
    return min((one for one in chain(days_of(contact), ends) if one > day), default=None)


def basis_of(data: Value | None) -> Basis | None:
    """The basis in what `settle` gave; None if there is none."""
    try:
        return msgspec.msgpack.decode(data or b"", type=Basis)
    except msgspec.MsgspecError:
        return None

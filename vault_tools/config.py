"""`vault-tools.toml` → Config: every setting declared once with its type and default, checked with the line.

A setting that can't be read becomes a finding and keeps its default; only a file that is no TOML is an error.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar, get_type_hints
from zoneinfo import ZoneInfo

import msgspec

from vault_tools.dates.cadence import BadCadence, Cadence, parse_cadence
from vault_tools.errors import ConfigError
from vault_tools.findings import Finding
from vault_tools.language import mark as _

CONFIG_NAME = "vault-tools.toml"
STATE_FOLDER = ".vault-tools"

T = TypeVar("T")


class Stage(msgspec.Struct, frozen=True):
    """One stage of the funnel. `label` empty: the language's own word; `by`: the day its target is for."""

    key: str
    label: str = ""
    target: int | None = None
    by: date | None = None
    cadence: Cadence | None = None


class FollowUps(msgspec.Struct, frozen=True):
    """How the list of the day is made. `retry`: days to wait after the 1st, 2nd … attempt without an answer."""

    limit: int = 10
    retry: tuple[int, ...] = (7, 14, 30)
    later: Cadence | None = Cadence(180, "d")
    engaging: tuple[str, ...] = ("coffee", "meal", "visit")


class Funnel(msgspec.Struct, frozen=True):
    """`stuck`: how long a stay may last while too few are completed to tell from one's own."""

    stuck: Cadence | None = Cadence(1, "y")


class Deals(msgspec.Struct, frozen=True):
    """`first_limit`: the size from which a first deal is warned of; None: told by one's own first deals."""

    first_limit: float | None = None


class Signals(msgspec.Struct, frozen=True):
    """`synonyms`: a topic and the other ways of writing it; `apart`: sets of topics that are not to be joined."""

    synonyms: dict[str, tuple[str, ...]] = {}
    apart: tuple[tuple[str, ...], ...] = ()


class Circle(msgspec.Struct, frozen=True):
    """A circle to get into: `target` people inside `by` a day; `closes`: when it is harder to get in."""

    name: str
    target: int | None = None
    by: date | None = None
    closes: date | None = None


class Export(msgspec.Struct, frozen=True):
    """`ics`: where in the vault a calendar of follow-ups, promises and birthdays is kept fresh; None: nowhere."""

    ics: str | None = None


class Folders(msgspec.Struct, frozen=True):
    """Where a note without a `type` lies tells its kind."""

    contact: str = "People"
    meeting: str = "Meetings"
    deal: str = "Deals"
    resource: str = "Resources"
    lesson: str = "Lessons"
    industry: str = "Industries"
    introduction: str = "Introductions"

    def items(self) -> Iterator[tuple[str, str]]:
        """Each kind with its folder, as a path without a slash at its ends."""
        for kind in self.__struct_fields__:
            yield kind, getattr(self, kind).strip("/")


DEFAULT_STAGES = (
    Stage("met", target=10_000, cadence=Cadence(180, "d")),
    Stage("screened", target=2_000, cadence=Cadence(90, "d")),
    Stage("engaged", target=200, cadence=Cadence(45, "d")),
    Stage("partner", target=20, cadence=Cadence(30, "d")),
)


_DEFAULT_CADENCES = {stage.key: stage.cadence for stage in DEFAULT_STAGES}


class Config(msgspec.Struct, frozen=True):
    """All settings of a vault; the docs' reference page is held to these fields by a test."""

    lang: Literal["en", "zh"] = "en"
    timezone: str | None = None
    ignore: tuple[str, ...] = ()
    digests: tuple[str, ...] | None = None
    digest_folder: str = "Digests"
    actions: bool = True
    currency: str = "CNY"
    links: Literal["wikilink", "markdown"] | None = None
    links_are_touches: bool = False
    private: tuple[str, ...] = ()
    folders: Folders = Folders()
    properties: dict[str, tuple[str, ...]] = {}
    stages: tuple[Stage, ...] = DEFAULT_STAGES
    follow_ups: FollowUps = FollowUps()
    funnel: Funnel = Funnel()
    deals: Deals = Deals()
    signals: Signals = Signals()
    circles: tuple[Circle, ...] = ()
    export: Export = Export()

    def zone(self) -> ZoneInfo | None:
        """The time zone that days are counted in; None means the machine's."""
        return ZoneInfo(self.timezone) if self.timezone else None


_FROM_ONE = _("a number from 1 is meant")
_TWICE = _("a circle of that name is there already; the first one holds")
_MEANT = {
    "str": _("a text in quotes is meant"),
    "int": _("a whole number is meant"),
    "float": _("a number is meant"),
    "bool": _("true or false is meant"),
    "array": _("a list in [brackets] is meant"),
    "object": _("a table is meant: its name in [brackets] on a line, its settings below"),
    "date": _("a day is meant, as 2026-11-24"),
    "enum": _("is none of the values that can stand here"),
}
"""By the type that msgspec expected, what to write."""


class LoadedConfig(msgspec.Struct, frozen=True):
    """A config with the findings its file gave, and its text (whose change makes caches stale)."""

    config: Config
    findings: tuple[Finding, ...] = ()
    text: str = ""


def load_config(vault: Path) -> LoadedConfig:
    """Read the vault's config; a vault without one has the defaults.

    Raises ConfigError, naming the line, where the file is not TOML or can't be read.
    """
    try:
        data = (vault / CONFIG_NAME).read_bytes()
    except FileNotFoundError:
        return LoadedConfig(Config())
    except OSError as error:
        raise _unreadable(error) from error
    return read_config(data)


def read_config(data: bytes) -> LoadedConfig:
    """Read what a config's file holds. Raises ConfigError, naming the line, where that is not TOML."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(error) from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f"{CONFIG_NAME}:{line[1]}" if line else CONFIG_NAME
        raise ConfigError(_("%(place)s: %(why)s — correct that line"), place=place, why=error) from error
    reader = _Reader(text)
    config = reader.read(Config, table, "")
    return LoadedConfig(config, tuple(reader.findings), text)


def _unreadable(error: Exception) -> ConfigError:
    return ConfigError(_("%(path)s: can't be read: %(why)s — save it as UTF-8 text"), path=CONFIG_NAME, why=error)


class _Reader:
    """Reads tables into structs, field by field, so that one bad value spoils no other."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.findings: list[Finding] = []

    def read(self, kind: type[T], table: Mapping[str, Any], section: str) -> T:
        hints = get_type_hints(kind)
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in hints:
                close = get_close_matches(key, hints, n=1, cutoff=0.5) or [", ".join(hints)]
                self._report("config-key", section, key, known=close[0])
                continue
            nested = hints[key] if isinstance(hints[key], type) else None
            if nested and issubclass(nested, msgspec.Struct) and nested is not Cadence:
                if isinstance(value, dict):
                    values[key] = self.read(nested, value, key)
                else:
                    self._report("config-value", section, key, reason=_MEANT["object"])
                continue
            try:
                values[key] = self._value(key, value, hints[key])
            except (msgspec.ValidationError, ValueError) as error:
                self._report("config-value", section, key, reason=_reason(error))
        return kind(**values)

    def _value(self, key: str, value: Any, hint: Any) -> Any:
        if key in ("cadence", "later", "stuck"):
            return parse_cadence(value)
        if key == "properties" and isinstance(value, dict):
            value = {name: [own] if isinstance(own, str) else own for name, own in value.items()}
        if key == "stages" and isinstance(value, list):
            return self._stages(value)
        if key == "circles" and isinstance(value, list):
            return self._circles(value)
        checked = msgspec.convert(value, hint)
        if key == "timezone" and checked:
            _check_zone(checked)
        if key == "ics" and checked and not _is_place(checked):
            raise ValueError(_("a file below the vault's folder is meant, such as Digests/follow-ups.ics"))
        if key == "limit" and checked < 1:
            raise ValueError(_FROM_ONE)
        if key == "first_limit" and checked <= 0:
            raise ValueError(_("a number above 0 is meant"))
        return checked

    def _stages(self, tables: list[Any]) -> tuple[Stage, ...]:
        stages: list[Stage] = []
        for number, table in enumerate(tables):
            if not isinstance(table, dict) or not isinstance(table.get("key"), str):
                raise ValueError(_("each [[stages]] needs a `key`"))
            stage = self.read(Stage, table, f"stages#{number}")
            if "cadence" not in table:  # a stage without one would lose everybody in it
                stage = msgspec.structs.replace(stage, cadence=_DEFAULT_CADENCES.get(stage.key, Cadence(90, "d")))
            stages.append(stage)
        keys = [stage.key for stage in stages]
        if len(keys) < 2 or len(set(keys)) < len(keys):
            raise ValueError(_("at least two stages with different keys are needed"))
        return tuple(stages)

    def _circles(self, tables: list[Any]) -> tuple[Circle, ...]:
        circles: dict[str, Circle] = {}
        for number, table in enumerate(tables):
            if not isinstance(table, dict) or not isinstance(name := table.get("name"), str) or not name.strip():
                raise ValueError(_("each [[circles]] needs a `name`"))
            section = f"circles#{number}"
            circle = self.read(Circle, table, section)
            if circle.target is not None and circle.target < 1:
                self._report("config-value", section, "target", reason=_FROM_ONE)
                circle = msgspec.structs.replace(circle, target=None)
            if name.casefold() in circles:
                self._report("config-value", section, "name", reason=_TWICE)
            circles.setdefault(name.casefold(), circle)
        return tuple(circles.values())

    def _report(self, code: str, section: str, key: str, **params: str) -> None:
        shown = f"{section.partition('#')[0]}.{key}" if section else key
        line = _line_of(self.lines, section, key)
        self.findings.append(Finding(CONFIG_NAME, code, line, {"key": shown, **params}))


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(_("no time zone is called so; write it as Asia/Shanghai")) from error


def _is_place(path: str) -> bool:
    """Whether a path lies below the vault's folder, in none of its hidden ones, and is a calendar's."""
    parts = path.split("/")
    return path.endswith(".ics") and not any(part.startswith(".") or not part or "\\" in part for part in parts)


def _reason(error: Exception) -> str:
    if isinstance(error, BadCadence):
        return _("can't be read as a rhythm; write 30d, 6w, 3m, 1y or none")
    expected = re.match(r"Expected `(\w+)|Invalid (enum)|Invalid RFC3339 encoded (date)", str(error))
    return _MEANT.get(expected[expected.lastindex or 0], str(error)) if expected else str(error)


def _line_of(lines: list[str], section: str, key: str) -> int | None:
    """The line `key` stands on within `section` (`name`, or `name#2` for the third [[name]])."""
    wanted, _, number = section.partition("#")
    named = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*(=|\.)")
    current, seen = "", -1
    for position, line in enumerate(lines, 1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if header:
            current = header[1]
            seen += current == wanted
            if not section and current == key:
                return position
        elif current == wanted and (not number or seen == int(number)) and named.match(line):
            return position
    return None

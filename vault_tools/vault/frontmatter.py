"""Frontmatter: where it ends, what YAML reads in it, on which line each property stands.

Read with python-frontmatter's handler protocol on a YAML 1.2 parser, so that `yes`, `10:30` and dates stay the
text that Obsidian's users see. What could hurt a parser is refused before it sees it.
"""

import re
from typing import Any

import msgspec
import yaml12
from frontmatter.default_handlers import BaseHandler

from vault_tools.vault.yaml_faults import in_plain_words

MAX_BYTES = 256 * 1024
UNFILLED = "{{}}"
"""What stands for a template's placeholder that YAML took for a map."""

UNREADABLE = frozenset(("yaml-invalid", "yaml-not-a-map", "yaml-bounds", "template-unfilled"))
"""The codes of what can leave a frontmatter without a single property that can be read."""

MAX_ALIASES = 10
"""Ten aliases can at worst unfold into 2**5 values; a bomb needs dozens."""

MAX_COMPLEX_KEYS = 50
"""Keys that are maps (`? `) nest: the parser takes the third power of their depth, and crashes at two thousand."""

MAX_ON_LINE = 100
"""Each `- `, `? ` or `: ` on a line may nest once more; the parser crashes where a few thousand do."""

MAX_INDENT = 200
"""So many levels can lines be nested below each other; 330 were too many for us, with their tags taken away."""

_OPEN = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_LATE = re.compile(r"\s+---[ \t]*\n[^\n:]+:(?:[ \t][^\n]*)?\n")
_KEY = re.compile(
    r"""^(?:"([^"\n]+)"|'([^'\n]+)'|((?:[^\s#'"\[\]{}&*!|>%@,`-]|-\S)(?:[^\n]*?[^ \t\n])??))[ \t]*+:(?=[ \t\n]|$)"""
)
_NO_KEY = frozenset(("", "  ", "- "))
"""How most of the lines begin that have no key of their own: an item of a list, or nothing."""
_ANCHOR = re.compile(r"(?:[:\[{,-][ \t]+|^)&[^\s,\[\]{}]+", re.MULTILINE)
_ALIAS = re.compile(r"\*[^\s,\[\]{}*]")
_COMPLEX_KEY = re.compile(r"(?:^|(?<=[ \t\[{,]))\?(?=[ \t]|$)", re.MULTILINE)
_MARK = re.compile(r"(?:^|(?<=[ \t\[{,]))[-?:](?=[ \t]|$)")
_YAML_LINE = re.compile(r"(.*?)(?: at byte \d+)? line (\d+) column \d+\s*$", re.DOTALL)


class Problem(msgspec.Struct, frozen=True):
    """A fault of the frontmatter: a finding's code, the line in the file, and the finding's params."""

    code: str
    line: int
    params: dict[str, str] = {}


class Frontmatter(msgspec.Struct):
    """The properties as YAML read them, the line of each, how many lines the whole takes (0: there is none), what is
    wrong with it, and the text below."""

    properties: dict[str, Any]
    lines: dict[str, int]
    length: int
    problems: list[Problem]
    below: str


class NoteHandler(BaseHandler):
    """python-frontmatter's handler for notes: `---` on the first line only, closed by `---`, YAML 1.2."""

    FM_BOUNDARY = _OPEN

    def split(self, text: str) -> tuple[str, str]:
        """(frontmatter, body); raises ValueError where it is opened and never closed."""
        if text.startswith("---\n"):
            end = text.find("\n---", 3)
            if end > 0 and text[end + 4 : end + 5] == "\n":  # as nearly all: a pattern takes ten times as long
                return text[4 : end + 1], text[end + 5 :]
        opening = _OPEN.match(text)
        closing = _CLOSE.search(text, opening.end()) if opening else None
        if opening is None or closing is None:
            raise ValueError("not closed")
        return text[opening.end() : closing.start()], text[closing.end() + 1 :]

    def load(self, fm: str) -> Any:
        """What the YAML says; raises ValueError with a line and column in it."""
        return yaml12.parse_yaml(fm)


_HANDLER = NoteHandler()


def read_frontmatter(text: str) -> Frontmatter:
    """Read a note's frontmatter; `text` has `\\n` line ends and no BOM. Never raises."""
    if not _HANDLER.detect(text):
        late = _LATE.match(text) if text[:1].isspace() else None
        problems = [Problem("frontmatter-late", text[: late.end()].count("\n"))] if late else []
        return Frontmatter({}, {}, 0, problems, text)
    try:
        source, below = _HANDLER.split(text)
    except ValueError:
        rest = text.partition("\n")[2]
        problems = [Problem("frontmatter-unclosed", 1)] if _KEY.match(rest) else []
        return Frontmatter({}, {}, 0, problems, text)
    front = Frontmatter({}, {}, source.count("\n") + 2, [], below)
    lines = source.split("\n")
    _note_lines(lines, front)
    _parse(source, lines, front)
    return front


def _note_lines(lines: list[str], front: Frontmatter) -> None:
    """Where each top-level property stands, and whether one stands twice."""
    found = front.lines
    for number, line in enumerate(lines, 2):
        key, colon, _ = line.partition(": ")
        if not (colon and key.isidentifier()):  # most are; a look at the others takes five times as long
            if line[:2] in _NO_KEY:
                continue
            match = _KEY.match(line)
            if not match:
                continue
            key = match[3] or match[1] or match[2]
        if key in found and not front.problems:
            front.problems.append(Problem("duplicate-key", number, {"key": key}))
        found[key] = number


def _parse(source: str, lines: list[str], front: Frontmatter) -> None:
    if len(source) > MAX_BYTES or ("&" in source and _is_bomb(source)) or _is_deep(source, lines):
        front.problems = [Problem("yaml-bounds", 2)]
        return
    placeholder = _placeholder(source)
    try:
        loaded = _HANDLER.load(source)
    except ValueError as error:
        front.problems = [placeholder or _invalid(str(error))]
        return
    if isinstance(loaded, yaml12.Yaml):
        loaded = loaded.value
    if isinstance(loaded, dict):
        front.properties = loaded if _is_plain(source, loaded) else _untagged(loaded)
    elif loaded is not None:
        front.problems = [placeholder or Problem("yaml-not-a-map", 2)]
        return
    if placeholder:
        front.problems.append(placeholder)


def _is_deep(source: str, lines: list[str]) -> bool:
    """Whether it may nest deeper than the parser bears."""
    if "?" in source and len(_COMPLEX_KEY.findall(source)) > MAX_COMPLEX_KEYS:
        return True
    if max(map(len, lines)) <= MAX_INDENT:
        return False
    long = (line for line in lines if len(line) > MAX_INDENT)
    return any(line[:MAX_INDENT].isspace() or len(_MARK.findall(line)) > MAX_ON_LINE for line in long)


def _is_bomb(source: str) -> bool:
    return bool(_ANCHOR.search(source)) and len(_ALIAS.findall(source)) > MAX_ALIASES


def _is_plain(source: str, loaded: dict[Any, Any]) -> bool:
    """Whether all keys are texts and no value can have a tag or a map in it, as in nearly all notes."""
    return not ("{" in source or "!" in source or "?" in source) and set(map(type, loaded)) <= {str}


def _untagged(loaded: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): _plain(value) for key, value in loaded.items() if not isinstance(key, yaml12.Yaml)}


def _plain(value: Any) -> Any:
    """A value without YAML's tags. A map whose key is a map is what YAML makes of `{{date}}`."""
    if isinstance(value, yaml12.Yaml):
        return _plain(value.value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        if any(isinstance(key, yaml12.Yaml) for key in value):
            return UNFILLED
        return {key: _plain(item) for key, item in value.items()}
    return value


def _placeholder(source: str) -> Problem | None:
    if "{{" not in source and "<%" not in source:
        return None
    for number, line in enumerate(source.split("\n"), 2):
        found = [text for marks in (("{{", "}}"), ("<%", "%>")) if (text := _between(line, *marks))]
        if found:
            return Problem("template-unfilled", number, {"text": min(found, key=line.index)[:60]})
    return None


def _between(line: str, opening: str, closing: str) -> str:
    """What stands in a line from a mark to the next closing one, both included; code may go on in the next line."""
    start = line.find(opening)
    if start < 0:
        return ""
    end = line.find(closing, start + len(opening))
    if end >= 0:
        return line[start : end + len(closing)]
    return line[start:] if opening == "<%" else ""


def _invalid(message: str) -> Problem:
    match = _YAML_LINE.match(message)
    reason = (match[1] if match else message).removeprefix("YAML parse error: ").strip()
    line = int(match[2]) if match else 1
    return Problem("yaml-invalid", line + 1, {"reason": in_plain_words(reason.rstrip(",:"))})

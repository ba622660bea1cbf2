"""The lines of vCards: cards told apart, lines unfolded, names, parameters and values, as vCard 2.1, 3.0 and 4.0 write
them and as phones write them wrongly (RFC 6350 section 3, RFC 2426 section 2, the vCard 2.1 specification of 1996)."""

import quopri
import re
from collections.abc import Iterator

import msgspec

from vault_tools.transfer.text import encoding_of

_BEGIN = re.compile(rb"(?im)^[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*\r?$")
_END = re.compile(rb"(?im)^[ \t]*END[ \t]*:[ \t]*VCARD[ \t]*\r?$")
_HEAD = re.compile(
    rb'(?:(?P<group>[\w.-]+?)\.)?(?P<name>[\w-]+)(?P<parameters>(?:;(?:"[^"\r\n]*"|[^:"\r\n])*)?):(?P<value>.*)',
    re.DOTALL,
)
_QUOTED_PRINTABLE = re.compile(rb"(?i);(?:ENCODING=)?QUOTED-PRINTABLE(?:;|$)")
_BASE64 = re.compile(rb"(?i);(?:ENCODING=)?(?:B|BASE64)(?:;|$)")
_PARAMETER = re.compile(r';((?:"[^"]*"|[^;"])*)')
_STRAY = re.compile(rb"[^\s][^\r\n]*")
_SHOWN = 40
_TOKEN = re.compile(r"\\.|.|\n", re.DOTALL)


class RawCard(msgspec.Struct, frozen=True):
    """One card of a file: the bytes between BEGIN and END, the line of its BEGIN, and whether its END is missing."""

    data: bytes
    line: int
    unended: bool = False


class Stray(msgspec.Struct, frozen=True):
    """Lines that stand outside of any card: how the first of them begins, and its number."""

    data: bytes
    line: int


class ContentLine(msgspec.Struct, frozen=True):
    """`group.NAME;PARAMETER=value:value`: name and parameters' names in capitals, the value decoded but for its
    backslashes. `types` are lower case; `number` counts the card's lines from 1."""

    name: str
    value: str
    group: str = ""
    parameters: dict[str, str] = {}
    types: tuple[str, ...] = ()
    number: int = 0

    def is_base64(self) -> bool:
        """Whether its value is bytes in base64."""
        return self.parameters.get("ENCODING", "").upper() in ("B", "BASE64")


class BadLine(ValueError):
    """A line that is no content line: its number in the card, and how it begins."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(f"line {number}: {text}")
        self.number = number
        self.text = text


def cards_in(data: bytes) -> Iterator[RawCard | Stray]:
    """The cards of a file, one after another; one that has no END ends where the next begins. What stands between them
    is told too."""
    begins = list(_BEGIN.finditer(data))
    line, counted, done = 1, 0, 0
    for begin, following in zip(begins, [*begins[1:], None], strict=False):
        yield from _strays(data, done, begin.start(), line, counted)
        line += data.count(b"\n", counted, begin.start())
        counted = begin.start()
        last = following.start() if following else len(data)
        end = _END.search(data, begin.end(), last)
        done = end.end() if end else last
        yield RawCard(data[begin.end() : end.start() if end else last].lstrip(b"\r\n"), line, end is None)
    if begins:
        yield from _strays(data, done, len(data), line, counted)


def _strays(data: bytes, start: int, end: int, line: int, counted: int) -> Iterator[Stray]:
    """What stands outside of cards from `start` to `end`; the byte `counted` is on the line `line`."""
    if match := _STRAY.search(data, start, end):
        yield Stray(match[0][:_SHOWN], line + data.count(b"\n", counted, match.start()))


def lines_of(card: RawCard, encoding: str = "") -> Iterator[ContentLine | BadLine]:
    """The card's content lines, and those that are none, which spoil no other."""
    fallback = encoding or encoding_of(card.data)
    for number, raw in _unfolded(card.data):
        head = _HEAD.fullmatch(raw.strip(b"\r\n"))
        if head is None:
            if raw.strip():
                yield BadLine(number, raw[:_SHOWN].decode(fallback, errors="replace"))
            continue
        yield _content_line(head, number, fallback)


def _content_line(head: re.Match[bytes], number: int, fallback: str) -> ContentLine:
    parameters, types = _parameters(head["parameters"].decode(fallback, errors="replace"))
    value = head["value"]
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
        fallback = "utf-8" if _is_utf8(value) else fallback if fallback != "utf-8" else encoding_of(value)
    charset = parameters.get("CHARSET", "")
    return ContentLine(
        name=head["name"].decode("ascii", errors="replace").upper().replace("_", "-"),
        value=_decoded(value, _superset(charset), fallback),
        group=(head["group"] or b"").decode("ascii", errors="replace").lower(),
        parameters=parameters,
        types=types,
        number=number,
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _superset(charset: str) -> str:
    """GB2312 and GBK as what contains them: phones say the small one and write characters of the large."""
    return "gb18030" if charset.lower().replace("-", "").replace("_", "") in ("gb2312", "gbk", "gb18030") else charset


def _decoded(data: bytes, charset: str, fallback: str) -> str:
    """The text, by the line's own charset if that is true of it."""
    for name in filter(None, (charset, fallback)):
        try:
            return data.decode(name)
        except (LookupError, ValueError):  # no such encoding, other bytes than it has, or a name with a NUL
            continue
    return data.decode(fallback, errors="replace")


def _parameters(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Parameters by name, and the types; vCard 2.1 writes a value without its name."""
    found: dict[str, str] = {}
    types: list[str] = []
    for match in _PARAMETER.finditer(text):
        name, equals, value = match[1].partition("=")
        name, value = name.strip().upper(), value.strip().strip('"')
        if equals and (name == "X-" or name.startswith("X-CUSTOM(")):  # Android's labels in quoted-printable
            found["X-CUSTOM"] = match[1]
            continue
        if not equals:
            if name in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"):
                found["ENCODING"] = name
            else:
                types.append(name.lower())
        elif name == "TYPE":
            types += [one.strip().lower() for one in value.split(",")]
        else:
            found.setdefault(name, value)
    if "PREF" in found:
        types.append("pref")
    return found, tuple(one for one in types if one)


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Logical lines with the number of the first physical one: folded lines, soft breaks of quoted-printable, and
    base64 over several lines, indented or not, joined."""
    whole, first, soft, base64 = b"", 1, False, False
    for number, line in enumerate(data.splitlines(), 1):
        if soft:
            whole += line
        elif line[:1] in (b" ", b"\t") and whole:
            whole += line[1:]
        elif base64 and line.strip() and b":" not in line:
            whole += line.strip()
        else:
            if whole:
                yield first, whole
            whole, first = line, number
            base64 = bool(_BASE64.search(whole.partition(b":")[0]))
        soft = whole.endswith(b"=") and bool(_QUOTED_PRINTABLE.search(whole.partition(b":")[0]))
        if soft:
            whole = whole[:-1]
    if whole:
        yield first, whole


def unescaped(text: str) -> str:
    """A value without its backslashes."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text, flags=re.DOTALL)


def split_value(text: str, separator: str) -> list[str]:
    """A structured value's parts, at separators that no backslash stands before, without backslashes."""
    parts = [""]
    for token in _TOKEN.findall(text):
        if token == separator:
            parts.append("")
        else:
            parts[-1] += token
    return [unescaped(part).strip() for part in parts]

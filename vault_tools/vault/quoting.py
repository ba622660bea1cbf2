"""Names and values as files and frontmatter can hold them, so that every reader takes them as they were meant."""

import re
import unicodedata

MAX_NAME_BYTES = 200
"""Below the 255 bytes of file systems, with room for sync programs' suffixes."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|#^\[\]\x00-\x1f\x7f]|%%')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_PLAIN = re.compile(r"[^\W\d_](?:[\w .,()'&+/-]*[\w.)])?")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML does not allow, or reads as a line's end, unless it is escaped."""

_SPECIAL_WORDS = frozenset("yes no on off true false null y n inf nan".split())


def file_name(name: str) -> str:
    """A name as a file's: what Obsidian, Windows or sync programs refuse is replaced. Raises ValueError if nothing
    is left."""
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub(" ", name))
    text = re.sub(r"\s+", " ", text).strip(" .")
    while len(text.encode(errors="replace")) > MAX_NAME_BYTES:
        text = text[:-1].rstrip(" .")
    if not text:
        raise ValueError(f"{name!r} has no character that a file's name may have")
    return f"{text}_" if _RESERVED.match(text) else text


def yaml_text(value: str, *, flow: bool = False, quoted: bool = False) -> str:
    """A text as a YAML value on one line, quoted wherever YAML 1.1, 1.2 or Obsidian might read something else.

    `flow`: as an element of `[a, b]`, where a comma means something; `quoted`: in quotes in any case. A lone surrogate,
    which no file can hold, is replaced.
    """
    text = re.sub(r"\s+", " ", value).strip()
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _SPECIAL_WORDS and not (flow and "," in text)
    if plain and not quoted:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNSAFE.sub(_escape, escaped) + '"'


def yaml_key(name: str) -> str:
    """A property's name as a YAML key."""
    return name if re.fullmatch(r"[^\W\d]\w*", name) else yaml_text(name)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"

"""Bytes → text, whatever they are: the encoding told, nothing refused, every oddity named."""

import codecs

import msgspec

MAX_BYTES = 4 * 1024 * 1024
"""No hand-written note comes near; what lies behind is a paste gone wrong, and would slow every run."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ANY_BOM = tuple(bom for bom, _ in _BOMS)


class Decoded(msgspec.Struct, frozen=True):
    """The text with `\\n` line ends and no BOM; `encoding` is set where it is not UTF-8, with the line that told."""

    text: str
    encoding: str | None = None
    line: int | None = None
    nul_line: int | None = None
    cut: bool = False


def decode(data: bytes) -> Decoded:
    """Read a note's bytes as text. Never raises."""
    cut = len(data) > MAX_BYTES
    if cut:
        data = data[: data.rfind(b"\n", 0, MAX_BYTES) + 1 or MAX_BYTES]
    text, encoding, line = _text(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    nul_line = None
    if "\0" in text:
        nul_line = text.count("\n", 0, text.index("\0")) + 1
        text = text.replace("\0", "\ufffd")
    return Decoded(text, encoding, line, nul_line, cut)


def _text(data: bytes) -> tuple[str, str | None, int | None]:
    if data.startswith(_ANY_BOM):
        encoding = next(encoding for bom, encoding in _BOMS if data.startswith(bom))
        if encoding != "utf-8":
            return data.decode(encoding, errors="replace"), encoding.upper(), 1
        data = data[len(codecs.BOM_UTF8) :]
    try:
        return data.decode(), None, None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    for guess in ("gb18030", "cp1252"):
        try:
            text = data.decode(guess)
        except UnicodeDecodeError:
            continue
        if guess == "cp1252" or _looks_chinese(text):
            return text, guess.upper(), line
    return data.decode(errors="replace"), "?", line


def _looks_chinese(text: str) -> bool:
    """Whether most of what is not ASCII are common Chinese characters: GB18030 decodes nearly any bytes."""
    foreign = [char for char in text if char > "\x7f"]
    common = sum(
        "\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" for char in foreign
    )
    return common * 10 >= len(foreign) * 9

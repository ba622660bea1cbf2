"""Bytes of files from anywhere → text: by their mark, strictly, else as the bytes look."""

import codecs

from vault_tools.errors import VaultToolsError
from vault_tools.language import mark as _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SAMPLE, _HEAD = 100_000, 1000
_MOSTLY = 0.8
"""From this share of double bytes on, bytes that are no UTF-8 are taken for Chinese."""


class BadEncoding(VaultToolsError):
    """An encoding that is none, or in which the file can't be read."""


def check_encoding(encoding: str) -> None:
    """Raise BadEncoding for what is none; nothing at all is fine."""
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError as error:
        raise BadEncoding(
            _("“%(text)s” is no encoding: utf-8, utf-16, gb18030, big5, cp1252 …"), text=encoding
        ) from error


def text_of(data: bytes, encoding: str = "") -> str:
    """The text of a file, in that encoding or the one its bytes tell; its mark is left out. What can't be read becomes
    U+FFFD where the encoding was told from the bytes. Raises BadEncoding."""
    if encoding:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeError as error:
            raise BadEncoding(_("the file is not in %(encoding)s: %(why)s"), encoding=encoding, why=error) from error
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    return data.decode(encoding_of(data), errors="replace")


def lines_apart(data: bytes, encoding: str = "") -> tuple[bytes, str]:
    """Bytes in which every line can be found and has its own encoding, and the encoding of all, empty where none was
    named: without a mark, and in UTF-8 where two or four bytes were a character. Raises BadEncoding."""
    data = data.removeprefix(codecs.BOM_UTF8)
    wide = any(data.startswith(mark) for mark, _name in _MARKS)
    name = codecs.lookup(encoding).name if encoding else "" if wide else encoding_of(data[:_HEAD])
    if wide or name.startswith(("utf-16", "utf-32")):
        data, encoding = text_of(data, encoding).encode("utf-8", "replace"), "utf-8"
    return (data if b"\n" in data else data.replace(b"\r", b"\n")), encoding


def encoding_of(data: bytes) -> str:
    """The encoding that bytes without a mark are in: UTF-8 if they can be, UTF-16 if every other one is zero, GB18030
    if what is not ASCII comes in pairs as Chinese does, else Western."""
    sample = data[:_SAMPLE]
    zeros = sample.count(0)
    if zeros > len(sample) // 4:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030" if _looks_chinese(data) else "cp1252"
    return "utf-8"


def _looks_chinese(data: bytes) -> bool:
    """Whether bytes beyond ASCII come in pairs, both of them high, as those of GB2312's characters do."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    pairs = singles = index = 0
    while index < len(data) and pairs + singles < _SAMPLE:
        if data[index] < 0x80:
            index += 1
        elif index + 1 < len(data) and data[index + 1] >= 0xA1:
            pairs += 1
            index += 2
        else:
            singles += 1
            index += 1
    return pairs >= _MOSTLY * (pairs + singles)

"""Managed blocks: the parts of a note that belong to vault-tools, between two comments.

    <!-- vault-tools: follow-ups limit=5 hash=1a2b3c4d -->

    …rendered…

    <!-- /vault-tools -->

The hash is of what was rendered, so that a hand in the block is noticed.
"""

import hashlib
import re

import msgspec

from vault_tools.vault.body import blank_code
from vault_tools.vault.rows import unmarked

CLOSING = "<!-- /vault-tools -->"
_MARKER = re.compile(
    r"^<!--[ ]++(?:vault-tools:(?P<words>[^\n]*?)|(?P<closing>/vault-tools)[ ]*+)-->[ \t]*+\r?$", re.MULTILINE
)
_NAME = re.compile(r"[^\s>]*")
_OPTION = re.compile(r"""([A-Za-z][\w-]*)=("[^"\n]*"|\S+)|(\S+)""")
_HASH = re.compile(r"(?<! )[ ]++hash=([0-9a-f]+)")


class BlockFault(msgspec.Struct, frozen=True):
    """Markers that don't pair; the note's blocks are then left alone."""

    code: str
    line: int


class Block(msgspec.Struct, frozen=True):
    """One block: `options` as written, `inner` the offsets of what stands between its two marker lines."""

    name: str
    options: str
    hash: str | None
    line: int
    opening: tuple[int, int]
    inner: tuple[int, int]

    def arguments(self) -> dict[str, str]:
        """The options by name, as text; a word without `=` has an empty value."""
        found = {}
        for key, value, bare in _OPTION.findall(self.options):
            found[key or bare] = value.strip('"')
        return found


def find_blocks(text: str) -> tuple[list[Block], list[BlockFault]]:
    """The blocks of a note's text, in order; markers inside code fences are examples and no blocks."""
    if "vault-tools" not in text:
        return [], []
    blocks: list[Block] = []
    faults: list[BlockFault] = []
    opening: re.Match[str] | None = None
    line, opened, counted = 1, 1, 0
    for marker in _MARKER.finditer(blank_code(text)):
        line += text.count("\n", counted, marker.start())
        counted = marker.start()
        if not marker["closing"]:
            if opening is not None:
                faults.append(BlockFault("block-nested", line))
            opening, opened = marker, line
        elif opening is None:
            faults.append(BlockFault("block-stray", line))
        else:
            blocks.append(_block(opened, opening, marker))
            opening = None
    if opening is not None:
        faults.append(BlockFault("block-unclosed", opened))
    seen: set[tuple[str, str]] = set()
    for block in blocks:
        if (block.name, block.options) in seen:
            faults.append(BlockFault("block-twice", block.line))
        seen.add((block.name, block.options))
    return blocks, faults


def _block(line: int, opening: re.Match[str], closing: re.Match[str]) -> Block:
    words = opening["words"].strip(" ")
    name = _NAME.match(words)
    options = words[name.end() :] if name else words
    digest = _HASH.search(options)
    return Block(
        name[0] if name else "",
        _HASH.sub("", options).strip(),
        digest[1] if digest else None,
        line,
        (opening.start(), opening.end()),
        (min(opening.end() + 1, closing.start()), closing.start()),
    )


def content_hash(content: str) -> str:
    """The short hash that stands in the opening comment; blind to line ends, outer blank lines and marks in rows."""
    plain = unmarked(content.replace("\r\n", "\n").strip("\n"))
    return hashlib.blake2b(plain.encode(), digest_size=4).hexdigest()


def opening_line(name: str, options: str, content: str) -> str:
    """The opening comment of a block that holds `content`."""
    words = " ".join(filter(None, (name, options, f"hash={content_hash(content)}")))
    return f"<!-- vault-tools: {words} -->"


def content_of(text: str, block: Block) -> str:
    """What stands in the block, with `\\n` line ends and without the blank lines around it."""
    start, end = block.inner
    return text[start:end].replace("\r\n", "\n").strip("\n")


def blocks_content(data: bytes) -> list[str]:
    """What stands in each block of a note's bytes; nothing where its markers don't pair or it is not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    blocks, faults = find_blocks(text)
    return [] if faults else [content_of(text, block) for block in blocks]


def untouched(text: str, block: Block) -> bool:
    """Whether the block holds just what was rendered into it, or nothing."""
    content = content_of(text, block)
    return not content.strip() or (block.hash is not None and content_hash(content) == block.hash)


def without_rendered(text: str) -> str:
    """`text` without what was rendered into its blocks: equal for two states of a note between which only renders lie.
    What a user typed into a block stays, and so does everything where the markers don't pair."""
    blocks, faults = find_blocks(text)
    for block in reversed([] if faults else blocks):
        if untouched(text, block):
            text = text[: block.opening[0]] + f"{block.name} {block.options}\n" + text[block.inner[1] :]
    return text


def replace_block(text: str, block: Block, content: str) -> str:
    """`text` with `content` in the block, in the line ends that the opening comment's line has."""
    end = "\r\n" if text[block.opening[0] : block.inner[0]].rstrip("\n").endswith("\r") else "\n"
    lines = [opening_line(block.name, block.options, content), "", *content.strip("\n").split("\n"), "", ""]
    return text[: block.opening[0]] + end.join(lines) + text[block.inner[1] :]

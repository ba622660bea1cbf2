"""Notes made to hurt a reader, each about a megabyte unless it is said; `pathological.py NAME` reads one and prints
its processor time in seconds and how many megabytes reading took."""

import resource
import sys
import time
from collections.abc import Callable

from tests.helpers import record_of

MB = 1_000_000
LOG = "---\nmet: 2024-01-01\n---\n## Log\n"


def _bomb() -> str:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(["---", "a0: &a0 [x, x]", *levels, "---", ""])


def _repeat(piece: str, size: int = MB) -> str:
    return piece * (size // len(piece.encode()) + 1)


CASES: dict[str, Callable[[], str]] = {
    "alias bomb of ten levels": _bomb,
    "100,000 open brackets in YAML": lambda: f"---\na: {'[' * 100_000}\n---\n",
    "5,000 nested maps in YAML": lambda: "---\n" + "".join(f"{' ' * n}k:\n" for n in range(5_000))[:250_000] + "---\n",
    "a flow map in a flow map": lambda: f"---\na: {'{a: ' * 50_000}\n---\n",
    "keys in keys in YAML": lambda: f"---\na: 1\n{'? ' * 100_000}\n---\n",
    "keys in lists in keys in YAML": lambda: f"---\na:\n  {'- ? ' * 500}\n---\n",
    "keys below keys in YAML": lambda: "---\n" + "\n".join(" " * n + "?" for n in range(600)) + "\n---\n",
    "keys without names in keys without names": lambda: f"---\na: 1\n{': ' * 500}\n---\n",
    "100,000 keys without names": lambda: f"---\n{': ' * 100_000}\n---\n",
    "100,000 lists in lists in YAML": lambda: f"---\na:\n  {'- ' * 100_000}x\n---\n",
    "100,000 maps in maps between brackets": lambda: f"---\na: [{': ' * 100_000}\n---\n",
    "tagged maps in maps between brackets": lambda: f"---\na: [{': !x ' * 20_000}\n---\n",
    "maps of tags below each other": lambda: (
        "---\na: !x\n" + "\n".join(" " * n + "k: !x" for n in range(1, 600)) + "\n---\n"
    ),
    "10,000 properties": lambda: "---\n" + "".join(f"key{n}: v\n" for n in range(10_000)) + "---\n",
    "one property 20,000 times": lambda: "---\n" + "org: x\n" * 20_000 + "---\n",
    "a list of 50,000 people": lambda: "---\ntype: meeting\nwith:\n" + '  - "[[A]]"\n' * 15_000 + "---\n",
    "a number of 100,000 digits": lambda: f"---\nfit: {'9' * 100_000}\nsize: {'1' * 100_000}\n---\n",
    "a name of a megabyte": lambda: f"---\nname: {'x' * MB}\n---\n",
    "frontmatter that never ends": lambda: "---\n" + _repeat("a: b\n"),
    "a line of a megabyte": lambda: LOG + "x" * MB,
    "a log line of a megabyte": lambda: f"{LOG}- 2026-01-01 call — {'x ' * (MB // 2)}",
    "a line of Chinese": lambda: LOG + "会" * (MB // 3),
    "a heading of hashes and blanks": lambda: f"{LOG}# {_repeat('# ')}x",
    "a heading of blanks": lambda: f"{LOG}# {' ' * MB}x",
    "hashes": lambda: "#" * MB,
    "an empty field and blanks": lambda: f"{LOG}key::{' ' * MB}",
    "a field of blanks": lambda: f"{LOG}key:: {' ' * MB}x",
    "field marks": lambda: LOG + _repeat("a::"),
    "open fields": lambda: LOG + _repeat("[a:: "),
    "open round fields": lambda: LOG + _repeat("(a:: "),
    "a field that never closes": lambda: f"{LOG}- 2026-01-01 call [signal:: {'x' * MB}",
    "10,000 links": lambda: LOG + "".join(f"[[Note {n}|x]] " for n in range(10_000)),
    "100,000 links": lambda: LOG + "[[N|x]] " * 100_000,
    "open links": lambda: LOG + _repeat("[["),
    "open links with text": lambda: LOG + _repeat("[[a"),
    "closed links": lambda: LOG + _repeat("]]"),
    "open Markdown links": lambda: LOG + _repeat("[a]("),
    "Markdown links to nowhere": lambda: LOG + _repeat("[a](b)"),
    "a Markdown link of brackets": lambda: f"{LOG}[a]({_repeat('(a)')}",
    "a Markdown link of headings": lambda: f"{LOG}[a](a.md#{'#' * MB}",
    "a Markdown link with many endings": lambda: f"{LOG}[a]({_repeat('.md#')}",
    "open brackets": lambda: LOG + "[" * MB,
    "backticks": lambda: "`" * MB,
    "backticks and a line's end": lambda: "`" * MB + "\n",
    "fences that never close": lambda: _repeat("```a\n~~~b\n"),
    "fences of growing length": lambda: "".join("`" * n + "\n" for n in range(3, 1400)),
    "open code": lambda: LOG + _repeat("`` a ` "),
    "open comments": lambda: LOG + _repeat("<!-- "),
    "open comments of Obsidian": lambda: LOG + _repeat("%% a\n"),
    "open blocks": lambda: LOG + _repeat("<!-- vault-tools: funnel -->\n"),
    "closed blocks": lambda: LOG + _repeat("<!-- /vault-tools -->\n"),
    "blocks in one line": lambda: LOG + _repeat("<!-- vault-tools: "),
    "block options": lambda: f"{LOG}<!-- vault-tools: funnel {_repeat('limit=1 ')}-->\n<!-- /vault-tools -->\n",
    "quotes": lambda: LOG + _repeat("> > > a\n"),
    "quote marks": lambda: LOG + ">" * MB,
    "nested lists": lambda: LOG + "".join(" " * n + "- a\n" for n in range(1400)),
    "tasks": lambda: LOG + _repeat("- [ ] x 📅 2026-12-01\n"),
    "due dates in one task": lambda: f"{LOG}- [ ] x {_repeat('📅 2026-12-01 ')}",
    "log lines": lambda: LOG + _repeat("- 2026-01-01 call — x\n"),
    "signals": lambda: LOG + _repeat("- 2026-01-01 call [signal:: AI] [for:: 2027-H1]\n"),
    "signals in one line": lambda: f"{LOG}- 2026-01-01 call {_repeat('[signal:: AI] ')}",
    "signals and who gave them in one line": lambda: (
        "- " + "".join(f"[[P{n}]] [signal:: x{n}] " for n in range(40_000))
    ),
    "signals and words in one line": lambda: f"{LOG}- 2026-01-01 call {_repeat('so it is said [signal:: AI] ')}",
    "signals and back-ticks in a field alone on its line": lambda: f"signal:: {_repeat('[signal:: a] `')}x\n",
    "signals indented below nothing": lambda: LOG + _repeat("  [signal:: AI]\n"),
    "signals indented below each other": lambda: LOG + "".join(f"{' ' * n}- [signal:: AI]\n" for n in range(1400)),
    "headings above a signal": lambda: "".join(f"# {n}\n" for n in range(100_000)) + "[signal:: AI]",
    "headings of a log": lambda: _repeat("## Log\n"),
    "log lines from rows": lambda: LOG + "".join(f"- 2026-01-01 call ^vt-{n}\n" for n in range(40_000)),
    "blanks in a signal's line": lambda: f"{LOG}- 2026-01-01 call [signal:: a{' ' * MB}b] {' ' * MB}x",
    "blanks in a task": lambda: f"{LOG}- [ ] a{' ' * MB}b",
    "a comment behind an open field": lambda: f"{LOG}- 2026-01-01 call [signal:: {_repeat('<!--')}",
    "links in an open round field": lambda: f"{LOG}- 2026-01-01 call (signal:: {_repeat('[[x]]')}",
    "a signal and a Markdown link with many endings": lambda: f"[signal:: AI] [a]({_repeat('.md#')}",
    "a signal and a Markdown link with many titles": lambda: "[signal:: AI] [a](a.md" + _repeat(' "'),
    "blocks": lambda: LOG + _repeat("<!-- vault-tools: funnel -->\n<!-- /vault-tools -->\n"),
    "closed comments of blocks in one line": lambda: LOG + _repeat("<!-- vault-tools: funnel --> x "),
    "a block's name without an end": lambda: f"{LOG}<!-- vault-tools: {'a' * MB}",
    "blanks in a block's options": lambda: f"{LOG}<!-- vault-tools: a{' ' * MB}b -->\n<!-- /vault-tools -->\n",
    "empty lines": lambda: LOG + "\n" * MB,
    "returns": lambda: LOG + "\r" * MB,
    "blanks": lambda: " " * MB,
    "tabs in front of a dash": lambda: LOG + _repeat("\t" * 1000 + "-\n"),
    "null characters": lambda: LOG + "\0" * MB,
    "placeholders": lambda: f"---\n{_repeat('a: {{ b' + chr(10), 200_000)}---\n",
    "open placeholders": lambda: f"---\na: {_repeat('{{', 200_000)}\n---\n",
    "templates": lambda: f"---\na: {_repeat('<% ', 200_000)}\n---\n",
    "anchors": lambda: f"---\na: {_repeat('&a ', 200_000)}\n---\n",
    "quoted keys": lambda: "---\n" + _repeat('"a' * 10 + "\n", 200_000) + "---\n",
    "colons": lambda: f"---\n{':' * 200_000}\n---\n",
    "key of blanks": lambda: f"---\na{' ' * 200_000}b\n---\n",
    "flow in arrows": lambda: f"---\ntype: industry\npays: [{_repeat('a -> b, ', 200_000)}]\n---\n",
    "blanks and no arrow": lambda: f"---\ntype: industry\npays: a{' ' * 200_000}b\n---\n",
    "commas": lambda: f"---\noffers: {',' * 200_000}\n---\n",
    "a cadence of digits": lambda: f"---\ncadence: {'1' * 200_000}\nnext: {'2026-' * 40_000}\n---\n",
    "an amount of digits and commas": lambda: f"---\ntype: deal\nsize: {'1,' * 100_000}x\n---\n",
    "a birthday of Chinese numerals": lambda: f"---\nbirthday: 农历{'十' * 60_000}\n---\n",
    "an attendees section": lambda: "---\ntype: meeting\n---\n## Attendees\n" + _repeat("- [[A]], [[B]]\n"),
}


def _seconds(path: str, data: bytes) -> float:
    """The better of three: a process that shares its core is slowed by its neighbours."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        record_of(path, data)
        best = min(best, time.process_time() - started)
    return best


def main() -> None:
    """Read one case as a contact and as a meeting; the worse counts."""
    data = CASES[sys.argv[1]]().encode()
    record_of("People/x.md", b"---\nmet: 2026-01-01\n---\n")  # what is imported late is not the note's fault
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = max(_seconds(path, data) for path in ("People/x.md", "Meetings/2026-01-01 x.md"))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(seconds, (most - before) / 1024, len(data))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()

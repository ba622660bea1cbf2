"""A stream of edits and actions, to be killed at any instant: `python -m tests.faults.stream VAULT SEED`.

Before and after each thing it does it says so on standard output, as JSON: what is done, the number of the step that an
undo takes back, and the words that come into notes (`adds`) or go (`drops`), each with how often.
"""

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.faults.scenes import run_here
from vault_tools.changes import last_step, reversals
from vault_tools.journal import FileChange

WORD = re.compile(rb"\bw\d+x\d+\b")
ROW = re.compile(r"^- \[ \] (\[\[[^\]]*\]\]) \^vt-c", re.MULTILINE)
DIGEST = "Digests/Follow-ups.md"


def words_in(data: bytes | None) -> Counter[str]:
    """The words of the stream in a note, outside of what is rendered."""
    text = re.sub(rb"(?s)<!-- vault-tools:.*?<!-- /vault-tools -->", b"", data or b"")
    return Counter(word.decode() for word in WORD.findall(text))


class Stream:
    """Does one thing after another to a vault."""

    def __init__(self, vault: Path, seed: int, say: Callable[[str], object]) -> None:
        self.vault = vault
        self.seed = seed
        self.say = say
        self.chance = random.Random(seed)
        self.count = 0

    def word(self) -> str:
        """A word that stands nowhere yet."""
        self.count += 1
        return f"w{self.seed}x{self.count}"

    def people(self) -> list[str]:
        """The names of the contacts' notes."""
        return sorted(path.stem for path in (self.vault / "People").glob("*.md"))

    def run(self) -> None:
        """Until killed."""
        self.tell("begin", "digest")
        run_here(self.vault, ["digest"])
        self.tell("end", "digest")
        while True:
            self.chance.choices(
                [self.log, self.tick, self.undo, self.rename, self.merge, self.new], [6, 6, 2, 2, 1, 3]
            )[0]()

    def tell(self, when: str, what: str, **more: object) -> None:
        """Say what begins or ends."""
        self.say(json.dumps({"when": when, "what": what, **more}))

    def command(self, what: str, arguments: list[str], **more: object) -> None:
        """One command, told before and after. What is refused is told as refused."""
        self.tell("begin", what, **more)
        code, printed = run_here(self.vault, arguments)
        self.tell("end" if code == 0 else "refused", what, **more, printed=printed if code else "")

    def log(self) -> None:
        people = self.chance.sample(self.people(), 2)
        word = self.word()
        many = self.chance.random() < 0.4
        beside = ["-w", people[1]] if many else []
        self.command("log", ["log", f"People/{people[0]}", word, *beside], adds={word: 1 + many})

    def tick(self) -> None:
        """Mark a row of the digest, as an editor does, and let it be carried out."""
        note = self.vault / DIGEST
        text = note.read_text(encoding="utf-8")
        rows = [link for link in ROW.findall(text) if link[2:-2] in self.people()]  # an undo may have taken it away
        if not rows:
            self.new()
            return
        word, link = self.word(), self.chance.choice(rows)
        mark = self.chance.choice(["x", "!"])
        self.tell("begin", "tick", adds={word: 1}, tick=True)
        saved = note.with_name(".editor.swp")
        saved.write_text(text.replace(f"- [ ] {link}", f"- [{mark}] {link} {word}", 1), encoding="utf-8")
        saved.replace(note)
        self.tell("marked", "tick", adds={word: 1}, tick=True)
        code, printed = run_here(self.vault, ["digest"])
        self.tell("end" if code == 0 else "refused", "tick", adds={word: 1}, tick=True, printed=printed)

    def undo(self) -> None:
        last = last_step(self.vault)
        if last is None:
            return
        gone = changed(reversals(self.vault, last.step))
        self.command("undo", ["undo"], number=last.number, changes=gone)

    def rename(self) -> None:
        name = self.chance.choice(self.people())
        self.count += 1
        self.command("rename", ["rename", f"People/{name}", f"P{self.seed} {self.count}"])

    def merge(self) -> None:
        if len(self.people()) > 4:
            one, other = self.chance.sample(self.people(), 2)
            self.tell("begin", "merge")
            code, printed = run_here(self.vault, ["merge", f"People/{one}", f"People/{other}"])
            last = last_step(self.vault)
            together = changed(list(last.step.changes)) if last and code == 0 else {}  # a line both have comes once
            self.tell("end" if code == 0 else "refused", "merge", changes=together, printed=printed)

    def new(self) -> None:
        word = self.word()
        name = f"N{self.seed} {self.count}"
        self.command("new", ["new", "contact", name, "--met", "2024-01-01", "--note", word], adds={word: 1})


def changed(changes: list[FileChange]) -> dict[str, int]:
    """By word, how much more often it stands in the notes after these changes."""
    after: Counter[str] = Counter()
    for change in changes:
        after.update(words_in(change.after))
        after.subtract(words_in(change.before))
    return {word: times for word, times in after.items() if times}


if __name__ == "__main__":
    Stream(Path(sys.argv[1]), int(sys.argv[2]), lambda line: print(line, flush=True)).run()  # noqa: T201

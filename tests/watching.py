"""A watcher in a process of its own, as a user runs it; a test may run code in it, before it begins and later.

`python -m tests.watching VAULT OPTIONS CODE INBOX`: options as JSON, code that is run first, and the file whose code is run
at SIGUSR1. It must be a process: what a watcher forks must be forked from one that has no threads.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers import ROOT
from vault_tools.eyes import Options
from vault_tools.watch import Watcher, handle_signals

PATIENCE = 30.0


def eventually(condition: Callable[[], bool], what: str | Callable[[], str]) -> None:
    """Wait for something with a deadline."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what if isinstance(what, str) else what()}"
        time.sleep(0.02)


class Watched:
    """A watcher's process, with what it said."""

    def __init__(self, vault: Path, inbox: Path, options: dict[str, float], code: str, env: dict[str, str]) -> None:
        self.vault = vault
        self.said: list[str] = []
        self._inbox = inbox
        given = json.dumps({"debounce": 0.15, "poll": 0.3, **options})
        command = [sys.executable, "-u", "-m", "tests.watching", str(vault), given, code, str(inbox)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **env}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    @property
    def renders(self) -> int:
        return sum(" → " in line for line in self.said)

    def digest(self, name: str = "Follow-ups") -> str:
        path = self.vault / f"Digests/{name}.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def shows(self, text: str) -> None:
        eventually(lambda: text in self.digest(), lambda: f"{text!r} in the digest; said {self.said}")

    def says(self, text: str, times: int = 1) -> None:
        eventually(
            lambda: sum(text in line for line in self.said) >= times, lambda: f"{times} × {text!r}; said {self.said}"
        )

    def does(self, code: str) -> None:
        """Have the watcher's process run code, in which `watcher` is the watcher; gives when it has."""
        temporary = self._inbox.with_suffix(".new")
        temporary.write_text(code, encoding="utf-8")
        temporary.replace(self._inbox)
        self.process.send_signal(signal.SIGUSR1)
        eventually(lambda: not self._inbox.exists(), f"{code} was run; said {self.said}")

    def asks(self, expression: str) -> str:
        """What an expression gives in the watcher's process, as its `repr`."""
        answer = self._inbox.with_suffix(".answer")
        self.does(f"open({str(answer)!r}, 'w').write(repr({expression}))")
        return answer.read_text(encoding="utf-8")

    def below(self) -> list[int]:
        """The processes below the watcher's."""
        return processes_below(self.process.pid)

    def forker(self) -> int:
        """The process that forks workers."""
        eventually(lambda: bool(children(self.process.pid)), "the process that forks workers")
        return children(self.process.pid)[0]

    def worker(self) -> int:
        """The process that makes digests just now."""
        eventually(lambda: bool(children(self.forker())), lambda: f"a worker; said {self.said}")
        return children(self.forker())[0]

    def rests(self) -> None:
        """Wait until no worker is there, and nothing heard is waiting for one."""
        eventually(lambda: not children(self.forker()), lambda: f"no worker is there; said {self.said}")

    def end(self) -> None:
        """Stop it, if it runs still, and hear the rest of what it said."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self._listener.join(PATIENCE)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
        self.process.stdout.close()


@contextmanager
def watched(
    vault: Path, code: str = "", env: dict[str, str] | None = None, *, killed: bool = False, **options: float
) -> Iterator[Watched]:
    """A watcher that has rendered; it must end well, but where it is to be `killed`, and leave no process behind."""
    one = Watched(vault, vault.with_name("inbox.py"), options, code, env or {})
    try:
        eventually(lambda: one.renders > 0 or one.process.poll() is not None, lambda: f"a render; said {one.said}")
        below = one.below()
        yield one
        below += one.below()
    finally:
        one.end()
    assert one.process.returncode == (-signal.SIGKILL if killed else 0), one.said
    assert (one.said[-1] in ("stopped", "已停止")) is not killed
    assert not [pid for pid in below if is_running(pid)]


def children(pid: int) -> list[int]:
    """The processes that a process has begun and that have not ended."""
    try:
        found = map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        return [one for one in found if is_running(one)]
    except OSError:
        return []


def processes_below(pid: int) -> list[int]:
    """Those, and all that they have begun."""
    found = children(pid)
    for one in found:
        found += children(one)
    return found


def is_running(pid: int) -> bool:
    """Whether there is a process that has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def main() -> None:
    """Be the watcher."""
    vault, options, code, inbox = sys.argv[1:]
    watcher = Watcher(Path(vault), print, Options(**json.loads(options)), log=print)
    handle_signals(watcher)

    def run_what_came(_number: int, _frame: object) -> None:
        code = Path(inbox).read_text(encoding="utf-8")
        exec(code, {"watcher": watcher})
        Path(inbox).unlink()

    signal.signal(signal.SIGUSR1, run_what_came)
    exec(code, {"watcher": watcher})
    watcher.run()


if __name__ == "__main__":
    main()

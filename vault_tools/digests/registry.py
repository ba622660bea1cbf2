"""The one list of digests and of the blocks they are rendered as. A new digest is one line here."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from vault_tools.digests.answers import answers
from vault_tools.digests.circles import circles
from vault_tools.digests.context import Context
from vault_tools.digests.follow_ups import follow_ups
from vault_tools.digests.funnel import funnel
from vault_tools.digests.home import HomeView, home
from vault_tools.digests.introductions import introductions
from vault_tools.digests.landscape import landscape
from vault_tools.digests.lessons import lessons
from vault_tools.digests.partners import partners
from vault_tools.digests.person import promises, timeline, who
from vault_tools.digests.pitch import pitch
from vault_tools.digests.resources import resources
from vault_tools.digests.screening import screening
from vault_tools.digests.signals import signals
from vault_tools.digests.week import week


class BlockKind(msgspec.Struct, frozen=True):
    """A kind of block: how its view is made, which whole-number options it takes (name → smallest, largest), the file
    of the digest it fills, if it is one, and whether it is about one `subject`, a contact or an industry: that of the
    note it stands in, or the one that the option of that name names. Its template is `blocks/<name>.md.j2`;
    `headlines/<name>.md.j2`, if there is one, says in a phrase what its view says now, for Home. `maker` tells which of
    two processes makes it: the first, which makes Home too; the second, as all that needs the market or what was heard;
    or either, whichever has time. `of_others`: it says what other digests say; `steady`: a call that is logged leaves
    its view as it was, as a rule, so that its text is worth keeping."""

    name: str
    view: Callable[..., Any]
    options: Mapping[str, tuple[int, int]] = {}
    file: str | None = None
    about: Literal["nobody", "anybody", "somebody"] = "nobody"
    subject: Literal["contact", "industry"] = "contact"
    maker: Literal["first", "second", "either"] = "first"
    of_others: bool = False
    steady: bool = False

    def make(self, context: Context, arguments: Mapping[str, int], subject: str = "") -> Any:
        """The view, with options as given in the block; `subject` is the path of whom or what it is about, if any."""
        if subject:
            return self.view(context, subject, **arguments)
        return self.view(context, **arguments) if arguments else context.once(self.view)

    def usage(self) -> str:
        """The options as a reader is told of them: `limit=1…1000, contact="…"`."""
        shown = [f"{name}={low}…{high}" for name, (low, high) in self.options.items()]
        return ", ".join([*shown, *([f'{self.subject}="…"'] if self.about != "nobody" else [])])


def _home(context: Context, limit: int = 5) -> HomeView:
    """Home needs to know which digests there are; they don't know of Home."""
    asked = context.config.digests
    return home(context, [name for name in DIGESTS if name != "home" and (asked is None or name in asked)], limit)


BLOCKS: dict[str, BlockKind] = {
    kind.name: kind
    for kind in (
        BlockKind("home", _home, {"limit": (1, 50)}, "Home.md", of_others=True),
        BlockKind("follow-ups", follow_ups, {"limit": (1, 1000)}, "Follow-ups.md"),
        BlockKind("funnel", funnel, {"months": (1, 60)}, "Funnel.md", maker="either", steady=True),
        BlockKind("screening", screening, {"limit": (1, 1000)}, "Screening.md", maker="either", steady=True),
        BlockKind("answers", answers, {"months": (1, 60), "limit": (1, 1000)}, "Answers.md", maker="either"),
        BlockKind("signals", signals, {"limit": (1, 1000)}, "Signals.md", maker="second", steady=True),
        BlockKind("partners", partners, {"limit": (1, 1000)}, "Partners.md"),
        BlockKind("lessons", lessons, {}, "Lessons.md", steady=True),
        BlockKind("introductions", introductions, {"limit": (1, 1000)}, "Introductions.md", maker="second"),
        BlockKind("pitch", pitch, {}, "Pitch.md", maker="second"),
        BlockKind("resources", resources, {}, "Resources.md", maker="second"),
        BlockKind("landscape", landscape, file="Landscape.md", about="anybody", subject="industry"),
        BlockKind("circles", circles, {"limit": (1, 1000)}, "Circles.md", maker="either"),
        BlockKind("week", week, {}, "Review.md", maker="either"),
        BlockKind("who", who, about="somebody"),
        BlockKind("timeline", timeline, {"limit": (1, 1000)}, about="somebody"),
        BlockKind("promises", promises, {"limit": (1, 1000)}, about="anybody"),
    )
}

DIGESTS = tuple(name for name, kind in BLOCKS.items() if kind.file)


def read_options(kind: BlockKind, arguments: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """The options of a block as numbers, and the names of those that can't be used."""
    good: dict[str, int] = {}
    bad: list[str] = []
    for name, text in arguments.items():
        low, high = kind.options.get(name, (1, 0))
        if text.isascii() and text.isdigit() and low <= int(text[:9]) <= high:
            good[name] = int(text)
        else:
            bad.append(name)
    return good, bad

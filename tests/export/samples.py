"""A small network with something of everything an export can hold."""

from tests.helpers import context_of
from vault_tools.config import Config
from vault_tools.digests.context import Context
from vault_tools.export.choice import Choice, Filters, choose
from vault_tools.export.document import ContactEntry, Document
from vault_tools.export.gather import gather

NOTES = {
    "People/Li Wei.md": (
        '---\nname: Li Wei\naliases: [李伟, "Wei, the tall"]\nmet: 2024-03-01\nsource: "[[Ana Ruiz]]"\norg: Star; Moon, Ltd\n'
        "role: CFO\ncity: 杭州\nemail: [li@example.com, wei@example.com]\nphone: '+86 138 0013 8000'\nwechat: liwei-01\n"
        "linkedin: linkedin.com/in/liwei\nurl: https://example.com/~li\nbirthday: 1986-12-02\ntags: [work/hr, friend]\n"
        "offers: [venue]\nfit: 4\ninterest: 2\ncircles: [Tea]\nnot_same: [[Ana Ruiz]]\ncadence: 30d\n---\n"
        "- [ ] send him the outline 📅 2026-12-01\n\n## Log\n- 2026-10-01 coffee — =SUM(1) [signal:: AI training] [for:: 2027-H1]\n"
    ),
    "People/Ana Ruiz.md": "---\nbirthday: 02-29\nnext: 2026-11-30\n---\n",
    "People/欧阳娜.md": "---\n生日: 农历八月十五\n---\n",
    "People/Gone.md": "---\noutlook: never\nbirthday: 1980-12-01\n---\n",
    "Meetings/2026-11-20 Lunch.md": (
        '---\nwith: ["[[Li Wei]]", "[[Ana Ruiz]]", Bob]\nchannel: meal\n---\n'
        "- [ ] name of the venue [owner:: [[Ana Ruiz]]] 📅 2026-11-10\n"
    ),
    "Deals/Course.md": '---\nwith: "[[Li Wei]]"\nstatus: done\nsize: 12,000\nstarted: 2026-05-01\n---\n',
    "Industries/Training.md": "---\nchain: [school, trainer]\npays: [school -> trainer]\n---\n",
    "Lessons/2026-01-01 Ask.md": "---\nwith: Li Wei\ncost: 3000\nrule: Ask who signs.\n---\n",
    "Introductions/Two.md": '---\nbetween: ["[[Li Wei]]", "[[Ana Ruiz]]"]\nstatus: made\n---\n',
    "Resources/Room.md": "---\nkind: tool\noffers: [room]\nthrough: Ana Ruiz\n---\n",
    "Reading/Report.md": "Banks plan [signal:: AI training] [source:: web]\n",
}


def sample(config: Config | None = None, *, private: bool = False, **filters: str) -> tuple[Context, Choice]:
    context = context_of(NOTES, config)
    return context, choose(context, Filters(**filters), private=private)


def document(config: Config | None = None, *, private: bool = False, **filters: str) -> Document:
    return gather(*sample(config, private=private, **filters))


def contact(name: str = "Li Wei", **changed: object) -> ContactEntry:
    return ContactEntry(f"People/{name}.md", name, **changed)  # type: ignore[arg-type]

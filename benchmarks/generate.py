"""A vault of any size, the same bytes each time: contacts, meetings and deals of three years, in two languages."""

import random
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 11, 24)
DAYS = 3 * 365

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林罗高"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
_FIRST = "Anna Ben Clara David Emma Felix Grace Hugo Ida Jonas Karl Lena Max Nina Otto Paul Rosa Sven Tina Uwe".split()
_LAST = "Adler Brandt Clark Dorn Evans Fuchs Gray Hahn Irving Jung Klein Lang Moore Noll Olsen Peters Reed Tan".split()
_CITIES = ["Hangzhou", "上海", "Berlin", "Singapore", "London", "苏州"]
_INDUSTRIES = ["Corporate training", "Banking", "Manufacturing", "Live commerce"]
_TOPICS = ["AI training", "AI 培训", "operator training", "班组长培训", "live commerce", "robots"]
_ABOUT = "AI sales quality export hygiene invoice leadership safety".split()
_THING = ["training", "software", "consulting", "translation", "factory visits", "clients", "audits"]
_WHERE = ["", "for clinics", "for nurses", "in Zhejiang", "for small shops", "with certificates", "under 20 people"]
_ABOUT_ZH = "AI 财务 销售 护工 车间 跨境 发票 班组长".split()
_THING_ZH = "培训 外包 自动化 软件 场地 客户 讲师".split()
_WHERE_ZH = ["", "课程", "教材", "方案", "名单", "团队", "资源"]
_TALK = [
    "asked about prices",
    "has a new boss",
    "wants a proposal",
    "聊了明年的预算",
    "想先试一次课",
    "no budget this year",
]


def generate(folder: Path, contacts: int, meetings: int, seed: int = 1) -> None:
    """Write a vault with so many contacts and meetings, and a deal for every fifty contacts, into `folder`."""
    chance = random.Random(seed)
    names = [_name(chance, number) for number in range(contacts)]
    (folder / "People").mkdir(parents=True)
    (folder / "Deals").mkdir()
    (folder / "vault-tools.toml").write_text('lang = "en"\ntimezone = "Asia/Shanghai"\n', encoding="utf-8")
    for number, name in enumerate(names):
        text = _contact(chance, number, name, names)
        (folder / f"People/{name}.md").write_text(text, encoding="utf-8")
    for number in range(meetings):
        day = TODAY - timedelta(days=chance.randint(-7, DAYS))
        place = folder / f"Meetings/{day:%Y/%m}"
        place.mkdir(parents=True, exist_ok=True)
        text = _meeting(chance, day, names)
        (place / f"{day} Meeting {number}.md").write_text(text, encoding="utf-8")
    for number in range(contacts // 50):
        (folder / f"Deals/Deal {number}.md").write_text(_deal(chance, names), encoding="utf-8")


def _name(chance: random.Random, number: int) -> str:
    if number % 3 == 0:
        return f"{chance.choice(_SURNAMES)}{chance.choice(_GIVEN)}{chance.choice(_GIVEN)} {number}"
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {number}"


def _contact(chance: random.Random, number: int, name: str, names: list[str]) -> str:
    met = TODAY - timedelta(days=chance.randint(1, DAYS))
    lines = [
        f"name: {name}",
        f"aliases: [{name.split()[0]}{number}]",
        f"met: {met}",
        f'source: "[[{chance.choice(names)}]]"',
        f"org: Company {number % 700}",
        f"role: {chance.choice(['Manager', 'Owner', '经理'])}",
        f"city: {chance.choice(_CITIES)}",
        f"industry: {chance.choice(_INDUSTRIES)}",
        f"circles: [Circle {number % 40}]",
        f"offers: [{', '.join(_phrase(chance) for _ in range(5))}]",
        "needs:" + "".join(f"\n  - {_phrase(chance)}" for _ in range(5)),
        f'phone: "+86139{number:08}"',
        f"email: person{number}@example.com",
    ]
    if chance.random() < 0.2:
        fit, interest = chance.randint(0, 5), chance.randint(0, 5)
        screened = met + timedelta(days=chance.randint(0, (TODAY - met).days))
        lines += [f"fit: {fit}", f"future: {chance.randint(0, 5)}", f"interest: {interest}", f"screened: {screened}"]
    if chance.random() < 0.03:
        lines.append("outlook: never")
    log = sorted((_log_line(chance, met) for _ in range(chance.choice([0, 0, 1, 2, 4]))), reverse=True)
    return "\n".join(["---", *lines, "---", "", "A few words about this person.", "", "## Log", *log, ""])


def _phrase(chance: random.Random) -> str:
    """Something needed or offered: one in ten has words that nobody else uses."""
    lists = (_ABOUT_ZH, _THING_ZH, _WHERE_ZH) if chance.random() < 0.5 else (_ABOUT, _THING, _WHERE)
    glue = "" if lists[0] is _ABOUT_ZH else " "
    words = [chance.choice(words) for words in lists]
    own = [f"no{chance.randrange(10_000)}"] if chance.random() < 0.1 else []
    return glue.join(filter(None, words + own))


def _log_line(chance: random.Random, met: date) -> str:
    day = met + timedelta(days=chance.randint(0, (TODAY - met).days))
    channel = chance.choice(["message", "call", "email", "微信", "coffee" if chance.random() < 0.05 else "event"])
    answer = " [response:: none]" if chance.random() < 0.3 else ""
    return f"- {day} {channel} — {chance.choice(_TALK)}{answer}"


def _meeting(chance: random.Random, day: date, names: list[str]) -> str:
    people = ", ".join(f'"[[{name}]]"' for name in chance.sample(names, chance.randint(1, 3)))
    channel = "coffee" if chance.random() < 0.03 else chance.choice(["event", "call", "video"])
    lines = ["---", "type: meeting", f"date: {day}", f"with: [{people}]", f"channel: {channel}"]
    lines += [f"initiated: {chance.choice(['me', 'them'])}", "---", "", f"They {chance.choice(_TALK)}."]
    if chance.random() < 0.3:
        lines.append(f"- Heard it twice [signal:: {chance.choice(_TOPICS)}] [for:: 2027-H1]")
    if chance.random() < 0.2:
        mark = " " if chance.random() < 0.1 else "x"
        lines.append(f"- [{mark}] send the outline 📅 {day + timedelta(days=9)}")
    return "\n".join([*lines, ""])


def _deal(chance: random.Random, names: list[str]) -> str:
    day = TODAY - timedelta(days=chance.randint(0, DAYS))
    status = chance.choice(["idea", "active", "done", "lost"])
    who, size = chance.choice(names), chance.randint(1, 90) * 1000
    return f'---\nwith: "[[{who}]]"\nstatus: {status}\nsize: {size}\nstarted: {day}\n---\n'

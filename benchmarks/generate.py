"""A vault of any size, the same bytes each time: three years of a network in two languages, with every kind of note."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from benchmarks.words import (
    CHAINS,
    CITIES,
    EARNINGS,
    FLAGS,
    ROLES,
    TALK,
    TALK_ZH,
    TOPICS,
    horizon,
    paragraph,
    person,
    phrase,
    topic,
)

TODAY = date(2026, 11, 24)
DAYS = 3 * 365
CIRCLES = 40

_CONFIG = """\
lang = "en"
timezone = "Asia/Shanghai"

[signals.synonyms]
"AI training" = ["AI 培训", "training on AI"]
"live commerce" = ["直播带货"]

[[circles]]
name = "Circle 1"
target = 400
by = 2027-06-30
"""


def generate(folder: Path, contacts: int, meetings: int, seed: int = 1) -> None:
    """Write a vault with so many contacts and meetings into `folder`, and, in proportion to the contacts, deals,
    introductions, lessons, resources and a journal; the industries are as many in a small vault as in a large one."""
    made: set[Path] = set()
    for path, text in notes(contacts, meetings, seed):
        place = folder / path
        if place.parent not in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.add(place.parent)
        place.write_text(text, encoding="utf-8")
    (folder / "vault-tools.toml").write_text(_CONFIG, encoding="utf-8")


def notes(contacts: int, meetings: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """The same notes as (path, text)."""
    chance = random.Random(seed)
    names = [person(chance, number) for number in range(contacts)]
    for number, name in enumerate(names):
        yield f"People/{name}.md", _contact(chance, number, name, names)
    for number in range(meetings):
        day = TODAY - timedelta(days=chance.randint(-7, DAYS))
        yield f"Meetings/{day:%Y/%m}/{day} Meeting {number}.md", _meeting(chance, day, names)
    for number in range(contacts // 50):
        yield f"Deals/Deal {number}.md", _deal(chance, names)
    for number in range(contacts // 100):
        yield f"Introductions/Introduction {number}.md", _introduction(chance, names)
    for number in range(contacts // 500):
        day = _day(chance)
        yield f"Lessons/{day} Lesson {number}.md", _lesson(chance, names)
    for number in range(10 + contacts // 1000):
        yield f"Resources/Resource {number}.md", _resource(chance, names)
    for number in range(min(DAYS, contacts // 100)):
        yield f"Journal/{TODAY - timedelta(days=number)}.md", _journal(chance, names)
    for name, chain in CHAINS.items():
        yield f"Industries/{name}.md", _industry(chance, chain)


def _day(chance: random.Random) -> date:
    return TODAY - timedelta(days=chance.randint(0, DAYS))


def _known(chance: random.Random, names: list[str], count: int) -> list[str]:
    """So many different people; a few are met over and over, most once or twice."""
    found: dict[str, None] = {}
    while len(found) < min(count, len(names)):
        found[names[int(len(names) * chance.random() ** 2)]] = None
    return list(found)


def _links(people: list[str]) -> str:
    return ", ".join(f'"[[{name}]]"' for name in people)


def _note(properties: list[str], *body: str) -> str:
    return "\n".join(["---", *properties, "---", "", *body, ""])


def _contact(chance: random.Random, number: int, name: str, names: list[str]) -> str:
    met = TODAY - timedelta(days=chance.randint(1, DAYS))
    industry = chance.choice(list(CHAINS))
    lines = [
        f"name: {name}",
        f"aliases: [{name.split()[0]}{number}]",
        f"met: {met}",
        f'source: "[[{_known(chance, names, 1)[0]}]]"',
        f"org: Company {number % 700}",
        f"role: {chance.choice(ROLES)}",
        f"city: {chance.choice(CITIES)}",
        f'industry: "[[{industry}]]"' if chance.random() < 0.5 else f"industry: {industry}",
        f"position: {chance.choice(CHAINS[industry])}",
        f"circles: [Circle {chance.randrange(CIRCLES)}]",
        f"offers: [{', '.join(phrase(chance) for _ in range(5))}]",
        "needs:" + "".join(f"\n  - {phrase(chance)}" for _ in range(5)),
        f'phone: "+86139{number:08}"',
        f"email: person{number}@example.com",
    ]
    if chance.random() < 0.3:
        lines.append(f"earns: {chance.choice(EARNINGS)}")
    if chance.random() < 0.2:
        screened = met + timedelta(days=chance.randint(0, (TODAY - met).days))
        grades = [f"{key}: {chance.randint(0, 5)}" for key in ("fit", "future", "interest")]
        lines += [*grades, f"screened: {screened}"]
    if chance.random() < 0.1:
        lines.append(f"birthday: {chance.randint(1950, 2004)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}")
    if chance.random() < 0.03:
        lines.append("outlook: never")
    if chance.random() < 0.01:
        lines.append(f"red_flags: [{chance.choice(FLAGS)}]")
    log = sorted((_log_line(chance, met) for _ in range(chance.choice([0, 0, 1, 2, 4]))), reverse=True)
    return _note(lines, paragraph(chance), "", "## 记录" if number % 3 == 0 else "## Log", *log)


def _log_line(chance: random.Random, met: date) -> str:
    day = met + timedelta(days=chance.randint(0, (TODAY - met).days))
    channel = chance.choice(["message", "call", "email", "微信", "coffee" if chance.random() < 0.05 else "event"])
    line = f"- {day} {channel} — {chance.choice(TALK + TALK_ZH)}"
    if chance.random() < 0.3:
        return f"{line} [response:: none]"
    return line + _signal(chance, day) if chance.random() < 0.1 else line


def _signal(chance: random.Random, day: date) -> str:
    kind = chance.choice(["demand", "demand", "demand", "supply", "plan", "price", "risk"])
    return f" [signal:: {topic(chance)}] [kind:: {kind}] [for:: {horizon(chance, day)}]"


def _meeting(chance: random.Random, day: date, names: list[str]) -> str:
    people = _known(chance, names, chance.randint(1, 3))
    chinese = chance.random() < 0.3
    channel = "coffee" if chance.random() < 0.03 else chance.choice(["event", "call", "video"])
    date_name, with_name, by = ("日期", "参与人", ["我", "对方"]) if chinese else ("date", "with", ["me", "them"])
    lines = ["type: meeting", f"{date_name}: {day}", f"{with_name}: [{_links(people)}]", f"channel: {channel}"]
    lines.append(f"initiated: {chance.choice(by)}")
    if chance.random() < 0.1:
        lines.append(f"response: {chance.choice(['none', 'declined'])}")
    if chance.random() < 0.1:
        lines.append(f"signals:\n  - {topic(chance)}\n  - '{topic(chance)}: {chance.choice(TALK)}'")
    body = [paragraph(chance), "", chance.choice(TALK_ZH if chinese else TALK)]
    if chance.random() < 0.3:
        body.append(f"- Heard it twice{_signal(chance, day)}")
    if chance.random() < 0.2:
        mark, due = (" " if chance.random() < 0.1 else "x"), day + timedelta(days=9)
        body.append(f"- [{mark}] send the outline 📅 {due}")
    if chance.random() < 0.1:
        mark = " " if chance.random() < 0.1 else "x"
        body.append(f"- [{mark}] 发名单 [owner:: [[{people[0]}]]] [due:: {day + timedelta(days=14)}]")
    return _note(lines, *body)


def _deal(chance: random.Random, names: list[str]) -> str:
    day, status = _day(chance), chance.choice(["idea", "proposed", "active", "done", "done", "lost", "cheated"])
    size = chance.randint(1, 90) * 1000
    lines = [f"with: [{_links(_known(chance, names, 1))}]", f"status: {status}", f"size: {size}", f"started: {day}"]
    lines.append(f"topic: {topic(chance)}")
    if status == "done":
        lines += [f"ended: {min(TODAY, day + timedelta(days=chance.randint(5, 200)))}", f"revenue: {size}"]
    if chance.random() < 0.1:
        lines.append(f"red_flags: [{chance.choice(FLAGS)}]")
    return _note(lines, paragraph(chance))


def _introduction(chance: random.Random, names: list[str]) -> str:
    status = chance.choice(["idea", "asked", "made", "met", "worked", "declined"])
    lines = [f"between: [{_links(_known(chance, names, 2))}]", f"status: {status}", f"date: {_day(chance)}"]
    return _note([*lines, f"need: {phrase(chance)}", f"offer: {phrase(chance)}"], paragraph(chance))


def _lesson(chance: random.Random, names: list[str]) -> str:
    who, flag, cost = _links(_known(chance, names, 1)), chance.choice(FLAGS), chance.randint(1, 40) * 1000
    lines = [f"with: [{who}]", f"red_flags: [{flag}]", f"cost: {cost}", f"rule: Look first whether he {flag}."]
    return _note(lines, paragraph(chance))


def _resource(chance: random.Random, names: list[str]) -> str:
    lines = [f"kind: {chance.choice(['skill', 'time', 'channel', 'tool', 'person'])}", f"offers: [{phrase(chance)}]"]
    if chance.random() < 0.5:
        lines.append(f'through: "[[{_known(chance, names, 1)[0]}]]"')
    return _note(lines, paragraph(chance))


def _journal(chance: random.Random, names: list[str]) -> str:
    """A daily note: text with links, and now and then what was read, which is second-hand."""
    read = f"- Read that prices fall [signal:: {chance.choice(TOPICS)}] [source:: web]"
    return f"{paragraph(chance)} Thought of [[{_known(chance, names, 1)[0]}]].\n\n{read}\n"


def _industry(chance: random.Random, chain: list[str]) -> str:
    pays = [f"{buyer} -> {seller}" for seller, buyer in pairwise(chain)]
    lines = ["chain:", *(f"  - {one}" for one in chain), "pays:", *(f"  - {one}" for one in pays)]
    return _note([*lines, f"circles: [Circle {chance.randrange(CIRCLES)}]"], paragraph(chance))

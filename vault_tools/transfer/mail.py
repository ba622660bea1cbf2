"""Mail (mbox, Maildir, `.eml`), by its headers alone → when I was in touch with whom, and who never answered.

A thread is a conversation. Each day on which somebody wrote in it is a touch with them; a day on which I wrote before
they first did is a touch if they ever answered, and else an attempt. What went out to many, came from lists, machines
or nobody in particular is left out, and counted by why.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser
from email.utils import getaddresses, parsedate_to_datetime

import msgspec

from vault_tools.language import mark as _
from vault_tools.network.identity import email_key
from vault_tools.transfer.arrivals import AFTER_UNTIL, BEFORE_SINCE, Happening, Options, Reading
from vault_tools.transfer.mailboxes import heads
from vault_tools.transfer.myself import myself
from vault_tools.transfer.sources import ImportRefused, Input
from vault_tools.transfer.text import text_of

LISTS = _("newsletters and mailing lists")
AUTOMATIC = _("sent by programs")
NO_REPLY = _("from addresses nobody reads")
SPAM = _("spam, bin and drafts")
MANY = _("to more than 10 people")
UNDATED = _("without a date or a sender")
TO_MYSELF = _("from me to me")

MOST = 10
"""A mail that I sent to more people was written to none of them."""

_NO_REPLY = re.compile(
    r"^(?:no[._-]?reply|do[._-]?not[._-]?reply|notifications?|mailer-daemon|postmaster|newsletters?|news|bounces?|updates?"
    r"|alerts?|invitations?|messages-noreply|notify|automailer|daemon|billing|invoices?|receipts?|orders?)(?:[+._-].*)?@"
    r"|[._+-]no-?reply@|@(?:[\w.-]+\.)?(?:noreply|bounces?|reply)\.",
)
_BULK = ("list-id", "list-unsubscribe", "list-post", "feedback-id", "x-campaign", "x-mailgun-sid", "x-sg-eid")
_SPAM_LABELS = re.compile(r"spam|trash|drafts?|垃圾|已删除|草稿", re.IGNORECASE)
_PREFIX = re.compile(
    r"^\s*(?:(?:re|fwd?|aw|wg|sv|antw|rv|tr|回复|答复|转发|回覆|轉寄)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
_REPLY = re.compile(r"\s*(?:re|aw|sv|antw|rv|回复|答复|回覆)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_ID = re.compile(r"<([^<>\s]{1,250})>")
_REFERENCES = 30
_SUBJECT = 200


class _Mail(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a message. `parents`: the messages it refers to; `reply`: its subject says that it answers."""

    id: str
    day: date
    sender: str
    to: tuple[str, ...]
    subject: str
    parents: tuple[str, ...]
    reply: bool


class _Exchange(msgspec.Struct):
    """One thread with one correspondent: its subject, the days on which I wrote and on which they did, who began.
    `continued`: what I wrote first answers something that is not in the file, so they had written."""

    subject: str
    began: str
    mine: list[date] = []
    theirs: list[date] = []
    continued: bool = False

    def days(self) -> Iterator[tuple[date, str]]:
        """The days to be noted, each with its response."""
        for day in self.theirs:
            yield day, ""
        for day in self.mine:
            if not self.theirs or day < min(self.theirs):
                yield day, "" if self.theirs or self.continued else "none"


def read_together(given: Sequence[Input], options: Options) -> Reading:
    """What mailboxes tell of the days asked for; all at once, as what was sent in one is answered in another. Raises
    WhoAmI, and ImportRefused where nothing in them was received: who answered could not be told."""
    reading = Reading()
    names: dict[str, str] = {}
    mails: dict[str, _Mail] = {}
    for where, head in (one for box in given for one in heads(box, options)):
        mail = _mail(where, head, names, options, reading)
        if mail:
            mails.setdefault(mail.id, mail)
    kept = sorted(mails.values(), key=lambda one: (one.day, one.id))
    counts = Counter(address for mail in kept for address in {mail.sender, *mail.to})
    called = ", ".join(box.name for box in given)
    me = myself(called, counts, options, reading)
    if kept and all(mail.sender in me for mail in kept):
        raise ImportRefused(
            _(
                "%(name)s: holds only what you sent, which does not tell who answered — give the received mail along: "
                "`vault-tools import Sent.mbox Inbox.mbox`; nothing was changed"
            ),
            name=called,
        )
    threads = _threads(kept, me)
    exchanges = _exchanges(kept, threads, me, reading)
    make = _meetings if options.as_meetings else _lines
    reading.happenings = sorted(make(exchanges, threads, kept, names), key=lambda one: (one.day, one.people, one.id))
    return reading


def _mail(where: str, head: bytes, names: dict[str, str], options: Options, reading: Reading) -> _Mail | None:
    """A message, unless it is left out."""
    message = HeaderParser().parsestr(text_of(head, options.encoding).lstrip("\r\n"))
    people = {name: _people(message, name) for name in ("from", "to", "cc")}
    day = _day(message, options)
    sender = next((email for email, _name in people["from"]), "")
    if not sender or day is None:
        reading.skip(UNDATED)
    elif reason := _left_out(message, sender, day, options):
        reading.skip(reason)
    else:
        for email, name in (*people["from"], *people["to"], *people["cc"]):
            if name and (email not in names or not names[email]):
                names[email] = name
        to = tuple(dict.fromkeys(email for name in ("to", "cc") for email, _name in people[name]))
        subject = _decoded(message, "subject")
        ids = _ID.findall(str(message.get("message-id", "")))
        parents = _ID.findall(f"{message.get('references', '')} {message.get('in-reply-to', '')}")[-_REFERENCES:]
        id_ = ids[0] if ids else f"{day}/{sender}/{where}/{subject[:60]}"
        bare = _PREFIX.sub("", subject)[:_SUBJECT].strip()
        return _Mail(id_, day, sender, to, bare, tuple(parents), _REPLY.match(subject) is not None)
    return None


def _left_out(message: "Message[str, str]", sender: str, day: date, options: Options) -> str:
    """Why a message tells nothing of two people, if so."""
    precedence = str(message.get("precedence", "")).strip().lower()
    if day < options.first:
        return BEFORE_SINCE
    if day > (options.until or options.today):
        return AFTER_UNTIL
    if _SPAM_LABELS.search(_decoded(message, "x-gmail-labels")) or str(message.get("x-spam-flag", "")).strip() == "YES":
        return SPAM
    if any(name in message for name in _BULK) or precedence in ("bulk", "list", "junk"):
        return LISTS
    if _NO_REPLY.search(sender):
        return NO_REPLY
    if str(message.get("auto-submitted", "no")).strip().lower() != "no" or "x-auto-response-suppress" in message:
        return AUTOMATIC
    report = str(message.get("content-type", "")).lower().startswith("multipart/report")
    return AUTOMATIC if report or str(message.get("return-path", "")).strip() == "<>" else ""


def _people(message: "Message[str, str]", name: str) -> list[tuple[str, str]]:
    """The addresses of a header, each as it is compared, with its name; also where all of it was encoded."""
    values = [str(value) for value in message.get_all(name, [])]
    return _addresses(values) or _addresses([_decoded_text(value) for value in values if "=?" in value])


def _addresses(values: list[str]) -> list[tuple[str, str]]:
    found = []
    try:
        pairs = getaddresses(values)
    except RecursionError:  # the library follows stray commas and colons as deep as there are any
        return []
    for shown, address in pairs:
        if email := email_key(address):
            plain = " ".join(_decoded_text(shown).split()).strip("\"' ")
            found.append((email, "" if email_key(plain) else plain))
    return found


def _decoded(message: "Message[str, str]", name: str) -> str:
    return " ".join(_decoded_text(str(message.get(name, ""))).split())


def _decoded_text(text: str) -> str:
    """A header's text with its encoded words read; as it is where they can't be."""
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text))).encode("utf-8", "replace").decode()
    except (MessageError, LookupError, ValueError):
        return text


def _day(message: "Message[str, str]", options: Options) -> date | None:
    try:
        moment: datetime = parsedate_to_datetime(str(message.get("date", "")))
        return options.day(moment)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


class _Threads:
    """Messages joined into threads."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, id_: str) -> str:
        """The thread that a message is in."""
        root = id_
        while (above := self._above.get(root, root)) != root:
            root = above
        while id_ != root:
            self._above[id_], id_ = root, self._above[id_]
        return root

    def join(self, one: str, other: str) -> None:
        """Put two messages into one thread."""
        self._above[self.of(one)] = self.of(other)


def _threads(mails: Sequence[_Mail], me: frozenset[str]) -> _Threads:
    """The threads: by what each message refers to; an answer that refers to nothing belongs to the last message of its
    subject with the same people."""
    threads = _Threads()
    last: dict[tuple[str, str], str] = {}
    for mail in mails:
        for parent in mail.parents:
            threads.join(mail.id, parent)
        for other in _correspondents(mail, me):
            key = (mail.subject.casefold(), other)
            if mail.reply and not mail.parents and mail.subject and key in last:
                threads.join(mail.id, last[key])
            last[key] = mail.id
    return threads


def _correspondents(mail: _Mail, me: frozenset[str]) -> tuple[str, ...]:
    if mail.sender in me:
        return tuple(one for one in mail.to if one not in me)
    return (mail.sender,)


Exchanges = dict[tuple[str, str], _Exchange]
"""By thread and correspondent."""


def _exchanges(mails: Iterable[_Mail], threads: _Threads, me: frozenset[str], reading: Reading) -> Exchanges:
    found: Exchanges = {}
    ids = {mail.id for mail in mails}
    for mail in mails:
        others = _correspondents(mail, me)
        mine = mail.sender in me
        if len(others) > MOST or not others:
            reading.skip(MANY if others else TO_MYSELF)
            continue
        for other in others:
            if _NO_REPLY.search(other):
                continue
            continued = mine and mail.reply and ids.isdisjoint(mail.parents)
            new = _Exchange(mail.subject, "me" if mine and not continued else "them", continued=continued)
            exchange = found.setdefault((threads.of(mail.id), other), new)
            (exchange.mine if mine else exchange.theirs).append(mail.day)
    return found


def _lines(
    exchanges: Exchanges, threads: _Threads, mails: Sequence[_Mail], names: dict[str, str]
) -> Iterator[Happening]:
    """A line for each correspondent and day."""
    days: dict[tuple[str, date], list[tuple[str, _Exchange]]] = {}
    mutual = {other for (_thread, other), exchange in exchanges.items() if exchange.mine}
    for (_thread, other), exchange in exchanges.items():
        for day, response in exchange.days():
            days.setdefault((other, day), []).append((response, exchange))
    for (other, day), found in days.items():
        touches = [one for one in found if not one[0]] or found
        subjects = dict.fromkeys(exchange.subject for _response, exchange in touches if exchange.subject)
        yield Happening(
            id=f"{day}/{other}",
            day=day,
            title="; ".join(subjects)[:_SUBJECT],
            channel="email",
            people=((names.get(other, ""), other),),
            response=touches[0][0],
            initiated=touches[0][1].began,
            logged=True,
            mutual=other in mutual,
        )


def _meetings(
    exchanges: Exchanges, threads: _Threads, mails: Sequence[_Mail], names: dict[str, str]
) -> Iterator[Happening]:
    """A meeting for each thread."""
    ids: dict[str, list[str]] = {}
    for mail in mails:
        ids.setdefault(threads.of(mail.id), []).append(f"mid:{mail.id}")
    together: dict[str, dict[str, _Exchange]] = {}
    for (thread, other), exchange in exchanges.items():
        together.setdefault(thread, {})[other] = exchange
    for thread, by_person in together.items():
        noted = [one for exchange in by_person.values() for one in exchange.days()]
        answered = [day for day, response in noted if not response]
        first = next(iter(by_person.values()))
        yield Happening(
            id=ids[thread][0],
            also=tuple(ids[thread]),
            day=max(answered or [day for day, _response in noted]),
            days=tuple(sorted({day for day, _response in noted})),
            title=first.subject,
            channel="email",
            people=tuple((names.get(other, ""), other) for other in sorted(by_person)),
            response="" if answered else "none",
            initiated=first.began,
            mutual=any(exchange.mine for exchange in by_person.values()),
        )

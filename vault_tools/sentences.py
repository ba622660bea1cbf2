"""Words for what views hold as codes and numbers, in the vault's language: stages, channels, spans, reasons."""

from vault_tools.config import Config
from vault_tools.digests.follow_ups import Reason, Row
from vault_tools.language import Catalogue, mark_in
from vault_tools.network.vocabulary import PROPERTIES
from vault_tools.numbers import in_wan, number
from vault_tools.typesetting import is_han, spaced

WEEKS_PER_YEAR = 365.25 / 7
WEEKS_PER_MONTH = WEEKS_PER_YEAR / 12

_STAGES = (
    mark_in("stage", "met"),
    mark_in("stage", "screened"),
    mark_in("stage", "engaged"),
    mark_in("stage", "partner"),
)
_CHANNELS = (
    mark_in("channel", "coffee"),
    mark_in("channel", "meal"),
    mark_in("channel", "visit"),
    mark_in("channel", "event"),
    mark_in("channel", "call"),
    mark_in("channel", "video"),
    mark_in("channel", "message"),
    mark_in("channel", "email"),
)
_LEVELS = (
    mark_in("level", "acquaintance"),
    mark_in("level", "in-touch"),
    mark_in("level", "worked-together"),
    mark_in("level", "proven"),
)
_STATUSES = (
    mark_in("deal", "idea"),
    mark_in("deal", "proposed"),
    mark_in("deal", "active"),
    mark_in("deal", "done"),
    mark_in("deal", "lost"),
    mark_in("deal", "cheated"),
)
_INTRODUCTIONS = (
    mark_in("introduction", "idea"),
    mark_in("introduction", "asked"),
    mark_in("introduction", "made"),
    mark_in("introduction", "met"),
    mark_in("introduction", "worked"),
    mark_in("introduction", "declined"),
)
_RESOURCES = (
    mark_in("resource", "skill"),
    mark_in("resource", "time"),
    mark_in("resource", "money"),
    mark_in("resource", "channel"),
    mark_in("resource", "tool"),
    mark_in("resource", "person"),
)
_SIGNALS = (
    mark_in("signal", "demand"),
    mark_in("signal", "supply"),
    mark_in("signal", "plan"),
    mark_in("signal", "price"),
    mark_in("signal", "risk"),
)
_CURRENCIES = (
    mark_in("currency", "CNY"),
    mark_in("currency", "HKD"),
    mark_in("currency", "TWD"),
    mark_in("currency", "USD"),
    mark_in("currency", "EUR"),
    mark_in("currency", "GBP"),
    mark_in("currency", "JPY"),
    mark_in("currency", "SGD"),
)
_KNOWN = {
    pair
    for table in (_STAGES, _CHANNELS, _LEVELS, _STATUSES, _INTRODUCTIONS, _RESOURCES, _SIGNALS, _CURRENCIES)
    for pair in table
}


class Sentences:
    """Puts codes into words, in the language of `words`; `config` gives the stages' own labels."""

    def __init__(self, words: Catalogue, config: Config) -> None:
        self.words = words
        self._currency = config.currency
        self._labels = {stage.key: stage.label for stage in config.stages}

    @property
    def _chinese(self) -> bool:
        return self.words.info().get("language") == "zh"

    def stage(self, key: str) -> str:
        """A stage's label: the config's, else the language's, else its key."""
        return self._labels.get(key) or self._translated("stage", key)

    def channel(self, name: str) -> str:
        """A channel's word; what the vault's owner made up stays as it is."""
        return self._translated("channel", name)

    def property(self, name: str) -> str:
        """A property's name as the vault's language has it: the first of its Chinese names, or the English one."""
        if not self._chinese:
            return name
        others = PROPERTIES["contact"].get(name, "").split()
        return others[0] if others else name

    def occupation(self, role: str, org: str) -> str:
        """As what somebody works, and where: `CFO, Starwood`, or as on a Chinese card, `永明轴承配件 老板`. A role may
        be a sentence, so the two never run into each other."""
        if not self._chinese or not (role and org):
            return ", ".join(filter(None, (role, org)))
        return f"{org} {role}" if is_han(org[-1]) or is_han(role[0]) else f"{org}，{role}"

    def level(self, name: str) -> str:
        """The word for the level of a relationship."""
        if self._chinese:
            return self._translated("level", name)
        return name.replace("-", " ")

    def deal_status(self, status: str) -> str:
        """The word for a deal's status."""
        return self._translated("deal", status)

    def introduction_status(self, status: str) -> str:
        """The word for how far an introduction has come."""
        return self._translated("introduction", status)

    def resource_kind(self, kind: str) -> str:
        """The word for a kind of resource."""
        return self._translated("resource", kind)

    def signal_kind(self, kind: str) -> str:
        """The word for a kind of signal."""
        return self._translated("signal", kind)

    def period(self, name: str) -> str:
        """A day, month, quarter, half or year: `2027-H1`, or as Chinese has it, `2027 年上半年`."""
        if not self._chinese or len(name) == 10:
            return name
        year, _, part = name.partition("-")
        if part.isdigit():
            return f"{year} 年 {int(part)} 月"
        words = {"H1": "上半年", "H2": "下半年", "Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}
        return f"{year} 年{words.get(part, '')}"

    def amount(self, value: float) -> str:
        """An amount in the config's currency: `CNY 37,000`, or as Chinese has it, `3.7 万元`."""
        if self._chinese:
            return in_wan(value, self._translated("currency", self._currency))
        return f"{self._currency} {number(round(value))}"

    def days(self, count: int) -> str:
        """`1 day`, `49 days`."""
        return self.words.ngettext("%(num)d day", "%(num)d days", count) % {"num": count}

    def span(self, weeks: float) -> str:
        """A time to wait, in the unit a person would use."""
        if weeks >= 100 * WEEKS_PER_YEAR:
            return self.words.gettext("more than 100 years")
        if weeks >= 4 * WEEKS_PER_YEAR:
            count = round(weeks / WEEKS_PER_YEAR)
            return self.words.ngettext("%(num)d year", "%(num)d years", count) % {"num": count}
        if weeks >= 2 * WEEKS_PER_MONTH:
            count = round(weeks / WEEKS_PER_MONTH)
            return self.words.ngettext("%(num)d month", "%(num)d months", count) % {"num": count}
        count = max(1, round(weeks))
        return self.words.ngettext("%(num)d week", "%(num)d weeks", count) % {"num": count}

    def rhythm(self, cadence: str) -> str:
        """A cadence such as `6w` as `every 6 weeks`; empty where it is not to be told."""
        gettext = self.words.gettext
        if not cadence:
            return gettext("kept private")
        count, unit = int(cadence[:-1]), cadence[-1]
        once = {
            "d": gettext("every day"),
            "w": gettext("every week"),
            "m": gettext("every month"),
            "y": gettext("every year"),
        }
        if count == 1:
            return once[unit]
        forms = {
            "d": gettext("every %(num)d days"),
            "w": gettext("every %(num)d weeks"),
            "m": gettext("every %(num)d months"),
            "y": gettext("every %(num)d years"),
        }
        return forms[unit] % {"num": count}

    def reason(self, row: Row, reason: Reason) -> str:
        """Why a row stands in the follow-ups, as a phrase."""
        day = reason.day.isoformat() if reason.day else ""
        rhythm = self.rhythm(row.cadence or "")
        params = {"date": day, "rhythm": rhythm, "text": reason.text, "num": reason.count}
        return self._reason(reason, bool(day)) % params

    def _reason(self, reason: Reason, dated: bool) -> str:  # noqa: C901 - a table, one line a code
        gettext, ngettext = self.words.gettext, self.words.ngettext
        match reason.code:
            case "promise-mine":
                return gettext("you promised by %(date)s: %(text)s")
            case "promise-theirs":
                return gettext("promised you by %(date)s: %(text)s")
            case "next":
                return gettext("you set %(date)s as the next contact")
            case "cadence":
                return gettext("last contact %(date)s, rhythm %(rhythm)s")
            case "retry":
                return ngettext(
                    "no answer on %(date)s yet: time for a second try",
                    "%(num)d tries without an answer, the last on %(date)s",
                    reason.count,
                )
            case "declined":
                return gettext("said no on %(date)s: that is normal, ask once more")
            case "resting":
                return gettext(
                    "%(num)d tries without an answer, the last on %(date)s: resting, one more after its rhythm"
                )
            case "imported" if dated:
                return gettext("imported %(date)s, never contacted")
            case "never" if dated:
                return gettext("met %(date)s, never contacted since")
            case "unreadable":
                return gettext("the frontmatter can't be read: this row may be wrong")
        return gettext("never contacted, and no date says since when")

    def text(self, message: str, **params: object) -> str:
        """A sentence of the catalogue, filled."""
        template = self.words.gettext(message)
        texts = {name: str(value) for name, value in params.items()}
        return (spaced(template, texts) if self._chinese else template) % texts

    def _translated(self, context: str, word: str) -> str:
        return self.words.pgettext(context, word) if (context, word) in _KNOWN else word

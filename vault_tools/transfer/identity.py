"""What tells one person from another: e-mail addresses, telephone numbers, profiles and names, to be compared."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from vault_tools.vault.links import fold

_DIGITS_COMPARED = 9
"""So many last digits of a number are compared: what stands before may be a country's or a city's, written or not."""

_FEWEST_DIGITS = 6
"""Shorter numbers are services' or extensions, and tell nobody."""

SHARED_MAILBOXES = frozenset(
    "info sales contact hello office admin support service kontakt mail team hr jobs post press marketing".split()
)
"""The addresses before the @ that are a firm's and nobody's own."""

ALIKE = 80
"""rapidfuzz's ratio (0 to 100) from which two names may be one person's, where something else says so too."""

_BETWEEN_WORDS = re.compile(r"[\s,，.·・_-]+")
_WIDE = re.compile("[\u3400-\u9fff]")


def email_key(address: str) -> str:
    """An e-mail address as it is compared; empty if it is none. A `+tag` and letters' case do not count."""
    local, at, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if at and local and domain else ""


@lru_cache(maxsize=65536)
def phone_key(number: str, country: str = "") -> str:
    """A telephone number as it is compared: the last digits of its national number, whether or not the country's or the
    leading zero is written; empty if it tells nobody. `country`: ISO code of numbers that don't say theirs."""
    import phonenumbers  # a table of all countries: only where numbers are compared

    try:
        parsed = phonenumbers.parse(number, country or None)
        digits = str(parsed.national_number)
    except phonenumbers.NumberParseException:
        plain = unicodedata.normalize("NFKC", number).casefold()
        digits = re.sub(r"\D", "", re.split(r"x|ext|转|#|,|;", plain)[0]).lstrip("0")
    return digits[-_DIGITS_COMPARED:] if len(digits) >= _FEWEST_DIGITS else ""


def profile_key(address: str) -> str:
    """The address of a profile or page as it is compared: without scheme, subdomain, query and last `/`."""
    text = re.sub(r"^[a-z]+://", "", address.strip().casefold())
    text = re.sub(r"^(?:www|m|[a-z]{2})\.(?=linkedin\.com)|^www\.", "", text)
    return re.split(r"[?#]", text)[0].rstrip("/")


def name_key(name: str) -> str:
    """A name as it is compared: without case, width and doubled blanks."""
    return fold(" ".join(name.split()))


@lru_cache(maxsize=65536)
def loose_keys(name: str) -> frozenset[str]:
    """Under what else a name may stand: its words in any order, and a Chinese one's pinyin in either order."""
    folded = name_key(name)
    keys = {" ".join(sorted(filter(None, _BETWEEN_WORDS.split(folded))))}
    if _WIDE.search(name):
        from pypinyin import lazy_pinyin  # slow to import: only where somebody has a Chinese name

        syllables = [one for one in lazy_pinyin(folded) if one.strip()]
        keys |= {"".join(syllables), "".join(syllables[1:] + syllables[:1])}
    else:
        words = [word for word in _BETWEEN_WORDS.split(folded) if word]
        keys |= {"".join(words), "".join(words[1:] + words[:1])}
    return frozenset(filter(None, keys))


def alike(one: str, other: str) -> bool:
    """Whether two names may be one person's, given that something else says so: equal, reordered, in pinyin, one a part
    of the other, or nearly the same."""
    if loose_keys(one) & loose_keys(other):
        return True
    words, others = (set(_BETWEEN_WORDS.split(name_key(name))) for name in (one, other))
    if words <= others or others <= words:
        return True
    from rapidfuzz import fuzz

    return fuzz.ratio(name_key(one), name_key(other)) >= ALIKE


@cache
def country_of_zone(zone: str) -> str:
    """The ISO code of the first country that a time zone is used in; empty if the tables name none."""
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        code, *rest = line.split("\t")
        if len(rest) > 1 and rest[1].strip() == zone:
            return code
    return ""

"""Names of people and of organisations as they are compared, however they are written."""

import re
import unicodedata
from functools import lru_cache

from vault_tools.vault.links import fold

_NOT_IN_NAMES = re.compile(r"[^\w\s]+|_+")
_IN_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir madam phd mba md jr sr 先生 女士 小姐 老师 博士 教授 总".split()
)
_LEGAL_FORMS = frozenset(
    "inc incorporated ltd limited llc llp lp plc corp corporation co company gmbh mbh ag kg kgaa ohg ug se sa sas sarl "
    "srl spa bv nv ab as oy aps pty pvt pte kk".split()
)
_CHINESE_FORMS = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|集团)+$")


def name_key(name: str) -> str:
    """A name as it is compared: without case, width, accents, titles, brackets and what stands between its words; one
    that has no words, as it is."""
    return "".join(name_words(name)) or fold("".join(name.split()))


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in their order, as they are compared."""
    plain = _IN_BRACKETS.sub(" ", unicodedata.normalize("NFKC", name))
    apart = unicodedata.normalize("NFD", plain.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    words = _NOT_IN_NAMES.sub(" ", bare).split()
    return tuple(word for word in words if word not in _TITLES) or tuple(words)


def org_key(org: str) -> str:
    """An organisation's name as it is compared: like those of people, and without the legal form at its end."""
    words = list(name_words(org))
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return _CHINESE_FORMS.sub("", "".join(words)) or name_key(org)

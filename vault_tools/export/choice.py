"""Which contacts an export is about, and which of their properties stay out of it."""

import msgspec

from vault_tools.config import CONFIG_NAME, Config
from vault_tools.digests.contacts import contact_list
from vault_tools.digests.context import Context
from vault_tools.errors import ConfigError
from vault_tools.language import mark as _
from vault_tools.network.records import ContactNote
from vault_tools.network.vocabulary import private_names
from vault_tools.vault.links import fold


class Filters(msgspec.Struct, frozen=True):
    """What somebody must be to be exported: `stage` is the key of the one they are in now; of `industry`, `circle`,
    `city` a part will do; `tag` is one of theirs, or above it (`work` for `work/hr`). None of them: everybody."""

    stage: str | None = None
    industry: str | None = None
    circle: str | None = None
    city: str | None = None
    tag: str | None = None


class Choice(msgspec.Struct, frozen=True):
    """The contacts to export, by path, in the order of the paths, and the canonical names of the properties to leave
    out."""

    contacts: tuple[str, ...]
    private: frozenset[str] = frozenset()

    def shows(self, name: str) -> bool:
        """Whether a property is exported."""
        return name not in self.private


def choose(context: Context, filters: Filters, *, private: bool) -> Choice:
    """The contacts that pass the filters. `private`: properties that the config calls private are shown, too. Raises
    ConfigError where the config names one that there is not: a slip must not give away what was to stay."""
    if filters == Filters():
        return Choice(tuple(sorted(context.network.contacts)), frozenset() if private else _private(context.config))
    tag = fold(filters.tag.lstrip("#")) if filters.tag else ""
    rows = contact_list(
        context, stage=filters.stage, industry=filters.industry, circle=filters.circle, city=filters.city
    )
    paths = sorted(row.path for row in rows)
    if tag:
        paths = [path for path in paths if _has_tag(context.network.contacts[path].note, tag)]
    return Choice(tuple(paths), frozenset() if private else _private(context.config))


def _private(config: Config) -> frozenset[str]:
    private, unknown = private_names(config)
    if unknown:
        words = ", ".join(map(repr, unknown))
        raise ConfigError(
            _("%(file)s: `private` names %(words)s, which is no property that could stay out — correct it"),
            file=CONFIG_NAME,
            words=words,
        )
    return private


def _has_tag(note: ContactNote, tag: str) -> bool:
    return any(fold(one) == tag or fold(one).startswith(f"{tag}/") for one in note.tags)

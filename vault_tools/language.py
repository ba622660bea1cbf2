"""The two languages of the output: gettext catalogues, looked up by the code the config gives.

English stands in the sources; `locale/zh/LC_MESSAGES/vault_tools.po` holds the Chinese, `help.po` that of the commands'
help and of click's own sentences.
"""

import gettext
import os
from functools import cache
from pathlib import Path

DOMAIN = "vault_tools"
HELP = "help"
LANGUAGES = ("en", "zh")
LOCALE_FOLDER = Path(__file__).with_name("locale")

Catalogue = gettext.NullTranslations


@cache
def catalogue(lang: str, domain: str = DOMAIN) -> Catalogue:
    """The catalogue of `lang` (`en` or `zh`); English is the empty one."""
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation(domain, LOCALE_FOLDER, languages=[lang])


def language_of_system() -> str:
    """The language that the environment asks for, as POSIX has it: the first that is set of these counts alone."""
    asked = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if asked.lower().startswith("zh") else "en"


def mark(message: str) -> str:
    """Mark a message for extraction where it is defined but not yet translated; gives it back."""
    return message


def mark_in(context: str, message: str) -> tuple[str, str]:
    """The same for a word that needs a context; gives (context, message)."""
    return context, message

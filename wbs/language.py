"""The language of the commands and of the desk: Indonesian, or English with ``--lang en`` or ``WBS_LANG=en``.

Sentences are written in Indonesian and translated by the same catalogues as the pages. Values go in by name
after translating: ``_("Kasus {name} dibuka.").format(name=…)``.
"""

import functools
import gettext
from importlib import resources
from pathlib import Path

LANGUAGES = ("id", "en")

_language = "id"
_translations: gettext.NullTranslations = gettext.NullTranslations()


def choose(chosen: str) -> None:
    """Use a language of LANGUAGES from now on, in this process."""
    global _language, _translations
    _language, _translations = chosen, translations(chosen)


@functools.cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the sentences of a language of LANGUAGES, for words that somebody else will read."""
    folder = Path(str(resources.files("wbs") / "translations"))
    return gettext.translation("messages", folder, [language], fallback=language == "id")


def _(sentence: str) -> str:
    """Return a sentence in the chosen language."""
    return _translations.gettext(sentence) if sentence else ""


def ngettext(one: str, several: str, count: int) -> str:
    """Return the sentence that fits a count, in the chosen language."""
    return _translations.ngettext(one, several, count)


def language() -> str:
    """Return the chosen language, ``id`` or ``en``."""
    return _language


def N_(sentence: str) -> str:  # noqa: N802 -- gettext's name for a sentence that is translated later
    """Return the sentence as it is; it stands in a table and is translated where it is shown."""
    return sentence

"""The language is chosen, never guessed: it is the first part of the path, and nothing else.

Accept-Language is not looked at: two people at one address see one page. Indonesian is at the root, English
under ``/en``.
"""

import math
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Flask, has_request_context, request, url_for
from flask_babel import Babel

from wbs.cases.office import Office
from wbs.cases.text import Language
from wbs.letters.halfday import HalfDay

#: What an English endpoint's blueprint is called after the Indonesian one's.
ENGLISH = "_en"

_TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"


def language() -> Language:
    """Return the language of the present request, by its path alone."""
    if has_request_context() and (request.path == "/en" or request.path.startswith("/en/")):
        return "en"
    return "id"


def link(endpoint: str) -> str:
    """Return the URL of an endpoint (``blueprint.view``) in the present language."""
    return link_in(language(), endpoint)


def link_in(lang: Language, endpoint: str) -> str:
    """Return the URL of an endpoint (``blueprint.view``) in a language."""
    blueprint, _, view = endpoint.partition(".")
    return url_for(f"{blueprint}{ENGLISH if lang == 'en' else ''}.{view}")


def full_date(day: date) -> str:
    """Return ``22 November 2026``, in the present language."""
    return str(format_date(day, "d MMMM y", locale=language()))


def megabytes(count: int, *, limit: bool = False) -> str:
    """Return bytes as ``2,4 MB`` or ``740 KB`` (of 2^20 and 2^10 bytes) in the present language.

    Rounded up, or a limit down.
    """
    whole = math.floor if limit else math.ceil
    if count < 1 << 20:
        return f"{whole(count / (1 << 10))} KB"
    return f"{format_decimal(whole(count * 10 / (1 << 20)) / 10, '#,##0.#', locale=language())} MB"


def series(numbers: Iterable[int]) -> str:
    """Return ``3, 6, dan 12`` or ``3, 6 and 12``, in the present language."""
    # "en" alone would put a comma before the last.
    locale = "en_GB" if language() == "en" else "id"
    return str(format_list([str(number) for number in numbers], locale=locale))


def init_app(app: Flask, office: Office) -> None:
    """Give the app its two languages, and templates ``tanggal`` (date), ``setengah_hari`` and ``ukuran``."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(_TRANSLATIONS)
    Babel(app, default_locale="id", locale_selector=language)
    app.jinja_env.filters["tanggal"] = full_date
    app.jinja_env.filters["ukuran"] = megabytes
    app.jinja_env.filters["setengah_hari"] = _until(office)


def _until(office: Office) -> Callable[[HalfDay], str]:
    def until(half_day: HalfDay) -> str:
        """Return the end of a half-day: ``22 November 2026 pukul 18.00 WIB``."""
        end = half_day.end(office.zone)
        if language() == "en":
            return f"{full_date(end.date())}, {end:%H:%M} {office.zone_name}"
        return f"{full_date(end.date())} pukul {end:%H.%M} {office.zone_name}"

    return until

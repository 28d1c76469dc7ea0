"""Values as people read them, in the chosen language: days, half-days, sizes, kinds, keys."""

import hashlib
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from crypto import bech32
from crypto.receipt import spell
from wbs.desk.desk import Desk
from wbs.desk.harmless import harmless
from wbs.desk.words import KINDS, TYPES
from wbs.language import _, language
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Attachment

# The pages count in thousands too, as phones and shops do.
_UNITS = ("kB", "MB", "GB")
_KEY_WORDS = 4


def day_of(day: date) -> str:
    """Return ``31 Jan 2026``."""
    text: str = format_date(day, "d MMM y", locale=language())
    return text


def half_day_of(desk: Desk, half_day: HalfDay) -> str:
    """Return from when to when a half-day lasts, in the office's zone."""
    start, end = half_day.start(desk.office.zone), half_day.end(desk.office.zone)
    if start.date() == end.date():
        text = _("{day} pukul {start} sampai {end} {zone}")
    else:
        text = _("{day} pukul {start} sampai {next_day} pukul {end} {zone}")
    return text.format(
        day=day_of(start.date()),
        start=f"{start:%H.%M}",
        next_day=day_of(end.date()),
        end=f"{end:%H.%M}",
        zone=desk.office.zone_name,
    )


def end_of(desk: Desk, half_day: HalfDay) -> str:
    """Return when a half-day ends, in the office's zone: ``23 Nov 2026 pukul 07.00 WIB``."""
    end = half_day.end(desk.office.zone)
    text = _("{day} pukul {hour} {zone}")
    return text.format(day=day_of(end.date()), hour=f"{end:%H.%M}", zone=desk.office.zone_name)


def size_of(size: int) -> str:
    """Return ``1,4 MB (1.402.331 B)``; below a thousand bytes only these."""
    exact = f"{format_decimal(size, locale=language())} B"
    if size < 1000:
        return exact
    scaled, unit = float(size), 0
    # As it is going to be printed: 999,960 bytes are 1.0 MB.
    while round(scaled / 1000, 1) >= 1000 and unit < len(_UNITS) - 1:
        scaled, unit = scaled / 1000, unit + 1
    readable = format_decimal(round(scaled / 1000, 1), format="#,##0.0", locale=language())
    return f"{readable} {_UNITS[unit]} ({exact})"


def type_of(media_type: str) -> str:
    """Return what a file of a media type is called; one without a word stands as it is."""
    return _(TYPES[media_type]) if media_type in TYPES else harmless(media_type)


def kinds_of(attachment: Attachment) -> str:
    """Return what was removed from a file before it was sent; a code without a word stands as it is."""
    return "; ".join(_(KINDS.get(code, code)) for code in attachment.removed) or "-"


def key_words(recipient: str) -> str:
    """Return the four words by which the keys page and posters name a reader's key, as the keyring has it."""
    return " ".join(spell(hashlib.sha256(bech32.decode(recipient)[1]).digest(), _KEY_WORDS))

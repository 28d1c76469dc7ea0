"""How much may be sent."""

from dataclasses import dataclass
from typing import Final

from wbs.cases.errors import OfficeError
from wbs.cases.strict import Table

# Attachments are numbered 01 to 99 in a letter.
_MOST_FILES: Final = 99
_SMALLEST_MESSAGE: Final = 1 << 17
_LARGEST_MESSAGE: Final = 1 << 30


@dataclass(frozen=True)
class Limits:
    """What one message may carry, and what all letters above the size of a text may take a day, in bytes.

    ``message_bytes`` counts the letter with its padding, which is 64 KiB · 2^n, before it is sealed.
    """

    files: int
    message_bytes: int
    daily_bytes: int


def read_limits(table: Table) -> Limits:
    """Raises OfficeError, also where the limits contradict each other."""
    limits = Limits(
        files=table.integer("files"),
        message_bytes=table.integer("message_bytes", least=_SMALLEST_MESSAGE),
        daily_bytes=table.integer("daily_bytes"),
    )
    if limits.files > _MOST_FILES:
        raise OfficeError(table.where("files"), f"must be at most {_MOST_FILES}")
    if not limits.message_bytes <= min(_LARGEST_MESSAGE, limits.daily_bytes):
        raise OfficeError(table.where("message_bytes"), "must be at most 1 GiB, and at most daily_bytes")
    table.close()
    return limits

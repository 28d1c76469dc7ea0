"""How much may be sent."""

from dataclasses import dataclass
from typing import Final

from wbs.cases.errors import OfficeError
from wbs.cases.strict import Table

# Attachments are numbered 01 to 99 in a letter.
_MOST_FILES: Final = 99


@dataclass(frozen=True)
class Limits:
    """What one message may carry, and what all letters above the size of a text may take a day, in bytes."""

    files: int
    file_bytes: int
    message_bytes: int
    daily_bytes: int


def read_limits(table: Table) -> Limits:
    """Raises OfficeError, also where the limits contradict each other."""
    limits = Limits(
        files=table.integer("files"),
        file_bytes=table.integer("file_bytes"),
        message_bytes=table.integer("message_bytes"),
        daily_bytes=table.integer("daily_bytes"),
    )
    if limits.files > _MOST_FILES:
        raise OfficeError(table.where("files"), f"must be at most {_MOST_FILES}")
    if not limits.file_bytes <= limits.message_bytes <= limits.daily_bytes:
        raise OfficeError(table.where("message_bytes"), "must lie between file_bytes and daily_bytes")
    table.close()
    return limits

"""What can go wrong in the store; no other exception leaves this room for what a caller or the disk did.

StoreError
├── StoreFull        no room: the disk, the reserve kept for text, or the day's budget for larger letters
├── ShapeError       not the shape of a letter or of a board slot
├── NotFound         there is no such drop (any more)
├── OutboxRefused    an outbox was refused as a whole; nothing of it was applied
├── SchemaError      the database is older or newer than this program
├── Unpublished      the public files have never been written
├── CourierError     an account could not be made or changed; the message says why
│   └── LoginRefused     the one answer to every login that fails
└── RecordBroken     the staff record does not follow from itself
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from wbs.letters.errors import Told


class StoreError(Exception):
    """Any refusal of this room; bare, it says that disk or database failed."""


class StoreFull(StoreError):
    """There is no room for this letter now."""


class ShapeError(StoreError):
    """The bytes have not the one shape that is accepted."""


class NotFound(StoreError):
    """There is no such drop."""


class OutboxRefused(Told, StoreError):
    """Nothing of the outbox was applied; the message names the cause."""


class SchemaError(StoreError):
    """The database's schema is not this program's."""


class Unpublished(StoreError):
    """The public files have never been written."""


class CourierError(Told, StoreError):
    """An account could not be made or changed."""


class LoginRefused(CourierError):
    """Name, password or second factor did not fit, or the account takes no strangers now."""


class RecordBroken(Told, StoreError):
    """An entry of the staff record is missing, changed or out of order."""


@contextmanager
def disk() -> Iterator[None]:
    """Name by this room's errors what the operating system refuses inside the block."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull("the disk has no room") from error
        raise StoreError(f"the disk failed: {errno.errorcode.get(error.errno or 0, 'unknown')}") from error

"""What a reader states in public: that a keyring is the newest, what has been collected, how many cases.

Each is canonical JSON with a signature of its own kind by a reader who is current when it is read, under the
keyring named by ``sequence``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar

from crypto.minisign import SigningKey
from wbs.letters import canonical
from wbs.letters.canonical import Value
from wbs.letters.codec import DAY, HALF_DAY, READER_ID, Codec, hex_bytes, integer, record
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain
from wbs.letters.signed import Signed, check, sign

STALE_AFTER = timedelta(days=35)

_INSTANCE = hex_bytes(16)
_SEQUENCE = integer(1, 999_999)


def _read_counts(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise FormatError("not an object")
    return value


@dataclass(frozen=True)
class Freshness:
    """On that day the author's desk knew of no keyring newer than ``sequence``."""

    kind: ClassVar[str] = "freshness"
    instance: Annotated[bytes, _INSTANCE]
    author: Annotated[str, READER_ID]
    sequence: Annotated[int, _SEQUENCE]
    day: Annotated[date, DAY]


@dataclass(frozen=True)
class Collected:
    """The author's desk has imported every letter released up to the half-day of arrival ``until``."""

    kind: ClassVar[str] = "collected"
    instance: Annotated[bytes, _INSTANCE]
    author: Annotated[str, READER_ID]
    sequence: Annotated[int, _SEQUENCE]
    until: Annotated[HalfDay, HALF_DAY]


@dataclass(frozen=True)
class Statistics:
    """Counts for publication, whose small cells the author's desk has hidden; ``counts`` is any object."""

    kind: ClassVar[str] = "statistics"
    instance: Annotated[bytes, _INSTANCE]
    author: Annotated[str, READER_ID]
    sequence: Annotated[int, _SEQUENCE]
    day: Annotated[date, DAY]
    counts: Annotated[Mapping[str, Any], Codec(_read_counts, dict)]


Statement: TypeAlias = Freshness | Collected | Statistics
_S = TypeVar("_S", bound=Freshness | Collected | Statistics)

_CODECS = {cls.kind: record(cls, wbs=1) for cls in (Freshness, Collected, Statistics)}


def sign_statement(statement: Statement, key: SigningKey) -> Signed:
    """Sign a statement as its kind; FormatError if it could not be read back."""
    codec = _CODECS[statement.kind]
    value = codec.write(statement)
    codec.read(canonical.loads(canonical.dumps(value)))
    return sign(statement.kind, statement.instance, value, key)


def verify_statement(signed: Signed, cls: type[_S], chain: Chain) -> _S:
    """Return the statement if a current reader signed it; Unproven or FormatError otherwise."""
    # Unverified until ``check``: it says whose key to take.
    claimed: _S = _CODECS[cls.kind].read(canonical.loads(signed.json))
    key, _ = chain.author_key(claimed.author, claimed.sequence, cls.kind)
    check(cls.kind, chain.current.instance, signed, key)
    if claimed.instance != chain.current.instance:
        raise Unproven("the statement and its signature name different portals")
    return claimed


def stale(day: date, today: date) -> bool:
    """Tell whether a freshness of that day is older than 35 days: the form then warns, and never closes."""
    return today - day > STALE_AFTER

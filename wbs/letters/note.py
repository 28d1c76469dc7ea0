"""What a note can say: one event of a case, between readers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar, Self, TypeAlias

from wbs.letters.codec import (
    CODE,
    DAY,
    HASH,
    READER_ID,
    array,
    base64_bytes,
    integer,
    line,
    pattern,
    prose,
    tagged,
)
from wbs.letters.signed import SIGNATURE_LIMIT, Signed

# JSON bytes of a free text, in a note or a message.
TEXT_LIMIT = 49_152
# letter.json of a reply as it is written: what fits a slot of the board.
REPLY_JSON_LIMIT = 3_584
# Letters that one note reviews: their hashes take less than a free text can.
REVIEWED = 512
# Readers of one letter: as many as a sealed file has stanzas.
READERS = 8

# A header with 8 hybrid stanzas has 12,526 bytes.
_HEADER_LIMIT = 16_384

STATE = pattern(r"[A-Z][A-Z_]{0,31}", "the code of a state")


@dataclass(frozen=True)
class Opened:
    """The author has read the case."""

    event: ClassVar[str] = "opened"


@dataclass(frozen=True)
class Assigned:
    """Who reads the case from now on."""

    event: ClassVar[str] = "assigned"
    to: Annotated[tuple[str, ...], array(READER_ID, READERS, least=1)]


@dataclass(frozen=True)
class StateChanged:
    """The author sets, or as the second person confirms, a state.

    ``received``: how many letters of the reporter in this case they had then; None: it is not known.
    """

    event: ClassVar[str] = "state"
    state: Annotated[str, STATE]
    outcome: Annotated[str | None, CODE] = None
    received: Annotated[int | None, integer(0, 2**31 - 1)] = None


@dataclass(frozen=True)
class Withdrawn:
    """The author takes back that they proposed a state, wherever the case is by now."""

    event: ClassVar[str] = "withdrawn"
    state: Annotated[str, STATE]
    outcome: Annotated[str, CODE]


@dataclass(frozen=True)
class Categorised:
    """What the case is about, by its number in the office's taxonomy."""

    event: ClassVar[str] = "category"
    violation: Annotated[int, integer(1, 999)]


@dataclass(frozen=True)
class Comment:
    """A remark among readers."""

    event: ClassVar[str] = "comment"
    text: Annotated[str, prose(TEXT_LIMIT)] = field(repr=False)


@dataclass(frozen=True)
class Merged:
    """The case goes on as another one."""

    event: ClassVar[str] = "merged"
    into: Annotated[bytes, HASH]


@dataclass(frozen=True)
class Unmerged:
    """The case stands by itself again, and is under review: it was merged into ``into``."""

    event: ClassVar[str] = "unmerged"
    into: Annotated[bytes, HASH]


@dataclass(frozen=True)
class Referred:
    """The case went to an outside body, with the summary that was sent."""

    event: ClassVar[str] = "referred"
    body: Annotated[str, line(64)]
    text: Annotated[str, prose(TEXT_LIMIT, empty=True)] = field(repr=False)


@dataclass(frozen=True)
class Recused:
    """The author steps back from the case."""

    event: ClassVar[str] = "recused"
    text: Annotated[str, prose(TEXT_LIMIT, empty=True)] = field(repr=False)


@dataclass(frozen=True)
class ReplyCopy:
    """A reply as it went to the reporter, so that a case can be rebuilt from its notes."""

    event: ClassVar[str] = "reply"
    json: Annotated[str, prose(2 * REPLY_JSON_LIMIT + 2)] = field(repr=False)
    signature: Annotated[str, prose(2 * SIGNATURE_LIMIT)]

    @classmethod
    def of(cls, reply: Signed) -> Self:
        """Copy a reply; its JSON is canonical, hence UTF-8."""
        return cls(reply.json.decode(), reply.signature)

    @property
    def signed(self) -> Signed:
        """The reply, not verified."""
        return Signed(self.json.encode(), self.signature)


@dataclass(frozen=True)
class Grant:
    """Another way into one sealed letter: ``header`` before the old payload is an age file for ``to``.

    ``drop`` is the SHA-256 of the original age file.
    """

    event: ClassVar[str] = "grant"
    drop: Annotated[bytes, HASH]
    header: Annotated[bytes, base64_bytes(_HEADER_LIMIT)]
    to: Annotated[tuple[str, ...], array(READER_ID, READERS, least=1)]


@dataclass(frozen=True)
class Intake:
    """The case came by another channel: the author's desk wrote its report for the caller."""

    event: ClassVar[str] = "intake"
    channel: Annotated[str, line(64)]
    received: Annotated[date, DAY]


@dataclass(frozen=True)
class Declared:
    """The author declares to have no conflict of interest in the case."""

    event: ClassVar[str] = "declared"


@dataclass(frozen=True)
class Reviewed:
    """The author settled what these letters, by the hash of letter.json, said under a key revoked since."""

    event: ClassVar[str] = "reviewed"
    letters: Annotated[tuple[bytes, ...], array(HASH, REVIEWED, least=1)]


@dataclass(frozen=True)
class Held:
    """A litigation hold begins, with why: nothing of the case may be let go."""

    event: ClassVar[str] = "held"
    text: Annotated[str, prose(TEXT_LIMIT)] = field(repr=False)


@dataclass(frozen=True)
class Released:
    """The litigation hold ends, with why."""

    event: ClassVar[str] = "released"
    text: Annotated[str, prose(TEXT_LIMIT)] = field(repr=False)


Event: TypeAlias = (
    Opened
    | Assigned
    | StateChanged
    | Withdrawn
    | Categorised
    | Comment
    | Merged
    | Unmerged
    | Referred
    | Recused
    | ReplyCopy
    | Grant
    | Intake
    | Declared
    | Reviewed
    | Held
    | Released
)
EVENTS: Sequence[type[Event]] = (
    Opened,
    Assigned,
    StateChanged,
    Withdrawn,
    Categorised,
    Comment,
    Merged,
    Unmerged,
    Referred,
    Recused,
    ReplyCopy,
    Grant,
    Intake,
    Declared,
    Reviewed,
    Held,
    Released,
)
EVENT = tagged("event", *EVENTS)

"""Letters: a report, a message, a reply, a note, and their one form as canonical JSON.

Every letter.json carries ``wbs`` 1, ``kind``, ``instance``, ``author``, ``keyring``, ``case``, ``letter_id``.
Each class below is its own field table (see ``codec``); encoding checks the same as decoding does.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar, Literal, TypeAlias, overload

from crypto.minisign import PublicKey, SigningKey
from wbs.letters import canonical, signed
from wbs.letters.canonical import Value
from wbs.letters.codec import (
    CODE,
    DAY,
    HALF_DAY,
    HASH,
    READER_ID,
    RECIPIENT,
    SIGNING_KEY,
    Codec,
    array,
    choice,
    hex_bytes,
    integer,
    line,
    pattern,
    prose,
    record,
    tagged,
)
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.halfday import HalfDay
from wbs.letters.note import EVENT, READERS, REPLY_JSON_LIMIT, STATE, TEXT_LIMIT, Event
from wbs.letters.signed import Signed

# letter.json of any letter: with two headers, a signature's block and the end mark it fills 64 KiB exactly.
JSON_LIMIT = 62_976
ANSWERS_LIMIT = 49_152
ANSWERS = (
    "what", "who", "where", "when_from", "when_to", "ongoing", "how", "why", "value", "evidence", "source",
    "reported_to",
)  # fmt: skip
ONGOING = ("yes", "no", "unknown")
REPORTER = "reporter"

# ustar keeps a size in eleven octal digits.
_ATTACHMENT_LIMIT = 8**11 - 1
_COUNT = integer(0, 2**31 - 1)
_POSITIVE = integer(1, 2**31 - 1)
_INSTANCE = hex_bytes(16)
_LETTER_ID = hex_bytes(16)
_EXCLUDED = array(READER_ID, 64)


def _read_answers(value: Value) -> dict[str, str]:
    if not isinstance(value, dict):
        raise FormatError("not an object")
    if "what" not in value:
        raise FormatError("what: missing")
    for name, answer in value.items():
        codec = choice(*ONGOING) if name == "ongoing" else prose(ANSWERS_LIMIT)
        if name not in ANSWERS:
            raise FormatError(f"{name}: unknown")
        try:
            codec.read(answer)
        except FormatError as error:
            raise FormatError(f"{name}: {error}") from None
    if len(canonical.dumps(value)) > ANSWERS_LIMIT:
        raise FormatError(f"longer than {ANSWERS_LIMIT} bytes together")
    return dict(value)


def _read_file_name(value: Value) -> str:
    name: str = line(255).read(value)
    if "/" in name or "\\" in name or name in (".", ".."):
        raise FormatError("a path, not a name")
    return name


@dataclass(frozen=True, kw_only=True)
class Report:
    """The first letter of a case; its own key signs it, so it proves itself."""

    kind: ClassVar[str] = "report"
    author: Annotated[str, choice(REPORTER)] = REPORTER
    instance: Annotated[bytes, _INSTANCE]
    keyring: Annotated[int, _POSITIVE]
    case: Annotated[bytes, HASH]
    letter_id: Annotated[bytes, _LETTER_ID]
    recipient: Annotated[str, RECIPIENT]
    signing_key: Annotated[str, SIGNING_KEY]
    thread: Annotated[bytes, hex_bytes(32)] = field(repr=False)
    language: Annotated[str, choice("id", "en")]
    excluded: Annotated[tuple[str, ...], _EXCLUDED]
    answers: Annotated[Mapping[str, str], Codec(_read_answers, dict)] = field(hash=False, repr=False)


@dataclass(frozen=True)
class Attachment:
    """One file of a message; ``removed`` names the kinds of metadata that were taken out before sending."""

    path: Annotated[str, pattern(r"attachments/(?!00)[0-9]{2}\.[a-z0-9]{1,8}", "an attachment's path")]
    name: Annotated[str, Codec(_read_file_name, str)]
    type: Annotated[str, pattern(r"[a-z0-9][a-z0-9.+-]{0,62}/[a-z0-9][a-z0-9.+-]{0,62}", "a media type")]
    size: Annotated[int, integer(0, _ATTACHMENT_LIMIT)]
    sha256: Annotated[bytes, HASH]
    removed: Annotated[tuple[str, ...], array(CODE, 32)] = ()


_ATTACHMENT = record(Attachment)


@dataclass(frozen=True, kw_only=True)
class Message:
    """A follow-up of the reporter: text, files, or both; ``seen`` are hashes of the replies read so far."""

    kind: ClassVar[str] = "message"
    author: Annotated[str, choice(REPORTER)] = REPORTER
    instance: Annotated[bytes, _INSTANCE]
    keyring: Annotated[int, _POSITIVE]
    case: Annotated[bytes, HASH]
    letter_id: Annotated[bytes, _LETTER_ID]
    text: Annotated[str, prose(TEXT_LIMIT, empty=True)] = field(repr=False)
    attachments: Annotated[tuple[Attachment, ...], array(_ATTACHMENT, 99)] = ()
    seen: Annotated[tuple[bytes, ...], array(HASH, 64)] = ()

    def __post_init__(self) -> None:
        """Raise FormatError for an empty message, or files that are not numbered from 01 in order."""
        if not self.text.strip() and not self.attachments:
            raise FormatError("text: blank, without an attachment")
        for number, attachment in enumerate(self.attachments, 1):
            if not attachment.path.startswith(f"attachments/{number:02}."):
                raise FormatError(f"attachments: {attachment.path} stands at place {number}")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a reader tells the reporter.

    ``to`` is the SHA-256 of the reporter's recipient, ``prev`` the hash of this author's last reply to this
    case, ``received`` how many letters of the case the author had, of those that arrived until ``until``.
    """

    kind: ClassVar[str] = "reply"
    instance: Annotated[bytes, _INSTANCE]
    author: Annotated[str, READER_ID]
    keyring: Annotated[int, _POSITIVE]
    case: Annotated[bytes, HASH]
    letter_id: Annotated[bytes, _LETTER_ID]
    day: Annotated[date, DAY]
    author_seq: Annotated[int, _POSITIVE]
    to: Annotated[bytes, HASH]
    state: Annotated[str, STATE]
    outcome: Annotated[str | None, CODE] = None
    text: Annotated[str, prose(REPLY_JSON_LIMIT, empty=True)] = field(repr=False)
    readers: Annotated[tuple[str, ...], array(READER_ID, READERS, least=1)]
    excluded: Annotated[tuple[str, ...], _EXCLUDED] = ()
    prev: Annotated[bytes | None, HASH] = None
    received: Annotated[int, _COUNT]
    until: Annotated[HalfDay, HALF_DAY]


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a reader tells the other readers: one event."""

    kind: ClassVar[str] = "note"
    instance: Annotated[bytes, _INSTANCE]
    author: Annotated[str, READER_ID]
    keyring: Annotated[int, _POSITIVE]
    case: Annotated[bytes, HASH]
    letter_id: Annotated[bytes, _LETTER_ID]
    day: Annotated[date, DAY]
    author_seq: Annotated[int, _POSITIVE]
    body: Annotated[Event, EVENT]

    @property
    def event(self) -> str:
        """The event's name: opened, assigned, state, …"""
        return self.body.event


Letter: TypeAlias = Report | Message | Reply | Note

LETTER = tagged("kind", Report, Message, Reply, Note, wbs=1)


def encode(letter: Letter) -> bytes:
    """Return letter.json; FormatError names the field that cannot stand there."""
    data = canonical.dumps(LETTER.write(letter))
    # Checked by the same table as on the way in: nothing is written that nobody could read.
    decode(data)
    return data


def decode(data: bytes) -> Letter:
    """Read letter.json; FormatError names the field that is unknown, missing, ill-typed or out of range."""
    return _read(canonical.loads(data, limit=JSON_LIMIT), len(data))


def case_of(key: PublicKey) -> bytes:
    """Return the case that a reporter's public signing key stands for."""
    return hashlib.sha256(b"wbs/v1/case" + key.raw).digest()


def sign_letter(letter: Letter, key: SigningKey) -> Signed:
    """Encode a letter and sign it as its kind; FormatError as in ``encode``."""
    encode(letter)
    return signed.sign(letter.kind, letter.instance, LETTER.write(letter), key)


def peek_unverified(letter: Signed) -> Letter:
    """Read a letter whose signature nobody has checked: only to find whose key and keyring would."""
    return decode(letter.json)


@overload
def verify_letter(letter: Signed, kind: Literal["report"], instance: bytes, key: PublicKey) -> Report: ...
@overload
def verify_letter(letter: Signed, kind: Literal["message"], instance: bytes, key: PublicKey) -> Message: ...
@overload
def verify_letter(letter: Signed, kind: Literal["reply"], instance: bytes, key: PublicKey) -> Reply: ...
@overload
def verify_letter(letter: Signed, kind: Literal["note"], instance: bytes, key: PublicKey) -> Note: ...
@overload
def verify_letter(letter: Signed, kind: str, instance: bytes, key: PublicKey) -> Letter: ...
def verify_letter(letter: Signed, kind: str, instance: bytes, key: PublicKey) -> Letter:
    """Return a letter of this kind and instance that this key signed.

    Unproven: the signature does not fit, or the letter itself names another kind, instance or (a reporter's)
    another key's case. FormatError: the key's holder signed something that is no letter.
    """
    proven = _read(signed.check(kind, instance, letter, key, limit=JSON_LIMIT), len(letter.json))
    _check_proven(proven, kind, instance, key)
    return proven


def verify_peeked(peeked: Letter, letter: Signed, instance: bytes, key: PublicKey) -> None:
    """Prove what ``peek_unverified`` has read from this very letter, without reading it again.

    Unproven as ``verify_letter``, for the kind that was read.
    """
    signed.check_signature(peeked.kind, instance, letter, key)
    _check_proven(peeked, peeked.kind, instance, key)


def _check_proven(proven: Letter, kind: str, instance: bytes, key: PublicKey) -> None:
    if proven.kind != kind or proven.instance != instance:
        raise Unproven("the letter and its signature name different kinds or portals")
    if proven.author == REPORTER and proven.case != case_of(key):
        raise Unproven("the letter's case is not that of the key")


def _read(value: Value, size: int) -> Letter:
    letter: Letter = LETTER.read(value)
    if isinstance(letter, Reply) and size > REPLY_JSON_LIMIT:
        raise FormatError(f"a reply has more than {REPLY_JSON_LIMIT} bytes")
    return letter

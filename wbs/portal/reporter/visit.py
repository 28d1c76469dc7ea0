"""A visit with the code: what one page hands to the next, the case as it stands, and its next message."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crypto import receipt
from crypto.minisign import SigningKey
from crypto.receipt import Receipt, ReporterKeys
from wbs.cases.thread import Thread
from wbs.letters import canonical
from wbs.letters.errors import FormatError
from wbs.letters.keyring import Chain, Reader
from wbs.letters.letter import Attachment, Message, sign_letter
from wbs.letters.note import TEXT_LIMIT
from wbs.letters.panel import FollowUp, followup
from wbs.letters.signed import Signed
from wbs.portal.reporter import readership, replies
from wbs.portal.reporter.portal import Portal, Refused, Trouble
from wbs.portal.reporter.spool import REF
from wbs.portal.reporter.state import StateLost

ID = 16
_SHOWN = 32
_HASH = 32


@dataclass(frozen=True)
class Visit:
    """What a page hands to the next: who came, the next message's id, and what the page showed.

    ``shown``: hash of the readers named on it. ``batch``: the files that wait in the spool. ``seen``: hashes
    of the replies that the reporter has read. Zeros where there is none.
    """

    code: Receipt
    letter_id: bytes = bytes(ID)
    shown: bytes = bytes(_SHOWN)
    batch: bytes = bytes(REF)
    seen: tuple[bytes, ...] = ()

    def seal(self, portal: Portal, purpose: str) -> str:
        """Write it for the hidden field of a page whose form does ``purpose``."""
        parts = (self.code.packed, self.letter_id, self.shown, self.batch, *self.seen)
        return portal.state.seal(purpose, b"".join(parts))

    @classmethod
    def open(cls, portal: Portal, field: str, *purposes: str) -> "Visit":
        """Read a field that was sealed for one of these purposes, which nobody else can; StateLost."""
        for purpose in purposes:
            try:
                content = portal.state.open(purpose, field)
            except StateLost:
                continue
            return cls._unpack(content)
        raise StateLost

    @classmethod
    def _unpack(cls, content: bytes) -> "Visit":
        parts = []
        for length in (receipt.PACKED_BYTES, ID, _SHOWN, REF):
            parts.append(content[:length])
            content = content[length:]
        code, letter_id, shown, batch = parts
        seen = tuple(content[at : at + _HASH] for at in range(0, len(content), _HASH))
        return cls(Receipt.from_packed(code), letter_id, shown, batch, seen)


@dataclass(frozen=True)
class Case:
    """A code's case as it stands now."""

    code: Receipt
    keys: ReporterKeys
    chain: Chain
    thread: Thread
    today: date

    @property
    def next_readers(self) -> FollowUp:
        """Who would read the next message."""
        thread = self.thread
        return followup(self.chain.current, self.keys.thread, thread.proven, thread.excluded, self.today)

    @property
    def reader_views(self) -> list[readership.ReaderView]:
        """The same as reporters see them, the new ones marked."""
        followed = self.next_readers
        return [readership.view(each, self.today, followed.new) for each in followed.readers]

    @property
    def excludable(self) -> list[readership.ReaderView]:
        """Whom a reporter can exclude today."""
        return [readership.view(each, self.today) for each in self.chain.current.current_readers(self.today)]

    @property
    def shown(self) -> bytes:
        """What a page that names the next readers has shown."""
        ids = ",".join(sorted(reader.id for reader in self.next_readers.readers))
        return hashlib.sha256(ids.encode()).digest()

    def readers(self, visit: Visit, *, confirmed: bool) -> tuple[Reader, ...]:
        """Return who reads the message; Refused if none, only one unconfirmed, or not those shown."""
        found = self.next_readers.readers
        readership.check(found, confirmed=confirmed)
        if self.shown != visit.shown:
            raise Refused(Trouble("readers_changed"))
        return found

    def sign(self, visit: Visit, text: str, attachments: Sequence[Attachment] = ()) -> Signed:
        """Write the visit's message; the same visit and content give the same bytes. Refused if too long."""
        if len(canonical.dumps(text)) > TEXT_LIMIT:
            raise Refused(Trouble("too_long"))
        message = Message(
            instance=self.chain.current.instance,
            keyring=self.chain.current.sequence,
            case=self.keys.case,
            letter_id=visit.letter_id,
            text=text,
            attachments=tuple(attachments),
            seen=visit.seen,
        )
        try:
            return sign_letter(message, SigningKey(self.keys.sign_seed))
        except FormatError:
            # Of all that could be wrong with it, only its length is the reporter's.
            raise Refused(Trouble("too_long")) from None


def open_case(portal: Portal, code: Receipt, excluded: Sequence[str]) -> Case:
    """Find what there is for a code; Refused if the keyring or the board is not to be had.

    ``excluded``: who must not read, named again before the first reply.
    """
    chain = readership.chain(portal)
    keys = portal.keys(code)
    return Case(code, keys, chain, replies.find(portal, keys, chain, excluded), portal.today())

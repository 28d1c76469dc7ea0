"""From entries to letters that are proven, and letters that are not.

A report proves itself: its case is its key's. A message is verified with the key of its case's report, which
may arrive later; until then the message is unproven. Replies and notes are verified with the key that their
author has on the keyring they name; what was signed with a key that is revoked since counts for nothing, and
is kept apart from what nobody signed. The result does not depend on the order of the entries, nor on how
often one turns up.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from crypto.minisign import PublicKey
from wbs.cases.errors import MalformedEntry
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain
from wbs.letters.letter import Letter, Message, Note, Reply, Report, peek_unverified, verify_peeked
from wbs.letters.note import ReplyCopy
from wbs.letters.signed import Signed

L = TypeVar("L", bound=Letter)
L_co = TypeVar("L_co", bound=Letter, covariant=True)


@dataclass(frozen=True)
class Entry:
    """One letter as a desk opened it: the half-day of its manifest, and the SHA-256 of its age file.

    ``peeked``: what ``signed`` says, where that was read already.
    """

    signed: Signed
    half_day: HalfDay | None = None
    drop: bytes | None = None
    peeked: Letter | None = None


@dataclass(frozen=True)
class Filed(Generic[L_co]):
    """One letter, however often it arrived: its earliest half-day, and every age file it came in.

    `hash` is the SHA-256 of letter.json. `former`: its author is no reader any more. `revoked`: the key that
    it is signed with was revoked since. Whether it is proven, the list says in which it stands.
    """

    letter: L_co
    signed: Signed
    hash: bytes
    former: bool
    revoked: bool
    half_day: HalfDay | None
    drops: tuple[bytes, ...]


@dataclass
class Proofs:
    """The letters of one case. Every list is ordered by hash.

    `revoked`: signed with a reader's key that the current keyring revokes.
    """

    reports: list[Filed[Report]] = field(default_factory=list)
    messages: list[Filed[Message]] = field(default_factory=list)
    replies: list[Filed[Reply]] = field(default_factory=list)
    notes: list[Filed[Note]] = field(default_factory=list)
    revoked: list[Filed[Reply | Note]] = field(default_factory=list)
    unproven: list[Filed[Letter]] = field(default_factory=list)


@dataclass
class _Sheet:
    """The same bytes under the same signature."""

    signed: Signed
    hash: bytes
    letter: Letter
    half_days: set[HalfDay] = field(default_factory=set)
    drops: set[bytes] = field(default_factory=set)
    proven: bool = False
    former: bool = False
    revoked: bool = False


def copied_reply(body: ReplyCopy) -> Reply | None:
    """The reply inside a copy, not verified; None if what was copied is no reply."""
    try:
        letter = peek_unverified(body.signed)
    except FormatError:
        return None
    return letter if isinstance(letter, Reply) else None


def prove(entries: Iterable[Entry], chain: Chain, fitting: set[bytes] | None = None) -> dict[bytes, Proofs]:
    """The letters of each case, by the case that they name. Raises MalformedEntry.

    `fitting` remembers between calls which signatures fit which keys, and is added to; whether a key counts
    is asked of the chain each time.
    """
    pile = _Pile(chain, set() if fitting is None else fitting)
    for entry in entries:
        pile.add(entry)
    # Reports bring the keys of messages, notes bring copies of replies.
    for kind in (Report, Message, Note, Reply):
        pile.verify(kind)
    return pile.file()


class _Pile:
    def __init__(self, chain: Chain, fitting: set[bytes]) -> None:
        self._chain = chain
        self._fitting = fitting
        self._sheets: dict[tuple[bytes, str], _Sheet] = {}
        self._case_keys: dict[bytes, PublicKey] = {}

    def add(self, entry: Entry) -> None:
        digest = entry.signed.hash
        sheet = self._sheets.get((digest, entry.signed.signature))
        if sheet is None:
            try:
                letter = entry.peeked or peek_unverified(entry.signed)
            except FormatError as error:
                raise MalformedEntry(f"letter {digest.hex()[:16]}: {error}") from error
            sheet = _Sheet(entry.signed, digest, letter)
            self._sheets[digest, entry.signed.signature] = sheet
        if entry.half_day is not None:
            sheet.half_days.add(entry.half_day)
        if entry.drop is not None:
            sheet.drops.add(entry.drop)

    def verify(self, kind: type[Letter]) -> None:
        for sheet in [sheet for sheet in self._sheets.values() if isinstance(sheet.letter, kind)]:
            try:
                key = self._verify(sheet)
            except Unproven:
                continue
            if isinstance(sheet.letter, Report):
                self._case_keys[sheet.letter.case] = key
            elif isinstance(sheet.letter, Note) and isinstance(sheet.letter.body, ReplyCopy):
                # Of a revoked key's too: what the reporter was told would be known to nobody.
                self._add_copy(sheet.letter.body)

    def _verify(self, sheet: _Sheet) -> PublicKey:
        letter = sheet.letter
        by_reader = isinstance(letter, Reply | Note)
        revoked = self._chain.revoked_key(letter.author, letter.keyring) if by_reader else None
        if revoked is not None:
            self._check(sheet, revoked)
            sheet.revoked = True
            return revoked
        key, former = self._key(letter)
        self._check(sheet, key)
        sheet.proven, sheet.former = True, former
        return key

    def _check(self, sheet: _Sheet, key: PublicKey) -> None:
        instance = self._chain.current.instance
        what = instance + sheet.hash + str(key).encode() + sheet.signed.signature.encode()
        digest = hashlib.sha256(what).digest()
        if digest not in self._fitting:
            verify_peeked(sheet.letter, sheet.signed, instance, key)
            self._fitting.add(digest)

    def file(self) -> dict[bytes, Proofs]:
        copies: dict[bytes, list[_Sheet]] = defaultdict(list)
        for sheet in self._sheets.values():
            copies[sheet.hash].append(sheet)
        cases: dict[bytes, Proofs] = defaultdict(Proofs)
        for digest in sorted(copies):
            proven = [sheet for sheet in copies[digest] if sheet.proven]
            revoked = [sheet for sheet in copies[digest] if sheet.revoked]
            letter = copies[digest][0].letter
            if proven:
                _file_proven(cases[letter.case], letter, proven)
            elif revoked and isinstance(letter, Reply | Note):
                cases[letter.case].revoked.append(_filed(letter, revoked))
            else:
                cases[letter.case].unproven.append(_filed(letter, copies[digest]))
        return dict(cases)

    def _key(self, letter: Letter) -> tuple[PublicKey, bool]:
        if isinstance(letter, Report):
            return PublicKey.parse(letter.signing_key), False
        if isinstance(letter, Message):
            if letter.case not in self._case_keys:
                raise Unproven("the report of this case has not arrived")
            return self._case_keys[letter.case], False
        return self._chain.author_key(letter.author, letter.keyring, letter.kind)

    def _add_copy(self, body: ReplyCopy) -> None:
        if copied_reply(body) is not None:
            self.add(Entry(body.signed))


def _file_proven(proofs: Proofs, letter: Letter, sheets: Sequence[_Sheet]) -> None:
    match letter:
        case Report():
            proofs.reports.append(_filed(letter, sheets))
        case Message():
            proofs.messages.append(_filed(letter, sheets))
        case Reply():
            proofs.replies.append(_filed(letter, sheets))
        case Note():
            proofs.notes.append(_filed(letter, sheets))


def _filed(letter: L, sheets: Sequence[_Sheet]) -> Filed[L]:
    first = min(sheets, key=lambda sheet: sheet.signed.signature)
    half_days = {half_day for sheet in sheets for half_day in sheet.half_days}
    drops = {drop for sheet in sheets for drop in sheet.drops}
    half_day = min(half_days, default=None)
    return Filed(
        letter, first.signed, first.hash, first.former, first.revoked, half_day, tuple(sorted(drops))
    )

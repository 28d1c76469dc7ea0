"""Who reads a letter: a pure function of the thread key, the keyring, the exclusions and the replies.

The panel is random for each reporter and the same whenever that reporter comes back, so that for any reader
not being asked is the normal case and an exclusion does not show.
"""

import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from wbs.letters.keyring import Keyring, Reader
from wbs.letters.letter import Reply
from wbs.letters.signed import Signed


@dataclass(frozen=True)
class ProvenReply:
    """What decides, of a reply whose signature was proven: who signed it, whom it names, where it stands."""

    day: date
    author: str
    author_seq: int
    digest: bytes
    readers: tuple[str, ...]
    excluded: tuple[str, ...]

    @classmethod
    def of(cls, reply: Reply, signed: Signed) -> Self:
        """Take what decides from a reply and the file that it was proven from."""
        return cls(reply.day, reply.author, reply.author_seq, signed.hash, reply.readers, reply.excluded)

    @property
    def place(self) -> tuple[date, str, int, bytes]:
        """The reply's place in the order of the fold: day, author, author_seq, SHA-256 of letter.json."""
        return self.day, self.author, self.author_seq, self.digest


@dataclass(frozen=True)
class FollowUp:
    """Who reads the reporter's next letter, and the ids among them that are new since the last reply."""

    readers: tuple[Reader, ...]
    new: frozenset[str]


def order(thread: bytes, reader_ids: Iterable[str]) -> list[str]:
    """Return the ids by HMAC-SHA256(T, "wbs/v1/panel" ‖ id)."""
    return sorted(reader_ids, key=lambda each: hmac.digest(thread, b"wbs/v1/panel" + each.encode(), "sha256"))


def panel(keyring: Keyring, thread: bytes, excluded: Collection[str], today: date) -> tuple[Reader, ...]:
    """Return the first ``keyring.panel`` intake readers not excluded, then outside ones where they run out.

    Fewer than asked for, or none, is an answer: the caller asks the reporter, or refuses.
    """
    able = {reader.id: reader for reader in keyring.current_readers(today) if reader.id not in excluded}
    ranked = [able[each] for each in order(thread, able)]
    intake = [reader for reader in ranked if reader.role == "intake"]
    outside = [reader for reader in ranked if reader.role == "outside"]
    return tuple((intake + outside)[: keyring.panel])


def followup(
    keyring: Keyring,
    thread: bytes,
    proven_replies: Sequence[ProvenReply],
    excluded_by_report: Collection[str],
    today: date,
) -> FollowUp:
    """Return who reads a follow-up; the replies may come in any order, any number of times.

    The readers of the last reply by a current reader, less those who have left; without one, or with none
    of them left, the panel. Whoever the report or any proven reply excludes is out, and what they sign as
    author decides nothing.

    New is who would not have read it without the last of the replies.
    """
    replies = sorted({reply.place: reply for reply in proven_replies}.values(), key=lambda reply: reply.place)
    excluded = set(excluded_by_report).union(*(reply.excluded for reply in replies))
    readers = _deciding(keyring, thread, replies, excluded, today)
    before = _deciding(keyring, thread, replies[:-1], excluded, today)
    return FollowUp(readers, frozenset(reader.id for reader in readers) - {reader.id for reader in before})


def _deciding(
    keyring: Keyring, thread: bytes, replies: Sequence[ProvenReply], excluded: Collection[str], today: date
) -> tuple[Reader, ...]:
    able = {reader.id: reader for reader in keyring.current_readers(today) if reader.id not in excluded}
    last = next((reply for reply in reversed(replies) if reply.author in able), None)
    named = tuple(able[each] for each in last.readers if each in able) if last is not None else ()
    return named or panel(keyring, thread, excluded, today)

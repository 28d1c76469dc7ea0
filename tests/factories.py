"""Builders of keys and letters, the same ones in every run: whatever looks random follows from a label."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from crypto.hybrid import Identity
from crypto.minisign import SigningKey
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Attachment, Message, Note, Reply, Report, case_of
from wbs.letters.note import Comment, Event

INSTANCE = hashlib.sha256(b"instance").digest()[:16]
DAY = date(2026, 1, 31)


def seed(label: str, length: int = 32) -> bytes:
    """Return bytes that follow from a label."""
    return hashlib.shake_256(label.encode()).digest(length)


def stream(label: str) -> Callable[[int], bytes]:
    """Return a source of bytes in place of os.urandom, which goes on from call to call."""
    count = 0

    def random(length: int) -> bytes:
        nonlocal count
        count += 1
        return seed(f"{label} {count}", length)

    return random


@cache
def identity(label: str) -> Identity:
    """Return an age identity."""
    return Identity(seed(f"identity {label}"))


@cache
def signing_key(label: str) -> SigningKey:
    """Return a signing key."""
    return SigningKey(seed(f"sign {label}"))


@cache
def recipient(label: str) -> str:
    """Return the recipient of ``identity(label)`` as text."""
    return str(identity(label).recipient)


def case(label: str = "reporter") -> bytes:
    """Return the case of the reporter whose keys carry the label."""
    return case_of(signing_key(label).public)


@cache
def _report(label: str) -> Report:
    return Report(
        instance=INSTANCE,
        keyring=1,
        case=case(label),
        letter_id=seed(f"report {label}", 16),
        recipient=recipient(label),
        signing_key=str(signing_key(label).public),
        thread=seed(f"thread {label}"),
        language="id",
        excluded=(),
        answers={"what": "Petugas meminta uang untuk menerbitkan izin."},
    )


def report(label: str = "reporter", **changes: object) -> Report:
    """Return a report by the reporter of this label."""
    return replace(_report(label), **changes)  # type: ignore[arg-type]  # a builder takes any field


def attachment(
    content: bytes, number: int = 1, extension: str = "pdf", name: str = "bukti.pdf"
) -> Attachment:
    """Return the entry that lists these bytes at this place of a message."""
    return Attachment(
        path=f"attachments/{number:02}.{extension}",
        name=name,
        type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
        removed=("author",),
    )


def message(label: str = "reporter", number: int = 1, **changes: object) -> Message:
    """Return the ``number``-th message of a reporter."""
    made = Message(
        instance=INSTANCE,
        keyring=1,
        case=case(label),
        letter_id=seed(f"message {label} {number}", 16),
        text="Ada saksi lain.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a builder takes any field


def reply(author: str = "verifikator-1", number: int = 1, to: str = "reporter", **changes: object) -> Reply:
    """Return the ``number``-th reply of a reader to a reporter."""
    made = Reply(
        instance=INSTANCE,
        author=author,
        keyring=1,
        case=case(to),
        letter_id=seed(f"reply {author} {number} {to}", 16),
        day=DAY,
        author_seq=number,
        to=hashlib.sha256(identity(to).recipient.raw).digest(),
        state="DITERIMA",
        text="Laporan Anda kami terima.",
        readers=(author,),
        received=1,
        until=HalfDay(DAY, "A"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a builder takes any field


def note(
    body: Event | None = None,
    author: str = "verifikator-1",
    number: int = 1,
    about: str = "reporter",
    **changes: object,
) -> Note:
    """Return the ``number``-th note of a reader on a reporter's case; without a body, a comment."""
    made = Note(
        instance=INSTANCE,
        author=author,
        keyring=1,
        case=case(about),
        letter_id=seed(f"note {author} {number} {about}", 16),
        day=DAY,
        author_seq=number,
        body=body or Comment("Perlu dibaca bersama."),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a builder takes any field

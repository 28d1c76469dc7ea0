"""Builders of keyrings, chains and outboxes, the same ones in every run.

A reader's keys are ``identity(id)`` and ``signing_key(id)``, a root's is ``signing_key(label)``.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from tests.factories import DAY, INSTANCE, recipient, seed, signing_key
from wbs.letters import board
from wbs.letters.board import Slot
from wbs.letters.freshness import Collected, Freshness, sign_statement
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain, Keyring, Pin, Reader, Role, SignedKeyring, encode, sign_keyring
from wbs.letters.outbox import Outbox

ROOTS = ("akar-1", "akar-2", "akar-3")
START = date(2026, 1, 1)
END = START + timedelta(days=400)


@cache
def reader(reader_id: str, role: Role = "intake") -> Reader:
    """Return a reader who is current from START to END."""
    return Reader(
        id=reader_id,
        title=reader_id.replace("-", " ").capitalize(),
        unit="Inspektorat Jenderal",
        role=role,
        recipient=recipient(reader_id),
        signing_key=str(signing_key(reader_id).public),
        not_before=START,
        expires=END,
    )


READERS = (
    *(reader(f"verifikator-{number}") for number in (1, 2, 3, 4, 5)),
    reader("auditor-1", "investigator"),
    reader("luar-1", "outside"),
    reader("luar-2", "outside"),
)


def roots(*labels: str) -> tuple[str, ...]:
    """Return the public keys of these roots, as a keyring and a pin list them."""
    return tuple(sorted(str(signing_key(label).public) for label in labels))


PIN = Pin(INSTANCE, roots(*ROOTS), 2)


def keyring(**changes: object) -> Keyring:
    """Return the first keyring, of READERS, panel 3, two of three ROOTS; from START to END."""
    made = Keyring(
        instance=INSTANCE,
        name="WBS Contoh",
        sequence=1,
        not_before=START,
        expires=END,
        panel=3,
        readers=READERS,
        revoked=(),
        roots=PIN.roots,
        threshold=PIN.threshold,
        settings=seed("settings"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a builder takes any field


def sign(made: Keyring | bytes, by: Sequence[str] = ROOTS[:2]) -> SignedKeyring:
    """Return a keyring with the signatures of these roots."""
    data = made if isinstance(made, bytes) else encode(made)
    return SignedKeyring(data, tuple(sign_keyring(data, signing_key(label)) for label in by))


def after(previous: SignedKeyring, sequence: int = 2, **changes: object) -> Keyring:
    """Return the keyring that follows."""
    return keyring(sequence=sequence, previous=previous.hash, **changes)


def chain(*signed: SignedKeyring, today: date = DAY, pin: Pin = PIN) -> Chain:
    """Return the chain of these keyrings; without any, of the first one alone."""
    return Chain.build(signed or (sign(keyring()),), pin, today, None)


def slots(count: int, thread: bytes = bytes(32), label: str = "slot") -> tuple[Slot, ...]:
    """Return slots of the thread in the board's order; what they hold opens with no key."""
    made = []
    for number in range(count):
        r = seed(f"{label} {number}", 16)
        made.append(Slot(r, board.tag(thread, r), seed(f"{label} sealed {number}", board.SLOT)))
    return tuple(sorted(made, key=lambda slot: slot.r))


def drops(count: int, size: int, label: str = "drop") -> tuple[bytes, ...]:
    """Return as many different files of a size, which open with no key."""
    return tuple(seed(f"{label} {number}", size) for number in range(count))


def outbox(author: str = "verifikator-1", **changes: object) -> Outbox:
    """Return the outbox of a reader's desk, made on DAY, with both statements and nothing else."""
    key = signing_key(author)
    made = Outbox(
        instance=INSTANCE,
        author=author,
        sequence=1,
        day=DAY,
        slots=(),
        drops=(),
        freshness=sign_statement(Freshness(INSTANCE, author, 1, DAY), key),
        collected=sign_statement(Collected(INSTANCE, author, 1, HalfDay(DAY, "A")), key),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a builder takes any field

"""The outbox: what a reader's desk sends to the portal, or to another desk.

    outbox.json          canonical JSON: what follows, with hashes
    outbox.json.minisig  by a current reader, kind ``outbox``
    freshness.json       and its .minisig; then so collected.json, and statistics.json where there are any
    slots/<r>            replies sealed for the board, 8,192 bytes each, by r
    drops/<sha256>.age   sealed notes, of the size of text, by hash

Slots and drops come in multiples of 8, fillers among them. Everything is keyed by its content or by a random
r, so that an outbox applied twice changes nothing. It is held in memory: at most 1,024 of each.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, BinaryIO

from crypto.minisign import SigningKey
from wbs.letters import canonical
from wbs.letters.archive import ArchiveReader, ArchiveWriter
from wbs.letters.board import SLOT, Slot
from wbs.letters.bundle import TEXT_SEALED
from wbs.letters.codec import DAY, HASH, READER_ID, array, hex_bytes, integer, record
from wbs.letters.errors import BundleError, FormatError, Unproven
from wbs.letters.freshness import Collected, Freshness, Statistics, verify_statement
from wbs.letters.keyring import Chain
from wbs.letters.signed import SIGNATURE_LIMIT, Signed, check, sign

MULTIPLE = 8
LIMIT = 1024
MAX_AGE = timedelta(days=30)
# The desk's date and the portal's may differ by a zone or a slow clock.
MAX_AHEAD = timedelta(days=1)

_JSON = "outbox.json"
_NAMES = {Freshness: "freshness.json", Collected: "collected.json", Statistics: "statistics.json"}


@dataclass(frozen=True)
class SlotEntry:
    """One slot of the board as listed."""

    r: Annotated[bytes, hex_bytes(16)]
    tag: Annotated[bytes, hex_bytes(16)]
    sha256: Annotated[bytes, HASH]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What outbox.json says; a statement stands for its file by the SHA-256 of its JSON."""

    instance: Annotated[bytes, hex_bytes(16)]
    author: Annotated[str, READER_ID]
    sequence: Annotated[int, integer(1, 999_999)]
    day: Annotated[date, DAY]
    freshness: Annotated[bytes, HASH]
    collected: Annotated[bytes, HASH]
    statistics: Annotated[bytes | None, HASH] = None
    slots: Annotated[tuple[SlotEntry, ...], array(record(SlotEntry), LIMIT)]
    drops: Annotated[tuple[bytes, ...], array(HASH, LIMIT)]


_CODEC = record(Listing, wbs=1)


@dataclass(frozen=True, kw_only=True)
class Outbox:
    """One outbox; ``drops`` are whole age files, ``sequence`` names the keyring of the author's key.

    The statements are the signed files as they are published.
    """

    instance: bytes
    author: str
    sequence: int
    day: date
    slots: tuple[Slot, ...]
    drops: tuple[bytes, ...]
    freshness: Signed
    collected: Signed
    statistics: Signed | None = None

    def statements(self) -> Iterator[tuple[str, Signed]]:
        """Yield the statements that there are, each with the name of its file."""
        yield _NAMES[Freshness], self.freshness
        yield _NAMES[Collected], self.collected
        if self.statistics is not None:
            yield _NAMES[Statistics], self.statistics


def write_outbox(sink: BinaryIO, outbox: Outbox, key: SigningKey) -> None:
    """Write and sign an outbox; BundleError if its slots or drops are none that ``read_outbox`` takes."""
    slots = sorted(outbox.slots, key=lambda slot: slot.r)
    drops = sorted((hashlib.sha256(drop).digest(), drop) for drop in outbox.drops)
    listing = Listing(
        instance=outbox.instance,
        author=outbox.author,
        sequence=outbox.sequence,
        day=outbox.day,
        freshness=outbox.freshness.hash,
        collected=outbox.collected.hash,
        statistics=outbox.statistics.hash if outbox.statistics is not None else None,
        slots=tuple(SlotEntry(slot.r, slot.tag, hashlib.sha256(slot.sealed).digest()) for slot in slots),
        drops=tuple(name for name, _ in drops),
    )
    _check_shape(listing)
    if any(len(drop) != TEXT_SEALED for drop in outbox.drops):
        raise BundleError("{name}: ukurannya bukan ukuran surat teks", name="drops")
    signed = sign("outbox", outbox.instance, _CODEC.write(listing), key)
    archive = ArchiveWriter(sink)
    for name, statement in ((_JSON, signed), *outbox.statements()):
        archive.add(name, statement.json)
        archive.add(f"{name}.minisig", statement.signature.encode())
    for slot in slots:
        archive.add(f"slots/{slot.r.hex()}", slot.sealed)
    for digest, drop in drops:
        archive.add(f"drops/{digest.hex()}.age", drop)
    archive.finish()


def read_outbox(source: BinaryIO, chain: Chain) -> Outbox:
    """Read an outbox from its start to its end and return it only if all of it is in order.

    BundleError names what is not: not signed by a current reader of ``chain``, more than 30 days older than
    the chain's day, dated ahead of it, damaged, of a wrong shape.
    """
    archive = ArchiveReader(source)
    try:
        listing = _listing(archive, chain)
        freshness = _statement(archive, Freshness, listing.freshness, listing.day, chain)
        collected = _statement(archive, Collected, listing.collected, listing.day, chain)
        statistics = None
        if listing.statistics is not None:
            statistics = _statement(archive, Statistics, listing.statistics, listing.day, chain)
    except (FormatError, Unproven) as error:
        raise BundleError(
            "kotak keluar tidak terbukti atau tidak berbentuk benar ({error})", error=error
        ) from None
    slots = tuple(
        Slot(entry.r, entry.tag, archive.member(f"slots/{entry.r.hex()}", SLOT, entry.sha256))
        for entry in listing.slots
    )
    drops = tuple(archive.member(f"drops/{name.hex()}.age", TEXT_SEALED, name) for name in listing.drops)
    archive.finish()
    return Outbox(
        instance=listing.instance,
        author=listing.author,
        sequence=listing.sequence,
        day=listing.day,
        slots=slots,
        drops=drops,
        freshness=freshness,
        collected=collected,
        statistics=statistics,
    )


def _listing(archive: ArchiveReader, chain: Chain) -> Listing:
    signed = _signed(archive, _JSON)
    # Unverified until ``check``: it says whose key to take.
    claimed: Listing = _CODEC.read(canonical.loads(signed.json))
    instance = chain.current.instance
    key, _ = chain.author_key(claimed.author, claimed.sequence, "outbox")
    check("outbox", instance, signed, key)
    if claimed.instance != instance:
        raise BundleError("{name}: dari portal lain", name=_JSON)
    if not -MAX_AHEAD <= chain.today - claimed.day <= MAX_AGE:
        raise BundleError(
            "{name}: bertanggal {day}, terlalu lama atau mendahului tanggal portal, {today}",
            name=_JSON,
            day=claimed.day,
            today=chain.today,
        )
    _check_shape(claimed)
    return claimed


def _check_shape(listing: Listing) -> None:
    names = [slot.r for slot in listing.slots]
    for what, keys in (("slots", names), ("drops", list(listing.drops))):
        if len(keys) % MULTIPLE or len(keys) > LIMIT:
            raise BundleError(
                "{name}: {count}, bukan kelipatan {multiple} sampai {limit}",
                name=what,
                count=len(keys),
                multiple=MULTIPLE,
                limit=LIMIT,
            )
        if keys != sorted(set(keys)):
            raise BundleError("{name}: tidak urut, atau ada yang dua kali", name=what)


def _statement(
    archive: ArchiveReader,
    cls: type[Freshness | Collected | Statistics],
    sha256: bytes,
    day: date,
    chain: Chain,
) -> Signed:
    name = _NAMES[cls]
    signed = _signed(archive, name)
    if signed.hash != sha256:
        raise BundleError("{name}: isinya bukan yang tercantum", name=name)
    stated = verify_statement(signed, cls, chain)
    # What is stated for later would outlive every true statement: the portal keeps the latest.
    if (stated.until.day - MAX_AHEAD if isinstance(stated, Collected) else stated.day) > day:
        raise BundleError("{name}: bertanggal sesudah kotak keluarnya", name=name)
    return signed


def _signed(archive: ArchiveReader, name: str) -> Signed:
    return Signed(archive.whole(name, canonical.LIMIT), archive.text(f"{name}.minisig", SIGNATURE_LIMIT))

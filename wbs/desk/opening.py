"""Trying sealed letters: whether the keys of this desk open them, one by one or lots of them.

Whether that is done here or in a child, see ``crew``.
"""

import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO, TypeVar

from crypto.hybrid import Identity
from wbs import sealing
from wbs.cases.casefile import Entry
from wbs.desk import files
from wbs.desk.errors import ShelfError
from wbs.desk.folding import Folded, fold_alone
from wbs.desk.keyrings import Keyrings
from wbs.letters.bundle import DropEntry, read_drop
from wbs.letters.errors import BundleError
from wbs.letters.keyring import Chain, SignedKeyring
from wbs.letters.letter import Letter
from wbs.letters.pin import Pin
from wbs.letters.signed import Signed

# What is opened from memory rather than read back.
_SMALL = 1 << 20

T = TypeVar("T")


@dataclass(frozen=True)
class Means:
    """The readers' seeds, the newest last; where sealed files lie as ``<sha256>.age``; the bundle."""

    seeds: tuple[bytes, ...] = field(repr=False)
    folder: Path
    bundle: Path = Path(os.devnull)
    judge: "Judge | None" = None


@dataclass(frozen=True)
class Judge:
    """What the chain of keyrings follows from, by which reports are folded where they are opened."""

    folder: Path
    pin: Pin
    day: date
    newest_seen: int | None
    more: tuple[SignedKeyring, ...]

    def chain(self) -> Chain:
        """Build it; DeskError as ``Keyrings.standing``."""
        return Keyrings(self.folder).standing(self.pin, self.day, self.newest_seen, self.more).chain


@dataclass(frozen=True)
class Task:
    """A sealed letter by the hash of its file.

    ``member``: its entry in the bundle and where that starts, to be checked, and if ``keep`` put down before
    it is tried; None: it lies in the folder.
    """

    drop: bytes
    member: tuple[DropEntry, int] | None = None
    keep: bool = True

    @property
    def size(self) -> int:
        """Bytes of the bundle that are to be read."""
        return self.member[0].size if self.member is not None else 0


@dataclass(frozen=True)
class Tried:
    """What came of a task: the letter, not verified; None: for others, damaged, or not to be opened.

    ``folded``: a report's case, as far as this letter makes it.
    """

    task: Task
    signed: Signed | None = None
    damaged: bool = False
    folded: Folded | None = None


def with_key(
    open_file: Callable[[], BinaryIO],
    headers: Sequence[bytes],
    identities: Sequence[Identity],
    use: Callable[[BinaryIO, Identity], T],
) -> T | None:
    """Use a sealed file as it came, or under a header that a note granted, with the identity that opens it.

    None if no identity does; ``sealing.Damaged`` if the file itself is damaged. Headers are tried until one
    opens the payload, be it only its beginning: anybody can grant thousands that lead to one damaged file.
    """
    damage: sealing.Damaged | None = None
    for header in (None, *headers):
        for identity in identities:
            try:
                with open_file() as file:
                    return use(file if header is None else sealing.grant_source(header, file), identity)
            except sealing.NotForMe:
                continue
            except sealing.Damaged as error:
                if error.begun:
                    raise
                # Anybody can write a header that leads nowhere: it must not stand before a good one.
                if header is None:
                    damage = error
    if damage is not None:
        raise damage
    return None


def identities(seeds: Sequence[bytes]) -> list[Identity]:
    """Return the identities of a reader, the newest first."""
    return [sealing.reader_keys(seed).identity for seed in reversed(seeds)]


def unreadable(drop: bytes, error: OSError) -> ShelfError:
    """Return what to say of a sealed letter that lies here and cannot be read."""
    return ShelfError(
        "Surat tersegel {name} tidak terbaca ({error}). Coba lagi; bila tetap, hapus berkas itu dari "
        "letters/, lalu impor bundel lengkap (--all).",
        name=drop.hex()[:8],
        error=error,
    )


class Opener:
    """Does lots of tasks, in whichever process."""

    def __init__(self, means: Means) -> None:
        """Make the keys."""
        self._means = means
        self._identities = identities(means.seeds)
        self._chain = means.judge.chain() if means.judge is not None else None

    def do(self, lot: Sequence[Task]) -> list[Tried]:
        """Return what comes of each task; BundleError: a member is not in order, ShelfError: the disk.

        Step by step, each for the whole lot, so that what a step needs stays in the processor's caches:
        letter by letter it all takes a tenth longer.
        """
        opened = [self._try(task, data) for task, data in zip(lot, self._take_all(lot), strict=True)]
        return [self._fold(tried, letter) for tried, letter in opened]

    def _take_all(self, lot: Sequence[Task]) -> list[bytes | None]:
        """Check members, and put down those that are new; return the bytes of these where they are few."""
        if all(task.member is None for task in lot):
            return [None] * len(lot)
        with self._bundle() as source:
            return [self._take(source, task, *task.member) if task.member else None for task in lot]

    def _bundle(self) -> BinaryIO:
        path = self._means.bundle
        try:
            return path.open("rb")
        except OSError as error:
            raise BundleError("{name}: tidak terbaca ({error})", name=path.name, error=error) from None

    def _take(self, source: BinaryIO, task: Task, entry: DropEntry, start: int) -> bytes | None:
        pieces: list[bytes] = []
        try:
            if not task.keep:
                read_drop(source, entry, start, len)
                return None
            if entry.size > _SMALL:
                files.put_down(self._path(task.drop), lambda write: read_drop(source, entry, start, write))
                return None
            read_drop(source, entry, start, pieces.append)
        except OSError as error:
            raise BundleError("{name}: tidak terbaca ({error})", name=entry.path, error=error) from None
        data = b"".join(pieces)
        files.put_down(self._path(task.drop), lambda write: write(data))
        return data

    def _try(self, task: Task, data: bytes | None) -> tuple[Tried, Letter | None]:
        def sealed() -> BinaryIO:
            return Path(self._path(task.drop)).open("rb") if data is None else io.BytesIO(data)

        if not task.keep:
            return Tried(task), None
        try:
            opened = with_key(sealed, (), self._identities, sealing.open_peeked)
        except (FileNotFoundError, sealing.Damaged):
            return Tried(task, damaged=True), None
        except OSError as error:
            # Of a moment perhaps, and remembered for good: a letter of this desk's own may be the one.
            raise unreadable(task.drop, error) from None
        if opened is None:
            return Tried(task), None
        signed, letter = opened
        return Tried(task, signed), letter

    def _fold(self, tried: Tried, letter: Letter | None) -> Tried:
        task, signed = tried.task, tried.signed
        if self._chain is None or task.member is None or signed is None:
            return tried
        entry = Entry(signed, task.member[0].half_day, task.drop, letter)
        return Tried(task, signed, folded=fold_alone(entry, self._chain))

    def _path(self, drop: bytes) -> str:
        # Making paths of ten thousand takes longer than writing to a disk.
        return f"{self._means.folder}/{drop.hex()}.age"

"""The shelf: sealed letters, journal and index on disk; what they say is opened in memory only.

    letters/<sha256>.age   every sealed letter met, by the hash of its file, also those for others: a later
                           grant may open them, and no screen counts them
    slots/<r>.slot         sealed replies made here: r ‖ tag ‖ 8,192 bytes
    journal                what exists: a file counts only once the journal names it
    index                  the opened letters: a cache, made anew where it is missing or behind
    incoming/              bundles on their way to an import

Files come first, then one record in the journal: a power cut leaves files that nobody names, swept later.
"""

import fcntl
import hashlib
import io
import os
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

from crypto.hybrid import Identity
from wbs import sealing
from wbs.desk import files, incoming
from wbs.desk.catalogue import Catalogue
from wbs.desk.crew import Crew
from wbs.desk.errors import ShelfError
from wbs.desk.index import Found, Index, Place
from wbs.desk.journal import Journal
from wbs.desk.opening import Judge, Means, Task, Tried, identities, unreadable, with_key
from wbs.desk.search import Search
from wbs.desk.state import OPERATION, Imported, Operation, Pruned, QueuedSlot, Shown, Wrote
from wbs.desk.vault import Vault
from wbs.letters.board import SLOT, Slot
from wbs.letters.errors import FormatError
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Note, Report, peek_unverified
from wbs.letters.note import Grant
from wbs.letters.signed import Signed
from wbs.letters.tarball import Keep

_NAME = 16

T = TypeVar("T")


@dataclass(frozen=True)
class Letter:
    """An opened letter, not verified: the hash of its file, and when that arrived (None: never carried)."""

    drop: bytes
    half_day: HalfDay | None
    signed: Signed


class Shelf:
    """An open shelf; one process holds it at a time. Made by ``unlock``, to be closed."""

    def __init__(self, folder: Path, vault: Vault, lock: int, random: Callable[[int], bytes]) -> None:
        """Replay the journal and sweep what nobody names; ``catch_up`` is the caller's to ask for."""
        if not (folder / "journal").exists() and any((folder / "letters").iterdir()):
            # Without it every letter would be one that nobody names.
            raise ShelfError("Jurnal meja ini hilang, tetapi suratnya ada. Kembalikan dari salinan rak.")
        self._folder = folder
        self._lock: int | None = lock
        self._seeds = vault.seeds
        self._identities = identities(vault.seeds)
        self._index = Index(folder / "index", vault.shelf_key, random=random)
        self._journal = Journal(folder / "journal", vault.shelf_key, since=self._index.mark, random=random)
        if not self._journal.resumed:
            self._index.start_anew()
        self.state = self._index.state
        self.search = Search(self._index)
        self._headers: dict[bytes, list[bytes]] = {}
        self._tried_headers: dict[bytes, int] = {}
        try:
            for record in self._journal:
                self._take_in(OPERATION.read(record))
        except FormatError as error:
            raise ShelfError(
                "Jurnal ditulis oleh meja yang lebih baru. Perbarui meja ini. ({error})", error=error
            ) from None
        self._taken_in = self._journal.mark
        incoming.sweep(folder)
        self._sweep()
        for drop, signed in self._index.letters():
            if self._index.place(drop).kind == Grant.event:
                self._learn(signed)

    @classmethod
    def unlock(cls, folder: Path, vault: Vault, *, random: Callable[[int], bytes] = os.urandom) -> Self:
        """Open the shelf in ``folder``, made if missing. ShelfError: in use, damaged, or another desk's."""
        for name in ("letters", "slots"):
            files.make_folder(folder / name)
        with ExitStack() as stack:
            try:
                lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
                stack.callback(os.close, lock)
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shelf = cls(folder, vault, lock, random)
            except BlockingIOError:
                raise ShelfError("Meja ini sedang dibuka di tempat lain. Tutup dahulu di sana.") from None
            except OSError as error:
                raise ShelfError(
                    "Rak di {folder} tidak terbaca ({error}).", folder=folder, error=error
                ) from None
            stack.pop_all()
        return shelf

    def close(self) -> None:
        """Let another process open the shelf; once more does nothing."""
        lock, self._lock = self._lock, None
        if lock is None:
            return
        try:
            self.save()
        finally:
            os.close(lock)

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    @property
    def folder(self) -> Path:
        """The desk's own folder, where nothing readable lies."""
        return self._folder

    @property
    def torn(self) -> bool:
        """Whether the last session ended within a write, which then did not count."""
        return self._journal.torn

    @property
    def fitting(self) -> set[bytes]:
        """What folding the letters found out about their signatures, kept sealed; see ``cases.proof``."""
        return self._index.fitting

    @property
    def damaged(self) -> AbstractSet[bytes]:
        """The files that are damaged or gone; they may be for this desk, and no age removes them."""
        return self._index.damaged

    def letters(self) -> Iterator[Letter]:
        """Yield every letter that this desk can read."""
        for drop, signed in self._index.letters():
            yield Letter(drop, self.state.arrived.get(drop), signed)

    @property
    def catalogue(self) -> Catalogue:
        """What is remembered of each case, see ``casebook``."""
        return self._index.catalogue

    def letters_of(self, case: bytes) -> Iterator[Letter]:
        """Yield every letter that this desk can read and that speaks of a case."""
        for drop, signed in self._index.of_case(case):
            yield Letter(drop, self.state.arrived.get(drop), signed)

    def is_alone(self, case: bytes) -> bool:
        """Tell whether no letter speaks of this case and of another one too."""
        return all(self._index.place(drop).cases == (case,) for drop, _signed in self._index.of_case(case))

    def untried(self) -> Sequence[bytes]:
        """Return the files that ``catch_up`` would open."""
        return sorted(drop for drop in self.state.drops if drop not in self._index)

    def catch_up(self, progress: Callable[[int], None] = lambda _: None) -> None:
        """Try every sealed letter that was not tried yet, then those that a grant opens.

        ``progress`` is told how many more were tried. A file that the journal names and that is gone counts
        as damaged, until a bundle brings it again.
        """
        untried = self.untried()
        means = Means(self._seeds, self.letters_folder)
        with Crew.for_letters(len(untried)) as crew:
            for tried in crew.try_all(means, map(Task, untried), lambda: False):
                self._put(tried)
                progress(1)
        if self._try_granted() or untried:
            self._save_index()

    def has(self, drop: bytes, size: int, known: Container[bytes]) -> bool:
        """Tell whether a letter of ``known`` lies here whole, as its size says; others are to be put back."""
        try:
            return drop in known and self._path(drop).stat().st_size == size
        except OSError:
            return False

    @property
    def letters_folder(self) -> Path:
        """Where sealed letters lie; one counts from the record that names it."""
        return self._folder / "letters"

    def means(self, bundle: Path, judge: Judge) -> Means:
        """Return what putting down, opening and folding the letters of a bundle needs of this shelf."""
        return Means(self._seeds, self.letters_folder, bundle, judge)

    def try_again(self, drops: Iterable[bytes]) -> None:
        """Forget that files are damaged which were put back, in the index's file too: whatever ends before it
        is written next, they are tried. ShelfError if the disk fails."""
        back = self.damaged & set(drops)
        for drop in back:
            self._index.remove(drop)
        if back and self._taken_in == self._journal.mark:
            self._index.save(self._journal.mark, self.state)

    def learn(self, results: Sequence[Tried]) -> None:
        """Take in what letters that count by now say, and open those that a grant opens; ``save`` makes it
        last."""
        for tried in results:
            # What was granted before is to be tried again with a file that was put back.
            self._tried_headers.pop(tried.task.drop, None)
        self._index.put_all(map(_found, results))
        for tried in results:
            self._learn(tried.signed)
        self._try_granted()

    def save(self) -> None:
        """Write the index, if it is behind; without it the next session opens letters anew."""
        if self._index.behind:
            self._save_index()

    def keep(self, source: BinaryIO, drop: bytes) -> None:
        """Put a sealed file down, durably; it counts from the record that names it.

        ShelfError unless its SHA-256 is ``drop``. One that was lost or damaged is put back, and will be tried
        again.
        """
        if drop in self.state.drops and drop not in self.damaged and self._path(drop).exists():
            return
        files.copy(source, self._path(drop), drop)
        if self._index.get(drop) is None:
            self._index.remove(drop)

    def commit(self, operation: Operation) -> None:
        """Append to the journal what has been put down; durable, and true, once this returns."""
        before = self._journal.mark
        self._journal.append(OPERATION.write(operation))
        self._take_in(operation)
        if self._taken_in == before:
            self._taken_in = self._journal.mark

    def write(
        self,
        day: date,
        drops: Iterable[tuple[bytes, Signed]] = (),
        slots: Iterable[tuple[Slot, QueuedSlot]] = (),
    ) -> None:
        """Keep and queue letters made here, all of them or none: sealed files with the letters inside, and
        sealed replies with whose they are."""
        written = []
        for sealed, signed in drops:
            drop = hashlib.sha256(sealed).digest()
            self.keep(io.BytesIO(sealed), drop)
            written.append((drop, signed))
        queued = []
        for slot, name in slots:
            files.write(self._slot_path(slot.r), slot.r + slot.tag + slot.sealed)
            queued.append(name)
        self.commit(Wrote(day=day, drops=tuple(drop for drop, _ in written), slots=tuple(queued)))
        # The index is written when the shelf is closed: after a crash the next session opens these few anew.
        for drop, signed in written:
            self._index.put(drop, signed)
            self._learn(signed)

    def prune(self, day: date, before: date) -> None:
        """Forget the letters for others that arrived before a day, and remove their files."""
        arrived = self.state.arrived.items()
        gone = tuple(drop for drop, each in arrived if each.day < before and self._index.is_for_others(drop))
        if not gone:
            return
        self.commit(Pruned(day=day, drops=gone))
        for drop in gone:
            self._index.remove(drop)
        self._save_index()
        self._sweep()

    def slot(self, r: bytes) -> Slot:
        """Return a sealed reply made here; ShelfError if its file is gone or damaged."""
        try:
            data = self._slot_path(r).read_bytes()
        except OSError:
            raise ShelfError("Balasan tersegel {name} tidak ada di rak.", name=r.hex()) from None
        if len(data) != 2 * _NAME + SLOT:
            raise ShelfError("Balasan tersegel {name} rusak.", name=r.hex())
        return Slot(data[:_NAME], data[_NAME : 2 * _NAME], data[2 * _NAME :])

    def sealed(self, drop: bytes) -> BinaryIO:
        """Open a sealed letter's file as it came; ShelfError if it is gone, or cannot be read."""
        try:
            return self._path(drop).open("rb")
        except FileNotFoundError:
            name = drop.hex()[:8]
            raise ShelfError(
                "Surat tersegel {name} tidak ada. Impor bundel lengkap (--all).", name=name
            ) from None
        except OSError as error:
            raise unreadable(drop, error) from None

    def rewrap(self, drop: bytes, recipients: Sequence[str]) -> bytes:
        """Return a header by which ``recipients`` open a letter; ShelfError if nothing here opens it."""
        header = self._with_key(drop, lambda file, identity: sealing.rewrap(file, identity, recipients))
        if header is None:
            raise ShelfError("Tidak ada kunci di meja ini untuk surat {name}.", name=drop.hex()[:8])
        return header

    def read(self, drop: bytes, keep: Keep | None = None) -> Signed | None:
        """Open one sealed letter, whole, its attachments going where ``keep`` says; None if it is for others.

        ShelfError if it is sealed to this desk and damaged: no part of it counts.
        """
        return self._with_key(drop, lambda file, identity: sealing.open_letter(file, identity, keep))

    def _take_in(self, operation: Operation) -> None:
        """Apply a record of the journal, and mark the cases that it changes."""
        if isinstance(operation, Imported):
            arrived = self.state.arrived
            for seen in operation.drops:
                if seen.drop not in arrived or seen.half_day < arrived[seen.drop]:
                    self._index.touch(seen.drop)
        self.state.apply(operation)
        if isinstance(operation, Shown):
            self.catalogue.shown(operation.letters)

    def _put(self, tried: Tried) -> bool:
        """Remember what trying a letter gave; tell whether it grants something."""
        self._index.put(tried.task.drop, tried.signed, damaged=tried.damaged)
        return self._learn(tried.signed)

    def _try(self, drop: bytes, headers: Sequence[bytes]) -> bool:
        try:
            signed = with_key(
                lambda: self._path(drop).open("rb"), headers, self._identities, sealing.open_letter
            )
        except (FileNotFoundError, sealing.Damaged):
            return self._put(Tried(Task(drop), damaged=True))
        except OSError:
            # To be tried again in the next session.
            return False
        return self._put(Tried(Task(drop), signed))

    def _learn(self, signed: Signed | None) -> bool:
        """Take in what an opened letter grants; tell whether it was something."""
        # Canonical JSON: a grant has these bytes. Most letters are none, and reading them all takes seconds.
        if signed is None or b'"event":"grant"' not in signed.json:
            return False
        try:
            letter = peek_unverified(signed)
        except FormatError:
            return False
        # Not verified: whoever grants what they cannot open gives nothing, and the letter proves itself.
        if not isinstance(letter, Note) or not isinstance(letter.body, Grant):
            return False
        headers = self._headers.setdefault(letter.body.drop, [])
        if letter.body.header in headers:
            return False
        headers.append(letter.body.header)
        return True

    def _try_granted(self) -> bool:
        """Open what new headers allow, until they allow nothing more: a grant can lie in a granted note."""
        opened = False
        while waiting := [drop for drop in self._headers if self._waits(drop)]:
            before = len(self._index)
            for drop in waiting:
                fresh = self._headers[drop][self._tried_headers.get(drop, 0) :]
                self._tried_headers[drop] = len(self._headers[drop])
                self._try(drop, fresh)
            opened |= len(self._index) > before
        return opened

    def _waits(self, drop: bytes) -> bool:
        untried = len(self._headers[drop]) > self._tried_headers.get(drop, 0)
        return untried and drop in self.state.drops and self._index.get(drop) is None

    def _with_key(self, drop: bytes, use: Callable[[BinaryIO, Identity], T]) -> T | None:
        """Use the file as ``with_key`` does; ShelfError if it is damaged, gone, or cannot be opened."""
        try:
            return with_key(lambda: self.sealed(drop), self._headers.get(drop, ()), self._identities, use)
        except sealing.Damaged as error:
            raise _damaged(drop, error) from None

    def _save_index(self) -> None:
        if self._taken_in != self._journal.mark:
            # A step ended within: the state lacks what a mark of today would claim that it has.
            return
        try:
            self._index.save(self._journal.mark, self.state)
        except ShelfError:
            # The journal has it all: what was said to be saved is, and the next session goes on from there.
            return

    def _path(self, drop: bytes) -> Path:
        return self.letters_folder / f"{drop.hex()}.age"

    def _slot_path(self, r: bytes) -> Path:
        return self._folder / "slots" / f"{r.hex()}.slot"

    def _sweep(self) -> None:
        """Remove files that the journal does not name: a write that was never said to be saved."""
        named = {
            "letters": {f"{drop.hex()}.age" for drop in self.state.drops},
            "slots": {f"{r.hex()}.slot" for r in self.state.slots},
        }
        # By their names: paths of twelve thousand letters take longer than opening the index.
        for folder, names in named.items():
            for name in os.listdir(self._folder / folder):  # noqa: PTH208 -- as above
                if name in names:
                    continue
                path = self._folder / folder / name
                # A disk of its own brings a folder, lost+found.
                if not path.is_dir():
                    path.unlink()


def _found(tried: Tried) -> Found:
    # Only a report is folded by itself.
    at = Place(Report.kind, (tried.folded.packed.columns.id,)) if tried.folded is not None else None
    return Found(tried.task.drop, tried.signed, tried.damaged, at)


def _damaged(drop: bytes, error: Exception) -> ShelfError:
    return ShelfError("Surat tersegel {name} rusak ({error}).", name=drop.hex()[:8], error=error)

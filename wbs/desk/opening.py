"""Trying sealed letters: whether the keys of this desk open them. Many are tried on every core at once.

Few are tried in this process. For many there is a child on each core: a fresh interpreter, never a fork, so
that it holds no lock, no open file and no letter of its parent's. The readers' seeds come to it through a
pipe, what it opened goes back through another, and it ends when its parent does. What a child did counts for
nothing until its parent says so.
"""

import gc
import io
import json
import os
import selectors
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import count, islice
from pathlib import Path
from typing import Any, BinaryIO, Self, TypeVar, cast

from crypto.hybrid import Identity
from wbs import sealing
from wbs.cases.casefile import Entry
from wbs.desk import files, folding
from wbs.desk.errors import Cancelled, ShelfError
from wbs.desk.folding import Folded, fold_alone
from wbs.desk.keyrings import Keyrings
from wbs.letters.bundle import TEXT_SEALED, DropEntry, read_drop
from wbs.letters.errors import BundleError, Told
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain, SignedKeyring
from wbs.letters.letter import Letter
from wbs.letters.pin import Pin
from wbs.letters.signed import Signed

CHILD = "wbs.desk.opener"

# Starting a child takes as long as opening some hundreds of letters of text, or as many bytes.
_FEW = 256
_LITTLE = _FEW * TEXT_SEALED
_MOST_CHILDREN = 16
# What a child is given at once; it has two such lots, so that it never waits for its parent.
_LOT = 16
_LOT_BYTES = 4 << 20
_LOTS = 2
_LOTS_KEPT = 16
# What is opened from memory rather than read back.
_SMALL = 1 << 20
_PROMPT = 0.2
_LENGTH = 4

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
        error=error.strerror,
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
            raise BundleError(
                "{name}: tidak terbaca ({error})", name=path.name, error=error.strerror
            ) from None

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
            raise BundleError(
                "{name}: tidak terbaca ({error})", name=entry.path, error=error.strerror
            ) from None
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


class Crew:
    """The processes that open letters together, as a context: this one, or children that start meanwhile."""

    def __init__(self, children: int) -> None:
        """Start so many; 0: this process does it. ShelfError if that fails."""
        with ExitStack() as stack:
            # Each is ended whatever happens to the next.
            self._children = [stack.enter_context(_Child()) for _ in range(children)]
            self._stack = stack.pop_all()

    @classmethod
    def for_letters(cls, count: int) -> Self:
        """Start as many as help with so many letters."""
        return cls(_helpful() if count >= _FEW else 0)

    @classmethod
    def for_bytes(cls, size: int) -> Self:
        """Start as many as help with letters that are so many bytes together."""
        return cls(_helpful() if size >= _LITTLE else 0)

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End them, whatever they are at."""
        self._stack.close()

    def try_all(
        self, means: Means, tasks: Iterable[Task], cancelled: Callable[[], bool]
    ) -> Generator[Tried, None, None]:
        """Yield what comes of each task, in any order; once.

        Raises Cancelled, BundleError or ShelfError as ``Opener.do``, and ShelfError if a child dies.
        """
        if not self._children:
            opener = Opener(means)
            for lot in _lots(_until(cancelled, tasks)):
                yield from opener.do(lot)
            return
        for child in self._children:
            child.begin(means)
        yield from _share(self._children, iter(_lots(tasks)), cancelled)


def _helpful() -> int:
    return min(len(os.sched_getaffinity(0)), _MOST_CHILDREN)


def _until(cancelled: Callable[[], bool], tasks: Iterable[Task]) -> Iterator[Task]:
    for task in tasks:
        if cancelled():
            raise Cancelled
        yield task


def _lots(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    lot: list[Task] = []
    size = 0
    for task in tasks:
        if lot and (len(lot) == _LOT or size + task.size > _LOT_BYTES):
            yield lot
            lot, size = [], 0
        lot.append(task)
        size += task.size
    if lot:
        yield lot


def _share(
    children: Sequence["_Child"], lots: Iterator[list[Task]], cancelled: Callable[[], bool]
) -> Iterator[Tried]:
    """Keep every child busy until the lots are done."""
    with selectors.DefaultSelector() as selector:
        for child in children:
            selector.register(child.answers, selectors.EVENT_READ, child)
        busy = 0
        for child, lot in zip([*children] * _LOTS, lots, strict=False):
            child.give(lot)
            busy += 1
        while busy:
            for key, _ in selector.select(_PROMPT):
                child = key.data
                done = child.take()
                busy -= 1
                for lot in islice(lots, 1):
                    child.give(lot)
                    busy += 1
                yield from done
            if cancelled():
                raise Cancelled


class _Child:
    """One child, as its parent sees it: lots go to it, answers come from it in the same order."""

    def __init__(self) -> None:
        """Start it. ShelfError if that fails."""
        # -I: nothing of the environment, the folder or the user's own packages; -B: it writes no bytecode.
        command = [sys.executable, "-I", "-B", "-m", CHILD, str(os.getpid())]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                bufsize=0,
            )
        except OSError as error:
            raise ShelfError(
                "Proses pembuka surat tidak dapat dijalankan ({error}).", error=error.strerror
            ) from None
        self._tasks = cast("io.RawIOBase", self._process.stdin)
        self.answers = cast("io.RawIOBase", self._process.stdout)
        self._given: list[list[Task]] = []

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.wait()
        self.answers.close()
        with suppress(BrokenPipeError):
            self._tasks.close()

    def begin(self, means: Means) -> None:
        """Tell it what all lots need."""
        self._send(
            {
                "seeds": [seed.hex() for seed in means.seeds],
                "folder": str(means.folder.absolute()),
                "bundle": str(means.bundle.absolute()),
                "judge": None if means.judge is None else _judge_to_json(means.judge),
            }
        )

    def give(self, lot: list[Task]) -> None:
        """Let it do a lot."""
        self._given.append(lot)
        self._send([_task_to_json(task) for task in lot])

    def take(self) -> list[Tried]:
        """Return what came of the lot that was given first; raises what ``Opener.do`` raised there."""
        answer = receive(self.answers)
        if answer is None:
            raise _stopped()
        if "refused" in answer:
            raise _refusal(answer)
        lot = self._given.pop(0)
        return [_tried(task, each) for task, each in zip(lot, answer["tried"], strict=True)]

    def _send(self, value: object) -> None:
        try:
            send(self._tasks, value)
        except BrokenPipeError:
            raise _stopped() from None


def serve(tasks: io.RawIOBase, answers: io.RawIOBase) -> None:
    """Be the child: do the lots that come, until no more do."""
    setup = receive(tasks)
    if setup is None:
        return
    seeds = tuple(bytes.fromhex(seed) for seed in setup["seeds"])
    judge = None if setup["judge"] is None else _judge(setup["judge"])
    opener = Opener(Means(seeds, Path(setup["folder"]), Path(setup["bundle"]), judge))
    # Modules are never let go, and what some lots leave is looked through once, after them: a tenth faster.
    gc.freeze()
    gc.disable()
    for number in count(1):
        if (lot := receive(tasks)) is None:
            return
        try:
            done = [_tried_to_json(tried) for tried in opener.do([_task(each) for each in lot])]
        except (BundleError, ShelfError) as error:
            send(answers, _refusal_to_json(error))
        else:
            send(answers, {"tried": done})
        if number % _LOTS_KEPT == 0:
            gc.collect()


def send(sink: io.RawIOBase, value: object) -> None:
    """Write a value as JSON, with four bytes before it that tell its length."""
    data = json.dumps(value).encode()
    left = memoryview(len(data).to_bytes(_LENGTH, "big") + data)
    while left:
        left = left[sink.write(left) or 0 :]


def receive(source: io.RawIOBase) -> Any:
    """Read what ``send`` wrote; None if the other end closed its pipe."""
    head = _exactly(source, _LENGTH)
    data = None if head is None else _exactly(source, int.from_bytes(head, "big"))
    return None if data is None else json.loads(data)


def _exactly(source: io.RawIOBase, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        piece = source.read(size - len(data))
        if not piece:
            return None
        data += piece
    return bytes(data)


def _task_to_json(task: Task) -> dict[str, object]:
    if task.member is None:
        return {"drop": task.drop.hex()}
    entry, start = task.member
    return {
        "drop": task.drop.hex(),
        "id": entry.id,
        "half_day": str(entry.half_day),
        "size": entry.size,
        "start": start,
        "keep": task.keep,
    }


def _task(value: dict[str, Any]) -> Task:
    drop = bytes.fromhex(value["drop"])
    if "id" not in value:
        return Task(drop)
    entry = DropEntry(value["id"], HalfDay.parse(value["half_day"]), value["size"], drop)
    return Task(drop, (entry, value["start"]), value["keep"])


def _tried_to_json(tried: Tried) -> dict[str, object]:
    if tried.signed is None:
        return {"damaged": tried.damaged}
    folded = None if tried.folded is None else folding.to_json(tried.folded)
    return {"json": tried.signed.json.decode(), "signature": tried.signed.signature, "folded": folded}


def _tried(task: Task, value: dict[str, Any]) -> Tried:
    if "json" in value:
        folded = None if value["folded"] is None else folding.from_json(task.drop, value["folded"])
        return Tried(task, Signed(value["json"].encode(), value["signature"]), folded=folded)
    return Tried(task, damaged=value["damaged"])


def _judge_to_json(judge: Judge) -> dict[str, object]:
    return {
        "folder": str(judge.folder.absolute()),
        "pin": judge.pin.encode().decode(),
        "day": judge.day.isoformat(),
        "newest_seen": judge.newest_seen,
        "more": [[each.json.decode(), each.signatures] for each in judge.more],
    }


def _judge(value: dict[str, Any]) -> Judge:
    return Judge(
        Path(value["folder"]),
        Pin.decode(value["pin"].encode()),
        date.fromisoformat(value["day"]),
        value["newest_seen"],
        tuple(SignedKeyring(json_.encode(), tuple(signatures)) for json_, signatures in value["more"]),
    )


def _refusal_to_json(error: Told) -> dict[str, object]:
    values = {name: str(value) for name, value in error.values.items()}
    return {"refused": type(error).__name__, "message": error.message, "values": values}


def _refusal(value: dict[str, Any]) -> Told:
    kind = BundleError if value["refused"] == BundleError.__name__ else ShelfError
    return kind(value["message"], **value["values"])


def _stopped() -> ShelfError:
    return ShelfError("Proses pembuka surat berhenti. Tidak ada yang hilang; ulangi langkah ini.")

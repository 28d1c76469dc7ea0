"""Opening many letters at once: lots of tasks, done in this process or by a child on each core.

Few are tried in this process. For many there are children: each a fresh interpreter, never a fork, so that
it holds no lock, no open file and no letter of its parent's. The readers' seeds come to it through a pipe,
what it opened goes back through another, and it ends when its parent does. What a child did counts for
nothing until its parent says so.
"""

import gc
import io
import json
import os
import selectors
import struct
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from itertools import count, islice
from pathlib import Path
from typing import Any, Self, cast

from wbs.desk import folding
from wbs.desk.errors import Cancelled, ShelfError
from wbs.desk.opening import Judge, Means, Opener, Task, Tried
from wbs.letters.bundle import TEXT_SEALED, DropEntry
from wbs.letters.errors import BundleError, Told
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import SignedKeyring
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
_PROMPT = 0.2
_LENGTHS = struct.Struct(">II")


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
            raise ShelfError("Proses pembuka surat tidak dapat dijalankan ({error}).", error=error) from None
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
        message = receive(self.answers)
        if message is None:
            raise _stopped()
        answer, letters = message
        if "refused" in answer:
            raise _refusal(answer)
        source, lot = io.BytesIO(letters), self._given.pop(0)
        return [_tried(task, each, source) for task, each in zip(lot, answer["tried"], strict=True)]

    def _send(self, value: object) -> None:
        try:
            send(self._tasks, value)
        except BrokenPipeError:
            raise _stopped() from None


def serve(tasks: io.RawIOBase, answers: io.RawIOBase) -> None:
    """Be the child: do the lots that come, until no more do."""
    message = receive(tasks)
    if message is None:
        return
    setup, _ = message
    seeds = tuple(bytes.fromhex(seed) for seed in setup["seeds"])
    judge = None if setup["judge"] is None else _judge(setup["judge"])
    opener = Opener(Means(seeds, Path(setup["folder"]), Path(setup["bundle"]), judge))
    # Modules are never let go, and what some lots leave is looked through once, after them: a tenth faster.
    gc.freeze()
    gc.disable()
    for number in count(1):
        if (message := receive(tasks)) is None:
            return
        lot, _ = message
        try:
            done = opener.do([_task(each) for each in lot])
        except (BundleError, ShelfError) as error:
            send(answers, _refusal_to_json(error))
        else:
            letters = b"".join(tried.signed.json for tried in done if tried.signed is not None)
            send(answers, {"tried": [_tried_to_json(tried) for tried in done]}, letters)
        if number % _LOTS_KEPT == 0:
            gc.collect()


def send(sink: io.RawIOBase, value: object, beside: bytes = b"") -> None:
    """Write a value as JSON, and bytes beside it; before both, the length of each."""
    data = json.dumps(value).encode()
    left = memoryview(b"".join((_LENGTHS.pack(len(data), len(beside)), data, beside)))
    while left:
        left = left[sink.write(left) or 0 :]


def receive(source: io.RawIOBase) -> tuple[Any, bytes] | None:
    """Read what ``send`` wrote; None if the other end closed its pipe."""
    head = _exactly(source, _LENGTHS.size)
    if head is None:
        return None
    size, more = _LENGTHS.unpack(head)
    data = _exactly(source, size + more)
    return None if data is None else (json.loads(data[:size]), data[size:])


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
    return {"size": len(tried.signed.json), "signature": tried.signed.signature, "folded": folded}


def _tried(task: Task, value: dict[str, Any], letters: io.BytesIO) -> Tried:
    """Read what came of a task, and its letter from those that stand beside."""
    if "size" not in value:
        return Tried(task, damaged=value["damaged"])
    signed = Signed(letters.read(value["size"]), value["signature"])
    if task.member is None or value["folded"] is None:
        return Tried(task, signed)
    half_day = task.member[0].half_day
    return Tried(task, signed, folded=folding.from_json(task.drop, half_day, value["folded"]))


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
    # A cause is put into words where the language is known.
    values = {
        name: [value.errno, value.strerror] if isinstance(value, OSError) else str(value)
        for name, value in error.values.items()
    }
    return {"refused": type(error).__name__, "message": error.message, "values": values}


def _refusal(value: dict[str, Any]) -> Told:
    kind = BundleError if value["refused"] == BundleError.__name__ else ShelfError
    values = {
        name: OSError(*each) if isinstance(each, list) else each for name, each in value["values"].items()
    }
    return kind(value["message"], **values)


def _stopped() -> ShelfError:
    return ShelfError("Proses pembuka surat berhenti. Tidak ada yang hilang; ulangi langkah ini.")

"""A child does its work, or it is stopped; whatever it or its callers do, nothing of it stays."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from wbs.confined import CHUNK, ConfinedError, run

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "tests.confined.hostile"
MEMORY = 256 << 20


def descriptors() -> list[str]:
    return sorted(path.name for path in Path("/proc/self/fd").iterdir())


def children() -> list[int]:
    found = []
    for task in Path("/proc/self/task").iterdir():
        # A thread of another test's helper may end meanwhile.
        with contextlib.suppress(FileNotFoundError):
            found += [int(child) for child in (task / "children").read_text().split()]
    return sorted(found)


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    # A server for other tests of the same session may run already.
    before, running = descriptors(), children()
    yield
    assert children() == running
    assert descriptors() == before


def read(stream: BinaryIO) -> bytes:
    return stream.read()


def answer(what: str, data: bytes = b"abc", *, seconds: int = 10, memory: int = MEMORY) -> bytes:
    return run(HOSTILE, [what], io.BytesIO(data), read, seconds=seconds, memory=memory)


def test_work_is_done() -> None:
    data = os.urandom(3 << 20)
    assert answer("echo", data) == data
    assert answer("echo", b"") == b""


def test_child_inherits_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WBS_CANARY", "kanari")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    has = json.loads(answer("what it has"))
    # Python itself says in what encoding it runs.
    assert set(has["environment"]) <= {"LC_CTYPE"}
    assert has["isolated"] == 1


def test_child_can_reach_nothing() -> None:
    refused = json.loads(answer("attempts"))
    assert len(refused) > 25
    # -1: what failed was the error of a Python thread, which carries no number.
    assert {name for name, error in refused.items() if error != 1} == {"thread"}
    assert refused["thread"] == -1


def test_crash_is_not_noted_by_the_kernel() -> None:
    """What no process handles is logged with its time: "python[123]: segfault at 0 ip"."""
    with pytest.raises(ConfinedError, match=f"ended with {signal.SIGSEGV:d}"):
        answer("crashes")


@pytest.mark.parametrize("what", ["dies on the way", "crashes", "raises", "no such work"])
def test_child_that_does_not_end_well_did_nothing(what: str) -> None:
    with pytest.raises(ConfinedError):
        answer(what)


@pytest.mark.parametrize(
    "what", ["never ends", "hangs", "reads nothing and stays", "writes for ever", "writes before it reads"]
)
def test_child_is_stopped_in_time(what: str) -> None:
    start = time.monotonic()
    with pytest.raises(ConfinedError):
        answer(what, bytes(1 << 20), seconds=1)
    assert 0.9 < time.monotonic() - start < 5


def test_processor_time_is_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's own limit ends a child whose parent does not watch it."""
    monkeypatch.setattr("threading.Timer.start", lambda _self: None)
    monkeypatch.setattr("threading.Timer.join", lambda _self: None)
    with pytest.raises(ConfinedError, match="-9"):
        answer("never ends", seconds=1)


def test_memory_is_limited() -> None:
    assert answer("takes much memory") == str((64 << 20) + 3).encode()
    with pytest.raises(ConfinedError):
        answer("takes much memory", memory=64 << 20)
    with pytest.raises(ConfinedError):
        answer("takes all memory")


def test_child_that_reads_nothing_may_answer() -> None:
    assert answer("reads nothing", bytes(1 << 20)) == b"done"


def test_answer_that_is_not_read_to_its_end_does_not_count() -> None:
    with pytest.raises(ConfinedError):
        run(HOSTILE, ["echo"], io.BytesIO(b"abc"), lambda said: said.read(2), seconds=10, memory=MEMORY)


def test_errors_of_the_caller_pass_on() -> None:
    class LostError(Exception): ...

    class Source(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise LostError

    def full(said: BinaryIO) -> None:
        said.read(1)
        raise LostError

    with pytest.raises(LostError):
        run(HOSTILE, ["echo"], Source(b"abc"), read, seconds=10, memory=MEMORY)
    with pytest.raises(LostError):
        run(HOSTILE, ["echo"], io.BytesIO(bytes(1 << 20)), full, seconds=10, memory=MEMORY)
    # Broken pipes of the caller's own are not the child's.
    with pytest.raises(BrokenPipeError):
        run(HOSTILE, ["echo"], io.BytesIO(b"abc"), _broken, seconds=10, memory=MEMORY)


def _broken(said: BinaryIO) -> None:
    raise BrokenPipeError


def test_child_ends_with_its_parent() -> None:
    script = (
        "import io; from wbs.confined import run;"
        f"run({HOSTILE!r}, ['never ends'], io.BytesIO(), lambda s: s.read(), seconds=60, memory={MEMORY})"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) as parent:
        listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        soon(lambda: listed.read_text() != "")
        child = Path("/proc", listed.read_text().strip())
        soon(lambda: "Seccomp:\t2" in (child / "status").read_text())
        parent.kill()
    soon(lambda: not child.exists() or "State:\tZ" in (child / "status").read_text())


def soon(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_module_that_is_not_there() -> None:
    with pytest.raises(ConfinedError):
        run("tests.confined.nothing", [], io.BytesIO(b"abc"), read, seconds=10, memory=MEMORY)


def test_filter_that_would_not_bind_every_thread_is_not_relied_on() -> None:
    script = (
        "import threading; from wbs.confined.__main__ import shut;"
        "threading.Thread(target=threading.Event().wait, daemon=True).start(); shut()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr.endswith("RuntimeError: more than one thread\n")


def test_child_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(ConfinedError):
        answer("echo")


def test_no_thread_to_watch_with(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Timer.start", refuse)
    with pytest.raises(ConfinedError):
        answer("echo")


def test_memory_of_the_parent_stays_flat() -> None:
    """Chunks come and go: the most that is held of 64 MiB is a few of them."""

    class Source(io.RawIOBase):
        left = 64 << 20

        def read(self, size: int = -1, /) -> bytes:
            size = min(size, self.left)
            self.left -= size
            return bytes(size)

    def count(said: BinaryIO) -> int:
        total = 0
        while chunk := said.read(CHUNK):
            total += len(chunk)
        return total

    tracemalloc.start()
    try:
        total = run(HOSTILE, ["echo"], Source(), count, seconds=10, memory=MEMORY)  # type: ignore[arg-type]  # reads
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()
    assert total == 64 << 20

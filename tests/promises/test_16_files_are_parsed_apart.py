"""Promise 16: a reporter's file is parsed in a limited child process that holds no other letter."""

import io
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pytest
from fpdf import FPDF

from tests.portal.process import lay_out
from wbs.confined import run
from wbs.portal.reporter import scrub
from wbs.portal.reporter.scrub import FAILED, MEMORY, SECONDS, Examined, examine

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "tests.confined.hostile"
# What the portal does with a file, in a process that has loaded nothing for the tests' sake.
PORTAL = """
import io, json, sys
from pathlib import Path
from wbs.portal import create_reporter_app
from wbs.portal.config import load
from wbs.portal.reporter.scrub import examine
app = create_reporter_app(load(Path(sys.argv[1]), {}))
assert app.test_client().get("/", base_url="http://127.0.0.1:1").status_code == 200
file = Path(sys.argv[2]).read_bytes()
examined = examine(io.BytesIO(file), len(file), lambda stream: stream.read())
print(json.dumps({"removed": examined.removed, "modules": sorted(sys.modules)}))
"""


def pdf(author: str = "Ani Setyowati") -> bytes:
    document = FPDF()
    document.set_author(author)
    document.add_page()
    return bytes(document.output())


class Waiting(io.RawIOBase):
    """A file whose second half comes when it is let go."""

    def __init__(self, file: bytes) -> None:
        self.parts = [file[: len(file) // 2], file[len(file) // 2 :]]
        self.go = threading.Event()

    def read(self, _size: int = -1, /) -> bytes:
        if len(self.parts) == 1:
            self.go.wait(60)
        return self.parts.pop(0) if self.parts else b""


def soon(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def every_child() -> list[Path]:
    found = []
    for task in Path("/proc/self/task").iterdir():
        # A thread of another test's helper may end meanwhile.
        with suppress(FileNotFoundError, ProcessLookupError):
            found += [Path("/proc", child) for child in (task / "children").read_text().split()]
    return found


# What other tests of the session keep: a database server, multiprocessing's tracker.
kept: list[Path] = []


@pytest.fixture(autouse=True, scope="module")
def _kept_by_others() -> None:
    kept[:] = every_child()


def children() -> list[Path]:
    return [child for child in every_child() if child not in kept]


@contextmanager
def at_work(*files: bytes) -> Iterator[list[Path]]:
    """Have files examined by as many threads; give the children's folders in /proc while they wait."""
    waiting = [Waiting(file) for file in files]
    with ThreadPoolExecutor(len(files)) as pool:
        answers = [pool.submit(examine, file, 1, _read) for file in waiting]  # type: ignore[arg-type]  # reads
        try:
            soon(lambda: any("Seccomp:\t2" in (child / "status").read_text() for child in children()))
            yield children()
        finally:
            for file in waiting:
                file.go.set()
        assert all("author" in answer.result(30).removed for answer in answers)


def _read(stream: BinaryIO) -> bytes:
    return stream.read()


def test_portal_itself_loads_no_parser(tmp_path: Path) -> None:
    config = lay_out(tmp_path, 1)
    (tmp_path / "a.pdf").write_bytes(pdf())
    command = [sys.executable, "-c", PORTAL, str(config), str(tmp_path / "a.pdf")]
    done = json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout)
    assert "author" in done["removed"]
    loaded = {name for name in done["modules"] if re.match(r"(pikepdf|lxml|PIL|wbs\.scrub\.)", name)}
    assert "wbs.scrub" in done["modules"]
    assert loaded == set()


def test_child_has_the_file_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrub, "_MODULE", "tests.confined.readable")
    other = os.urandom(16).hex().encode()
    monkeypatch.setenv("WBS_OTHER", other.decode())
    mine = os.urandom(16).hex()
    with (
        open("/etc/passwd", "rb"),  # noqa: PTH123 -- any descriptor
        at_work(pdf(mine * 1_000)) as (child,),
    ):
        assert (child / "environ").read_bytes() == b""
        assert sorted(path.name for path in (child / "fd").iterdir()) == ["0", "1", "2"]
        ends = [str((child / "fd" / name).readlink()) for name in "012"]
        assert (ends[0][:5], ends[1][:5], ends[2]) == ("pipe:", "pipe:", "/dev/null")
        assert (child / "cwd").readlink() == Path("/")
        # What it has been given is seen, so what is not seen is not there.
        soon(lambda: mine.encode() in memory(child))
        assert other in memory(Path("/proc/self"))
        assert other not in memory(child)


def memory(process: Path) -> bytes:
    """Return all memory that a process can read, one mapping after the other."""
    held = []
    with (process / "mem").open("rb", buffering=0) as whole:
        for line in (process / "maps").read_text().splitlines():
            bounds, rights = line.split()[:2]
            if rights.startswith("r") and not line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                start, end = (int(bound, 16) for bound in bounds.split("-"))
                whole.seek(start)
                held.append(whole.read(end - start))
    return b"\0".join(held)


def test_limits_are_in_force_before_the_file_comes() -> None:
    with at_work(pdf()) as (child,):
        status = dict(line.split(":\t", 1) for line in (child / "status").read_text().splitlines())
        limits = (child / "limits").read_text()
        # Nobody but root looks into it: neither the files nor the memory are the user's own.
        assert (child / "mem").stat().st_uid == 0
        session = os.getsid(int(child.name))
    assert (status["Seccomp"], status["NoNewPrivs"], status["Threads"]) == ("2", "1", "1")
    assert session == int(child.name)
    for name, value in {
        "Max cpu time": SECONDS,
        "Max file size": 0,
        "Max core file size": 0,
        "Max processes": 0,
        "Max open files": 0,
        "Max address space": MEMORY,
    }.items():
        assert re.search(rf"^{name} +{value} +{value} ", limits, re.MULTILINE), name


def test_parser_that_was_taken_over_reaches_nothing() -> None:
    said = run(HOSTILE, ["attempts"], io.BytesIO(b""), _read, seconds=SECONDS, memory=MEMORY)
    tried = json.loads(said)
    assert len(tried) > 25
    assert [name for name, error in tried.items() if not error] == []


@pytest.mark.parametrize("what", ["never ends", "takes all memory", "writes for ever", "crashes"])
def test_file_that_goes_on_or_grows_is_given_up(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(scrub, "_MODULE", HOSTILE)
    monkeypatch.setattr(scrub, "SECONDS", 1)
    start = time.monotonic()
    assert ask(what.encode()) == FAILED
    assert time.monotonic() - start < 5
    assert children() == []


def ask(file: bytes) -> Examined:
    return examine(io.BytesIO(file), len(file), _read)


def test_two_at_once_and_the_others_wait() -> None:
    most = 0
    with at_work(*[pdf()] * 5):
        soon(lambda: len(children()) == 2)
        for _ in range(50):
            most = max(most, len(children()))
            time.sleep(0.01)
    assert most == 2
    assert children() == []


def test_nothing_is_opened_once_the_file_comes(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    config = lay_out(tmp_path, 1)
    trace = tmp_path / "trace"
    portal = [sys.executable, "-c", PORTAL, str(config), str(tmp_path / "a.pdf")]
    subprocess.run(["strace", "-f", "-o", str(trace), *portal], check=True, capture_output=True, cwd=ROOT)
    calls = [line.split(maxsplit=1) for line in trace.read_text().splitlines()]
    (shut,) = [at for at, (_, call) in enumerate(calls) if "PR_SET_SECCOMP" in call]
    child = calls[shut][0]
    before = [call for process, call in calls[:shut] if process == child]
    after = [call for process, call in calls[shut + 1 :] if process == child]
    assert any(call.startswith("openat(") for call in before)
    assert not any(call.startswith("read(0,") for call in before)
    assert any(call.startswith("read(0,") for call in after)
    made = {
        call.split("(")[0] for call in after if "= -1 EPERM" not in call and not call.startswith(("<", "+"))
    }
    assert made <= {
        "read", "write", "mmap", "munmap", "mremap", "madvise", "brk", "futex", "getrandom", "exit_group",
    }  # fmt: skip
    # Python asks how long a file its input is; it can do without.
    refused = {re.sub(r"[,)].*", "", call) for call in after if "= -1 EPERM" in call}
    assert refused <= {"newfstatat(0", "fstat(0", "lseek(0"}

"""``strace`` on a running process: what it asked the kernel for, and answers that were forged.

Attaching needs root, or kernel.yama.ptrace_scope = 0 and the same user.
"""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# strace names the thread where it traces several.
_LINE = re.compile(r"(?:(\d+) +)?(.*)")
_RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?)(.*)")
# strace -y: a descriptor is followed by what it stands for; a path that an argument names is quoted.
_DESCRIPTOR = re.compile(r"^\d+<([^<>]*)>")
_QUOTED = re.compile(r'"([^"]*)"')
_UNFINISHED = " <unfinished ...>"
_BY_PATH = frozenset({"openat", "rename", "mkdir", "unlink", "unlinkat", "rmdir"})


@dataclass(frozen=True)
class Call:
    """One system call. ``path``: the file it is about, or empty; ``begin``, ``end``: lines of the trace."""

    thread: int
    name: str
    arguments: str
    path: str
    result: str
    begin: int
    end: int

    @property
    def failed(self) -> bool:
        """Whether it gave an error."""
        return self.result.startswith("-")

    @property
    def injected(self) -> bool:
        """Whether its answer was forged."""
        return self.result.endswith("(INJECTED)")


@contextmanager
def attached(processes: list[int], trace: Path, *options: str) -> Iterator[None]:
    """Trace threads until the block ends; with ``-f``, whole processes and their children."""
    command = ["strace", "-y", "-o", str(trace), *options]
    for process in processes:
        command += ["-p", str(process)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        try:
            assert tracer.stderr is not None
            for _ in processes:
                said = tracer.stderr.readline()
                assert "attached" in said, said
            yield
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.communicate(timeout=60)


def calls(trace: Path) -> list[Call]:
    """Read a trace; the calls in the order of their ends."""
    begun: dict[int, tuple[int, str]] = {}
    found = []
    for number, line in enumerate(trace.read_text(errors="replace").splitlines()):
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        thread, said = int(match[1] or 0), match[2]
        begin = number
        if said.endswith(_UNFINISHED):
            begun[thread] = number, said.removesuffix(_UNFINISHED)
            continue
        if resumed := _RESUMED.fullmatch(said):
            begin, head = begun.pop(thread, (number, f"{resumed[1]}("))
            said = head + resumed[2]
        if call := _CALL.fullmatch(said):
            found.append(
                Call(thread, call[1], call[2], _path(call[1], call[2]), call[3] + call[4], begin, number)
            )
    return found


def _path(name: str, arguments: str) -> str:
    pattern = _QUOTED if name in _BY_PATH else _DESCRIPTOR
    match = pattern.search(arguments)
    return match[1] if match else ""

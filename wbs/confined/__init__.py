"""A stranger's bytes are worked on in a process of its own that can reach nothing and ends in time.

``run`` starts it and is all that callers need. ``wbs.confined.__main__`` is what runs in it: limits first,
then the module that does the work with all that it imports, then ``wbs.confined.seccomp``, and only then the
first byte of the file. The process is a fresh interpreter, never a fork: it holds nothing of its parent's.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final, TypeVar, cast

T = TypeVar("T")

CHUNK: Final = 64 * 1024


class ConfinedError(Exception):
    """The child could not be started, was stopped, or did not end as it should."""


def run(
    module: str,
    arguments: Sequence[str],
    source: BinaryIO,
    keep: Callable[[BinaryIO], T],
    *,
    seconds: int,
    memory: int,
) -> T:
    """Let ``module.work(arguments, stdin, stdout)`` read ``source`` in a child; return what ``keep`` returns.

    The child gets ``source`` to its end, then ``keep`` gets what it writes and must read all of it; what it
    did counts only if this returns. ``seconds``: from start to end; ``memory``: bytes of address space.
    Raises ConfinedError; what ``source`` and ``keep`` raise passes on. The child is gone in every case.
    """
    limits = (str(os.getpid()), str(seconds), str(memory))
    # -I: nothing of the environment, the folder or the user's own packages; -B: it writes no bytecode.
    command = [sys.executable, "-I", "-B", "-m", __name__, *limits, module, *arguments]
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        raise ConfinedError("cannot start") from error
    stdin, stdout = cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)
    watch = threading.Timer(seconds, os.killpg, (child.pid, signal.SIGKILL))
    try:
        with _running(watch):
            _send(source, stdin)
            result = keep(stdout)
            rest = stdout.read(1)
            # Unreaped until the watch is over: the number that it kills is nobody else's.
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        stdout.close()
        _close(stdin)
    if rest or child.returncode:
        raise ConfinedError(f"ended with {child.returncode}")
    return result


@contextlib.contextmanager
def _running(watch: threading.Timer) -> Iterator[None]:
    try:
        watch.start()
    except RuntimeError as error:
        raise ConfinedError("cannot watch") from error
    try:
        yield
    finally:
        watch.cancel()
        watch.join()


def _send(source: BinaryIO, sink: BinaryIO) -> None:
    """Write the source to the sink and close it; a child that reads no more answers for it by how it ends."""
    while chunk := source.read(CHUNK):
        try:
            sink.write(chunk)
        except BrokenPipeError:
            break
    _close(sink)


def _close(sink: BinaryIO) -> None:
    with contextlib.suppress(BrokenPipeError):
        sink.close()

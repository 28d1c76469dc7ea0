"""What runs in the child: ``python -I -B -m wbs.confined PARENT SECONDS MEMORY MODULE [ARGUMENT...]``.

Whatever goes wrong here ends the process with a status that is not 0, and with nothing said.
"""

import contextlib
import ctypes
import importlib
import os
import resource
import signal
import sys
from pathlib import Path

from wbs.confined import seccomp
from wbs.confined.parent import die_with

# prctl(2)
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


def main(parent: str, seconds: str, memory: str, module: str, *arguments: str) -> None:
    """Take on the limits, import the module, shut every door, and let it work."""
    end_in_silence()
    limit(int(seconds), int(memory))
    die_with(int(parent))
    work = importlib.import_module(module).work
    shut()
    work(arguments, sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    # Nothing is left to tidy up, and much memory to hand back at once.
    os._exit(0)


def end_in_silence() -> None:
    """Say nothing of errors, and let the kernel note no crash: it would write down when."""
    # Python's report would quote the file.
    sys.excepthook = lambda *_error: None
    libc = ctypes.CDLL(None)
    libc.signal.argtypes = (ctypes.c_int, ctypes.c_void_p)
    for crash in (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE):
        # The process ends with the signal's number as its status.
        libc.signal(crash, ctypes.cast(libc._exit, ctypes.c_void_p))


def limit(seconds: int, memory: int) -> None:
    """Bound time and memory, start no process, write no file, leave no core."""
    # When the system runs out of memory, this process goes before a letter's.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    _lower(resource.RLIMIT_AS, memory)
    _lower(resource.RLIMIT_CPU, seconds)
    for kind in (resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        _lower(kind, 0)
    seccomp.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    seccomp.prctl(_PR_SET_DUMPABLE, 0)


def shut() -> None:
    """Open no file any more, and make none of the calls that reach beyond this process."""
    # A filter binds the thread that sets it.
    if len(list(Path("/proc/self/task").iterdir())) != 1:
        raise RuntimeError("more than one thread")
    _lower(resource.RLIMIT_NOFILE, 0)
    seccomp.confine()


def _lower(kind: int, wanted: int) -> None:
    _, most = resource.getrlimit(kind)
    value = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(kind, (value, value))


if __name__ == "__main__":
    main(*sys.argv[1:])

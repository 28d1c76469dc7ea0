"""Work that a confined process might turn to once its parser is taken over. Runs in the child only."""

import ctypes
import json
import mmap
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

_libc = ctypes.CDLL(None, use_errno=True)
_PARENT = os.getppid()
_PTRACE_ATTACH, _PTRACE_SEIZE = 16, 0x4206
_PR_SET_DUMPABLE, _PR_SET_SECCOMP = 4, 22
_PAGE = mmap.PAGESIZE
_READ, _WRITE, _EXEC = mmap.PROT_READ, mmap.PROT_WRITE, mmap.PROT_EXEC
_MADE = mmap.mmap(-1, _PAGE)


def work(arguments: Sequence[str], source: BinaryIO, sink: BinaryIO) -> None:
    """Do what the first argument names, or if there is none, the file's first line."""
    what = arguments[0] if arguments else source.readline().decode().strip()
    WORKS[what](source, sink)


def _echo(source: BinaryIO, sink: BinaryIO) -> None:
    sink.write(source.read())


def _what_it_has(source: BinaryIO, sink: BinaryIO) -> None:
    source.read()
    has = {"environment": dict(os.environ), "arguments": sys.argv, "isolated": sys.flags.isolated}
    sink.write(json.dumps(has).encode())


def _attempts(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer, for each attempt, the error's number; 0 for one that succeeded."""
    source.read()
    sink.write(json.dumps({name: _tried(attempt) for name, attempt in ATTEMPTS.items()}).encode())


def _tried(attempt: Callable[[], object]) -> int:
    ctypes.set_errno(0)
    try:
        done = attempt()
    except OSError as error:
        return error.errno or -1
    except RuntimeError:
        return -1
    return ctypes.get_errno() if done == -1 else 0


def _call(name: str, *arguments: int) -> int:
    function = getattr(_libc, name)
    function.argtypes = [ctypes.c_ulong] * len(arguments)
    # mmap alone returns more than an int; its failure is -1 in every width.
    function.restype = ctypes.c_int
    return int(function(*arguments))


def _address(of: mmap.mmap) -> int:
    return ctypes.addressof(ctypes.c_char.from_buffer(of))


ATTEMPTS: dict[str, Callable[[], object]] = {
    "read a file": lambda: Path("/etc/passwd").read_bytes(),
    "write a file": lambda: Path("/dev/shm/wbs-hostile").write_bytes(b"x"),  # noqa: S108 -- must fail
    "look for a file": lambda: Path("/etc/passwd").stat(),
    "list a folder": lambda: list(Path("/").iterdir()),
    "read a link": lambda: Path("/proc/self/exe").readlink(),
    "delete a file": lambda: Path("/dev/shm/wbs-hostile").unlink(),  # noqa: S108 -- must fail
    "connect": lambda: socket.socket(socket.AF_INET),
    "connect here": lambda: socket.socket(socket.AF_UNIX),
    "make a pair": socket.socketpair,
    "make a pipe": os.pipe,
    "copy a descriptor": lambda: os.dup(0),
    "anonymous file": lambda: os.memfd_create("x"),
    "fork": os.fork,
    "vfork": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "exec": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 -- must fail
    "thread": lambda: threading.Thread(target=time.time).start(),
    "kill the parent": lambda: os.kill(_PARENT, signal.SIGTERM),
    "signal itself": lambda: os.kill(os.getpid(), 0),
    "trace the parent": lambda: _call("ptrace", _PTRACE_ATTACH, _PARENT, 0, 0),
    "seize the parent": lambda: _call("ptrace", _PTRACE_SEIZE, _PARENT, 0, 0),
    "read the parent": lambda: _call("process_vm_readv", _PARENT, 0, 0, 0, 0, 0),
    "another filter": lambda: _call("prctl", _PR_SET_SECCOMP, 1, 0, 0, 0),
    "dumpable again": lambda: _call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0),
    "more files": lambda: _call("setrlimit", 7, _address(_MADE)),
    "limits of the parent": lambda: _call("prlimit", _PARENT, 7, 0, _address(_MADE)),
    "executable memory": lambda: _call("mmap", 0, _PAGE, _READ | _WRITE | _EXEC, 0x22, 2**64 - 1, 0),
    "executable later": lambda: _call("mprotect", _address(_MADE), _PAGE, _READ | _EXEC),
    "another user": lambda: os.setuid(65_534),
    "another namespace": lambda: _call("unshare", 0x1000_0000),
    # Bit 30: write(2) as the x32 ABI numbers it; no call at all on other machines.
    "another machine": lambda: _call("syscall", 1 << 30 | 1, 1, 0, 0),
    "rings": lambda: _call("syscall", 425, 8, _address(_MADE)),
}


def _dies_on_the_way(source: BinaryIO, sink: BinaryIO) -> None:
    sink.write(source.read()[:10])
    sink.flush()
    os._exit(3)


def _crashes(source: BinaryIO, sink: BinaryIO) -> None:
    sink.write(source.read())
    sink.flush()
    ctypes.string_at(0)


def _raises(source: BinaryIO, sink: BinaryIO) -> None:
    raise ValueError(source.read())


def _never_ends(source: BinaryIO, sink: BinaryIO) -> None:
    source.read()
    while True:
        pass


def _hangs(source: BinaryIO, sink: BinaryIO) -> None:
    sink.write(source.read())
    sink.flush()
    threading.Event().wait()


def _reads_nothing(source: BinaryIO, sink: BinaryIO) -> None:
    sink.write(b"done")


def _reads_nothing_and_stays(source: BinaryIO, sink: BinaryIO) -> None:
    threading.Event().wait()


def _writes_before_it_reads(source: BinaryIO, sink: BinaryIO) -> None:
    sink.write(bytes(1 << 20))
    sink.write(source.read())


def _writes_for_ever(source: BinaryIO, sink: BinaryIO) -> None:
    source.read()
    while True:
        sink.write(bytes(1 << 16))


def _takes_all_memory(source: BinaryIO, sink: BinaryIO) -> None:
    source.read()
    sink.write(bytes(4 << 30)[:1])


def _takes_much_memory(source: BinaryIO, sink: BinaryIO) -> None:
    sink.write(str(len(bytes(64 << 20)) + len(source.read())).encode())


WORKS: dict[str, Callable[[BinaryIO, BinaryIO], None]] = {
    "echo": _echo,
    "what it has": _what_it_has,
    "attempts": _attempts,
    "dies on the way": _dies_on_the_way,
    "crashes": _crashes,
    "raises": _raises,
    "never ends": _never_ends,
    "hangs": _hangs,
    "reads nothing": _reads_nothing,
    "reads nothing and stays": _reads_nothing_and_stays,
    "writes before it reads": _writes_before_it_reads,
    "writes for ever": _writes_for_ever,
    "takes all memory": _takes_all_memory,
    "takes much memory": _takes_much_memory,
}

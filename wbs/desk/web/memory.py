"""A folder in memory for what a browser writes down; and this process kept out of core files and swap.

The folder is ``wbs-desk-<pid>-<when that process began>-<chance>`` on a tmpfs: what a crash left behind is
known by a process that is gone, and removed at the next start. What a tmpfs holds can still be swapped out;
only encrypted swap, or none, helps against that.
"""

import ctypes
import os
import re
import resource
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from wbs.desk.errors import DeskError

_PREFIX: Final = "wbs-desk"
_NAME: Final = re.compile(rf"{_PREFIX}-([0-9]+)-([0-9]+)-\w+")
_IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
_PR_SET_DUMPABLE: Final = 4
_MCL_ALL: Final = 1 | 2 | 4  # what is mapped, what will be, each page once it is used
_START_TIME: Final = 19  # field 22 of proc_pid_stat(5), counted after the name in parentheses


def places() -> list[Path]:
    """Return the folders in memory that this user may write to, the one for this login first."""
    named = (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm")  # noqa: S108 -- looked at below
    found = [Path(each) for each in named if each]
    return [each for each in found if os.access(each, os.W_OK) and in_memory(each)]


def in_memory(folder: Path) -> bool:
    """Tell whether what is written to a folder stays in memory, by the mount that it lies on."""
    wanted = folder.resolve()
    best, kind = -1, ""
    for line in Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines():
        fields, _, rest = line.partition(" - ")
        # Blanks and the like stand as octal numbers.
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields.split()[4]))
        # Of mounts on one point the last is the one that is seen.
        if wanted.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), rest.split()[0]
    return kind in _IN_MEMORY


def make(place: Path) -> Path:
    """Make a folder of this process's, which only this user can enter."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}-{os.getpid()}-{_began(os.getpid())}-", dir=place))


def sweep(place: Path) -> None:
    """Remove the folders of processes that are gone."""
    for folder in place.glob(f"{_PREFIX}-*"):
        name = _NAME.fullmatch(folder.name)
        if name is None or folder.is_symlink() or folder.stat().st_uid != os.getuid():
            continue
        if _began(int(name[1])) != name[2]:
            shutil.rmtree(folder, ignore_errors=True)


def remove(folder: Path) -> None:
    """Remove a folder, in which a browser that is just ending may still write; DeskError if it stays."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
    raise DeskError("Profil peramban di {folder} tidak terhapus. Hapus sendiri.", folder=folder)


def harden() -> None:
    """Keep this process's memory from the user's other programs, core files and, if allowed, swap."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise DeskError(
            "Meja tidak dapat menutup memorinya ({error}).",
            error=OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno())),
        )
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Under a limit, memory beyond it could no longer be had at all.
    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY:
        libc.mlockall(_MCL_ALL)


def swaps() -> bool:
    """Tell whether this computer writes memory to disk when it runs short."""
    return len(Path("/proc/swaps").read_text().splitlines()) > 1


def _began(pid: int) -> str | None:
    """Return when a process began, in the kernel's own count; None if it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "surrogateescape")
    except OSError:
        return None
    return stat.rpartition(")")[2].split()[_START_TIME]

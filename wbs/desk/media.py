"""What is plugged into this computer: mounted sticks, and the bundles and copies of shelves on them."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

# Where Debian's desktops and people mount what comes and goes.
_ROOTS = (Path("/media"), Path("/run/media"), Path("/mnt"))
_MOUNTS = Path("/proc/self/mountinfo")
_DEVICES = Path("/sys/dev/block")
_ESCAPED = re.compile(rb"\\([0-7]{3})")
# Of a line: what is mounted where, and after a lone hyphen its type and the device that it is on.
_MOUNT_POINT = 4
_SOURCE = 1
_MOST_BUNDLES = 100


@dataclass(frozen=True)
class Found:
    """A file that may be a bundle, with its bytes and the day on which it was written."""

    path: Path
    size: int
    written: date


def mounted(mounts: Path = _MOUNTS, roots: Sequence[Path] = _ROOTS) -> list[Path]:
    """Return the folders on which media are mounted, by name; ``mounts`` as in proc_pid_mountinfo(5).

    What other computers hold, or a program makes up, is no medium.
    """
    halves = [line.partition(b" - ") for line in _lines(mounts)]
    points = [
        Path(os.fsdecode(_plain(mount.split(b" ")[_MOUNT_POINT])))
        for mount, _hyphen, system in halves
        if _is_disk(system.split(b" ")[_SOURCE])
    ]
    return sorted({point for point in points if any(root in point.parents for root in roots)})


def disk(path: Path, devices: Path = _DEVICES) -> str:
    """Return what tells the disk that a path lies on from any that is plugged in after it; empty: it is gone.

    The kernel gives a mount's number, and a device's, to the next stick as well, so its count of disks is
    looked at too (``diskseq``, since Linux 5.15).
    """
    try:
        number, system = path.stat().st_dev, os.statvfs(path).f_fsid
        device = devices / f"{os.major(number)}:{os.minor(number)}"
        # Of a partition, its disk has the count.
        counts = [each for each in (device / "diskseq", device / "../diskseq") if each.is_file()]
        return " ".join([str(number), str(system), *(each.read_text().strip() for each in counts)])
    except OSError:
        return ""


def writable(media: Sequence[Path]) -> list[Path]:
    """Return those that this person may write to: not what is mounted to be read only."""
    return [folder for folder in media if os.access(folder, os.W_OK)]


def bundles(media: Sequence[Path]) -> list[Found]:
    """Return the archives that lie openly on media, the newest first; outboxes are none."""
    found = [each for folder in media for each in _archives(folder)]
    return sorted(found, key=lambda each: each.written, reverse=True)[:_MOST_BUNDLES]


def shelves(media: Sequence[Path]) -> list[Path]:
    """Return the copies of shelves that lie openly on media, by name: whose they are nobody has looked."""
    return [copy for folder in media for copy in _copies(folder)]


def _copies(folder: Path) -> list[Path]:
    try:
        copies = [path for path in folder.glob("rak-*") if not path.is_symlink()]
        return sorted(path for path in copies if _is_there(path / "journal"))
    except OSError:
        return []


def _archives(folder: Path) -> list[Found]:
    try:
        paths = [path for path in folder.glob("*.tar") if _is_there(path)]
        kept = [(path, path.stat()) for path in paths if not path.name.startswith("outbox")]
    except OSError:
        # Pulled out meanwhile, or not ours to look into.
        return []
    return [Found(path, stat.st_size, _day(stat.st_mtime)) for path, stat in kept]


def _is_there(file: Path) -> bool:
    """Tell whether a file lies there itself: a link may lead away from the medium."""
    return file.is_file() and not file.is_symlink()


def _is_disk(source: bytes) -> bool:
    # What FUSE mounts without a name is called after its own device.
    return source.startswith(b"/dev/") and source != b"/dev/fuse"


def _day(moment: float) -> date:
    """Return the day of a moment here; the first of the calendar for one that it does not have."""
    try:
        return datetime.fromtimestamp(moment).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return date.min


def _lines(mounts: Path) -> list[bytes]:
    try:
        # Neither escapes any other sign that ends a line or a word elsewhere.
        return [line for line in mounts.read_bytes().split(b"\n") if line]
    except OSError:
        return []


def _plain(field: bytes) -> bytes:
    """Undo the octal escapes of spaces and the like."""
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 8)]), field)

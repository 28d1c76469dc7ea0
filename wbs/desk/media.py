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
_ESCAPED = re.compile(rb"\\([0-7]{3})")
_MOUNT_POINT = 4
_MOST_BUNDLES = 100


@dataclass(frozen=True)
class Found:
    """A file that may be a bundle, with its bytes and the day on which it was written."""

    path: Path
    size: int
    written: date


def mounted(mounts: Path = _MOUNTS, roots: Sequence[Path] = _ROOTS) -> list[Path]:
    """Return the folders on which media are mounted, by name; ``mounts`` as in proc_pid_mountinfo(5)."""
    points = [Path(os.fsdecode(_plain(line.split()[_MOUNT_POINT]))) for line in _lines(mounts)]
    return sorted({point for point in points if any(root in point.parents for root in roots)})


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
        return sorted(path.parent for path in folder.glob("rak-*/journal") if path.is_file())
    except OSError:
        return []


def _archives(folder: Path) -> list[Found]:
    try:
        paths = [path for path in folder.glob("*.tar") if path.is_file()]
        kept = [(path, path.stat()) for path in paths if not path.name.startswith("outbox")]
    except OSError:
        # Pulled out meanwhile, or not ours to look into.
        return []
    return [Found(path, stat.st_size, _day(stat.st_mtime)) for path, stat in kept]


def _day(moment: float) -> date:
    """Return the day of a moment here; the first of the calendar for one that it does not have."""
    try:
        return datetime.fromtimestamp(moment).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return date.min


def _lines(mounts: Path) -> list[bytes]:
    try:
        return mounts.read_bytes().splitlines()
    except OSError:
        return []


def _plain(field: bytes) -> bytes:
    """Undo the octal escapes of spaces and the like."""
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 8)]), field)

"""Plaintext that leaves the desk because its reader asked for it by name: a new file, whole or not there.

The bytes go into a file that has no name yet; it is given one only once they are complete and on the disk,
and never over something that is there already. A power cut leaves nothing. Where a file system knows no
nameless files (FAT on a stick) they go under a hidden name instead, which a power cut can leave behind, and
the name itself is taken empty just before they move there.
"""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from wbs.desk.errors import DeskError

Fill = Callable[[BinaryIO], object]

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
# A folder above may be one that only lets pass, as /home often does.
_PASS = os.O_PATH | os.O_DIRECTORY
_NO_NAMELESS = {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL}


def export(
    desk: Path, folder: Path, name: str, fill: Fill, before_naming: Callable[[], object] = lambda: None
) -> None:
    """Write a new file into a folder that is there, 0600, durable when this returns.

    ``fill`` writes and may seek; ``before_naming`` is called once the bytes are safe. DeskError: the folder
    is missing or within the desk's own, ``desk``; the name is taken; the disk refuses. What ``fill`` and
    ``before_naming`` raise passes through. In every case nothing is left.
    """
    try:
        where = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except (FileNotFoundError, NotADirectoryError):
        raise DeskError("{folder} bukan folder yang ada.", folder=folder) from None
    except OSError as error:
        raise DeskError("Folder {folder} tidak terbuka ({error}).", folder=folder, error=error) from None
    try:
        _check_outside(desk, where, folder)
        _check_free(where, name, folder)
        _write(where, name, fill, before_naming)
        _settle(where, name)
    except FileExistsError:
        raise _taken(name, folder) from None
    except OSError as error:
        raise DeskError(
            "{name} tidak tersimpan ({error}). Tidak ada yang tertinggal di {folder}.",
            name=name,
            folder=folder,
            error=error,
        ) from None
    finally:
        os.close(where)


def _check_outside(desk: Path, where: int, folder: Path) -> None:
    """Raise DeskError if the open folder is the desk's own or lies within it: that one keeps no plaintext."""
    own = desk.stat()
    here = os.open(".", _PASS, dir_fd=where)
    try:
        while True:
            found = os.fstat(here)
            if os.path.samestat(found, own):
                raise DeskError(
                    "{folder} milik meja sendiri, yang hanya menyimpan berkas tersegel. Pilih folder lain.",
                    folder=folder,
                )
            above = os.open("..", _PASS, dir_fd=here)
            os.close(here)
            here = above
            if os.path.samestat(os.fstat(here), found):
                return
    finally:
        os.close(here)


def _check_free(where: int, name: str, folder: Path) -> None:
    """Raise DeskError if something has the name, a link that leads nowhere too: before much is opened."""
    with contextlib.suppress(FileNotFoundError):
        os.stat(name, dir_fd=where, follow_symlinks=False)
        raise _taken(name, folder)


def _taken(name: str, folder: Path) -> DeskError:
    return DeskError("{name} sudah ada di {folder} dan tidak ditimpa.", name=name, folder=folder)


def _write(where: int, name: str, fill: Fill, before_naming: Callable[[], object]) -> None:
    try:
        nameless = os.open(".", os.O_WRONLY | os.O_TMPFILE, 0o600, dir_fd=where)
    except OSError as error:
        if error.errno not in _NO_NAMELESS:
            raise
        _write_hidden(where, name, fill, before_naming)
        return
    with os.fdopen(nameless, "wb") as sink:
        _fill(sink, fill)
        before_naming()
        # The one way to name such a file; open(2), "O_TMPFILE".
        os.link(f"/proc/self/fd/{nameless}", name, dst_dir_fd=where)


def _write_hidden(where: int, name: str, fill: Fill, before_naming: Callable[[], object]) -> None:
    hidden = f".wbs-{secrets.token_hex(8)}.new"
    with os.fdopen(os.open(hidden, _NEW, 0o600, dir_fd=where), "wb") as sink:
        try:
            _fill(sink, fill)
            before_naming()
            os.close(os.open(name, _NEW, 0o600, dir_fd=where))
        except BaseException:
            os.unlink(hidden, dir_fd=where)
            raise
    try:
        # What this replaces is the empty file of the line above.
        os.rename(hidden, name, src_dir_fd=where, dst_dir_fd=where)
    except BaseException:
        os.unlink(hidden, dir_fd=where)
        os.unlink(name, dir_fd=where)
        raise


def _settle(where: int, name: str) -> None:
    """Make the name durable, or take it back."""
    try:
        os.fsync(where)
    except OSError:
        os.unlink(name, dir_fd=where)
        raise


def _fill(sink: BinaryIO, fill: Fill) -> None:
    fill(sink)
    sink.flush()
    os.fsync(sink.fileno())

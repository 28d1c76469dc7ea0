"""Writing to the desk's folder so that a name stands for whole bytes that survive a power cut."""

import contextlib
import ctypes
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from wbs.desk.errors import ShelfError

_PIECE = 1 << 20
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def write(path: Path, data: bytes) -> None:
    """Put ``data`` under ``path``, 0600, whole and durable when this returns; ShelfError otherwise.

    Then ``path`` is what it was, or, as the error says, it may be so again after a power cut.
    """
    _put(path, lambda sink: _write_all(sink, data))


def copy(source: BinaryIO, path: Path, sha256: bytes) -> None:
    """Copy a stream to ``path`` likewise, in constant memory; ShelfError unless its hash is ``sha256``."""

    def fill(sink: BinaryIO) -> None:
        digest = hashlib.sha256()
        while piece := source.read(_PIECE):
            digest.update(piece)
            sink.write(piece)
        if digest.digest() != sha256:
            raise ShelfError("{name} bukan berkas yang diumumkan.", name=path.name)

    _put(path, fill)


def put_down(path: str | Path, feed: Callable[[Callable[[bytes], object]], object]) -> None:
    """Make a file, 0600, of the pieces that ``feed`` hands to its argument; ``sync_disk`` makes it last.

    One that is there already is replaced as by ``write``. ShelfError if the disk takes no more. Whatever
    fails, a new file may be there, and is no whole one.
    """

    def write(piece: bytes) -> None:
        left = memoryview(piece)
        try:
            while left:
                left = left[os.write(descriptor, left) :]
        except OSError as error:
            raise _not_written(path, error) from None

    try:
        descriptor = os.open(path, _NEW, 0o600)
    except FileExistsError:
        _put(Path(path), lambda sink: feed(sink.write))
        return
    except OSError as error:
        raise _not_written(path, error) from None
    try:
        feed(write)
    finally:
        os.close(descriptor)


def sync_disk(descriptor: int) -> None:
    """Make durable whatever was written to the disk that holds an open file; ShelfError if any of it is lost.

    What the disk failed to take before ``descriptor`` was opened is not told: syncfs(2), Linux 5.8.
    """
    call = ctypes.CDLL(None, use_errno=True).syncfs
    call.argtypes = (ctypes.c_int,)
    if call(descriptor) != 0:
        raise ShelfError(
            "Disk tidak dapat menyimpan semuanya ({error}). Tidak ada yang tersimpan.",
            error=OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno())),
        )


def _write_all(sink: BinaryIO, data: bytes) -> None:
    sink.write(data)


def _put(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        temporary.unlink(missing_ok=True)
        # The folder may be a stick, or one where others can leave a link of that name.
        descriptor = os.open(temporary, _NEW, 0o600)
        with os.fdopen(descriptor, "wb") as sink:
            fill(sink)
            sink.flush()
            os.fsync(sink.fileno())
        temporary.replace(path)
    except OSError as error:
        _remove(temporary)
        raise _not_written(path, error) from None
    except BaseException:
        _remove(temporary)
        raise
    try:
        sync(path.parent)
    except OSError as error:
        raise ShelfError(
            "{name} sudah tertulis, tetapi mungkin hilang bila listrik padam ({error}). Ulangi.",
            name=path.name,
            error=error,
        ) from None


def _not_written(path: str | Path, error: OSError) -> ShelfError:
    return ShelfError(
        "{name} tidak dapat ditulis ({error}). Tidak ada yang tersimpan.",
        name=Path(path).name,
        error=error,
    )


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()


def sync(path: Path) -> None:
    """Make a file's bytes, or a folder's names, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, with those above it; ShelfError if that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ShelfError(
            "Folder {folder} tidak dapat dibuat ({error}).", folder=folder, error=error
        ) from None

"""The ceremony's files: never written over another, private, and on disk before a step says it is done."""

import os
from pathlib import Path

from wbs.cli.ceremony.errors import CeremonyError

# A keyring of 64 readers has 160 KB.
_LIMIT = 1 << 20


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet, 0600, durable when this returns; CeremonyError otherwise."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CeremonyError("{path} sudah ada dan tidak ditimpa.", path=path) from None
    except OSError as error:
        raise CeremonyError("{path} tidak dapat ditulis: {error}.", path=path, error=error) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _sync(path.parent)
    except OSError as error:
        path.unlink()
        raise CeremonyError("{path} tidak dapat ditulis: {error}.", path=path, error=error) from None


def read(path: Path) -> bytes:
    """Read a whole file of at most 1 MiB; CeremonyError otherwise."""
    try:
        with path.open("rb") as file:
            data = file.read(_LIMIT + 1)
    except OSError as error:
        raise CeremonyError("{path} tidak terbaca: {error}.", path=path, error=error) from None
    if len(data) > _LIMIT:
        raise CeremonyError("{path} terlalu besar untuk berkas upacara ini.", path=path)
    return data


def read_text(path: Path) -> str:
    """Read a whole file likewise, which must be ASCII."""
    try:
        return read(path).decode("ascii")
    except UnicodeDecodeError:
        raise CeremonyError("{path} bukan berkas upacara ini.", path=path) from None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

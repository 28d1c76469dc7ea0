"""Files that a page sends: a bundle, which may be larger than memory, streams into the desk's own folder.

It is ciphertext, and gone with the request that brought it unless somebody takes it; a crash leaves it to be
swept with what an import leaves.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO, Self, cast

from flask import Request
from werkzeug.datastructures import FileStorage

from wbs.desk import files
from wbs.desk.incoming import FOLDER
from wbs.desk.web.session import current

#: Addresses to which bundles are sent.
BUNDLES = frozenset({"importing.upload"})


class Upload:
    """A file with a name in the desk's folder."""

    def __init__(self, folder: Path) -> None:
        """Make it."""
        files.make_folder(folder)
        self.path = folder / f"upload-{os.urandom(16).hex()}.tar"
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "w+b")
        self._taken = False

    def __getattr__(self, name: str) -> object:
        """Be the open file."""
        return getattr(self._file, name)

    def close(self) -> None:
        """Close it; it is gone unless it was taken."""
        self._file.close()
        if not self._taken:
            self.remove()

    def take(self) -> Self:
        """Keep it beyond the request, until ``remove``."""
        self._file.flush()
        self._taken = True
        return self

    def remove(self) -> None:
        """Let it go."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


class DeskRequest(Request):
    """A request whose bundles stream into the desk's folder."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.endpoint in BUNDLES:
            return cast("IO[bytes]", Upload(current().folder / FOLDER))
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)


def uploaded(file: FileStorage | None) -> Upload | None:
    """Return the bundle that a form brought, if it brought one."""
    if file is None or not file.filename or not isinstance(file.stream, Upload):
        return None
    return file.stream.take()

"""The scripts for reporters' browsers, in memory: built from ``client/``, committed, listed in a manifest.

``manifest.json`` gives each file's integrity (SRI: ``sha384-`` and base64). A portal without it has no
scripts; one whose files are not what it says does not start.
"""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

MANIFEST = "manifest.json"


class ClientError(Exception):
    """The manifest cannot be read, or a script is missing or not what the manifest says."""


@dataclass(frozen=True)
class Script:
    """Where a page finds a script, and what its bytes must be (``integrity``)."""

    url: str
    integrity: str


@dataclass(frozen=True)
class Served:
    """A file as it is, and packed by gzip."""

    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, plain: bytes) -> Self:
        """Pack a file."""
        # A time in it would tell when the server was started.
        return cls(plain, gzip.compress(plain, 9, mtime=0))


class Client:
    """All scripts, by name: ``wbs``, ``images``, ``documents``."""

    def __init__(self, folder: Path, url: str = "/static/client") -> None:
        """Read the scripts of ``folder``, served below ``url``; ClientError."""
        self._url = url
        self._served: dict[str, Served] = {}
        self._integrity: dict[str, str] = {}
        for file, integrity in _manifest(folder / MANIFEST).items():
            try:
                plain = (folder / file).read_bytes()
            except OSError:
                raise ClientError(f"{file}: cannot be read") from None
            if integrity != _integrity(plain):
                raise ClientError(f"{file}: is not what {MANIFEST} says")
            self._served[file] = Served.of(plain)
            self._integrity[file.removesuffix(".js")] = integrity

    @property
    def names(self) -> frozenset[str]:
        """The scripts that there are."""
        return frozenset(self._integrity)

    def script(self, name: str) -> Script:
        """Return where a page finds a script; KeyError if there is none of this name."""
        return Script(f"{self._url}/{name}.js", self._integrity[name])

    def served(self, file: str) -> Served | None:
        """Return what is served as ``file``; None if it is not a script."""
        return self._served.get(file)


def _manifest(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise ClientError(f"{MANIFEST}: cannot be read") from None
    if not isinstance(found, dict) or not all(
        isinstance(value, str) and key.endswith(".js") and "/" not in key for key, value in found.items()
    ):
        raise ClientError(f"{MANIFEST}: is not a list of scripts")
    return found


def _integrity(plain: bytes) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(plain).digest()).decode()}"

"""Runs the scripts of tests/node, where other people's implementations are installed."""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path
from types import TracebackType
from typing import Self

FOLDER = Path(__file__).parents[1] / "node"


def run(script: str) -> bytes:
    """What the script prints."""
    _check_installed()
    return subprocess.run(["node", FOLDER / script], stdout=subprocess.PIPE, timeout=60, check=True).stdout


class AgePeer:
    """A running ``age.mjs``: npm ``age-encryption``."""

    def __enter__(self) -> Self:
        _check_installed()
        self._process = subprocess.Popen(
            ["node", FOLDER / "age.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=60)

    def ask(self, command: str, *key: str, data: bytes = b"") -> bytes:
        """The answer; AssertionError if the script ended instead, its reason on standard error."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        stdin.write(json.dumps({"command": command, "key": key, "data": b64encode(data).decode()}) + "\n")
        stdin.flush()
        answer = stdout.readline()
        assert answer.endswith("\n"), f"{command} failed"
        return b64decode(answer)


def _check_installed() -> None:
    assert (FOLDER / "node_modules").is_dir(), (
        "tests/node/node_modules is missing: run `npm ci` in tests/node"
    )

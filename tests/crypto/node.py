"""Runs the scripts of tests/node, where other people's implementations are installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "node"


def run(script: str, *arguments: str, data: bytes = b"") -> bytes:
    """What the script prints. Fails, and says how to install what it needs, if it cannot run."""
    assert (FOLDER / "node_modules").is_dir(), (
        "tests/node/node_modules is missing: run `npm ci` in tests/node"
    )
    done = subprocess.run(
        ["node", FOLDER / script, *arguments], input=data, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout

"""The client's tests and peers, bundled for Node.js once in each process."""

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "client"


@cache
def folder() -> Path:
    """Return the folder of the bundles; tests that run side by side have one each."""
    assert (CLIENT / "node_modules").is_dir(), "client/node_modules is missing: run `npm ci` in client"
    name = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    subprocess.run(["node", CLIENT / "build.mjs", "--tests", name], check=True, timeout=120)
    return CLIENT / "build" / name

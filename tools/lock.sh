#!/bin/sh
# Pins pyproject.toml's and the client's dependencies with hashes and without addresses.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet uv
pin() {
    "$work/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' "$@"
}
pin pyproject.toml --group build -o requirements.txt
pin pyproject.toml --group dev -o requirements-dev.txt
npm install --prefix client --package-lock-only --ignore-scripts --no-audit --no-fund
python3 - client/package-lock.json << 'END'
import json, pathlib, sys

path = pathlib.Path(sys.argv[1])
lock = json.loads(path.read_text())
for package in lock["packages"].values():
    package.pop("funding", None)
path.write_text(json.dumps(lock, indent=4) + "\n")
END

#!/bin/sh
# Pins pyproject.toml's dependencies with hashes and without download addresses.
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

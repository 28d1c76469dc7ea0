#!/bin/sh
# Makes what a target needs, once: ./tools/prepare.sh run | test | browsers
# A stamp holds the hash of what was installed, so that a second call costs nothing.
set -eu
cd "$(dirname "$0")/.."
want=${1:-run}

say() { printf '%s\n' "$*" >&2; }

as_root() {
    # Debian's packages need root; whoever is not root is told the one command to ask for.
    if [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    else
        say "Missing Debian packages. Ask an administrator for: $*"
        exit 1
    fi
}

debian() {
    say "Installing Debian packages: $*"
    if [ "$(id -u)" -eq 0 ]; then apt-get update -qq; fi
    as_root apt-get install -y -qq --no-install-recommends "$@" >&2
}

programs() {
    # Asked for by name, program:package where the two differ: Node.js from elsewhere brings its own npm.
    missing=
    for each in "$@"; do
        command -v "${each%:*}" >/dev/null || missing="$missing ${each#*:}"
    done
    # shellcheck disable=SC2086
    [ -z "$missing" ] || debian $missing
}

python_env() {
    requirements=$1
    stamp=.venv/.wbs-$(cat "$requirements" pyproject.toml | sha256sum | cut -c1-16)
    [ -e "$stamp" ] && return
    if ! python3 -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        debian python3 python3-venv
    fi
    [ -x .venv/bin/python ] || python3 -m venv .venv
    say "Installing Python packages from $requirements"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements" >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2
    : > "$stamp"
}

npm_packages() {
    lock=$1/node_modules/.wbs-$(sha256sum "$1/package-lock.json" | cut -c1-16)
    [ ! -e "$lock" ] || return 0
    say "Installing the npm packages $2"
    npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    : > "$lock"
}

translations() {
    .venv/bin/pybabel -q compile -d wbs/translations -D messages 2>/dev/null || {
        .venv/bin/pybabel compile -d wbs/translations -D messages >&2
        exit 1
    }
}

case $want in
run)
    python_env requirements.txt
    ;;
test)
    python_env requirements-dev.txt
    programs age minisign strace node:nodejs npm exiftool:libimage-exiftool-perl
    # The programs that open office files and serve the second database stand in folders of their own.
    suite=
    for part in sw:writer sc:calc sd:impress; do
        [ -e "/usr/lib/libreoffice/program/lib${part%:*}lo.so" ] || suite="$suite libreoffice-${part#*:}-nogui"
    done
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || suite="$suite postgresql"
    # The desk's package installs with Debian's own Python, whichever runs the tests.
    ls /usr/share/python-wheels/pip-*.whl >/dev/null 2>&1 || suite="$suite python3-venv"
    # shellcheck disable=SC2086
    [ -z "$suite" ] || debian $suite
    npm_packages tests/node "that tests compare with"
    npm_packages client "that the client is made of"
    ;;
browsers)
    programs chromium firefox-esr
    ;;
*)
    say "usage: tools/prepare.sh run | test | browsers"
    exit 2
    ;;
esac
[ "$want" = browsers ] || translations

#!/bin/sh
# Makes the file that installs the desk: ./tools/desk_package.sh RELEASE.pub [FOLDER]
# To be run on Debian 12 with what tools/prepare.sh makes; the same bytes in every run, so that a second person
# can build it and compare. Wheels come by pip, checked against the hashes of requirements.txt; WHEELS names a
# folder that has them already.
set -eu
key=$(realpath "$1")
out=$(realpath "${2:-dist}")
cd "$(dirname "$0")/.."
python=$PWD/.venv/bin/python
version=$("$python" -c 'import wbs; print(wbs.__version__)')
name=wbs-desk-$version
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
inside=$work/$name
mkdir -p "$inside/wheels" "$work/own" "$out"

pip() { "$python" -m pip --quiet --disable-pip-version-check "$@"; }
downloaded=${WHEELS:-$work/downloaded}
if [ -z "${WHEELS:-}" ]; then
    pip download --only-binary :all: --require-hashes --requirement requirements.txt --dest "$downloaded"
fi
"$python" -m build --wheel --no-isolation --outdir "$work/own" . > "$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    exit 1
}
# Only what the desk's own wheel needs, of what was downloaded with its hash.
pip download --no-index --find-links "$downloaded" --dest "$inside/wheels" "$work"/own/*.whl

for wheel in "$inside"/wheels/*.whl; do
    hash=$(sha256sum "$wheel")
    file=${wheel##*/}
    rest=${file#*-}
    printf '%s==%s --hash=sha256:%s\n' "${file%%-*}" "${rest%%-*}" "${hash%% *}"
done > "$inside/requirements.txt"
printf '%s\n' "$version" > "$inside/VERSION"
cp "$key" "$inside/release.pub"
cp tools/desk/install.sh tools/desk/update.sh "$inside"
chmod -R u=rwX,go=rX "$inside"
tar --create --file "$out/$name.tar" --directory "$work" --format=ustar --sort=name --mtime=@0 \
    --owner=0 --group=0 --numeric-owner "$name"
sha256sum "$out/$name.tar"
printf 'Sign it, offline:\n  minisign -S -s release.key -t "%s" -m %s.tar\n' "wbs-desk $version" "$name"

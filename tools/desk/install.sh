#!/bin/sh
# Installs the desk for one person, without network: sh install.sh [--downgrade]
# Whoever runs this has checked the archive's signature. What the desk keeps (~/.local/share/wbs-desk) is not touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=$(cat "$here/VERSION")
app=$HOME/.local/share/wbs-desk-app
new=$app/$version

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

case $#:${1:-} in
0: | 1: | 1:--downgrade) ;;
# A pattern of the shell may have found two versions.
*) stop "Sebut satu versi saja / name one version only: $here $*" ;;
esac
case $version in
'' | *[!0-9.]*) stop "Nomor versi tidak dikenal / unknown version: $version" ;;
esac
missing=
command -v minisign > /dev/null || missing="$missing minisign"
# python3-venv brings this pip along; the desk's own environment has none.
pip=$(echo /usr/share/python-wheels/pip-*.whl)
{ [ -e "$pip" ] && /usr/bin/python3 -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 11))'; } ||
    missing="$missing python3-venv"
command -v firefox-esr > /dev/null || command -v chromium > /dev/null || missing="$missing firefox-esr"
[ -z "$missing" ] || stop "Paket Debian 12 belum ada / Debian 12 packages are missing:$missing"

before=
[ ! -L "$app/current" ] || before=$(basename "$(readlink "$app/current")")
newest=$(printf '%s\n%s\n' "$before" "$version" | sort -V | tail -n 1)
if [ "$newest" != "$version" ] && [ "${1:-}" != --downgrade ]; then
    stop "Versi $before sudah terpasang dan lebih baru. Tidak ada yang diubah. / A newer version is installed."
fi

umask 077
mkdir -p "$app" "$HOME/.local/bin" "$HOME/.local/share/applications"
if [ ! -e "$new/installed" ]; then
    # What is left of an installation that was broken off.
    rm -rf "$new"
    /usr/bin/python3 -m venv --without-pip "$new"
    "$new/bin/python" "$pip/pip" --quiet --isolated --disable-pip-version-check install --no-index \
        --no-cache-dir --require-hashes --only-binary :all: \
        --find-links "$here/wheels" --requirement "$here/requirements.txt"
    "$new/bin/wbs" desk --help > /dev/null
    : > "$new/installed"
fi

write() {
    # $1: file; what stands in it comes in. Never half of it.
    cat > "$1.new"
    chmod "$2" "$1.new"
    mv "$1.new" "$1"
}
point() {
    ln -sfn "$2" "$app/$1.new"
    mv -T "$app/$1.new" "$app/$1"
}
write "$app/release.pub" 600 < "$here/release.pub"
write "$HOME/.local/bin/wbs-desk-update" 700 < "$here/update.sh"
write "$HOME/.local/bin/wbs" 700 << 'END'
#!/bin/sh
exec "$HOME/.local/share/wbs-desk-app/current/bin/wbs" "$@"
END
write "$HOME/.local/bin/wbs-desk" 700 << 'END'
#!/bin/sh
exec "$HOME/.local/share/wbs-desk-app/current/bin/wbs" desk "$@"
END
write "$HOME/.local/share/applications/wbs-desk.desktop" 600 << END
[Desktop Entry]
Type=Application
Name=Meja
Exec="$HOME/.local/bin/wbs-desk"
Terminal=true
Categories=Office;
END
if [ -n "$before" ] && [ "$before" != "$version" ]; then
    point previous "$before"
fi
point current "$version"

# The version before stays, for wbs-desk-update --back; older ones go.
kept=$(readlink "$app/previous" || true)
for each in "$app"/*/; do
    each=$(basename "$each")
    case $each in
    "$version" | "$kept" | current | previous) ;;
    *) rm -rf "${app:?}/$each" ;;
    esac
done
already=
[ "$before" != "$version" ] || already="sudah "
printf '%s\n' "Meja $version ${already}terpasang. Buka menu Meja, atau ketik: ~/.local/bin/wbs-desk"

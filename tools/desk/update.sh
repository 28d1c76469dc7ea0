#!/bin/sh
# Updates the desk, or goes back to the version before:
#   wbs-desk-update FILE.tar [--downgrade]
#   wbs-desk-update --back
# FILE.tar.minisig lies beside the file; the key is the one that was checked when the desk was installed.
set -eu
app=$HOME/.local/share/wbs-desk-app
usage="wbs-desk-update FILE.tar [--downgrade] | --back"

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

back() {
    current=$(readlink "$app/current") && previous=$(readlink "$app/previous") ||
        stop "Tidak ada versi sebelumnya. / There is no version before."
    ln -sfn "$current" "$app/previous.new"
    ln -sfn "$previous" "$app/current.new"
    mv -T "$app/current.new" "$app/current"
    mv -T "$app/previous.new" "$app/previous"
    printf '%s\n' "Kembali ke versi / back to version $previous"
}

# $1: the file, $2: --downgrade or nothing
update() {
    for each in "$1" "$1.minisig"; do
        [ -r "$each" ] || stop "Berkas tidak ada / there is no file: $each"
    done
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    # A stick can change what it gives between two readings.
    cp -- "$1" "$work/desk.tar"
    cp -- "$1.minisig" "$work/desk.tar.minisig"
    minisign -V -q -p "$app/release.pub" -m "$work/desk.tar" ||
        stop "Tanda tangan tidak cocok. Jangan pasang berkas ini. / The signature does not fit."
    tar --extract --file "$work/desk.tar" --directory "$work" --no-same-owner --strip-components 1 --one-top-level
    sh "$work/desk/install.sh" "$2"
}

case $#:${1:-} in
1:--back) back ;;
1:*.tar) update "$1" "" ;;
2:*.tar)
    # A pattern of the shell may have found two versions.
    [ "$2" = --downgrade ] || stop "Sebut satu berkas saja / name one file only: $1 $2"
    update "$1" --downgrade
    ;;
1:--help | 1:-h) printf '%s\n' "$usage" ;;
*:*.tar) stop "Sebut satu berkas saja / name one file only: $*" ;;
*) stop "$usage" ;;
esac

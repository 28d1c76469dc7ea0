#!/bin/sh
# Updates the desk, or goes back to the version before:
#   wbs-desk-update FILE.tar [--downgrade]
#   wbs-desk-update --back
# FILE.tar.minisig lies beside the file; the key is the one that was checked when the desk was installed.
set -eu
app=$HOME/.local/share/wbs-desk-app

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

case ${1:-} in
--back)
    current=$(readlink "$app/current") && previous=$(readlink "$app/previous") ||
        stop "Tidak ada versi sebelumnya. / There is no version before."
    ln -sfn "$current" "$app/previous.new"
    ln -sfn "$previous" "$app/current.new"
    mv -T "$app/current.new" "$app/current"
    mv -T "$app/previous.new" "$app/previous"
    printf '%s\n' "Kembali ke versi / back to version $previous"
    ;;
*.tar)
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    # A stick can change what it gives between two readings.
    cp -- "$1" "$work/desk.tar"
    cp -- "$1.minisig" "$work/desk.tar.minisig"
    minisign -V -q -p "$app/release.pub" -m "$work/desk.tar" ||
        stop "Tanda tangan tidak cocok. Jangan pasang berkas ini. / The signature does not fit."
    tar --extract --file "$work/desk.tar" --directory "$work" --no-same-owner --strip-components 1 --one-top-level
    sh "$work/desk/install.sh" "${2:-}"
    ;;
*)
    stop "wbs-desk-update FILE.tar [--downgrade] | --back"
    ;;
esac

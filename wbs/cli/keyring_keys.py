"""The ceremony's first steps: a root's key and a reader's seed, each with a backup that was tried at once."""

import hashlib
import os
import re
from pathlib import Path

import click

from crypto.minisign import PublicKey, SigningKey
from wbs.cli import passphrase
from wbs.cli.ceremony import files
from wbs.cli.ceremony.errors import CeremonyError
from wbs.cli.ceremony.part import ReaderPart
from wbs.cli.ceremony.telling import next_step, say, words
from wbs.cli.helping import argument, command, option
from wbs.desk import backup, diceware
from wbs.desk.backup import ReaderBackup
from wbs.desk.diceware import Strength
from wbs.desk.errors import VaultError
from wbs.language import N_, _
from wbs.letters.reader import Role
from wbs.refusals import told
from wbs.sealing import reader_keys

_ATTEMPTS = 3
_LABEL = re.compile(r"[a-z0-9-]{1,32}")

out_option = option(
    "--out",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help=N_("Folder tujuan."),
)


@command(help=N_("Buat kunci akar. LABEL hanya menamainya dalam nama berkas."))
@argument("label", metavar=N_("LABEL"))
@out_option
@passphrase.passphrase_file
def new_root(label: str, folder: Path, passphrase_file: Path | None) -> None:
    """Make a root's key: LABEL names it in file names only (membuat kunci akar)."""
    if _LABEL.fullmatch(label) is None:
        raise CeremonyError("Label akar memakai a-z, 0-9 dan tanda hubung saja, paling banyak 32.")
    key = SigningKey.generate()
    sealed, public = folder / f"root-{label}.age", folder / f"root-{label}.pub"
    _refuse_existing(public)
    _keep(sealed, key.file_text(), passphrase_file)
    files.write_new(public, key.public.file_text().encode())
    say(_("Kunci akar dibuat. Cadangan tersegel: {path}").format(path=sealed))
    say(_("Bagian publik: {path}").format(path=public))
    say(_("Sidik jari kunci akar ini:"), words(root_fingerprint(key.public)))
    next_step(
        _("Simpan cadangan di dua tempat, frasa sandinya di tempat lain lagi. Serahkan {path}.").format(
            path=public.name
        ),
        "wbs keyring assemble --help",
    )


@command(
    help=N_(
        "Buat kunci pembaca, cadangannya, dan bagian publiknya.\n\n"
        "ID mewakili satu orang untuk seterusnya: "
        "dengan kunci baru ID-nya tetap, orang baru mendapat ID lain."
    )
)
@argument("reader_id", metavar=N_("ID"))
@option("--title", required=True, help=N_("Jabatan, bukan nama: 'Verifikator 2'."))
@option("--unit", required=True, help=N_("Unit kerja."))
@option(
    "--role",
    type=click.Choice(("intake", "investigator", "outside")),
    required=True,
    help=N_("Peran: verifikator (intake), investigator, atau pembaca luar (outside)."),
)
@out_option
@passphrase.passphrase_file
def new_reader(
    reader_id: str, title: str, unit: str, role: Role, folder: Path, passphrase_file: Path | None
) -> None:
    """Make a reader's seed, its backup and its public part (membuat kunci pembaca).

    ID stands for one person for good: with new keys it stays, a new person gets another one.
    """
    secret = ReaderBackup(reader_id, os.urandom(32))
    keys = reader_keys(secret.seed)
    part = ReaderPart(reader_id, title, unit, role, keys.recipient, str(keys.signing.public))
    data = part.encode()
    sealed, public = folder / f"reader-{reader_id}.age", folder / f"{reader_id}.public.json"
    _refuse_existing(public)
    _keep(sealed, secret.text(), passphrase_file)
    files.write_new(public, data)
    say(_("Kunci pembaca {reader} dibuat. Cadangan tersegel: {path}").format(reader=reader_id, path=sealed))
    say(_("Bagian publik: {path}").format(path=public))
    say(_("Sidik jari bagian publik ini:"), words(part.fingerprint))
    next_step(
        _(
            "Serahkan {path} kepada penyusun dan cocokkan sidik jarinya dengan suara. Meja dibuat kelak:"
        ).format(path=public.name),
        f"wbs desk init --from {sealed.name}",
    )


def root_fingerprint(key: PublicKey) -> bytes:
    """Return what a root and those who assemble compare: SHA-256 of the key's 32 bytes."""
    return hashlib.sha256(key.raw).digest()


def _keep(path: Path, secret: str, file: Path | None) -> None:
    """Write a secret's backup, and open it again as it lies on disk with the passphrase typed again.

    Where that does not succeed the backup is removed: nothing is left that nobody can open.
    """
    chosen = _choose(file)
    files.write_new(path, backup.seal(secret, chosen, log_n=backup.LOG_N))
    try:
        restored = _try_out(path, file)
    except BaseException:
        path.unlink()
        raise
    if restored != secret:
        path.unlink()
        raise CeremonyError("Cadangan yang dibuka kembali berbeda. Tidak ada kunci yang dibuat.")
    say(_("Cadangan dibuka kembali dari {path}: isinya sama.").format(path=path.name))


def _choose(file: Path | None) -> str:
    if file is not None:
        chosen = passphrase.read(file)
    else:
        suggested = diceware.suggest()
        say(_("Usulan frasa sandi (tulis di kertas, tekan Enter untuk memakainya):"), f"    {suggested}")
        typed: str = click.prompt(
            _("Frasa sandi baru"), hide_input=True, default="", show_default=False, err=True
        )
        chosen = typed or suggested
    if diceware.strength(chosen) is Strength.SHORT:
        raise CeremonyError(
            "Frasa sandi terlalu pendek: paling sedikit {least} huruf.", least=diceware.SHORTEST
        )
    return chosen


def _try_out(path: Path, file: Path | None) -> str:
    for left in reversed(range(_ATTEMPTS if file is None else 1)):
        again = passphrase.ask(file, _("Ketik frasa sandi dari kertas; cadangan dibuka kembali"))
        try:
            return backup.unseal(files.read(path), again)
        except VaultError as error:
            say(told(error) + " " + _("Sisa percobaan: {left}.").format(left=left))
    raise CeremonyError("Cadangan tidak dapat dibuka kembali. Tidak ada kunci yang dibuat.")


def _refuse_existing(path: Path) -> None:
    """Refuse before a passphrase is asked for what could not be written in the end."""
    if path.exists():
        raise CeremonyError("{path} sudah ada dan tidak ditimpa.", path=path)

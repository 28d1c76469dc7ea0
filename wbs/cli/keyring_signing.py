"""The ceremony's end: sign a keyring, verify it, publish it."""

from datetime import datetime
from pathlib import Path

import click

from crypto.minisign import PublicKey
from wbs.cli import passphrase
from wbs.cli.ceremony import files, signatures
from wbs.cli.ceremony.errors import CeremonyError
from wbs.cli.ceremony.office import settings_hash
from wbs.cli.ceremony.telling import next_step, say, tell, words
from wbs.cli.helping import argument, command, option
from wbs.cli.keyring_making import file_path, office_option, previous_option, today
from wbs.desk import backup
from wbs.desk.backup import read_keyring
from wbs.language import N_, _
from wbs.letters.errors import KeyringRefused, Reason
from wbs.letters.keyring import Keyring, SignedKeyring, accept, accept_new_pin, decode, sign_keyring, signers
from wbs.letters.pin import Pin


@command(help=N_("Tanda tangani DAFTAR dengan AKAR yang cadangannya diberikan."))
@argument("keyring", metavar=N_("DAFTAR"), type=file_path())
@argument("root", metavar=N_("AKAR"), type=file_path())
@previous_option
@option("--yes", is_flag=True, help=N_("Tanda tangani tanpa bertanya."))
@passphrase.passphrase_file
def sign(keyring: Path, root: Path, previous: Path | None, yes: bool, passphrase_file: Path | None) -> None:
    """Sign KEYRING with the ROOT whose backup is given (menandatangani)."""
    signed = read_keyring(keyring)
    before = read_keyring(previous) if previous is not None else None
    tell(signed, before)
    target = signatures.signature_path(keyring, root)
    if target.exists():
        raise CeremonyError("{path} sudah ada dan tidak ditimpa.", path=target)
    if not yes:
        click.confirm(_("Apakah sidik jari ini sama di layar semua akar?"), abort=True)
    key = backup.open_root(files.read(root), passphrase.ask(passphrase_file, _("Frasa sandi akar")))
    made = decode(signed.json)
    allowed = {*made.roots, *(decode(before.json).roots if before is not None else ())}
    if str(PublicKey(key.public.raw)) not in allowed:
        raise CeremonyError("{root} bukan akar daftar kunci ini, atau daftar sebelumnya.", root=root.name)
    files.write_new(target, sign_keyring(signed.json, key).encode())
    say(_("Ditandatangani: {path}").format(path=target))
    pins = {made.pin} if before is None else {made.pin, decode(before.json).pin}
    if _missing(read_keyring(keyring), pins):
        next_step(_("akar berikutnya menandatangani."), f"wbs keyring sign {keyring} root-….age")
    else:
        next_step(_("semua memeriksa, lalu terbitkan."), f"wbs keyring verify {keyring} --pin pin-….json")


@command(help=N_("Periksa DAFTAR terhadap pin dan tampilkan seluruh isinya."))
@argument("keyring", metavar=N_("DAFTAR"), type=file_path())
@option("--pin", "pin_path", type=file_path(), required=True, help=N_("Pin yang Anda percayai."))
@previous_option
@office_option
def verify(keyring: Path, pin_path: Path, previous: Path | None, office: Path | None) -> None:
    """Check KEYRING against the pin and show everything in it (memeriksa)."""
    signed = read_keyring(keyring)
    before = read_keyring(previous) if previous is not None else None
    pin = signatures.load_pin(pin_path)
    tell(signed, before)
    made = decode(signed.json)
    for root in made.roots:
        mark = _("menandatangani") if signers(signed, [root], made.instance) else _("belum")
        say(_("  akar {root}: {mark}").format(root=root, mark=mark))
    if before is not None:
        _check_follows(made, before)
    if office is not None and settings_hash(office) != made.settings:
        raise CeremonyError("{path} bukan pengaturan kantor yang disebut daftar kunci ini.", path=office)
    pin = _judged(signed, pin)
    say("", _("Sidik jari portal (untuk /kunci, poster, meja):"), words(pin.fingerprint))
    next_step(_("di server:"), f"wbs keyring publish {keyring} --config wbs.toml")


@command(
    help=N_(
        "Serahkan DAFTAR kepada portal di server ini. Portal langsung menyajikannya.\n\n"
        "Diambil menurut urutannya: di server baru yang terbaru dahulu, lalu yang mendahuluinya."
    )
)
@argument("keyrings", metavar=N_("DAFTAR..."), nargs=-1, required=True, type=file_path())
@option(
    "--config",
    "path",
    type=file_path(exists=False),
    envvar="WBS_CONFIG",
    default=Path("wbs.toml"),
    show_default=True,
    help=N_("Pengaturan portal."),
)
def publish(keyrings: tuple[Path, ...], path: Path) -> None:
    """Hand KEYRINGS to the portal of this server, which serves them at once (menerbitkan).

    They are taken in the order given: on a new server the newest first, then those it leads back to.
    """
    # Here and not above: the rest of the ceremony runs without database and web framework.
    from wbs.cli.config import open_checked, read_settings
    from wbs.store import keyrings as store_keyrings
    from wbs.store import publication

    settings = read_settings(path)
    day = datetime.now(settings.office.zone).date()
    loaded = [read_keyring(each) for each in keyrings]
    with open_checked(settings) as store:
        for signed in loaded:
            if decode(signed.json).settings != settings.office.hash:
                say(_("Perhatian: pengaturan kantor server ini bukan yang disebut daftar kunci."))
            store_keyrings.install(store, signed, settings.pin, day)
        publication.publish(store, settings.pin.instance, day)
    for signed in loaded:
        say(_("Daftar kunci {sequence} diterbitkan.").format(sequence=decode(signed.json).sequence))
    say(_("Sidik jari portal (untuk /kunci, poster, meja):"), words(settings.pin.fingerprint))
    next_step(_("buka /kunci dan cocokkan sidik jarinya dengan poster."))


def _missing(signed: SignedKeyring, pins: set[Pin]) -> bool:
    """Tell how many signatures there are under each pin, and return whether some are missing."""
    missing = False
    for pin in pins:
        count = len(signers(signed, pin.roots, pin.instance))
        sentence = _("{count} dari {threshold} akar telah menandatangani.")
        say(sentence.format(count=count, threshold=pin.threshold))
        missing |= count < pin.threshold
    return missing


def _check_follows(made: Keyring, before: SignedKeyring) -> None:
    if made.previous != before.hash or made.sequence != decode(before.json).sequence + 1:
        raise KeyringRefused(Reason.BROKEN_CHAIN, "it does not follow the keyring given as previous")


def _judged(signed: SignedKeyring, pin: Pin) -> Pin:
    """Return the pin that the keyring fits, once it is known to be good; KeyringRefused otherwise."""
    made = decode(signed.json)
    try:
        accept(signed, pin, today(), None)
        say(_("Cocok dengan pin, dan berlaku hari ini."))
        return pin
    except KeyringRefused as refused:
        if refused.reason is Reason.NOT_YET:
            say(_("Cocok dengan pin; berlaku mulai {day}.").format(day=made.not_before))
            return pin
        if refused.reason is not Reason.WRONG_ROOTS:
            raise
    new = accept_new_pin(signed, pin, None)
    say(_("Akar berubah, dan akar lama menyetujuinya. Ganti pin di server, di meja dan di poster."))
    return new

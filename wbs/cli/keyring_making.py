"""The ceremony's common steps: assemble, sign, verify and publish a keyring, and replace a reader."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import click

from crypto.minisign import PublicKey
from wbs.cases.errors import CasesError
from wbs.cases.office import Office
from wbs.cli import backup, passphrase
from wbs.cli.backup import read_keyring
from wbs.cli.ceremony import files, signatures
from wbs.cli.ceremony.assembly import Plan
from wbs.cli.ceremony.assembly import assemble as make
from wbs.cli.ceremony.errors import CeremonyError
from wbs.cli.ceremony.part import ReaderPart
from wbs.cli.ceremony.telling import describe, differences, next_step, say, words, worries
from wbs.cli.keyring_keys import out_option, root_fingerprint
from wbs.cli.language import _
from wbs.letters.errors import KeyringRefused, Reason
from wbs.letters.keyring import (
    Keyring,
    SignedKeyring,
    accept,
    accept_new_pin,
    decode,
    encode,
    sign_keyring,
    signers,
)
from wbs.letters.pin import Pin

DAYS = 365

F = TypeVar("F", bound=Callable[..., object])


def _file(exists: bool = True) -> click.Path:
    return click.Path(exists=exists, dir_okay=False, path_type=Path)


def _today() -> date:
    return datetime.now().astimezone().date()


def _dates(function: F) -> F:
    days = click.option(
        "--days", type=click.IntRange(1, 400), default=DAYS, show_default=True, help="Masa berlaku, hari."
    )
    start = click.option(
        "--from", "start", type=click.DateTime(["%Y-%m-%d"]), help="Hari pertama / first day; today."
    )
    return days(start(function))


previous_option = click.option(
    "--previous", type=_file(), help="Daftar kunci sebelumnya / the keyring before."
)
office_option = click.option("--office", type=_file(), help="office.toml; SHA-256-nya masuk daftar kunci.")


@click.command()
@click.argument("parts", nargs=-1, type=_file())
@previous_option
@office_option
@click.option("--name", help="Nama portal.")
@click.option("--root", "roots", multiple=True, type=_file(), help="root-….pub; semua akar, bila baru.")
@click.option("--threshold", type=click.IntRange(1, 16), help="Berapa akar harus menandatangani.")
@click.option("--panel", type=click.IntRange(2, 8), help="Berapa pembaca membuka laporan baru.")
@click.option("--drop", multiple=True, metavar="ID", help="Pembaca yang pergi baik-baik.")
@click.option("--revoke", multiple=True, metavar="ID", help="Pembaca yang kuncinya hilang atau dicuri.")
@_dates
@out_option
def assemble(
    parts: tuple[Path, ...],
    previous: Path | None,
    office: Path | None,
    name: str | None,
    roots: tuple[Path, ...],
    threshold: int | None,
    panel: int | None,
    drop: tuple[str, ...],
    revoke: tuple[str, ...],
    start: datetime | None,
    days: int,
    folder: Path,
) -> None:
    """Make the next keyring, unsigned, from readers' public PARTS (menyusun daftar kunci).

    With --previous, what is not given stays as it was.
    """
    loaded = tuple(ReaderPart.load(path) for path in parts)
    for path in roots:
        say(_("Sidik jari {path}:").format(path=path.name))
        say(words(root_fingerprint(PublicKey.parse(signatures.load_root(path)))))
    first = _first_day(start)
    plan = Plan(
        not_before=first,
        expires=first + timedelta(days=days),
        settings=_settings(office),
        parts=loaded,
        drop=drop,
        revoke=revoke,
        name=name,
        panel=panel,
        roots=tuple(signatures.load_root(path) for path in roots),
        threshold=threshold,
    )
    _make(plan, previous, folder)


@click.command()
@click.argument("old", metavar="ID")
@click.argument("part", type=_file())
@click.option("--previous", type=_file(), required=True, help="Daftar kunci yang berlaku / the keyring now.")
@click.option(
    "--left", is_flag=True, help="Pergi baik-baik: jawaban lamanya tetap sah / old replies stay proven."
)
@office_option
@_dates
@out_option
def replace_reader(
    old: str,
    part: Path,
    previous: Path,
    left: bool,
    office: Path | None,
    start: datetime | None,
    days: int,
    folder: Path,
) -> None:
    """Put the reader of PART in the place of reader ID, whose keys are revoked (mengganti pembaca).

    The same ID in PART gives the same person new keys. Without --left nothing that ID ever signed counts.
    """
    new = ReaderPart.load(part)
    if left and new.id == old:
        raise CeremonyError(
            "--left adalah untuk orang yang pergi; {reader} hanya berganti kunci.", reader=old
        )
    first = _first_day(start)
    plan = Plan(
        not_before=first,
        expires=first + timedelta(days=days),
        settings=_settings(office),
        parts=(new,),
        drop=() if new.id == old else (old,),
        revoke=() if left else (old,),
    )
    _make(plan, previous, folder)


@click.command()
@click.argument("keyring", type=_file())
@click.argument("root", type=_file())
@previous_option
@click.option("--yes", is_flag=True, help="Tanpa pertanyaan / do not ask.")
@passphrase.passphrase_file
def sign(keyring: Path, root: Path, previous: Path | None, yes: bool, passphrase_file: Path | None) -> None:
    """Sign KEYRING with the ROOT whose backup is given (menandatangani)."""
    signed = read_keyring(keyring)
    before = read_keyring(previous) if previous is not None else None
    _tell(signed, before)
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
    complete = read_keyring(keyring)
    count = len(signers(complete, made.roots, made.instance))
    say(_("Ditandatangani: {path}").format(path=target))
    say(
        _("{count} dari {threshold} akar telah menandatangani.").format(count=count, threshold=made.threshold)
    )
    if count < made.threshold:
        next_step(_("akar berikutnya menandatangani."), f"wbs keyring sign {keyring} root-….age")
    else:
        next_step(_("semua memeriksa, lalu terbitkan."), f"wbs keyring verify {keyring} --pin pin-….json")


@click.command()
@click.argument("keyring", type=_file())
@click.option(
    "--pin", "pin_path", type=_file(), required=True, help="Pin yang Anda percayai / the pin you trust."
)
@previous_option
@office_option
def verify(keyring: Path, pin_path: Path, previous: Path | None, office: Path | None) -> None:
    """Check KEYRING against the pin and show everything in it (memeriksa)."""
    signed = read_keyring(keyring)
    before = read_keyring(previous) if previous is not None else None
    pin = signatures.load_pin(pin_path)
    _tell(signed, before)
    made = decode(signed.json)
    for root in made.roots:
        mark = _("menandatangani") if signers(signed, [root], made.instance) else _("belum")
        say(_("  akar {root}: {mark}").format(root=root, mark=mark))
    if before is not None:
        _check_follows(made, before)
    if office is not None and _settings(office) != made.settings:
        raise CeremonyError("{path} bukan pengaturan kantor yang disebut daftar kunci ini.", path=office)
    pin = _judged(signed, pin)
    say("", _("Sidik jari portal (untuk /kunci, poster, meja):"), words(pin.fingerprint))
    next_step(_("di server:"), f"wbs keyring publish {keyring} --config wbs.toml")


@click.command()
@click.argument("keyrings", nargs=-1, required=True, type=_file())
@click.option(
    "--config",
    "path",
    type=_file(exists=False),
    envvar="WBS_CONFIG",
    default=Path("wbs.toml"),
    show_default=True,
    help="Pengaturan portal / the portal's settings.",
)
def publish(keyrings: tuple[Path, ...], path: Path) -> None:
    """Hand KEYRINGS to the portal of this server, which serves them at once (menerbitkan)."""
    # Here and not above: the rest of the ceremony runs without database and web framework.
    from wbs.cli.config import open_checked, read_settings
    from wbs.store import keyrings as store_keyrings
    from wbs.store import publication

    settings = read_settings(path)
    today = datetime.now(settings.office.zone).date()
    loaded = sorted((read_keyring(each) for each in keyrings), key=store_keyrings.sequence_of)
    with open_checked(settings) as store:
        for signed in loaded:
            if decode(signed.json).settings != settings.office.hash:
                say(_("Perhatian: pengaturan kantor server ini bukan yang disebut daftar kunci."))
            store_keyrings.install(store, signed, settings.pin, today)
        publication.publish(store, settings.pin.instance, today)
    for signed in loaded:
        say(_("Daftar kunci {sequence} diterbitkan.").format(sequence=decode(signed.json).sequence))
    say(_("Sidik jari portal (untuk /kunci, poster, meja):"), words(settings.pin.fingerprint))
    next_step(_("buka /kunci dan cocokkan sidik jarinya dengan poster."))


def _first_day(start: datetime | None) -> date:
    return start.date() if start is not None else _today()


def _settings(office: Path | None) -> bytes | None:
    if office is None:
        return None
    try:
        return Office.parse(files.read(office)).hash
    except CasesError as error:
        raise CeremonyError("Pengaturan kantor tidak terbaca: {error}", error=error) from None


def _make(plan: Plan, previous: Path | None, folder: Path) -> None:
    before = read_keyring(previous) if previous is not None else None
    keyring = make(plan, before)
    path = signatures.path_of(folder, keyring.sequence)
    pin_path = folder / f"pin-{keyring.sequence}.json"
    signed = SignedKeyring(encode(keyring), ())
    files.write_new(path, signed.json)
    for part in plan.parts:
        say(_("Sidik jari bagian publik {reader}:").format(reader=part.id), words(part.fingerprint))
    _tell(signed, before)
    say("", _("Disusun, belum ditandatangani: {path}").format(path=path))
    if before is None or decode(before.json).pin != keyring.pin:
        files.write_new(pin_path, keyring.pin.encode())
        say(_("Pin baru: {path}. Sidik jari portal:").format(path=pin_path), words(keyring.pin.fingerprint))
    if before is not None and decode(before.json).pin != keyring.pin:
        say(
            _("Akar berubah: akar lama dan akar baru harus menandatangani, masing-masing sejumlah ambangnya.")
        )
    following = "" if previous is None else f" --previous {previous}"
    next_step(
        _("cocokkan sidik jari dengan setiap pembaca, lalu tiap akar menandatangani."),
        f"wbs keyring sign {path} root-….age{following}",
    )


def _tell(signed: SignedKeyring, before: SignedKeyring | None) -> None:
    made = decode(signed.json)
    say("", *describe(made))
    if before is not None:
        old = decode(before.json)
        changes = list(differences(old, made))
        title = _("Perubahan sejak daftar kunci {sequence}:").format(sequence=old.sequence)
        say("", title, *(changes or [_("tidak ada selain tanggal")]))
    for worry in worries(made):
        say(_("Perhatian: {worry}").format(worry=worry))
    say("", _("Sidik jari daftar kunci ini:"), words(hashlib.sha256(signed.json).digest()))


def _check_follows(made: Keyring, before: SignedKeyring) -> None:
    if made.previous != before.hash or made.sequence != decode(before.json).sequence + 1:
        raise KeyringRefused(Reason.BROKEN_CHAIN, "it does not follow the keyring given as previous")


def _judged(signed: SignedKeyring, pin: Pin) -> Pin:
    """Return the pin that the keyring fits, once it is known to be good; KeyringRefused otherwise."""
    made = decode(signed.json)
    try:
        accept(signed, pin, _today(), None)
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

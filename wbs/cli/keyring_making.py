"""The ceremony's middle: assemble a keyring from public parts, or put one reader in another's place."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import click

from crypto.minisign import PublicKey
from wbs.cli.ceremony import files, signatures
from wbs.cli.ceremony.assembly import Plan
from wbs.cli.ceremony.assembly import assemble as make
from wbs.cli.ceremony.errors import CeremonyError
from wbs.cli.ceremony.office import settings_hash
from wbs.cli.ceremony.part import ReaderPart
from wbs.cli.ceremony.telling import next_step, say, tell, words
from wbs.cli.helping import argument, command, option
from wbs.cli.keyring_keys import out_option, root_fingerprint
from wbs.desk.backup import read_keyring
from wbs.language import N_, _
from wbs.letters.keyring import SignedKeyring, decode, encode

DAYS = 365

F = TypeVar("F", bound=Callable[..., object])


def file_path(exists: bool = True) -> click.Path:
    """Return the type of an argument that names a file."""
    return click.Path(exists=exists, dir_okay=False, path_type=Path)


def today() -> date:
    """Return the date on this computer."""
    return datetime.now().astimezone().date()


def _dates(function: F) -> F:
    days = option(
        "--days",
        type=click.IntRange(1, 400),
        default=DAYS,
        show_default=True,
        help=N_("Masa berlaku, dalam hari."),
    )
    start = option(
        "--from",
        "start",
        type=click.DateTime(["%Y-%m-%d"]),
        help=N_("Hari pertama; bila tidak disebut, hari ini."),
    )
    return days(start(function))


previous_option = option("--previous", type=file_path(), help=N_("Daftar kunci sebelumnya."))
office_option = option("--office", type=file_path(), help=N_("office.toml; SHA-256-nya masuk daftar kunci."))


@command(
    help=N_(
        "Susun daftar kunci berikutnya dari BAGIAN publik pembaca. Daftar itu belum ditandatangani.\n\n"
        "Dengan --previous, yang tidak disebut tetap seperti semula."
    )
)
@argument("parts", metavar=N_("[BAGIAN]..."), nargs=-1, type=file_path())
@previous_option
@office_option
@option("--name", help=N_("Nama portal."))
@option("--root", "roots", multiple=True, type=file_path(), help=N_("root-….pub; semua akar, bila baru."))
@option("--threshold", type=click.IntRange(1, 16), help=N_("Berapa akar harus menandatangani."))
@option("--panel", type=click.IntRange(2, 8), help=N_("Berapa pembaca membuka laporan baru."))
@option("--drop", multiple=True, metavar=N_("ID"), help=N_("Pembaca yang pergi baik-baik."))
@option("--revoke", multiple=True, metavar=N_("ID"), help=N_("Pembaca yang kuncinya hilang atau dicuri."))
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
        settings=settings_hash(office) if office is not None else None,
        parts=loaded,
        drop=drop,
        revoke=revoke,
        name=name,
        panel=panel,
        roots=tuple(signatures.load_root(path) for path in roots),
        threshold=threshold,
    )
    _make(plan, previous, folder)


@command(
    help=N_(
        "Ganti pembaca ID dengan pembaca dari BAGIAN. Kunci ID yang lama dicabut.\n\n"
        "ID yang sama di BAGIAN memberi orang yang sama kunci baru. "
        "Tanpa --left, apa pun yang pernah ditandatangani ID tidak berlaku lagi."
    )
)
@argument("old", metavar=N_("ID"))
@argument("part", metavar=N_("BAGIAN"), type=file_path())
@option("--previous", type=file_path(), required=True, help=N_("Daftar kunci yang berlaku."))
@option("--left", is_flag=True, help=N_("Pergi baik-baik: jawaban lamanya tetap sah."))
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
        settings=settings_hash(office) if office is not None else None,
        parts=(new,),
        drop=() if new.id == old else (old,),
        revoke=() if left else (old,),
    )
    _make(plan, previous, folder)
    if not left:
        say(
            _("Setelah terbit, surat yang ditandatangani kunci lama {reader} tidak lagi terbukti.").format(
                reader=old
            ),
            _("Rekan yang menangani kasusnya menetapkan lagi keadaannya dan menjawab lagi pelapornya."),
        )
    if new.id == old:
        next_step(
            _("setelah terbit, di laptop baru; cadangan lama membuka surat lama."),
            f"wbs desk init --from reader-{old}.age --older LAMA/reader-{old}.age --shelf SALINAN …",
        )


def _first_day(start: datetime | None) -> date:
    return start.date() if start is not None else today()


def _make(plan: Plan, previous: Path | None, folder: Path) -> None:
    before = read_keyring(previous) if previous is not None else None
    keyring = make(plan, before)
    path = signatures.path_of(folder, keyring.sequence)
    pin_path = folder / f"pin-{keyring.sequence}.json"
    signed = SignedKeyring(encode(keyring), ())
    files.write_new(path, signed.json)
    for part in plan.parts:
        say(_("Sidik jari bagian publik {reader}:").format(reader=part.id), words(part.fingerprint))
    tell(signed, before)
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

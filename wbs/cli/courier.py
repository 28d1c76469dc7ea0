"""``wbs courier``: accounts, and bundles and outboxes for those who sit at the server."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import click
import segno

from wbs.cli import passphrase
from wbs.cli.config import config_option, open_checked, read_settings
from wbs.cli.helping import argument, group, option
from wbs.desk.harmless import harmless
from wbs.language import N_, _
from wbs.letters.errors import BundleError, KeyringRefused
from wbs.letters.halfday import HalfDay
from wbs.portal.config import Settings
from wbs.portal.courier import exchange
from wbs.refusals import cause as because
from wbs.refusals import told, why
from wbs.store import couriers, exports, record
from wbs.store.errors import CourierError, OutboxRefused, RecordBroken

# Who acts, in the staff record: whoever may run commands here may do anything here.
_ACTOR = "server"


@group(help=N_("Akun kurir, bundel, dan kotak keluar."))
def courier() -> None:
    """Couriers' accounts, bundles out and outboxes in."""


@courier.command(help=N_("Buat akun. Faktor kedua dan kode pemulihannya tampil sekali saja."))
@config_option
@option("--replace", is_flag=True, help=N_("Buat ulang akun yang ada, bila faktor keduanya hilang."))
@passphrase.passphrase_file
@argument("name", metavar=N_("NAMA"))
def add(path: Path, name: str, replace: bool, passphrase_file: Path | None) -> None:
    """Make an account, and show its second factor and recovery codes once."""
    settings = read_settings(path)
    with open_checked(settings) as store, _refusals():
        if not replace and name in couriers.names(store):
            raise click.ClickException(_("Akun {name} sudah ada. Buat ulang: --replace").format(name=name))
        password = passphrase.ask_new(passphrase_file, _("Sandi baru"))
        made = couriers.enrol(
            store, name, password, issuer=settings.office.name.id, actor=_ACTOR, day=_today(settings)
        )
    click.echo(_("Akun {name} dibuat. Pindai dengan aplikasi autentikator:").format(name=name))
    drawn = io.StringIO()
    segno.make(made.uri).terminal(drawn, compact=True)
    click.echo(drawn.getvalue())
    click.echo(_("atau ketik rahasianya: {secret}").format(secret=made.secret))
    click.echo(_("Kode pemulihan, masing-masing berlaku sekali; tulis di kertas:"))
    for code in made.recovery:
        click.echo(f"  {code}")
    click.echo(_("Semua ini tidak dapat ditampilkan lagi."))


@courier.command(help=N_("Hapus akun; sesinya berakhir seketika."))
@config_option
@argument("name", metavar=N_("NAMA"))
def remove(path: Path, name: str) -> None:
    """Remove an account; its sessions end at once."""
    settings = read_settings(path)
    with open_checked(settings) as store, _refusals():
        couriers.remove(store, name, actor=_ACTOR, day=_today(settings))
    click.echo(_("Akun {name} dihapus.").format(name=name))


@courier.command("list", help=N_("Tampilkan daftar akun."))
@config_option
def list_(path: Path) -> None:
    """List the accounts."""
    with open_checked(read_settings(path)) as store:
        for name in couriers.names(store):
            click.echo(name)


@courier.command(help=N_("Tulis bundel surat yang belum pernah masuk bundel."))
@config_option
@option(
    "--to",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help=N_("Folder tujuan, misalnya flash disk."),
)
@option("--all", "everything", is_flag=True, help=N_("Semua surat yang masih disimpan."))
@option("--from", "day", type=click.DateTime(["%Y-%m-%d"]), help=N_("Surat sejak tanggal ini."))
def export(path: Path, folder: Path, everything: bool, day: datetime | None) -> None:
    """Write a bundle of the letters that no bundle has had yet."""
    if everything and day is not None:
        raise click.UsageError(_("Pilih satu: --all atau --from."))
    settings = read_settings(path)
    now = datetime.now(settings.office.zone)
    with open_checked(settings) as store, _refusals(), _Volumes(folder) as volumes:
        since = exports.last(store)
        if everything or day is not None:
            since = None if day is None else exchange.before(day.date())
        done = exchange.export(
            store,
            settings.pin,
            now,
            volumes.open,
            since=since,
            at_once=settings.release == "at-once",
            actor=_ACTOR,
        )
        for written in volumes.finish(done.until):
            click.echo(_("Bundel ditulis: {path}").format(path=written))
    click.echo(_("Surat di dalamnya: {letters}").format(letters=done.letters))
    if done.warning:
        click.echo(_("Perhatian: {warning}").format(warning=done.warning), err=True)
        sys.exit(1)


@courier.command(
    "import",
    help=N_(
        "Terapkan kotak keluar, masing-masing utuh atau tidak sama sekali. Dua kali tidak mengubah apa pun."
    ),
)
@config_option
@argument(
    "outboxes",
    metavar=N_("KOTAK-KELUAR..."),
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def import_(path: Path, outboxes: tuple[Path, ...]) -> None:
    """Apply outboxes, each whole or not at all; twice changes nothing."""
    settings = read_settings(path)
    with open_checked(settings) as store:
        for outbox in outboxes:
            with _refusals(outbox.name), outbox.open("rb") as source:
                now = datetime.now(settings.office.zone)
                applied = exchange.import_outbox(store, settings.pin, source, now, actor=_ACTOR)
            if applied.again:
                click.echo(_("{file}: sudah pernah diterapkan.").format(file=outbox.name))
            else:
                text = _("{file}: diterapkan, dari {author}. Di papan: {slots}. Di kotak masuk: {drops}.")
                click.echo(text.format(file=outbox.name, **vars(applied)))


@courier.command("record", help=N_("Tampilkan apa yang dilakukan petugas, yang terbaru di akhir."))
@config_option
@option("--verify", is_flag=True, help=N_("Periksa seluruh rantai."))
@option("--count", type=click.IntRange(1), default=20, show_default=True, help=N_("Berapa catatan."))
def record_(path: Path, verify: bool, count: int) -> None:
    """Show what staff did, the newest last."""
    with open_checked(read_settings(path)) as store, _refusals():
        for entry in reversed(record.newest(store, count)):
            click.echo(
                "\t".join(
                    (str(entry.sequence), entry.day.isoformat(), entry.actor, entry.action, entry.detail)
                )
            )
        if verify:
            head = record.verify_chain(store).hex()
            click.echo(_("Rantai utuh. Sidik catatan terbaru: {head}").format(head=head))


class _Volumes:
    """The files of a bundle: under another name until all of them are complete and on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for part in self._parts:
            part.unlink(missing_ok=True)

    def open(self, number: int) -> BinaryIO:
        part = self._folder / f".bundle-{number}.part"
        self._parts.append(part)
        return part.open("wb")

    def finish(self, until: HalfDay) -> list[Path]:
        written = []
        for number, part in enumerate(self._parts, start=1):
            suffix = f"-{number}" if len(self._parts) > 1 else ""
            with part.open("rb") as file:
                os.fsync(file.fileno())
            written.append(part.rename(self._folder / f"bundle-{until}{suffix}.tar"))
        return written


@contextmanager
def _refusals(name: str = "") -> Iterator[None]:
    where = f"{name}: " if name else ""
    try:
        yield
    except KeyringRefused as error:
        cause = _("Portal tidak punya daftar kunci yang berlaku: {cause}").format(cause=why(error))
        raise click.ClickException(where + cause) from None
    except (BundleError, OutboxRefused) as error:
        cause = _("Ditolak seluruhnya: {cause}").format(cause=harmless(told(error)))
        raise click.ClickException(where + cause) from None
    except (CourierError, RecordBroken) as error:
        raise click.ClickException(where + _("Ditolak: {cause}").format(cause=told(error))) from None
    except OSError as error:
        raise click.ClickException(where + _("Berkas: {cause}").format(cause=because(error))) from None


def _today(settings: Settings) -> date:
    return datetime.now(settings.office.zone).date()

"""``wbs init``: the folder of a new portal, ready for ``wbs serve``."""

import os
from pathlib import Path

import click

from wbs.cases.errors import OfficeError
from wbs.cases.office import Office, default_toml
from wbs.cli.helping import argument, command, option
from wbs.language import N_, _
from wbs.letters.errors import FormatError
from wbs.letters.pin import Pin
from wbs.portal.config import SettingsError, load, open_store
from wbs.store.errors import StoreError
from wbs.store.migrate import migrate

TEMPLATE = """\
# The portal's settings. Paths are relative to this file. A key that is unknown or missing is refused.

[server]
data = "data"                   # database, sealed letters, public files
database = ""                   # empty: SQLite in the data folder; or postgresql://user@host/name
origins = {origins}             # what browsers send as Origin; the public address first
onion = ""                      # http://….onion, announced to Tor Browser
deadline = 1.0                  # seconds after which a status page answers, whatever it found
release = "{release}"           # "at-once" only for demonstrations
text_reserve = 67_108_864       # bytes of disk kept free for letters of text
hsts = {hsts}
office_header = ""              # "X-WBS-Network: office", if the front end marks visits from the office
exit_url = "https://www.bmkg.go.id/"
demo = {demo}

[reporter]
listen = "{reporter}"
workers = 2
threads = 32

[courier]
listen = "{courier}"
origins = {courier_origins}
secret = "courier.secret"

[files]
office = "office.toml"
pin = "pin.json"
"""


@command(help=N_("Buat portal baru di FOLDER, setelah upacara kunci membuat pinnya."))
@argument("folder", metavar=N_("FOLDER"), type=click.Path(file_okay=False, path_type=Path))
@option(
    "--pin",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=N_("Pin portal."),
)
@option(
    "--office",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=N_("Pengaturan kantor; bila tidak disebut, yang bawaan."),
)
@option(
    "--origin",
    "origins",
    multiple=True,
    required=True,
    help=N_("Alamat sisi pelapor, yang publik dahulu; misalnya https://lapor.example.go.id."),
)
@option(
    "--courier-origin",
    "courier_origins",
    multiple=True,
    default=("http://127.0.0.1:8001",),
    help=N_("Alamat sisi kurir."),
)
@option(
    "--reporter-listen",
    default="127.0.0.1:8000",
    show_default=True,
    help=N_("Tempat sisi pelapor mendengarkan."),
)
@option(
    "--courier-listen",
    default="127.0.0.1:8001",
    show_default=True,
    help=N_("Tempat sisi kurir mendengarkan."),
)
def init(
    folder: Path,
    pin: Path,
    office: Path | None,
    origins: tuple[str, ...],
    courier_origins: tuple[str, ...],
    reporter_listen: str,
    courier_listen: str,
) -> None:
    """Make a new instance of the portal in FOLDER, after the ceremony made its pin."""
    text = settings_text(
        origins=origins,
        courier_origins=courier_origins,
        reporter=reporter_listen,
        courier=courier_listen,
    )
    try:
        make_instance(folder, text, pin.read_bytes(), office.read_bytes() if office else default_toml())
    except (SettingsError, StoreError, FormatError, OfficeError, OSError) as error:
        raise click.ClickException(_("Portal tidak dibuat: {error}").format(error=error)) from None
    click.echo(_("Portal dibuat di {folder}.").format(folder=folder))
    click.echo(_("Berikutnya:"))
    config = folder / "wbs.toml"
    for line in (
        f"wbs keyring publish --config {config} keyring-1.json",
        f"wbs courier add --config {config} NAMA",
        f"wbs serve reporter --config {config}",
        f"wbs serve courier --config {config}",
    ):
        click.echo(f"  {line}")
    click.echo(_("Jalankan pada pukul 06.00 dan 18.00: wbs tend --config {config}").format(config=config))


def settings_text(
    *,
    origins: tuple[str, ...],
    courier_origins: tuple[str, ...],
    reporter: str,
    courier: str,
    demo: bool = False,
) -> str:
    """Return a wbs.toml; a demonstration releases letters at once and says what it is."""
    return TEMPLATE.format(
        origins=_array(origins),
        courier_origins=_array(courier_origins),
        reporter=reporter,
        courier=courier,
        release="at-once" if demo else "half-day",
        hsts=_flag(origins[0].startswith("https://")),
        demo=_flag(demo),
    )


def make_instance(folder: Path, settings: str, pin: bytes, office: bytes) -> None:
    """Write a portal's folder: settings, pin, office, the courier's secret, an empty store.

    FileExistsError if there is a portal already; SettingsError, FormatError, OfficeError or StoreError for
    parts that cannot be used, and then nothing is left.
    """
    Pin.decode(pin)
    Office.parse(office)
    config = folder / "wbs.toml"
    if config.exists():
        raise FileExistsError(f"{config} exists already")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    parts = {
        "office.toml": office,
        "pin.json": pin,
        "courier.secret": os.urandom(32).hex().encode() + b"\n",
        "wbs.toml": settings.encode(),
    }
    written: list[Path] = []
    try:
        for name, data in parts.items():
            _write(folder / name, data)
            written.append(folder / name)
        store = open_store(load(config))
        migrate(store)
        store.dispose()
    except BaseException:
        for path in written:
            path.unlink()
        raise


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as sink:
        sink.write(data)


def _array(items: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"


def _flag(value: bool) -> str:
    return "true" if value else "false"

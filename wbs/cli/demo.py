"""``wbs demo``: portal, courier and desks on loopback, with invented people and one report."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import click

from wbs.cases.office import Office
from wbs.cli.helping import command, option
from wbs.demo.office import COURIER, Demo, make
from wbs.language import N_, _
from wbs.portal.config import OVERRIDES, SettingsError, load

_SIDES = ("reporter", "courier")
_PATIENCE = 60.0


@command(help=N_("Jalankan semuanya di komputer ini sampai Ctrl-C; tidak ada yang nyata di dalamnya."))
@option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help=N_("Folder contoh."),
)
@option(
    "--port",
    type=click.IntRange(1024, 65534),
    default=8000,
    show_default=True,
    help=N_("Porta sisi pelapor; sisi kurir memakai porta sesudahnya."),
)
@option("--keep", is_flag=True, help=N_("Teruskan contoh yang ada."))
def demo(folder: Path, port: int, keep: bool) -> None:
    """Run everything on this machine until Ctrl-C; nothing in it is real."""
    # Also where a shell has started us in the background, with Ctrl-C ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    ports = (port, port + 1)
    for each in ports:
        _check_free(each)
    # Nothing invented goes to a real portal's folder or database, here or in the servers.
    for name in OVERRIDES:
        os.environ.pop(name, None)
    made: Demo | None = None
    if not keep or not (folder / "wbs.toml").exists():
        _clear(folder)
        click.echo(_("Menyiapkan kantor contoh: lima pembaca, satu kurir, satu laporan …"), err=True)
        zone = Office.default().zone
        made = make(folder, ports, lambda: datetime.now(UTC).astimezone(zone))
    config = folder / "wbs.toml"
    log = folder / "server.log"
    with log.open("ab") as sink:
        servers = [_start(side, config, sink) for side in _SIDES]
    try:
        for server, each in zip(servers, ports, strict=True):
            _wait_for(server, each, log)
        _explain(folder, ports, made)
        _wait_for_end(servers, log)
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait()
    click.echo(_("Contoh dihentikan."), err=True)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn binds: the ports of a demonstration that just ended are free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            text = _("Porta {port} sedang dipakai. Pilih yang lain: --port")
            raise click.ClickException(text.format(port=port)) from None


def _clear(folder: Path) -> None:
    if not folder.exists():
        return
    if any(folder.iterdir()) and not _is_demo(folder):
        text = _("{folder} berisi hal lain, bukan contoh. Pilih folder lain: --folder")
        raise click.ClickException(text.format(folder=folder))
    shutil.rmtree(folder)


def _is_demo(folder: Path) -> bool:
    try:
        return load(folder / "wbs.toml", {}).demo
    except SettingsError:
        return False


def _start(side: str, config: Path, log: BinaryIO) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "wbs.cli", "serve", side, "--config", str(config)]
    # Not in our process group: Ctrl-C is for us, who end them in order.
    return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)


def _wait_for(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise _ended(log)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise click.ClickException(_("Server tidak menjawab pada porta {port}.").format(port=port))


def _ended(log: Path) -> click.ClickException:
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    return click.ClickException(_("Salah satu server berhenti. Catatannya:") + "\n" + said)


def _wait_for_end(servers: "list[subprocess.Popen[bytes]]", log: Path) -> None:
    try:
        while all(server.poll() is None for server in servers):
            time.sleep(0.2)
    except KeyboardInterrupt:
        return
    raise _ended(log)


def _explain(folder: Path, ports: tuple[int, int], made: Demo | None) -> None:
    reporter, courier = (f"http://127.0.0.1:{port}" for port in ports)
    wbs = _command()
    reader = made.panel[0] if made is not None else "verifikator-1"
    lines = [
        "",
        _("Pelapor   {url}").format(url=reporter),
        _("Kurir     {url}").format(url=courier),
    ]
    if made is not None:
        lines += [
            _("  nama {name}, sandi {password}").format(name=COURIER, password=made.password),
            _("  kode sekali pakai {codes} …").format(codes=", ".join(made.recovery[:3])),
            _("  rahasia TOTP {secret}").format(secret=made.totp),
            "",
            _("Satu laporan contoh sudah masuk. Kode tanda terimanya:"),
            f"  {made.receipt}",
            _("Pembacanya: {readers}. Pembaca lain tidak dapat membukanya.").format(
                readers=", ".join(made.panel)
            ),
        ]
    lines += [
        "",
        _("Meja {reader}, di terminal lain. Frasa sandinya: {passphrase}").format(
            reader=reader, passphrase=(folder / "passphrase.txt").read_text().strip()
        ),
        f"  export WBS_DESK={folder / 'desks' / reader}",
        f"  {wbs} courier export --config {folder / 'wbs.toml'} --to {folder}",
        f"  {wbs} desk",
        _("Peramban terbuka (tanpa layar: wbs desk open --no-browser). Di sana, berurutan:"),
        "  " + _("Impor: pilih {file}; buka kasusnya; Jawab pelapor").format(file=folder / "bundle-….tar"),
        "  " + _("Kotak keluar: unduh ke {folder}; lalu, sebagai kurir:").format(folder=folder),
        f"  {wbs} courier import --config {folder / 'wbs.toml'} {folder}/outbox-*.tar",
        "",
        _("Atau semuanya di terminal:"),
        f"  {wbs} desk import {folder}/bundle-*.tar",
        f"  {wbs} desk cases",
        f"  {wbs} desk show " + _("KASUS"),
        f"  {wbs} desk reply " + _("KASUS") + " --ready review",
        f"  {wbs} desk outbox --to {folder}",
        f"  {wbs} courier import --config {folder / 'wbs.toml'} {folder}/outbox-*.tar",
        "",
        _("Lalu lihat balasannya dengan kode di {url}/status.").format(url=reporter),
        _("Surat dirilis seketika; di kantor sungguhan dua kali sehari. Berhenti: Ctrl-C"),
        "",
    ]
    click.echo("\n".join(lines))


def _command() -> str:
    beside = Path(sys.executable).with_name("wbs")
    if not beside.exists():
        return f"{sys.executable} -m wbs.cli"
    try:
        return str(beside.relative_to(Path.cwd()))
    except ValueError:
        return str(beside)

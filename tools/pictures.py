"""The README's pictures, taken of a demonstration that is made for them and thrown away.

    python -m tools.look --readme

``portal.png``: a reporter's phone, three times. ``courier.png``: the courier's page. ``desk.png``: a
reader's list of cases, some of them late.
"""

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyotp
from click.testing import CliRunner
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from wbs.cases.office import Office
from wbs.cli import wbs
from wbs.demo.office import COURIER, Demo, make
from wbs.desk import intake
from wbs.desk.desk import Desk
from wbs.desk.web import create_desk_app
from wbs.desk.web.loopback import Door
from wbs.desk.web.session import Session

PHONE = {"width": 360, "height": 720}
DESKTOP = {"width": 760, "height": 640}
LAPTOP = {"width": 1024, "height": 640}
# What people have told on the telephone, the latest first.
TOLD = (
    "Daftar hadir pelatihan dipalsukan. Tercatat 120 peserta, yang datang 45 orang.",
    "Panitia pengadaan mengatur pemenang tender komputer untuk balai.",
    "Uang perjalanan dinas dipotong 30 persen dari setiap pegawai.",
    "Pengawas diminta menghentikan pemeriksaan di sebuah pabrik.",
    "Mobil dinas dipakai untuk usaha sewa milik keluarga pejabat.",
)
SIDES = ("reporter", "courier")
PATIENCE = 60.0

_STYLE = """
body { margin: 0; padding: 24px; background: #dfe3e1; width: max-content; display: flex; gap: 24px; }
img { display: block; border: 6px solid #1f2629; border-radius: 18px; }
"""


def take(browser: Browser, folder: Path) -> None:
    """Make a demonstration, walk through it, and write the three pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="wbs-pictures-") as temporary:
        ports = (_free_port(), _free_port())
        zone = Office.default().zone
        demo = make(Path(temporary, "demo"), ports, lambda: datetime.now(UTC).astimezone(zone))
        with _serving(demo.folder, ports):
            reporter, courier = (f"http://127.0.0.1:{port}" for port in ports)
            (folder / "courier.png").write_bytes(_courier(browser, courier, demo))
            (folder / "desk.png").write_bytes(_desk(browser, demo))
            _phones(browser, reporter, demo, folder / "portal.png")


def _phones(browser: Browser, base: str, demo: Demo, path: Path) -> None:
    page = browser.new_page(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # a typed dict
    images = []
    for url in ("/", "/lapor"):
        page.goto(base + url)
        images.append(page.screenshot())
    page.goto(f"{base}/status")
    page.fill("[name=code]", str(demo.receipt))
    page.click("main button[type=submit]")
    page.locator(".timeline").wait_for()
    images.append(page.screenshot())
    page.close()
    names = [path.with_name(f".{number}.png") for number in range(len(images))]
    for name, image in zip(names, images, strict=True):
        name.write_bytes(image)
    _sheet(browser, "".join(f'<img src="{name.name}" alt="">' for name in names), path)
    for name in names:
        name.unlink()


def _courier(browser: Browser, base: str, demo: Demo) -> bytes:
    page: Page = browser.new_page(viewport=DESKTOP, java_script_enabled=False)  # type: ignore[arg-type]  # as above
    page.goto(base)
    page.fill("[name=name]", COURIER)
    page.fill("[name=password]", demo.password)
    page.fill("[name=code]", pyotp.TOTP(demo.totp).now())
    page.click("main button[type=submit]")
    page.locator("[name=outbox]").wait_for()
    image = page.screenshot(full_page=True)
    page.close()
    return image


def _desk(browser: Browser, demo: Demo) -> bytes:
    """Do what a reader and a courier do; return what the reader's browser shows three weeks later."""
    config = ("--config", str(demo.folder / "wbs.toml"))
    folder, passphrase = demo.folder / "desks" / demo.panel[0], demo.folder / "passphrase.txt"
    desk = ("desk", "--desk", str(folder), "--passphrase-file", str(passphrase))
    _run("courier", "export", *config, "--to", str(demo.folder))
    (bundle,) = demo.folder.glob("bundle-*.tar")
    _run(*desk, "import", str(bundle))
    case = re.findall(r"[0-9a-f]{8}", _run(*desk, "cases"))[0]
    _run(*desk, "reply", case, "--ready", "review", "--yes")
    with Desk.unlock(folder, passphrase.read_text().strip(), _today) as opened:
        for days, text in enumerate(TOLD):
            told = {"what": text}
            intake.take_in(opened, intake.Call("telepon", opened.today - timedelta(days=3 * days), told))
    _run(*desk, "outbox", "--to", str(demo.folder))
    (outbox,) = demo.folder.glob("outbox-*.tar")
    _run("courier", "import", *config, str(outbox))
    door = Door(_free_port())
    session = Session(folder, clock=lambda: datetime.now(UTC) + timedelta(days=21))
    server = make_server("127.0.0.1", door.port, create_desk_app(session, door), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        return _list(browser, door, passphrase.read_text().strip())
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        session.close()


def _list(browser: Browser, door: Door, passphrase: str) -> bytes:
    page: Page = browser.new_page(viewport=LAPTOP, java_script_enabled=False)  # type: ignore[arg-type]  # as above
    page.goto(f"{door.origin}/masuk?token={door.token}")
    page.locator("[name=passphrase]").fill(passphrase)
    page.keyboard.press("Enter")
    page.locator("table.cases").wait_for()
    image = page.screenshot(full_page=True)
    page.close()
    return image


def _today(office: Office) -> date:
    return datetime.now(office.zone).date()


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(wbs, arguments)
    if result.exit_code:
        raise RuntimeError(result.output)
    return result.stdout


def _sheet(browser: Browser, body: str, path: Path) -> None:
    source = path.with_suffix(".html")
    source.write_text(f"<!DOCTYPE html><meta charset=utf-8><style>{_STYLE}</style>{body}", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 400})
    page.goto(source.absolute().as_uri())
    page.locator("body").screenshot(path=path)
    page.close()
    source.unlink()


@contextmanager
def _serving(folder: Path, ports: tuple[int, int]) -> Iterator[None]:
    serve = [sys.executable, "-m", "wbs.cli", "serve"]
    servers = [subprocess.Popen([*serve, side, "--config", str(folder / "wbs.toml")]) for side in SIDES]
    try:
        for port in ports:
            _wait_for(port)
        yield
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens on port {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

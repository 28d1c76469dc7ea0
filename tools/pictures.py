"""The README's pictures, taken of a demonstration that is made for them and thrown away.

    python -m tools.look --readme

``portal.png``: a reporter's phone, three times. ``courier.png``: the courier's page. ``desk.png``: an
investigator's terminal.
"""

import html
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyotp
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from wbs.cases.office import Office
from wbs.cli import wbs
from wbs.demo.office import COURIER, Demo, make

PHONE = {"width": 360, "height": 720}
DESKTOP = {"width": 760, "height": 640}
COLUMNS = 92
SIDES = ("reporter", "courier")
PATIENCE = 60.0

_STYLE = """
body { margin: 0; padding: 24px; background: #dfe3e1; width: max-content; display: flex; gap: 24px; }
img { display: block; border: 6px solid #1f2629; border-radius: 18px; }
pre { margin: 0; padding: 20px 24px; border-radius: 10px; background: #12181a; color: #e9e6de;
      font: 14px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap; width: COLUMNSch; }
b { color: #fff } u { text-underline-offset: 3px } .red { color: #ff9d8f } .yellow { color: #e8c46a }
.prompt { color: #86cad3 }
"""
_SIGNS = {"1": "<b>", "4": "<u>", "31": '<span class="red">', "33": '<span class="yellow">'}


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
            screen = _desk(demo)
            _sheet(browser, f"<pre>{screen}</pre>", folder / "desk.png")
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


def _desk(demo: Demo) -> str:
    """Do what a reader and a courier do; return the reader's terminal as HTML."""
    config = ("--config", str(demo.folder / "wbs.toml"))
    desk = ("--desk", str(demo.folder / "desks" / demo.panel[0]))
    secret = ("--passphrase-file", str(demo.folder / "passphrase.txt"))
    lines = []

    def at_desk(*arguments: str, shown: bool = True) -> str:
        said = _run("desk", *desk, *secret, *arguments)
        if shown:
            typed = " ".join(Path(each).name if "/" in each else each for each in arguments)
            lines.append(f'<span class="prompt">$ wbs desk {html.escape(typed)}</span>\n{_coloured(said)}')
        return said

    _run("courier", "export", *config, "--to", str(demo.folder))
    (bundle,) = demo.folder.glob("bundle-*.tar")
    at_desk("import", str(bundle))
    case = re.findall(r"[0-9a-f]{8}", at_desk("cases"))[0]
    at_desk("show", case)
    at_desk("reply", case, "--ready", "review", "--yes", shown=False)
    at_desk("outbox", "--to", str(demo.folder), shown=False)
    (outbox,) = demo.folder.glob("outbox-*.tar")
    _run("courier", "import", *config, str(outbox))
    return "\n".join(lines)


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(wbs, arguments, color=True, env={"COLUMNS": str(COLUMNS)})
    if result.exit_code:
        raise RuntimeError(result.output)
    return result.stdout


def _coloured(text: str) -> str:
    """Turn a terminal's signs for bold, underlined and coloured into HTML; each ends with a reset."""
    shown, opened = [], []
    for part in re.split(r"(\x1b\[[0-9;]*m)", html.escape(text)):
        sign = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if sign is None:
            shown.append(part)
        elif sign[1] in _SIGNS:
            shown.append(_SIGNS[sign[1]])
            opened.append(re.sub(r"<(\w+).*", r"</\1>", _SIGNS[sign[1]]))
        else:
            shown += reversed(opened)
            opened.clear()
    return "".join(shown)


def _sheet(browser: Browser, body: str, path: Path) -> None:
    source = path.with_suffix(".html")
    style = _STYLE.replace("COLUMNS", str(COLUMNS))
    source.write_text(f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style>{body}", encoding="utf-8")
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

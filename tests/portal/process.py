"""A real server in a process of its own, on loopback, for what only a whole process shows."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from tests import factories as make
from tests import factories_keyring as rings
from tests.databases import WIB
from wbs.cases.office import default_toml
from wbs.letters.keyring import Keyring
from wbs.portal.config import load, open_store
from wbs.store import keyrings
from wbs.store.migrate import migrate
from wbs.store.publication import publish

_PATIENCE = 60.0
TOML = """
[server]
data = "data"
database = "{database}"
origins = ["http://127.0.0.1:{port}"]
onion = ""
deadline = {deadline}
release = "at-once"
text_reserve = 1048576
hsts = false
office_header = "X-WBS-Network: office"
exit_url = "https://example.org/"
demo = true
[reporter]
listen = "127.0.0.1:{port}"
workers = 2
threads = 8
[courier]
listen = "127.0.0.1:1"
origins = ["http://127.0.0.1:1"]
secret = "courier.secret"
[files]
office = "office.toml"
pin = "pin.json"
"""


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def current_keyring() -> Keyring:
    """Return the factory's first keyring with dates around today, since a process has a clock of its own."""
    start = datetime.now(WIB).date() - timedelta(days=30)
    end = start + timedelta(days=300)
    readers = tuple(replace(reader, not_before=start, expires=end) for reader in rings.READERS)
    return rings.keyring(not_before=start, expires=end, readers=readers)


def lay_out(folder: Path, port: int, deadline: float = 0.3, database: str = "") -> Path:
    """Write an instance as ``wbs init`` does; return its configuration."""
    config = folder / "wbs.toml"
    config.write_text(TOML.format(port=port, deadline=deadline, database=database))
    (folder / "office.toml").write_bytes(default_toml())
    (folder / "pin.json").write_bytes(rings.PIN.encode())
    settings = load(config, {})
    store = open_store(settings)
    migrate(store)
    today = datetime.now(WIB).date()
    keyrings.install(store, rings.sign(current_keyring()), rings.PIN, today)
    publish(store, make.INSTANCE, today)
    store.dispose()
    return config


class Running:
    """A running server and a browser of sorts."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        """Talk to this port."""
        self.process = process
        self.port = port
        self.origin = f"http://127.0.0.1:{port}"

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Make one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def post(self, path: str, **fields: str) -> str:
        """Post a form; return the page."""
        headers = {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        return self.request("POST", path, urlencode(fields).encode(), headers)[1].decode()

    def get(self, path: str, **headers: str) -> str:
        """Get a page."""
        return self.request("GET", path, headers=headers)[1].decode()

    def form_state(self) -> tuple[tuple[str, ...], str]:
        """Go through code and ask-back; return the words and the form's field."""
        page = self.get("/lapor")
        words = tuple(re.findall(r"<li>\s*([a-z]{4,8})\s*</li>", page))
        asked = self.post("/lapor/ingat", state=field(page))
        first, second = (int(number) for number in re.findall(r"Kata nomor (\d+)", asked))
        form = self.post("/lapor/isi", state=field(asked), word_a=words[first - 1], word_b=words[second - 1])
        return words, field(form)


def field(page: str) -> str:
    """Return a page's hidden field."""
    found = re.search(r'name="state"[^>]*value="([^"]+)"', page)
    assert found, page[:3000]
    return found[1]


@contextmanager
def running(config: Path, port: int, log: Path) -> Iterator[Running]:
    """Run ``wbs serve reporter`` until the block ends; what it says on both outputs goes to ``log``."""
    command = [sys.executable, "-m", "wbs.cli", "serve", "reporter", "--config", str(config)]
    with log.open("ab") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink, env=dict(os.environ))
    try:
        wait_until_up(process, port, log)
        yield Running(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_up(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Wait until the server answers; fail with its log if it ends instead."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())

"""A desk's pages as the real process, and a person at them without a browser."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

from tests import multipart

MEMORY = Path("/dev/shm")  # noqa: S108 -- where the desk is told to go
PATIENCE = 60.0
NONE: Mapping[str, tuple[str, bytes]] = {}


@dataclass
class Home:
    """The home of whoever sits there, all of it within one folder."""

    folder: Path

    def __post_init__(self) -> None:
        for name in ("home", "tmp"):
            (self.folder / name).mkdir(parents=True)

    def environment(self, path: str = "") -> dict[str, str]:
        """Return the environment of a process; ``path``: the one place where it finds programs."""
        home, tmp = str(self.folder / "home"), str(self.folder / "tmp")
        found = {"HOME": home, "TMPDIR": tmp, "XDG_RUNTIME_DIR": str(MEMORY)}
        return {**found, "LANG": "C.UTF-8", "PATH": path or "/usr/bin:/bin"}

    def files(self) -> list[Path]:
        """Return every file that lies there."""
        return [path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink()]


@contextmanager
def running(
    folder: Path, home: Home, *options: str, before: Sequence[str] = (), path: str = ""
) -> Iterator["subprocess.Popen[str]"]:
    """Run ``wbs desk open`` in a home until the block ends; ``before``: a command to run it with."""
    desk = ("-B", "-m", "wbs.cli", "desk", "--desk", str(folder), "open")
    command = [*before, sys.executable, *desk, *options]
    with subprocess.Popen(
        command,
        env=home.environment(path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.kill(inner(process), signal.SIGINT)
            process.wait(PATIENCE)


def inner(process: "subprocess.Popen[str]") -> int:
    """Return the desk's own process: a tracer has it as its only child."""
    if not str(process.args[0]).endswith("strace"):  # type: ignore[index]  # a list, as above
        return process.pid
    (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(child)


def launch_file(process: "subprocess.Popen[str]") -> Path:
    """Return the launch file that the desk names when it opens no browser."""
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(rf"({MEMORY}/\S+\.html)", line)
        if found:
            return Path(found[1])
    assert process.stderr is not None
    raise AssertionError(process.stderr.read())


def address(launch: Path) -> str:
    """Return where a launch file leads."""
    found = re.search(r"url=(http://127\.0\.0\.1:\d+/masuk\?token=[0-9a-f]{64})", launch.read_text())
    assert found, launch.read_text()
    return found[1]


def until(true: object, patience: float = PATIENCE) -> None:
    """Wait until a function says that it is so."""
    assert callable(true)
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Person:
    """Whoever came in by an address; ``status``, ``page`` are the last answer's."""

    entrance: str
    cookies: CookieJar = field(default_factory=CookieJar)
    status: int = 0
    page: str = ""

    def __post_init__(self) -> None:
        self.origin = self.entrance[: self.entrance.index("/masuk")]
        self._opener = build_opener(HTTPCookieProcessor(self.cookies), ProxyHandler({}), _Stay())
        self.get(self.entrance)
        self.get("/buka")
        found = re.search(r'name="csrf_token"\s+value="([^"]+)"', self.page)
        assert found, self.page
        self._token = found[1]

    def get(self, path: str) -> str:
        """Open a page."""
        return self._fetch(path, None, {})

    def post(self, path: str, files: Mapping[str, tuple[str, bytes]] = NONE, /, **fields: str) -> str:
        """Send a form, and open the page that it leads to; ``files``: name and bytes, by field."""
        sent = {**fields, "csrf_token": self._token}
        if files:
            named = [(name, file, data) for name, (file, data) in files.items()]
            data, kind = multipart.encode(sent.items(), named)
        else:
            data, kind = urlencode(sent).encode(), "application/x-www-form-urlencoded"
        return self._fetch(path, data, {"Origin": self.origin, "Content-Type": kind})

    def _fetch(self, path: str, data: bytes | None, headers: dict[str, str]) -> str:
        request = Request(urljoin(self.origin, path), data, headers)  # noqa: S310 -- our own server
        try:
            answer = self._opener.open(request, timeout=PATIENCE)
        except HTTPError as error:
            answer = error
        with answer:
            self.status, self.page = answer.status, answer.read().decode("utf-8", "replace")
            leads = answer.headers.get("Location")
        return self._fetch(leads, None, {}) if self.status == 303 and leads else self.page

"""The built wheel in an environment of its own: it lacks nothing, and the demonstration runs from it."""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import venv
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
INSIDE = (
    "crypto/NOTICE",
    "crypto/words.txt",
    "wbs/demo/office.py",
    "wbs/office.toml",
    "wbs/static/client/manifest.json",
    "wbs/static/css/desk.css",
    "wbs/static/css/wbs.css",
    "wbs/static/desk/desk.js",
    "wbs/store/migrations/env.py",
    "wbs/templates/base.html",
    "wbs/templates/courier/login.html",
    "wbs/templates/desk/unlock.html",
    "wbs/templates/reporter/landing.html",
    "wbs/translations/en/LC_MESSAGES/messages.mo",
)
EXAMINE = """
import io
from wbs.portal.reporter.scrub import examine
print(examine(io.BytesIO(bytes.fromhex("ffd8ffd9")), 4, print))
"""
_PATIENCE = 90.0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert names.issuperset(INSIDE)
    assert any(re.fullmatch(r"wbs/store/migrations/versions/\w+\.py", name) for name in names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    tracked = _run("git", "-C", str(ROOT), "ls-files", "crypto", "wbs", "templates").splitlines()
    expected = {re.sub(r"^templates/", "wbs/templates/", name) for name in tracked}
    assert expected <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"crypto", "wbs"}


@pytest.mark.process
def test_demonstration_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    wbs = install(wheel, tmp_path / "env")
    # The child process that looks into files finds its package too.
    assert "image/jpeg" in _run(str(wbs.with_name("python")), "-I", "-c", EXAMINE)
    folder = tmp_path / "empty"
    folder.mkdir()
    port = free_pair()
    command = [str(wbs), "demo", "--folder", "contoh", "--port", str(port)]
    # A group of its own, as in a terminal: Ctrl-C reaches all of it.
    with subprocess.Popen(
        command, cwd=folder, env=bare_environment(), stdout=subprocess.PIPE, text=True, process_group=0
    ) as demo:
        try:
            said = until(demo, "Ctrl-C")
            assert f"http://127.0.0.1:{port}" in said
            assert '<html lang="id"' in fetch(port, "/")
            english = fetch(port, "/en/")
            assert '<html lang="en"' in english
            assert "report" in english
            assert 'name="password"' in fetch(port + 1, "/masuk")
            assert fetch(port, "/static/css/wbs.css")
            assert len(at_work(folder)) > 2
            os.killpg(demo.pid, signal.SIGINT)
            assert demo.wait(_PATIENCE) == 0
            assert not at_work(folder)
        finally:
            for process in at_work(folder):
                os.kill(process, signal.SIGKILL)
    assert (folder / "contoh" / "wbs.toml").exists()


def install(wheel: Path, folder: Path) -> Path:
    """Make an environment of the pinned requirements and the wheel; return its ``wbs``."""
    venv.create(folder, with_pip=True)
    pip = (str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--require-hashes", "--requirement", str(ROOT / "requirements.txt"))
    _run(*pip, "--no-deps", str(wheel))
    return folder / "bin" / "wbs"


def free_pair() -> int:
    """Return the first of two free ports, below those that the system gives to connections."""
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        try:
            for each in (port, port + 1):
                socket.create_server(("127.0.0.1", each)).close()
        except OSError:
            continue
        return port


def bare_environment() -> dict[str, str]:
    """Return an environment in which nothing leads back to this checkout or its Python."""
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}


def until(demo: "subprocess.Popen[str]", word: str) -> str:
    """Return what the demonstration says up to the line with this word."""
    assert demo.stdout is not None
    said = ""
    for line in demo.stdout:
        said += line
        if word in line:
            return said
    raise AssertionError(said)


def fetch(port: int, path: str) -> str:
    """Get a page; AssertionError unless it is one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        page = response.read().decode()
    finally:
        connection.close()
    assert response.status == 200, page
    return page


def at_work(folder: Path) -> list[int]:
    """Return the processes whose working directory this is: whoever the demonstration started inherits it."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        # Processes that end meanwhile, and the kernel's own, have none.
        with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            if link.readlink() == folder:
                found.append(int(link.parent.name))
    return found


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

"""The folder in memory, and the browser that is opened there."""

import json
import os
import re
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from wbs.desk.errors import DeskError
from wbs.desk.web import browser, memory, serving
from wbs.desk.web.browser import Browser, write_launch

SHM = Path("/dev/shm")  # noqa: S108 -- a tmpfs on every Linux


def test_a_tmpfs_is_told_from_a_disk(tmp_path: Path) -> None:
    assert memory.in_memory(SHM)
    assert not memory.in_memory(Path("/usr"))
    link = tmp_path / "shm"
    link.symlink_to(SHM)
    assert memory.in_memory(link)


def test_only_folders_in_memory_are_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/usr")
    assert memory.places() == [SHM]
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert memory.places() == [SHM]
    monkeypatch.setattr(memory, "in_memory", lambda _folder: False)
    assert memory.places() == []


def test_what_a_process_left_that_is_gone_is_swept(tmp_path: Path) -> None:
    mine = memory.make(tmp_path)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        began = Path(f"/proc/{other.pid}/stat").read_text().rpartition(")")[2].split()[19]
        theirs = tmp_path / f"wbs-desk-{other.pid}-{began}-abc"
        # The number of a process is given again; when it began is not.
        again = tmp_path / f"wbs-desk-{other.pid}-1-abc"
        strange, elsewhere = tmp_path / "wbs-desk-lain", tmp_path / "disimpan"
        for folder in (theirs, again, strange, elsewhere):
            folder.mkdir()
        linked = tmp_path / "wbs-desk-1-1-abc"
        linked.symlink_to(elsewhere)
        memory.sweep(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {
            path.name for path in (mine, theirs, strange, elsewhere, linked)
        }
        other.communicate(b"\n")
    memory.sweep(tmp_path)
    assert mine.exists()
    assert not theirs.exists()


def test_a_folder_is_its_owners_and_goes_whole(tmp_path: Path) -> None:
    folder = memory.make(tmp_path)
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "profile").mkdir()
    (folder / "profile" / "cache").write_text("x")
    memory.remove(folder)
    assert not folder.exists()


def test_the_launch_file_is_new_and_its_owners(tmp_path: Path) -> None:
    launch = write_launch(tmp_path, "http://127.0.0.1:1/masuk?token=ab")
    assert launch.stat().st_mode & 0o777 == 0o600
    assert 'content="0; url=http://127.0.0.1:1/masuk?token=ab"' in launch.read_text()
    with pytest.raises(FileExistsError):
        write_launch(tmp_path, "http://127.0.0.1:1/")


def stand_in(folder: Path, name: str) -> Path:
    """Make a browser that writes down how it was started, and stays."""
    folder.mkdir(exist_ok=True)
    program, said = folder / name, folder / f"{name}.json"
    code = "import json, os, sys, time; "
    code += f"open({str(said)!r} + '.new', 'w').write(json.dumps([sys.argv[1:], dict(os.environ)])); "
    code += f"os.rename({str(said)!r} + '.new', {str(said)!r}); time.sleep(600)"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$@"\n')
    program.chmod(0o755)
    return said


def wait_for(path: Path) -> tuple[list[str], dict[str, str]]:
    while not path.exists():
        os.sched_yield()
    arguments, environment = json.loads(path.read_text())
    return arguments, environment


@pytest.mark.parametrize("name", ["firefox-esr", "chromium"])
def test_a_browser_gets_a_profile_of_its_own_and_nothing_else(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = stand_in(tmp_path / "programs", name)
    monkeypatch.setenv("PATH", f"{tmp_path / 'programs'}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "dconf").mkdir(parents=True)
    folder = memory.make(tmp_path)
    launch = write_launch(folder, "http://127.0.0.1:1/masuk?token=ab")
    running = Browser(folder, launch)
    try:
        arguments, environment = wait_for(said)
        assert running.running
    finally:
        running.end()
    assert not running.running
    assert arguments[-1] == launch.as_uri()
    assert any(str(folder / "profile") in each for each in arguments)
    assert not [each for each in arguments if "token" in each]
    for variable in ("TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        assert Path(environment[variable]).parent == folder
    # How windows look is the person's own.
    assert (folder / "config" / "dconf").resolve() == tmp_path / "config" / "dconf"
    written = "".join(path.read_text() for path in (folder / "profile").rglob("*") if path.is_file())
    if name == "chromium":
        assert json.loads(written)["download"] == {"prompt_for_download": True}
        assert "--proxy-server=127.0.0.1:9" in arguments
    else:
        assert 'user_pref("browser.cache.disk.enable", false);' in written
        assert 'user_pref("network.proxy.no_proxies_on", "127.0.0.1");' in written
        assert all(re.fullmatch(r'user_pref\("[\w.-]+", [^\n]+\);', line) for line in written.splitlines())


def test_without_a_browser_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeskError, match="Tidak ada Firefox atau Chromium"):
        Browser(tmp_path, tmp_path / "meja.html")


def test_firefox_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("chromium", "firefox"):
        stand_in(tmp_path, name)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser._firefox(tmp_path, tmp_path / "meja.html") is not None


def refuse(folder: Path, **wish: object) -> str:
    """Ask for what cannot be had; return what is said."""
    wanted = serving.Wish(folder, timedelta(minutes=1), browser=False, **wish)  # type: ignore[arg-type]  # a wish
    with pytest.raises(DeskError) as caught:
        serving.open_desk(wanted, lambda _launch: None)
    return caught.value.message


@pytest.fixture
def soft(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests' own process be as it is."""
    monkeypatch.setattr(memory, "harden", lambda: None)


@pytest.mark.usefixtures("soft")
def test_a_disk_is_not_taken_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "places", list)
    assert "--on-disk" in refuse(tmp_path)


@pytest.mark.usefixtures("soft")
def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "Port" in refuse(tmp_path, port=taken.getsockname()[1])
    assert not list(SHM.glob(f"wbs-desk-{os.getpid()}-*"))


def test_other_programs_are_kept_out_of_its_memory() -> None:
    code = "import ctypes, resource; from wbs.desk.web import memory; libc = ctypes.CDLL(None); "
    code += "before = libc.prctl(3, 0, 0, 0, 0); memory.harden(); "
    code += "print(before, libc.prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1 0 (0, 0)\n"

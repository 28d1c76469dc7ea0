"""A file of 512 MiB, sealed and sent by a real browser: its memory, its profile's disk, and the seconds.

    python -m bench browser_files

*Memory* is the largest sum of PSS over the browser's processes, the browser itself included, from the choice
of the file to the page that says it was sent. *Disk* is what its profile grew by at most in that time, files
that have lost their name but are still open counted in. The seconds are told, not bound: the portal is on
the same machine, and takes its share.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import report
from bench.filing import DISK
from bench.portal import body, make_demo
from bench.upload import SIZE, _raise_limit
from bench.worker import _free_port, _pss, _send, _serving
from tests.journeys.browsers import Browser, ChromiumBrowser, firefox, started_chromium
from wbs.demo.report import ANSWERS

MEMORY_BOUND = 1000.0
DISK_BOUND = 8.0
"""Megabytes; browsers keep books of their own while they run."""

_PATIENCE = 900.0
_BINARIES = ("chromium", "firefox-esr")
_PIECE = bytes(range(256)) * 4096


def main() -> list[bool]:
    """Whether each bound holds; prints them."""
    return [bound for name, start in _BROWSERS.items() for bound in _measure(name, start)]


def _measure(name: str, start: Callable[[], AbstractContextManager[Browser]]) -> list[bool]:
    with TemporaryDirectory(dir=DISK) as temporary:
        folder = Path(temporary)
        port = _free_port()
        make_demo(folder / "portal", (port, port + 1))
        _raise_limit(folder / "portal")
        video = folder / "video.mp4"
        with video.open("wb") as file:
            for at in range(0, SIZE, len(_PIECE)):
                file.write(_PIECE[: SIZE - at])
        with _serving(folder / "portal" / "wbs.toml", port) as _master, start() as browser:
            code = _file(port)
            browser.open(f"http://127.0.0.1:{port}/status")
            _see(browser, "Kode dibaca di peramban ini saja")
            browser.fill("Kode tanda terima", " ".join(code))
            browser.press("Buka")
            _see(browser, "Status laporan")
            browser.press("Tambahkan berkas")
            _see(browser, "Sebelum memilih")
            memory, profile = _memory(), _profile()
            disk = _written(profile)
            with _watched(_memory) as memories, _watched(lambda: _written(profile)) as disks:
                browser.choose("Pilih berkas", video)
                browser.press("Periksa berkas")
                _see(browser, "Yang kami temukan")
                started = time.perf_counter()
                browser.press("Kirim 1 berkas")
                _see(browser, "1 berkas terkirim")
                seconds = time.perf_counter() - started
        speed = SIZE / seconds / 2**20
        print(f"  {name}: {seconds:.0f} s, {speed:.1f} MiB/s; {memory / 1e6:.0f} MB before it began")
        what, grown = f"sending 512 MiB from {name}, MB", (max(disks) - disk) / 1e6
        return [
            report(f"{what} of memory (PSS)", max(memories) / 1e6, MEMORY_BOUND, "at_most"),
            report(f"{what} on its profile's disk", grown, DISK_BOUND, "at_most"),
        ]


def _file(port: int) -> list[str]:
    """File a report without a script; return its code."""
    page = _send(port, "/lapor/biasa", None)
    words = re.findall(r"<li>\s*([a-z]{4,8})\s*</li>", page)
    asked = _send(port, "/lapor/ingat", body(state=_state(page)))
    first, second = (int(number) for number in re.findall(r"Kata nomor (\d+)", asked))
    typed = {"word_a": words[first - 1], "word_b": words[second - 1]}
    form = _send(port, "/lapor/isi", body(state=_state(asked), **typed))
    assert "Laporan terkirim" in _send(port, "/lapor/kirim", body(state=_state(form), **ANSWERS))
    return words


def _state(page: str) -> str:
    found = re.search(r'name="state"[^>]*value="([^"]+)"', page)
    assert found, "the page has no hidden field"
    return found[1]


def _see(browser: Browser, text: str) -> None:
    end = time.monotonic() + _PATIENCE
    while text not in (shown := browser.text()):
        assert time.monotonic() < end, shown
        assert "Belum terkirim" not in shown, shown
        time.sleep(0.25)


def _memory() -> int:
    """Return the bytes of all processes of the browser that this one started; one that has ended has none."""
    total = 0
    for process in _processes():
        try:
            total += _pss(process)
        except (OSError, AssertionError):
            continue
    return total


def _processes() -> Iterator[int]:
    for process in _descendants(os.getpid()):
        try:
            if Path(f"/proc/{process}/exe").readlink().name in _BINARIES:
                yield process
        except OSError:
            continue


def _profile() -> Path:
    """Return the folder of the browser's profile, as its command line names it."""
    for process in _processes():
        line = Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
        if found := re.search(r"--?(?:user-data-dir=|profile )(\S+)", line):
            folder = Path(found[1])
            assert folder.is_dir()
            return folder
    raise AssertionError("no browser has a profile")


def _written(profile: Path) -> int:
    """Return the bytes that a profile takes on its disk."""
    sizes: dict[tuple[int, int], int] = {}
    for path in (*profile.rglob("*"), *_open(profile)):
        try:
            found = path.stat()
        except OSError:
            # Gone in the meantime.
            continue
        sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values())


def _open(profile: Path) -> Iterator[Path]:
    """Yield what the browser holds open in its profile, nameless files too."""
    for process in _processes():
        try:
            for path in Path(f"/proc/{process}/fd").iterdir():
                if path.readlink().is_relative_to(profile):
                    yield path
        except OSError:
            continue


def _descendants(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from _descendants(child)


@contextmanager
def _watched(look: Callable[[], int]) -> Iterator[list[int]]:
    """Give a list that grows, until the block ends, by what a look at the browser finds."""
    seen = [look()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            seen.append(look())

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


@contextmanager
def _chromium() -> Iterator[Browser]:
    with started_chromium() as running:
        yield ChromiumBrowser(running.new_page())


@contextmanager
def _firefox() -> Iterator[Browser]:
    with firefox({"javascript.enabled": "true"}) as browser:
        yield browser


_BROWSERS: dict[str, Callable[[], AbstractContextManager[Browser]]] = {
    "chromium": _chromium,
    "firefox": _firefox,
}

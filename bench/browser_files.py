"""A file of 512 MiB, sealed and sent by a real browser: the memory of all its processes, and the seconds.

    python -m bench browser_files

*Memory* is the largest sum of PSS over the browser's processes, the browser itself included, from the choice
of the file to the page that says it was sent. The seconds are told, not bound: the portal is on the same
machine, and takes its share.
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

BOUND = 1024.0
"""Megabytes: a gigabyte in all."""

_PATIENCE = 900.0
_BINARIES = ("chromium", "firefox-esr")
_PIECE = bytes(range(256)) * 4096


def main() -> list[bool]:
    """Whether each bound holds; prints them."""
    return [_measure(name, start) for name, start in _BROWSERS.items()]


def _measure(name: str, start: Callable[[], AbstractContextManager[Browser]]) -> bool:
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
            rest = _memory()
            with _watched() as peak:
                browser.choose("Pilih berkas", video)
                browser.press("Periksa berkas")
                _see(browser, "Yang kami temukan")
                started = time.perf_counter()
                browser.press("Kirim 1 berkas")
                _see(browser, "1 berkas terkirim")
                seconds = time.perf_counter() - started
        speed = SIZE / seconds / 2**20
        print(f"  {name}: {seconds:.0f} s, {speed:.1f} MiB/s; {rest / 1e6:.0f} MB before it began")
        return report(f"sending 512 MiB from {name}, MB of memory (PSS)", max(peak) / 1e6, BOUND, "at_most")


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
    for process in _descendants(os.getpid()):
        try:
            if (Path("/proc") / str(process) / "exe").readlink().name in _BINARIES:
                total += _pss(process)
        except (OSError, AssertionError):
            continue
    return total


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
def _watched() -> Iterator[list[int]]:
    """Give a list that grows, until the block ends, by the bytes that the browser takes."""
    seen = [_memory()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            seen.append(_memory())

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

"""Files sent through the real server: its worker's memory, and its speed against bare work.

    python -m bench upload

A file of 512 MiB. *Memory* is PSS above what a worker has at rest. *Bare* is what nobody can spare: its
64 KiB chunks sealed by the cipher and written, twice: to the spool, and to the letter with an fsync, on
the same disk. The server does the same, and receives, parses and hashes the file, opens it, packs it, and
hashes the letter; its client is on the same machine. Argon2, the child that looks at the file and the
fixed deadlines count too. What a run wrote is removed after it, so that both sides write to memory that
the machine has at hand.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from bench import report
from bench.filing import DISK
from bench.portal import fill_in, make_demo
from bench.worker import _children, _free_port, _pss, _send, _serving
from crypto.stream import CHUNK
from wbs.demo.report import ANSWERS

MIB = 1024 * 1024
# With what stands around it, the largest file whose letter is padded to 512 MiB.
SIZE = 512 * MIB - 2 * CHUNK
MEMORY_BOUND = 48.0
"""Megabytes."""
SPEED_BOUND = 0.50
RUNS = 5

# As long as browsers make it: how fast it is looked for depends on that.
_BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW2"
_PATIENCE = 120.0


def main() -> list[bool]:
    """Whether each bound holds; prints them."""
    with TemporaryDirectory(dir=DISK) as name:
        folder = Path(name)
        port = _free_port()
        make_demo(folder / "portal", (port, port + 1))
        _raise_limit(folder / "portal")
        piece = Random(1).randbytes(MIB)
        with _serving(folder / "portal" / "wbs.toml", port) as master:
            # The first requests load what only they need.
            _upload(port, piece, CHUNK)
            workers = {worker: _pss(worker) for worker in _children(master)}
            with _watched(workers) as growth:
                _upload(port, piece, SIZE)
            bare, served = [], []
            for _ in range(RUNS):
                _tidy(folder)
                bare.append(_bare(folder, piece, SIZE))
                _tidy(folder)
                served.append(_upload(port, piece, SIZE))
        return [
            report("taking 512 MiB, MB of memory above rest", max(growth) / 1e6, MEMORY_BOUND, "at_most"),
            report(
                "taking a large file, speed against bare work",
                statistics.median(bare) / statistics.median(served),
                SPEED_BOUND,
                "at_least",
            ),
        ]


def _tidy(folder: Path) -> None:
    """Remove the large files of the last run, and let the disk come to rest."""
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_size > MIB:
            path.unlink()
    os.sync()


def _raise_limit(portal: Path) -> None:
    """Let messages have 1 GiB, and pages answer soon."""
    for file, key, value in (
        ("office.toml", "message_bytes", "1073741824"),
        ("office.toml", "daily_bytes", "107374182400"),
        ("wbs.toml", "deadline", "0.05"),
    ):
        path = portal / file
        text, count = re.subn(rf"(?m)^{key} *=.*$", f"{key} = {value}", path.read_text())
        assert count == 1, f"{file} has no {key}"
        path.write_text(text)


def _upload(port: int, piece: bytes, size: int) -> float:
    """File a report and add a file to it; the seconds of the two requests that carry and send it."""
    form = fill_in(lambda path, content: _send(port, path, content), **ANSWERS)
    sent = _send(port, "/lapor/kirim", form)
    chosen = _send(port, "/status/berkas", urlencode({"state": _state(sent)}).encode())
    start = time.perf_counter()
    review = _post(port, _state(chosen), piece, size)
    done = _send(port, "/status/berkas/kirim", urlencode({"state": _state(review), "text": ""}).encode())
    end = time.perf_counter()
    assert "Pesan terkirim" in done
    return end - start


def _post(port: int, state: str, piece: bytes, size: int) -> str:
    disposition = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name="
    head = (
        f'{disposition}"state"\r\n\r\n{state}\r\n{disposition}"files"; filename="video.mp4"\r\n\r\n'.encode()
    )
    tail = f"\r\n--{_BOUNDARY}--\r\n".encode()
    headers = {
        "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
        "Content-Length": str(len(head) + size + len(tail)),
        "Origin": f"http://127.0.0.1:{port}",
    }

    def body() -> Iterator[bytes]:
        yield head
        for start in range(0, size, len(piece)):
            yield piece[: size - start]
        yield tail

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("POST", "/status/berkas/periksa", body(), headers)
        response = connection.getresponse()
        page = response.read().decode()
    finally:
        connection.close()
    assert response.status == 200, f"the upload was answered with {response.status}"
    return page


def _state(page: str) -> str:
    found = re.search(r'name="state"[^>]*value="([^"]+)"', page)
    assert found, "the page has no hidden field"
    return found[1]


@contextmanager
def _watched(workers: dict[int, int]) -> Iterator[list[int]]:
    """Give a list of how many bytes each look at the workers found above what they have at rest."""
    growth = [0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            growth.append(max(_pss(worker) - rest for worker, rest in workers.items()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield growth
    finally:
        over.set()
        watcher.join()


def _bare(folder: Path, piece: bytes, size: int) -> float:
    spool, letter = folder / "spool", folder / "letter"
    start = time.perf_counter()
    for key, path in ((bytes(32), spool), (bytes([1]) * 32, letter)):
        aead = ChaCha20Poly1305(key)
        with path.open("wb", buffering=0) as file:
            for number in range(size // CHUNK):
                at = number * CHUNK % len(piece)
                file.write(aead.encrypt(number.to_bytes(12, "big"), piece[at : at + CHUNK], None))
            if path == letter:
                os.fsync(file.fileno())
    spool.unlink()
    return time.perf_counter() - start

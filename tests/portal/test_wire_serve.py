"""Drops and parts to a real server, over connections that break, wait and say too much."""

import contextlib
import os
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.portal.process import Running, free_port, lay_out, running
from tests.portal.test_upload_serve import answer, wait_until
from tests.store.letters import drop
from wbs.portal.config import load, open_store
from wbs.portal.reporter.incoming import PART
from wbs.portal.server import SILENCE
from wbs.store import shape

pytestmark = pytest.mark.process

TEXT = drop()
LARGE = drop(2, 6)
RAW = "application/octet-stream"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wire")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    port = free_port()
    with running(lay_out(folder, port), port, folder / "log") as made:
        yield made


def post(
    server: Running, path: str, content: bytes = b"", more: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Post as a browser does; return status and body."""
    headers = {"Origin": server.origin, "Content-Type": RAW, **(more or {})}
    response, body = server.request("POST", path, content, headers)
    return response.status, body


def head(server: Running, path: str, length: int, *more: str) -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        f"Origin: {server.origin}",
        f"Content-Type: {RAW}",
        f"Content-Length: {length}",
        *more,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def connect(server: Running, window: int = 0) -> socket.socket:
    """Connect; ``window``: bytes that wait unread at most."""
    connection = socket.socket()
    if window:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    connection.settimeout(40)
    connection.connect(("127.0.0.1", server.port))
    return connection


def held(folder: Path) -> set[str]:
    """Return what there is of drops and parts."""
    data = folder / "data"
    return {
        str(path.relative_to(data))
        for part in ("blobs", "parts")
        for path in (data / part).rglob("*")
        if path.is_file()
    }


def test_a_drop_is_taken_on_one_connection_after_the_other(server: Running, folder: Path) -> None:
    before = held(folder)
    with connect(server) as connection:
        for _ in range(3):
            connection.sendall(head(server, "/surat", len(TEXT)) + TEXT)
            assert " 201 " in answer(connection)
    assert len(held(folder) - before) == 3


def test_a_client_that_asks_first_is_told_to_go_on(server: Running) -> None:
    with connect(server) as connection:
        connection.sendall(head(server, "/surat", len(TEXT), "Expect: 100-continue"))
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(TEXT)
        assert " 201 " in answer(connection)


@pytest.mark.parametrize("reset", [False, True])
def test_a_drop_cut_in_the_middle_leaves_nothing(server: Running, folder: Path, reset: bool) -> None:
    before = held(folder)
    upload = f"/surat/{os.urandom(16).hex()}/0?size={len(LARGE)}"
    for path, content, length in (("/surat", TEXT, len(TEXT)), (upload, LARGE[:PART], PART)):
        with connect(server) as connection:
            connection.sendall(head(server, path, length) + content[: length // 2])
            if path == upload:
                wait_until(lambda: held(folder) > before)
            if reset:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            else:
                connection.shutdown(socket.SHUT_WR)
                assert '"failed"' in answer(connection)
        wait_until(lambda: held(folder) == before)
    assert post(server, "/surat", TEXT)[0] == 201
    log = (folder / "log").read_text()
    assert "Traceback" not in log
    assert upload not in log


def test_parts_go_on_over_another_connection(server: Running) -> None:
    upload, size = os.urandom(16).hex(), len(LARGE)
    with connect(server) as connection:
        connection.sendall(head(server, f"/surat/{upload}/0?size={size}", PART) + LARGE[: PART // 2])
    assert post(server, f"/surat/{upload}?size={size}")[0] == 409
    assert post(server, f"/surat/{upload}/0?size={size}", LARGE[:PART]) == (204, b"")
    assert post(server, f"/surat/{upload}/1?size={size}", LARGE[PART:]) == (204, b"")
    first = post(server, f"/surat/{upload}?size={size}")
    assert first[0] == 201
    assert post(server, f"/surat/{upload}?size={size}") == first


def test_the_same_part_twice_at_once_is_one(server: Running, folder: Path) -> None:
    upload, size = os.urandom(16).hex(), len(LARGE)

    def send(number: int) -> int:
        return post(server, f"/surat/{upload}/{number % 2}?size={size}", LARGE[number % 2 * PART :][:PART])[0]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(6))) == [204] * 6
    parts = folder / "data" / "parts" / upload
    assert sorted(path.name for path in parts.iterdir()) == ["0", "1"]
    assert (parts / "0").read_bytes() + (parts / "1").read_bytes() == LARGE


def test_a_gibibyte_that_is_announced_takes_nothing(server: Running, folder: Path) -> None:
    before = held(folder)
    with connect(server) as connection:
        # As one body, refused by its head.
        connection.sendall(head(server, "/surat", 1 << 30))
        assert '"shape"' in answer(connection)
    upload = os.urandom(16).hex()
    assert b'"files_large"' in post(server, f"/surat/{upload}/0?size={shape.sealed_size(14)}", bytes(PART))[1]
    assert held(folder) == before


def test_the_board_comes_whole_and_by_head(server: Running, folder: Path) -> None:
    response, whole = server.request("GET", "/board", headers={"Range": "bytes=0-3", "If-None-Match": "*"})
    assert response.status == 200
    assert whole == (folder / "data" / "public" / "current" / "board.bin").read_bytes()
    assert response.getheader("Content-Length") == str(len(whole))
    for name in ("ETag", "Last-Modified", "Accept-Ranges"):
        assert response.getheader(name) is None
    assert response.getheader("Cache-Control") == "no-store"
    shown, nothing = server.request("HEAD", "/board")
    assert (shown.getheader("Content-Length"), nothing) == (str(len(whole)), b"")


def test_who_falls_silent_is_hung_up_on_and_who_is_slow_is_not(server: Running, folder: Path) -> None:
    """A board as large as no socket takes at once: the system must wait, and not for ever."""
    path = (folder / "data" / "public" / "current").resolve() / "board.bin"
    plain, before = path.read_bytes(), held(folder)
    large = os.urandom(1 << 20) * 16
    path.write_bytes(large)
    try:
        request = (
            f"GET /board HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode()
        )
        with ExitStack() as stack:
            slow, silent = (stack.enter_context(connect(server, 1 << 16)) for _ in range(2))
            sending = stack.enter_context(connect(server))
            for connection in (slow, silent):
                connection.sendall(request)
            sending.sendall(head(server, "/surat", len(TEXT)) + TEXT[:1000])
            found = bytearray()
            while piece := slow.recv(1 << 20):
                found += piece
                time.sleep(0.001)
            assert found.endswith(large)
            assert '"failed"' in answer(sending)
            end = time.monotonic() + 90
            while time.monotonic() < end and _busy(server):
                time.sleep(0.5)
            assert not _busy(server), "a silent reader still has its thread"
    finally:
        path.write_bytes(plain)
    assert held(folder) == before


def test_who_takes_the_board_in_sips_leaves_room_for_everyone_else(server: Running, folder: Path) -> None:
    path = (folder / "data" / "public" / "current").resolve() / "board.bin"
    plain, ended = path.read_bytes(), threading.Event()
    path.write_bytes(os.urandom(1 << 20) * 16)

    def sip() -> None:
        with connect(server, 1 << 16) as connection, contextlib.suppress(OSError):
            connection.sendall(f"GET /board HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
            while not ended.wait(0.2) and connection.recv(1 << 12):
                pass

    # More than the threads of all workers.
    sipping = [threading.Thread(target=sip) for _ in range(24)]
    try:
        for each in sipping:
            each.start()
        wait_until(lambda: _busy(server))
        begun = time.monotonic()
        assert "Bantuan" in server.get("/bantuan")
        assert post(server, "/surat", TEXT)[0] == 201
        # Sooner than those who take nothing for a while are hung up on.
        assert time.monotonic() - begun < SILENCE
    finally:
        ended.set()
        for each in sipping:
            each.join()
        path.write_bytes(plain)
    # The places are free again.
    for _ in range(20):
        assert server.request("GET", "/board")[1] == plain


def _busy(server: Running) -> bool:
    """Whether a worker still has the board open."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    for child in children:
        for descriptor in Path(f"/proc/{child}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                if descriptor.readlink().name == "board.bin":
                    return True
    return False


def test_nothing_of_a_drop_is_written_down(server: Running, folder: Path) -> None:
    canary = "c" * 31 + "7"
    headers = {"User-Agent": canary, "Referer": canary, "Cookie": canary, "X-Forwarded-For": canary}
    assert post(server, "/surat", TEXT, headers)[0] == 201
    assert post(server, f"/surat/{canary}/9?size={len(LARGE)}", TEXT, headers)[0] == 400
    assert post(server, f"/surat/{canary}?size={len(LARGE)}", b"", headers)[0] == 409
    for path in folder.rglob("*"):
        assert canary not in str(path)
        if path.is_file() and not path.is_symlink():
            assert canary.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("workers", [1])
def test_two_portals_on_one_folder_share_the_parts(tmp_path: Path, workers: int) -> None:
    ports = free_port(), free_port()
    config = lay_out(tmp_path, ports[0])
    other = tmp_path / "other.toml"
    text = re.sub(r"(?m)^workers = \d+$", f"workers = {workers}", config.read_text())
    config.write_text(text)
    other.write_text(text.replace(str(ports[0]), str(ports[1])))
    upload, size = os.urandom(16).hex(), len(LARGE)
    with (
        running(config, ports[0], tmp_path / "log-0") as one,
        running(other, ports[1], tmp_path / "log-1") as two,
    ):
        assert post(one, f"/surat/{upload}/0?size={size}", LARGE[:PART])[0] == 204
        assert post(two, f"/surat/{upload}/1?size={size}", LARGE[PART:])[0] == 204
        answers: list[tuple[int, bytes]] = []
        finishing = [
            threading.Thread(
                target=lambda each=each: answers.append(post(each, f"/surat/{upload}?size={size}"))
            )
            for each in (one, two, one, two)
        ]
        for thread in finishing:
            thread.start()
        for thread in finishing:
            thread.join()
        assert {status for status, _ in answers} == {201}
        assert len({body for _, body in answers}) == 1
    store = open_store(load(config, {}))
    assert len(list(store.blobs.pending.iterdir())) == 1
    store.dispose()

"""Uploads to a real server, over connections that break, wait and say too much."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import multipart
from tests.portal.process import Running, field, free_port, lay_out, running

pytestmark = pytest.mark.process

SIZE = 4 << 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    port = free_port()
    config = lay_out(folder, port)
    office = folder / "office.toml"
    office.write_text(re.sub(r"(?m)^message_bytes = \S+", f"message_bytes = {2 * SIZE}", office.read_text()))
    with running(config, port, folder / "log") as made:
        yield made


def upload_page(server: Running) -> str:
    """File a report and ask to add files; return the page's field."""
    _, state = server.form_state()
    sent = server.post("/lapor/kirim", what="x", state=state)
    return field(server.post("/status/berkas", state=field(sent)))


def request(server: Running, size: int, *more: str) -> tuple[bytes, bytes]:
    """Return head and body of an upload."""
    body, kind = multipart.encode([("state", upload_page(server))], [("files", "a.bin", bytes(size))])
    head = [
        "POST /status/berkas/periksa HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        f"Origin: {server.origin}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        *more,
    ]
    return ("\r\n".join(head) + "\r\n\r\n").encode(), body


def answer(connection: socket.socket) -> str:
    """Read one answer with its page, and nothing behind it."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += received(connection, 1)
    found = re.search(rb"(?i)content-length: (\d+)", head)
    assert found
    page = b""
    while left := int(found[1]) - len(page):
        page += received(connection, left)
    return (head + page).decode()


def received(connection: socket.socket, most: int) -> bytes:
    piece = connection.recv(most)
    assert piece, "the server hung up"
    return piece


def spooled(folder: Path) -> set[Path]:
    return set((folder / "data" / "spool").iterdir())


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("reset", [False, True])
def test_a_connection_cut_in_the_middle_leaves_nothing(server: Running, folder: Path, reset: bool) -> None:
    before = spooled(folder)
    head, body = request(server, SIZE)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head + body[: len(body) // 2])
        wait_until(lambda: spooled(folder) > before)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        else:
            connection.shutdown(socket.SHUT_WR)
            page = answer(connection)
            assert "elum terkirim" in page
    wait_until(lambda: spooled(folder) == before)
    # The worker serves on, and on as many connections as before.
    for _ in range(5):
        assert "Periksa, lalu kirim" in whole(server)
    log = (folder / "log").read_text()
    assert "Traceback" not in log
    assert "a.bin" not in log


def whole(server: Running, *more: str) -> str:
    head, body = request(server, 1000, *more)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head + body)
        return answer(connection)


def test_a_client_that_asks_first_is_told_to_go_on(server: Running) -> None:
    head, body = request(server, SIZE, "Expect: 100-continue")
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head)
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert "Periksa, lalu kirim" in answer(connection)


def test_a_client_that_sends_far_too_much_sees_our_page(server: Running, folder: Path) -> None:
    before = spooled(folder)
    head, body = request(server, 3 * SIZE)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head + body)
        page = answer(connection)
    assert page.startswith("HTTP/1.1 413 ")
    assert "terlalu besar" in page
    assert spooled(folder) == before


def test_files_that_are_more_than_fits_together_are_read_to_the_end(server: Running, folder: Path) -> None:
    before = spooled(folder)
    head, body = request(server, 2 * SIZE)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head + body)
        page = answer(connection)
    assert page.startswith("HTTP/1.1 413 ")
    assert "terlalu besar" in page
    assert spooled(folder) == before


def test_chunks_of_unknown_length_are_refused(server: Running) -> None:
    head = request(server, 10)[0].decode()
    head = re.sub(r"Content-Length: \d+", "Transfer-Encoding: chunked", head)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head.encode() + b"5\r\nhello\r\n0\r\n\r\n")
        assert answer(connection).startswith("HTTP/1.1 400 ")


@pytest.mark.parametrize("size", [10, 100_000, SIZE])
def test_what_follows_an_upload_is_a_request_of_its_own(server: Running, size: int) -> None:
    head, body = request(server, size)
    following = f"GET /bantuan HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head + body + following.encode())
        assert "Periksa, lalu kirim" in answer(connection)
        assert answer(connection).startswith("HTTP/1.1 200 ")


def test_an_upload_in_drips_is_whole(server: Running) -> None:
    head, body = request(server, 20_000)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(head + body), 173):
            connection.sendall((head + body)[start : start + 173])
        assert "Periksa, lalu kirim" in answer(connection)


def test_uploads_that_crawl_leave_room_for_everyone_else(server: Running) -> None:
    head, body = request(server, SIZE)
    ended = threading.Event()

    def crawl() -> None:
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(head + body[:2000])
            # Whoever is sent away is hung up on.
            with contextlib.suppress(OSError):
                while not ended.wait(0.5):
                    connection.sendall(b"x")

    # More than the threads of all workers.
    crawling = [threading.Thread(target=crawl) for _ in range(24)]
    try:
        for each in crawling:
            each.start()
        # Those that found no place have been told so.
        wait_until(lambda: "Bantuan" in server.get("/bantuan"))
        assert "Laporan terkirim" in server.post("/lapor/kirim", what="x", state=server.form_state()[1])
    finally:
        ended.set()
        for each in crawling:
            each.join()

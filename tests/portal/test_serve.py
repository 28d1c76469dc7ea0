"""The server as a process: what it writes, what it listens to, what its workers share."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.process import Running, field, free_port, lay_out, running, wait_until_up
from wbs.portal.server import PacedSocket

pytestmark = pytest.mark.process
CANARY = "canary-9c41"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    port = free_port()
    with running(lay_out(folder, port), port, folder / "log") as made:
        yield made


def workers(server: Running) -> set[int]:
    path = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return {int(pid) for pid in path.read_text().split()}


def test_nothing_of_a_visit_is_written_anywhere(server: Running, folder: Path) -> None:
    words, state = server.form_state()
    headers = {
        "User-Agent": CANARY,
        "Referer": f"{server.origin}/{CANARY}",
        "Cookie": f"a={CANARY}",
        "X-Forwarded-For": CANARY,
        "Forwarded": f"for={CANARY}",
        "Accept-Language": CANARY,
    }
    server.request("GET", f"/{CANARY}?q={CANARY}", headers=headers)
    server.request("GET", f"/%ff%fe{CANARY}", headers=headers)
    server.request("BREW", f"/{CANARY}", headers=headers)
    server.request("GET", "/" + CANARY * 300, headers=headers)
    server.request("POST", "/lapor/kirim", CANARY.encode(), {**headers, "Content-Type": CANARY})
    raw(server, f"GET /{CANARY} HTTP/9.9\r\nHost: {CANARY}\r\n\r\n".encode())
    raw(server, f"{CANARY}\r\n\r\n".encode())
    raw(server, f"POST /lapor/kirim HTTP/1.1\r\nHost: x\r\nContent-Length: {CANARY}\r\n\r\n".encode())
    sent = server.post("/lapor/kirim", what=CANARY, state=state)
    assert "Laporan terkirim" in sent
    assert "Belum ada balasan" in server.post("/status", code=" ".join(words))
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            assert CANARY.encode() not in content, path
            assert " ".join(words).encode() not in content, path
    log = (folder / "log").read_text()
    assert "WARNING" not in log
    assert "127.0.0.1:" not in log.replace(f"127.0.0.1:{server.port}", "")
    assert "Traceback" not in log


def raw(server: Running, request: bytes) -> None:
    """Send bytes that no client of the library would."""
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(request)
        connection.settimeout(10)
        while connection.recv(65_536):
            pass


def test_its_headers_name_no_software(server: Running) -> None:
    response, _ = server.request("GET", "/")
    assert response.getheader("Server") == "web"


def test_forwarded_headers_change_nothing(server: Running) -> None:
    plain = server.get("/bantuan")
    assert plain == server.get("/bantuan", **{"X-Forwarded-Proto": "https", "X-Forwarded-Host": CANARY})


def test_cookies_of_other_sites_keep_nobody_out(server: Running) -> None:
    # As many as a browser sends along when another site has set them for the domain above.
    response, _ = server.request("GET", "/", headers={"Cookie": "; ".join(["c=" + "x" * 3000] * 5)})
    assert response.status == 200


def test_any_worker_opens_the_field_of_any_other(server: Running) -> None:
    assert len(workers(server)) == 2
    _, state = server.form_state()
    for _ in range(12):
        assert "Pertanyaan pertama belum dijawab" in server.post("/lapor/kirim", what="", state=state)


def test_a_large_body_gets_its_page(server: Running) -> None:
    headers = {"Origin": server.origin, "Content-Type": "application/x-www-form-urlencoded"}
    response, page = server.request("POST", "/lapor/kirim", b"what=" + b"a" * 3_000_000, headers)
    assert response.status == 413
    assert b"Tidak ada yang terkirim" in page


def test_a_killed_worker_is_replaced_and_opens_old_fields(server: Running) -> None:
    words, state = server.form_state()
    before = workers(server)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 60
    while len(workers(server) - before) < 2:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert not workers(server) & before
    assert "Laporan terkirim" in server.post("/lapor/kirim", what="x", state=state)
    assert len(words) == 10


def test_a_restart_forgets_the_keys_and_keeps_the_text(tmp_path: Path) -> None:
    port = free_port()
    config = lay_out(tmp_path, port)
    with running(config, port, tmp_path / "log") as server:
        words, state = server.form_state()
    with running(config, port, tmp_path / "log") as server:
        page = server.post("/lapor/kirim", what=CANARY, state=state)
        assert "Belum terkirim" in page
        assert CANARY in page
        assert 'name="code"' in page
        sent = server.post("/lapor/kirim", what=CANARY, code=" ".join(words), state="")
        assert "Laporan terkirim" in sent


def test_a_wrong_setting_stops_it_with_one_sentence(tmp_path: Path) -> None:
    config = lay_out(tmp_path, free_port())
    config.write_text(config.read_text().replace("deadline = 0.3", "deadline = 300.0"))
    command = [sys.executable, "-m", "wbs.cli", "serve", "reporter", "--config", str(config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "server.deadline" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_board_and_the_field_are_plain(server: Running) -> None:
    assert server.get("/board").startswith("wbs/v1 board ")
    assert re.fullmatch(r"[A-Za-z0-9_-]+", field(server.get("/lapor")))


SLOW = """
import sys
from flask import Flask, Response, request
from werkzeug.wsgi import wrap_file
from wbs.portal import server

server.SILENCE, server.PACE = 1, 1e9
app = Flask("slow")
app.config["MAX_CONTENT_LENGTH"] = 1 << 20

@app.post("/")
def read():
    return request.get_data()

@app.get("/")
def page():
    return "page"

@app.get("/large")
def large():
    return b"a" * 50_000_000

@app.get("/file")
def file():
    return Response(wrap_file(request.environ, open(sys.argv[2], "rb")), direct_passthrough=True)

server.Server(lambda: app, listen=f"127.0.0.1:{sys.argv[1]}", workers=1, threads=2).run()
"""


@pytest.mark.parametrize(
    "unfinished",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Rest: ",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nwhat=",
        b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /file HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_clients_that_fall_silent_hold_no_thread(tmp_path: Path, unfinished: bytes) -> None:
    port, log, large = free_port(), tmp_path / "log", tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    with log.open("ab") as sink:
        command = [sys.executable, "-c", SLOW, str(port), str(large)]
        process = subprocess.Popen(command, stdout=sink, stderr=sink)
    silent: list[socket.socket] = []
    try:
        wait_until_up(process, port, log)
        for _ in range(4):
            silent.append(socket.create_connection(("127.0.0.1", port), 10))
            silent[-1].sendall(unfinished)
        assert Running(process, port).get("/") == "page"
    finally:
        for each in silent:
            each.close()
        process.terminate()
        process.wait(60)
    # A line, with the time that a system's journal puts before it, would tell that someone was here.
    assert "WARNING" not in log.read_text()
    assert "ERROR" not in log.read_text()


def test_a_file_that_ends_too_early_ends_the_answer(tmp_path: Path) -> None:
    """It would be asked for again and again, by a thread that never waits."""
    short = tmp_path / "short"
    short.write_bytes(b"x" * 10)
    here, there = socket.socketpair()
    with here, there, short.open("rb") as file, pytest.raises(BrokenPipeError):
        signal.alarm(30)
        PacedSocket(here).sendfile(file, 0, 20)
    signal.alarm(0)


@pytest.mark.parametrize("path", ["/large", "/file"])
def test_clients_that_take_little_hold_no_thread(tmp_path: Path, path: str) -> None:
    port, log, large = free_port(), tmp_path / "log", tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    with log.open("ab") as sink:
        command = [sys.executable, "-c", SLOW, str(port), str(large)]
        process = subprocess.Popen(command, stdout=sink, stderr=sink)
    ended = threading.Event()

    def sip() -> None:
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 12)
            connection.connect(("127.0.0.1", port))
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            with contextlib.suppress(OSError):
                while not ended.wait(0.1) and connection.recv(1 << 12):
                    pass

    sipping = [threading.Thread(target=sip) for _ in range(4)]
    try:
        wait_until_up(process, port, log)
        for each in sipping:
            each.start()
        time.sleep(1)
        assert Running(process, port).get("/") == "page"
    finally:
        ended.set()
        for each in sipping:
            each.join()
        process.terminate()
        process.wait(60)
    assert "ERROR" not in log.read_text()

"""Promise 1: plaintext never touches the server's disk: not the database, its journal, temporary files, logs.

A canary stands in every field, header and file, and in the names of files. What lies on the disk afterwards
is searched, and so is every byte that the server, its workers and their children ever wrote to a file, in any
spelling that a form or a database could give it. No file is opened for writing but those that are known.
"""

import base64
import html
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from tests import multipart
from tests.portal import evidence
from tests.portal.process import Running, field, free_port, lay_out, wait_until_up

pytestmark = pytest.mark.process

CANARY = "kanari rahasia 8f2c"
FIELDS = (
    "what", "who", "where", "when_from", "when_to", "how", "why", "evidence", "source", "reported_to",
)  # fmt: skip
# strace -xx: every byte of a string as \xNN, so that text between other bytes is found too.
_WRITE = re.compile(r"\b(?:write|pwrite64|writev|pwritev2?)\(\d+<([^>]*)>(?:\(deleted\))?, (.*)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OPEN = re.compile(
    r"\b(?:open|openat|openat2|creat|memfd_create)\((?:AT_FDCWD<[^>]*>, |\d+<[^>]*>, )?(\"[^\"]*\")(.*)"
)
_CALLS = "write,pwrite64,writev,pwritev,pwritev2,open,openat,openat2,creat,memfd_create"
_TRACER = ("strace", "-f", "-y", "-xx", "-s", "2097152", "-e", f"trace={_CALLS}")
# Besides data and log: nothing, gunicorn's heartbeat, the lock of the hidden field's keys, a child's setting.
_WRITABLE = re.compile(r"/dev/null|/dev/shm/wgunicorn-\w+|wbs-state|/proc/self/oom_score_adj")


@dataclass(frozen=True)
class Visit:
    """What a server was told, where it keeps its files, what it wrote to any, and what it opened for that."""

    words: tuple[str, ...]
    folder: Path
    writes: list[tuple[str, bytes]]
    opened: list[str]


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    folder = tmp_path_factory.mktemp("traced")
    port = free_port()
    config = lay_out(folder, port)
    trace = tmp_path_factory.mktemp("trace") / "strace"
    for server in traced(config, port, trace, folder / "log"):
        words = tell_everything(server)
        send_files(server, words)
    return Visit(words, folder, writes_in(trace), opened_in(trace))


def writes_in(trace: Path) -> list[tuple[str, bytes]]:
    """Return every write to something that has a path, which sockets and pipes have not."""
    calls = [match.groups() for line in trace.read_text().splitlines() if (match := _WRITE.search(line))]
    named = [(_bytes(f'"{name}"').decode() or name, _bytes(data)) for name, data in calls]
    return [(name, data) for name, data in named if name.startswith("/")]


def opened_in(trace: Path) -> list[str]:
    """Return what was opened to be written, successfully or not."""
    calls = [match.groups() for line in trace.read_text().splitlines() if (match := _OPEN.search(line))]
    written = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TMPFILE", "MFD_")
    return [_bytes(name).decode() for name, flags in calls if any(flag in flags for flag in written)]


def _bytes(strings: str) -> bytes:
    return b"".join(bytes.fromhex(each.replace("\\x", "")) for each in _STRING.findall(strings))


def traced(config: Path, port: int, trace: Path, log: Path) -> Iterator[Running]:
    """Run the server under strace until the caller is done with it."""
    command = [*_TRACER, "-o", str(trace), sys.executable, "-m", "wbs.cli", "serve", "reporter"]
    command += ["--config", str(config)]
    temporary = config.parent / "tmp"
    temporary.mkdir()
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command, stdout=sink, stderr=sink, env={**os.environ, "TMPDIR": str(temporary)}
        )
    try:
        wait_until_up(process, port, log)
        yield Running(process, port)
    finally:
        # strace ends with the server, which is its only child.
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGTERM)
        process.wait(60)


def tell_everything(server: Running) -> tuple[str, ...]:
    """File a report, fail to, look at its status and send a message, with the canary everywhere."""
    words, state = server.form_state()
    answers = {name: f"{CANARY} {name} " + "x" * 3_000 for name in FIELDS}
    assert "Belum terkirim" in server.post("/lapor/kirim", **{**answers, "what": ""}, state=state)
    assert "Laporan terkirim" in server.post("/lapor/kirim", **answers, state=state)
    page = server.post("/status", code=" ".join(words))
    assert "Pesan terkirim" in server.post("/status/pesan", text=f"{CANARY} text", state=field(page))
    server.post("/status/pesan", text=CANARY, state="broken")
    long = "&".join(f"{name}={quote_plus(CANARY)}{'y' * 60_000}" for name in FIELDS)
    server.request("POST", "/lapor/kirim", long.encode(), {"Origin": server.origin})
    boundary = "kanari"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="what"; filename="{CANARY}"\r\n\r\n'
    kind = {"Origin": server.origin, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    for size, status in ((1_000, 415), (700_000, 413)):
        multipart = (part + CANARY + "z" * size + f"\r\n--{boundary}--\r\n").encode()
        response, _ = server.request("POST", "/lapor/kirim", multipart, kind)
        assert response.status == status
    server.get(f"/bantuan?q={quote_plus(CANARY)}", **{"User-Agent": CANARY, "Referer": CANARY})
    return words


def files() -> list[tuple[str, bytes]]:
    """Return files full of the canary, and larger than what a web framework keeps in memory."""
    exif = evidence.jpeg().replace(evidence.SERIAL.encode(), CANARY[: len(evidence.SERIAL)].encode())
    return [
        (f"{CANARY}.txt", f"{CANARY}\n".encode() * 40_000),
        (f"{CANARY}.mp4", evidence.video() + f"{CANARY} ".encode() * 100_000),
        (f"{CANARY}.jpg", exif + CANARY.encode()),
        (f"{CANARY}.png", evidence.png(CANARY)),
        (f"{CANARY}.pdf", evidence.pdf(CANARY)),
    ]


def send_files(server: Running, words: tuple[str, ...]) -> None:
    """Add files and send them; add some and leave; break off; send some where none are taken."""
    case = server.post("/status", code=" ".join(words))
    for then in ("send", "leave"):
        page = server.post("/status/berkas", state=field(case), text=f"{CANARY} text")
        review = upload(server, page, files())
        assert f"{CANARY}.txt" in review
        if then == "send":
            sent = server.post("/status/berkas/kirim", state=field(review), text=f"{CANARY} text")
            assert "Pesan terkirim" in sent
    assert "elum terkirim" in upload(server, page, [(CANARY, CANARY.encode())], state=CANARY)
    data, kind = multipart.encode([("state", field(page))], [("files", *each) for each in files()])
    head = f"POST /status/berkas/periksa HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
    head += f"Origin: {server.origin}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head.encode() + data[: len(data) // 2])
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65_536):
            pass


def upload(server: Running, page: str, files: list[tuple[str, bytes]], **fields: str) -> str:
    """Choose files on the page that asks for them."""
    typed = {"state": field(page), "text": CANARY, **fields}
    data, kind = multipart.encode(typed.items(), [("files", *each) for each in files])
    headers = {"Origin": server.origin, "Content-Type": kind}
    return server.request("POST", "/status/berkas/periksa", data, headers)[1].decode()


def spellings(text: str) -> set[bytes]:
    """Return every way in which a program could write the text down without meaning to hide it."""
    raw = text.encode()
    # Any alignment within base64 holds one of these.
    coded = {base64.b64encode(bytes(shift) + raw)[4:-4] for shift in range(3)}
    plain = {raw, quote_plus(text).encode(), html.escape(text).encode(), json.dumps(text)[1:-1].encode()}
    return plain | coded | {raw.hex().encode(), text.encode("utf-16-le"), text.encode("utf-16-be")}


def secrets(visit: Visit) -> set[bytes]:
    words = visit.words
    pairs = {f"{one}{gap}{two}" for one, two in itertools.pairwise(words) for gap in (" ", "+", "%20")}
    return spellings(CANARY) | {pair.encode() for pair in pairs}


def test_nothing_that_was_typed_lies_on_the_disk(visit: Visit) -> None:
    files = [path for path in visit.folder.rglob("*") if path.is_file() and not path.is_symlink()]
    assert any(path.stat().st_size == 78_094 for path in files)
    for path in files:
        data = path.read_bytes()
        assert not [secret for secret in secrets(visit) if secret in data], path


def test_nothing_that_was_typed_was_ever_written_to_a_file(visit: Visit) -> None:
    letters = [data for path, data in visit.writes if "/blobs/" in path]
    assert len(letters) >= 2
    for path, data in visit.writes:
        assert not [secret for secret in secrets(visit) if secret in data], path


def test_files_wait_and_lie_sealed(visit: Visit) -> None:
    # Enough was written that the canary would have been found in it.
    spooled = [data for path, data in visit.writes if "/spool/" in path]
    assert sum(map(len, spooled)) > 5_000_000
    letters = [path for path in visit.folder.rglob("*") if "blobs" in path.parts and path.is_file()]
    assert max(path.stat().st_size for path in letters) > 3_000_000
    assert [path for path in (visit.folder / "data" / "spool").rglob("*") if path.name == "01"]
    assert list((visit.folder / "tmp").iterdir()) == []


def test_no_other_file_is_opened_to_be_written(visit: Visit) -> None:
    known = (str(visit.folder / "data"), str(visit.folder / "log"))
    other = [path for path in visit.opened if not path.startswith(known) and not _WRITABLE.fullmatch(path)]
    assert other == []
    assert [path for path in visit.opened if "/spool/" in path]


def test_the_trace_would_have_seen_it(tmp_path: Path) -> None:
    trace = tmp_path / "strace"
    script = f"open({str(tmp_path / 'leak')!r}, 'wb').write(b'\\0\\xff' + {CANARY!r}.encode())"
    subprocess.run([*_TRACER, "-o", str(trace), sys.executable, "-c", script], check=True)
    assert [path for path, data in writes_in(trace) if CANARY.encode() in data] == [str(tmp_path / "leak")]
    assert opened_in(trace) == [str(tmp_path / "leak")]

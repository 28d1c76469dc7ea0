"""Promise 1: plaintext never touches the server's disk: not the database, its journal, temporary files, logs.

A canary stands in every field and header. What lies on the disk afterwards is searched, and so is every byte
that the server and its workers ever wrote to a file, in any spelling that a form or a database could give it.
"""

import base64
import html
import itertools
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from tests.portal.process import Running, field, free_port, lay_out, wait_until_up

pytestmark = pytest.mark.process

CANARY = "kanari rahasia 8f2c"
FIELDS = (
    "what", "who", "where", "when_from", "when_to", "how", "why", "evidence", "source", "reported_to",
)  # fmt: skip
# strace -xx: every byte of a string as \xNN, so that text between other bytes is found too.
_WRITE = re.compile(r"\b(?:write|pwrite64|writev|pwritev2?)\(\d+<([^>]*)>, (.*)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_TRACER = ("strace", "-f", "-y", "-xx", "-s", "262144", "-e", "trace=write,pwrite64,writev,pwritev,pwritev2")


@dataclass(frozen=True)
class Visit:
    """What a server was told, where it keeps its files, and every write of it to a file."""

    words: tuple[str, ...]
    folder: Path
    writes: list[tuple[str, bytes]]


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    folder = tmp_path_factory.mktemp("traced")
    port = free_port()
    config = lay_out(folder, port)
    trace = tmp_path_factory.mktemp("trace") / "strace"
    for server in traced(config, port, trace, folder / "log"):
        words = tell_everything(server)
    return Visit(words, folder, writes_in(trace))


def writes_in(trace: Path) -> list[tuple[str, bytes]]:
    """Return every write to something that has a path, which sockets and pipes have not."""
    calls = [match.groups() for line in trace.read_text().splitlines() if (match := _WRITE.search(line))]
    named = [(_bytes(f'"{name}"').decode() or name, _bytes(data)) for name, data in calls]
    return [(name, data) for name, data in named if name.startswith("/")]


def _bytes(strings: str) -> bytes:
    return b"".join(bytes.fromhex(each.replace("\\x", "")) for each in _STRING.findall(strings))


def traced(config: Path, port: int, trace: Path, log: Path) -> Iterator[Running]:
    """Run the server under strace until the caller is done with it."""
    command = [*_TRACER, "-o", str(trace), sys.executable, "-m", "wbs.cli", "serve", "reporter"]
    command += ["--config", str(config)]
    with log.open("ab") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink)
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


def test_the_trace_would_have_seen_it(tmp_path: Path) -> None:
    trace = tmp_path / "strace"
    script = f"open({str(tmp_path / 'leak')!r}, 'wb').write(b'\\0\\xff' + {CANARY!r}.encode())"
    subprocess.run([*_TRACER, "-o", str(trace), sys.executable, "-c", script], check=True)
    assert [path for path, data in writes_in(trace) if CANARY.encode() in data] == [str(tmp_path / "leak")]

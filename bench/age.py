"""Sealing and opening one big file with eight recipients: against the bare cipher, and against Debian's age.

    python -m bench.age [MIB]

*Bare* is one loop of ChaCha20-Poly1305 over the file's 64 KiB chunks, already in memory, in the same process.
There, ours goes from file to file and writes over an output that exists: making room for a new file is the
kernel's work, on tmpfs more than the cipher's, and no program can spare it. As whole processes both write new
files; age 1.1.1 knows no post-quantum recipients, so it seals to eight classic ones.
Ours works on two cores: on a machine that is busy besides, the bounds measure its other work.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from bench import measure, report
from crypto import age
from crypto.hybrid import Identity
from crypto.stream import CHUNK

MIB = 1024 * 1024
RECIPIENTS = 8
BARE_BOUND = 0.80
PROCESS_BOUND = 1.00


def main(size: int = 1024 * MIB) -> list[bool]:
    """Whether each bound holds; prints them."""
    with TemporaryDirectory(dir="/dev/shm") as name:
        folder = Path(name)
        plain = folder / "plain"
        piece = Random(1).randbytes(16 * MIB)
        with plain.open("wb") as file:
            for start in range(0, size, len(piece)):
                file.write(piece[: size - start])
        return [*_against_bare(folder, plain), *_against_age(folder, plain)]


def _against_bare(folder: Path, plain: Path) -> list[bool]:
    identities = [Identity.generate() for _ in range(RECIPIENTS)]
    sealed, opened = folder / "sealed", folder / "opened"
    seal = partial(_file_to_file, partial(age.encrypt, recipients=[each.recipient for each in identities]))
    open_ = partial(_file_to_file, partial(age.decrypt, identities=identities[-1:]))
    for path in (sealed, opened):
        path.touch()
    seal(plain, sealed)
    open_(sealed, opened)
    assert _same(plain, opened)

    aead = ChaCha20Poly1305(bytes(32))
    data = memoryview(plain.read_bytes())
    chunks = [data[start : start + CHUNK] for start in range(0, len(data), CHUNK)]
    tagged = [aead.encrypt(_nonce(number), chunk, None) for number, chunk in enumerate(chunks)]
    seconds = measure(
        {
            "bare seal": partial(_bare, aead.encrypt, chunks),
            "seal": partial(seal, plain, sealed),
            "bare open": partial(_bare, aead.decrypt, tagged),
            "open": partial(open_, sealed, opened),
        }
    )
    for path in (sealed, opened):
        path.unlink()
    return [
        report(
            "sealing, speed against the bare cipher",
            seconds["bare seal"] / seconds["seal"],
            BARE_BOUND,
            "at_least",
        ),
        report(
            "opening, speed against the bare cipher",
            seconds["bare open"] / seconds["open"],
            BARE_BOUND,
            "at_least",
        ),
    ]


def _against_age(folder: Path, plain: Path) -> list[bool]:
    ours, theirs = folder / "ours.key", folder / "theirs.key"
    python = [sys.executable, "-m", "crypto"]
    ours.write_bytes(subprocess.run([*python, "keygen"], stdout=subprocess.PIPE, check=True).stdout)
    theirs.write_bytes(subprocess.run(["age-keygen"], capture_output=True, check=True).stdout)
    mine, other = folder / "mine.age", folder / "other.age"
    seconds = measure(
        {
            "seal": partial(_process, [*python, "encrypt", *_recipients(ours)], plain, mine),
            "age seals": partial(_process, ["age", "--encrypt", *_recipients(theirs)], plain, other),
            "open": partial(_process, [*python, "decrypt", "-i", str(ours)], mine, folder / "mine"),
            "age opens": partial(_process, ["age", "--decrypt", "-i", str(theirs)], other, folder / "other"),
        }
    )
    assert _same(plain, folder / "mine")
    return [
        report("sealing, time against age", seconds["seal"] / seconds["age seals"], PROCESS_BOUND, "at_most"),
        report("opening, time against age", seconds["open"] / seconds["age opens"], PROCESS_BOUND, "at_most"),
    ]


def _file_to_file(work: Callable[..., None], source: Path, sink: Path) -> None:
    with source.open("rb") as read, sink.open("r+b", buffering=0) as write:
        work(read, write)


def _bare(
    cipher: Callable[[bytes, bytes | memoryview, None], bytes], chunks: Sequence[bytes | memoryview]
) -> None:
    for number, chunk in enumerate(chunks):
        cipher(_nonce(number), chunk, None)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _process(command: Sequence[str], source: Path, sink: Path) -> None:
    with source.open("rb") as read, sink.open("wb") as write:
        subprocess.run(command, stdin=read, stdout=write, check=True)


def _recipients(key_file: Path) -> list[str]:
    """Eight times the public key that both kinds of key file carry in a comment."""
    public = next(line for line in key_file.read_text().splitlines() if "public key: " in line).split(": ")[1]
    return ["-r", public] * RECIPIENTS


def _same(one: Path, other: Path) -> bool:
    return subprocess.run(["cmp", "--silent", one, other], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(0 if all(main(*(int(text) * MIB for text in sys.argv[1:]))) else 1)

"""``python -m crypto`` as a person meets it: exit status, one sentence, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import IO

import pytest

from crypto.hybrid import Identity
from crypto.receipt import Receipt

TEXT = Random(3).randbytes(2_000_000)
CLASSIC = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
CODE = str(Receipt.generate(lambda count: bytes(range(count))))


def run(
    *arguments: str, data: bytes = b"", stdout: int | IO[bytes] = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "crypto", *arguments]
    return subprocess.run(command, input=data, stdout=stdout, stderr=subprocess.PIPE, timeout=60, check=False)


def assert_refused(done: subprocess.CompletedProcess[bytes], reason: str) -> None:
    assert done.returncode == 1
    message = done.stderr.decode()
    assert message.startswith("error: ")
    assert message.count("\n") == 1
    assert reason in message


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "key.txt"
    path.write_bytes(run("keygen").stdout)
    return path


@pytest.fixture(scope="module")
def recipient(key_file: Path) -> str:
    return key_file.read_text().splitlines()[0].removeprefix("# public key: ")


@pytest.fixture(scope="module")
def file(recipient: str) -> bytes:
    other = str(Identity.generate().recipient)
    return run("encrypt", "-r", other, "-r", recipient, data=TEXT).stdout


def test_what_was_encrypted_decrypts(key_file: Path, file: bytes) -> None:
    done = run("decrypt", "-i", str(key_file), data=file)
    assert (done.returncode, done.stdout, done.stderr) == (0, TEXT, b"")


@pytest.mark.parametrize("length", [0, 100, 5000, 1_500_000, -1])
def test_a_truncated_file_is_no_success(key_file: Path, file: bytes, length: int) -> None:
    done = run("decrypt", "-i", str(key_file), data=file[:length])
    assert_refused(done, "whole file" if done.stdout else "")
    assert TEXT.startswith(done.stdout)
    assert done.stdout != TEXT


def test_recipients_that_are_refused(recipient: str) -> None:
    assert_refused(run("encrypt", "-r", recipient, "-r", CLASSIC, data=TEXT), "not post-quantum")
    assert_refused(run("encrypt", "-r", recipient[:-1], data=TEXT), "checksum")
    assert_refused(run("encrypt", *["-r", recipient] * 9, data=TEXT), "1 to 8 recipients")


def test_key_files_that_are_refused(tmp_path: Path, file: bytes) -> None:
    path = tmp_path / "key.txt"
    assert_refused(run("decrypt", "-i", str(path), data=file), f"{path}: No such file")
    assert_refused(run("decrypt", "-i", str(tmp_path), data=file), f"{tmp_path}: Is a directory")
    path.write_bytes(b"# nothing\n\n")
    assert_refused(run("decrypt", "-i", str(path), data=file), "no identity")
    path.write_bytes(b"# a comment\n\xff\xfe\n")
    assert_refused(run("decrypt", "-i", str(path), data=file), "line 2")
    path.write_bytes(b"#" * 70_000)
    assert_refused(run("decrypt", "-i", str(path), data=file), "too long")
    path.write_text(f"{Identity.generate()}\n")
    assert_refused(run("decrypt", "-i", str(path), data=file), "not sealed to this identity")


def test_an_output_that_cannot_be_written(key_file: Path, file: bytes) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("decrypt", "-i", str(key_file), data=file, stdout=full)
    assert_refused(done, "No space left")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = run("decrypt", "-i", str(key_file), data=file, stdout=writer)
    finally:
        os.close(writer)
    assert_refused(done, "nobody reads")


def test_receipt_codes() -> None:
    new = run("receipt", "new").stdout.decode()
    assert run("receipt", "check", new).stdout.decode() == new
    assert run("receipt", "check", data=new.encode()).stdout.decode() == new
    first, rest = CODE.split(" ", 1)
    done = run("receipt", "check", "zzzz", *rest.split())
    assert (done.returncode, done.stdout.decode()) == (0, f"{CODE}\n")
    assert done.stderr.decode() == f"word 1 was corrected: zzzz to {first}\n"
    assert_refused(run("receipt", "check", rest), "10 words")
    assert_refused(run("receipt", "check", "zzzz", "zzzz", rest.split(" ", 1)[1]), "")
    assert_refused(run("receipt", "check", data=b"\xff\xfe"), "")

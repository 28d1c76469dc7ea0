"""Sealing and receipt codes by hand: ``python -m crypto``, from standard input to standard output.

Exit 0: done. Exit 1: the input was refused, with one sentence on standard error. Exit 2: wrong usage.
"""

from __future__ import annotations

import argparse
import io
import sys
from typing import TYPE_CHECKING

from crypto.errors import CryptoError, KeyFormatError

if TYPE_CHECKING:
    from crypto.hybrid import Identity

_KEY_FILE_LIMIT = 64 * 1024
_CODE_LIMIT = 1024


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; its exit status."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except CryptoError as error:
        return _refuse(str(error))
    except BrokenPipeError:
        return _refuse("nobody reads the output any more")
    except OSError as error:
        return _refuse(f"{error.filename or 'input or output'}: {error.strerror or error}")
    except KeyboardInterrupt:
        return _refuse("interrupted")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crypto", description="age files and receipt codes")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    keygen = commands.add_parser("keygen", help="write a new key file")
    keygen.set_defaults(run=_keygen)

    encrypt = commands.add_parser("encrypt", help="seal standard input to 1 to 8 recipients")
    encrypt.add_argument("-r", dest="recipients", action="append", required=True, metavar="RECIPIENT")
    encrypt.set_defaults(run=_encrypt)

    decrypt = commands.add_parser(
        "decrypt", help="open standard input; its output counts only if this exits 0"
    )
    decrypt.add_argument("-i", dest="key_files", action="append", required=True, metavar="KEYFILE")
    decrypt.set_defaults(run=_decrypt)

    receipt = commands.add_parser("receipt", help="receipt codes").add_subparsers(
        required=True, metavar="ACTION"
    )
    new = receipt.add_parser("new", help="write a new code")
    new.set_defaults(run=_receipt_new)
    check = receipt.add_parser("check", help="read a code, and correct one wrong word")
    check.add_argument("words", nargs="*", metavar="WORD", help="the code; from standard input if left out")
    check.set_defaults(run=_receipt_check)
    return parser


# Each command imports what it needs: the other rooms of this package cost more to load than to run.


def _keygen(_options: argparse.Namespace) -> None:
    from crypto.hybrid import Identity

    identity = Identity.generate()
    _write(f"# public key: {identity.recipient}\n{identity}\n")


def _encrypt(options: argparse.Namespace) -> None:
    from crypto import age
    from crypto.hybrid import Recipient

    recipients = [Recipient.parse(text) for text in options.recipients]
    with _input() as source, _output() as sink:
        age.encrypt(source, sink, recipients)


def _decrypt(options: argparse.Namespace) -> None:
    from crypto import age
    from crypto.errors import ArmorError, PayloadError

    identities = [identity for path in options.key_files for identity in _identities(path)]
    with _input() as source, _output() as sink:
        try:
            age.decrypt(source, sink, identities)
        except (ArmorError, PayloadError) as error:
            raise type(error)(f"{error}; what was written is not the whole file") from None


def _receipt_new(_options: argparse.Namespace) -> None:
    from crypto.receipt import Receipt

    _write(f"{Receipt.generate()}\n")


def _receipt_check(options: argparse.Namespace) -> None:
    from crypto import receipt

    if options.words:
        text = " ".join(options.words)
    else:
        with _input() as source:
            text = source.read(_CODE_LIMIT).decode(errors="replace")
    reading = receipt.read(text)
    _write(f"{reading.receipt}\n")
    if reading.correction:
        correction = reading.correction
        _say(f"word {correction.position + 1} was corrected: {correction.typed} to {correction.word}")


def _identities(path: str) -> list[Identity]:
    """The identities of a key file as age-keygen writes it: one a line, comments after ``#``."""
    from crypto.hybrid import Identity

    with open(path, "rb") as file:  # noqa: PTH123 -- an open file's errors name it as the caller did
        data = file.read(_KEY_FILE_LIMIT + 1)
    if len(data) > _KEY_FILE_LIMIT:
        raise KeyFormatError(f"{path}: too long for a key file")
    identities = []
    for number, line in enumerate(data.decode(errors="replace").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                identities.append(Identity.parse(line.strip()))
            except KeyFormatError as error:
                raise KeyFormatError(f"{path}, line {number}: {error}") from None
    if not identities:
        raise KeyFormatError(f"{path}: no identity in this file")
    return identities


def _input() -> io.BufferedReader:
    return open(0, "rb", closefd=False)


def _output() -> io.FileIO:
    # Unbuffered: what was refused after writing must not be flushed, and fail, at exit.
    return open(1, "wb", buffering=0, closefd=False)


def _write(text: str) -> None:
    from crypto.stream import write_all

    with _output() as sink:
        write_all(sink, text.encode())


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _refuse(reason: str) -> int:
    _say(f"error: {reason}")
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""A whole office for a story: its ceremony, its portal as real processes, its desks and its courier."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner

from crypto import receipt
from tests.journeys.visitor import Visitor
from tests.portal.process import free_port
from wbs.cases.office import default_toml
from wbs.cli import wbs
from wbs.desk import backup, setup
from wbs.letters.pin import Pin

READERS = ("verifikator-1", "verifikator-2", "verifikator-3", "verifikator-4")
# Who reads when the last of the readers is accused: all that are left.
ACCUSED, PANEL = READERS[-1], READERS[:-1]
SIDES = ("reporter", "courier")
PASSPHRASE = "kertas kopi perahu senja"
PATIENCE = 60.0


def run(*arguments: object, typed: str = "") -> str:
    """Run the command ``wbs``; return what it said."""
    result = CliRunner().invoke(wbs, [str(each) for each in arguments], input=typed)
    assert result.exit_code == 0, result.output
    return result.output


@contextmanager
def cheap_passphrases() -> Iterator[None]:
    """Make guessing cheap: a story is not about how long a passphrase holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "LOG_N", 4)
        patch.setattr(setup, "make_desk", partial(setup.make_desk, log_n=4))
        yield


class Office:
    """Four readers, of whom three read each report; a portal on two ports; the courier ``kurir``."""

    def __init__(self, folder: Path, database: str = "", message_bytes: int = 128 << 20) -> None:
        """Hold the ceremony in ``folder/ceremony`` and make the portal in ``folder/portal``.

        ``database``: the address of an empty one on PostgreSQL; without it, SQLite. ``message_bytes``: the
        office's limit for one message.
        """
        self._limit = message_bytes
        self.folder = folder
        self.database = database
        self.frasa = folder / "frasa.txt"
        self.frasa.write_text(PASSPHRASE + "\n")
        self.ports = dict(zip(SIDES, (free_port(), free_port()), strict=True))
        self.config = folder / "portal" / "wbs.toml"
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.ceremony(folder / "ceremony")
        self.initialise(folder / "ceremony")
        said = run("courier", "add", "--config", self.config, "--passphrase-file", self.frasa, "kurir")
        found = re.search(r"\b[A-Z2-7]{32}\b", said)
        assert found, said
        self._totp = pyotp.TOTP(found[0])

    def ceremony(self, folder: Path) -> None:
        """Make three roots and the readers' keys, assemble the keyring, sign it with two roots, verify it."""
        folder.mkdir()
        settings, changed = re.subn(
            r"(?m)^message_bytes = \S+", f"message_bytes = {self._limit}", default_toml().decode()
        )
        assert changed == 1
        (folder / "office.toml").write_text(settings)
        secret = ("--passphrase-file", self.frasa)
        for label in "abc":
            run("keyring", "new-root", label, *secret, "--out", folder)
        for reader in READERS:
            described = (
                "--title",
                reader.replace("-", " ").capitalize(),
                "--unit",
                "Itjen",
                "--role",
                "intake",
            )
            run("keyring", "new-reader", reader, *described, *secret, "--out", folder)
        parts = [folder / f"{reader}.public.json" for reader in READERS]
        roots = [f"--root={folder}/root-{label}.pub" for label in "abc"]
        named = ("--name", "WBS Contoh", "--office", folder / "office.toml")
        run("keyring", "assemble", *parts, *roots, *named, "--out", folder)
        keyring = folder / "keyring-1.json"
        for label in "ab":
            run("keyring", "sign", keyring, folder / f"root-{label}.age", "--yes", *secret)
        run("keyring", "verify", keyring, "--pin", folder / "pin-1.json")

    def replace_key(self, reader: str, folder: Path, frasa: Path) -> Path:
        """Give a reader a new key, and return the keyring that names it, the second; it is published.

        The backup is in a new ``folder``, under the first line of ``frasa``.
        """
        ceremony = self.folder / "ceremony"
        folder.mkdir()
        described = ("--title", reader.replace("-", " ").capitalize(), "--unit", "Itjen", "--role", "intake")
        run("keyring", "new-reader", reader, *described, "--passphrase-file", frasa, "--out", folder)
        previous = ("--previous", ceremony / "keyring-1.json")
        public = folder / f"{reader}.public.json"
        assert "--older" in run("keyring", "replace-reader", reader, public, *previous, "--out", ceremony)
        keyring = ceremony / "keyring-2.json"
        secret = ("--passphrase-file", self.frasa)
        for label in "ab":
            run("keyring", "sign", keyring, ceremony / f"root-{label}.age", "--yes", *secret, *previous)
        run("keyring", "verify", keyring, "--pin", ceremony / "pin-1.json", *previous)
        run("keyring", "publish", "--config", self.config, keyring)
        return keyring

    def initialise(self, ceremony: Path) -> None:
        """Make the portal, which releases letters at once and answers soon, and publish the keyring."""
        options: list[object] = ["--pin", ceremony / "pin-1.json", "--office", ceremony / "office.toml"]
        for side, prefix in zip(SIDES, ("", "courier-"), strict=True):
            options += [
                f"--{prefix}origin",
                self.origin(side),
                f"--{side}-listen",
                f"127.0.0.1:{self.ports[side]}",
            ]
        run("init", self.config.parent, *options)
        self.change(release='"at-once"', deadline="0.2", database=f'"{self.database}"')
        run("migrate", "--config", self.config)
        run("keyring", "publish", "--config", self.config, ceremony / "keyring-1.json")

    def change(self, **settings: str) -> None:
        """Change settings in the portal's file."""
        text = self.config.read_text()
        for key, value in settings.items():
            text, found = re.subn(rf"(?m)^{key} = \S+", f"{key} = {value}", text)
            assert found == 1, key
        self.config.write_text(text)

    def origin(self, side: str) -> str:
        """Return where a side is reached."""
        return f"http://127.0.0.1:{self.ports[side]}"

    @contextmanager
    def open(self, *sides: str) -> Iterator[None]:
        """Run these sides as processes, both if none is named, until the block ends."""
        try:
            for side in sides or SIDES:
                self._spawn(side)
            for side in sides or SIDES:
                self._wait_for(side)
            yield
        finally:
            for side in list(self._running):
                self._stop(side)

    def restart(self, side: str) -> None:
        """End a side and run it again, as after a failure of power: what it only remembered is gone."""
        self._stop(side)
        self._spawn(side)
        self._wait_for(side)

    def _spawn(self, side: str) -> None:
        command = [sys.executable, "-m", "wbs.cli", "serve", side, "--config", str(self.config)]
        with self._log(side).open("ab") as sink:
            self._running[side] = subprocess.Popen(command, stdout=sink, stderr=sink)

    def _wait_for(self, side: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self._running[side].poll() is None, self._log(side).read_text()
            try:
                Visitor(self.origin(side)).open("/")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self._log(side).read_text())

    def _log(self, side: str) -> Path:
        return self.folder / f"{side}.log"

    def _stop(self, side: str) -> None:
        process = self._running.pop(side)
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()

    def desk(self, reader: str) -> "Desk":
        """Return a reader's desk, made from the ceremony's backup when it is first asked for."""
        folder = self.folder / "desks" / reader
        made = Desk(folder, self.frasa)
        if not folder.exists():
            ceremony = self.folder / "ceremony"
            files = ("--from", ceremony / f"reader-{reader}.age", "--pin", ceremony / "pin-1.json")
            public = ("--keyring", ceremony / "keyring-1.json", "--office", ceremony / "office.toml")
            made.run("init", *files, *public, "--backup-passphrase-file", self.frasa)
        return made

    def case(self, code: str) -> str:
        """Return what desks call the case of a receipt code."""
        pin = Pin.decode((self.folder / "ceremony" / "pin-1.json").read_bytes())
        return receipt.reporter_keys(receipt.read(code).receipt, pin.instance).case.hex()[:8]

    def bundle(self, *, everything: bool = True) -> Path:
        """Take out a bundle of all letters at the server, or of those that no bundle has had yet."""
        which = ["--all"] if everything else []
        said = run("courier", "export", *which, "--config", self.config, "--to", self.folder)
        (name,) = re.findall(r"\S+\.tar\b", said)
        return Path(name)

    def second_factor(self) -> str:
        """Return the courier's code of now; it counts once."""
        return self._totp.now()

    def courier(self) -> Visitor:
        """Return the courier at the app, logged in with password and second factor."""
        visitor = Visitor(self.origin("courier"))
        visitor.open("/")
        visitor.send(name="kurir", password=PASSPHRASE, code=self.second_factor())
        assert "Ambil bundel" in visitor.text, visitor.text
        return visitor


class Desk:
    """A reader's desk at the command line."""

    def __init__(self, folder: Path, frasa: Path) -> None:
        """Keep it in this folder, under the first line of this file."""
        self.folder = folder
        self._frasa = frasa

    def run(self, *arguments: object) -> str:
        """Run ``wbs desk``; return what it said."""
        return run("desk", "--desk", self.folder, "--passphrase-file", self._frasa, *arguments)

    def reply(self, case: str, state: str, text: str) -> None:
        """Answer the reporter."""
        file = self.folder.with_suffix(".txt")
        file.write_text(text, encoding="utf-8")
        self.run("reply", case, "--state", state, "--text", file, "--yes")

    def outbox(self, folder: Path) -> Path:
        """Pack what waits; return the file for the courier."""
        self.run("outbox", "--to", folder)
        (file,) = folder.glob(f"outbox-*-{self.folder.name}.tar")
        return file


def file_report(visitor: Visitor, **answers: str) -> str:
    """Go from the code to the sent page as a reporter does; return the code."""
    visitor.open("/lapor")
    code = visitor.words
    asked = [int(number) for number in re.findall(r"Kata nomor (\d+)", visitor.send())]
    visitor.send(word_a=code[asked[0] - 1], word_b=code[asked[1] - 1])
    assert "Laporan terkirim" in visitor.send(**answers), visitor.text
    return " ".join(code)

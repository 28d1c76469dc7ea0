"""Reporters without JavaScript who do not give up: they do what the pages say until one says "terkirim"."""

import hashlib
import http.client
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from random import Random

from crypto import receipt
from tests import factories as make
from tests.faults.pages import Form, Page

_PATIENCE = 60.0
# Seconds until one gives up for good: only a portal that does not work keeps anybody so long.
_LONGEST = 600.0
_PAUSE = 0.05
_NOTHING: Mapping[str, bytes] = {}

REPORT = "/lapor/kirim"
ATTACH, INSPECT, SEND = "/status/berkas", "/status/berkas/periksa", "/status/berkas/kirim"


class Broken(Exception):
    """No whole answer came."""


@dataclass
class Sending:
    """One letter that somebody wants to send, and what became of it."""

    text: str
    files: dict[str, bytes] = field(default_factory=dict)
    code: str = ""
    #: Sealed by whoever sends it, and not by the portal.
    sealed: bool = False
    #: A page, or an answer, said that it was sent.
    answered: bool = False
    #: Answers that broke off after the last button was pressed; pages that said "belum terkirim".
    interrupted: int = 0
    refused: int = 0
    #: How often the ten words had to be typed again, and the files chosen again.
    asked_again: int = 0
    chosen_again: int = 0

    @property
    def case(self) -> bytes:
        """The case that the code leads to."""
        return _case(self.code)

    @property
    def content(self) -> tuple[str, frozenset[tuple[str, str]]]:
        """Text, and names and hashes of the files."""
        hashed = ((name, hashlib.sha256(data).hexdigest()) for name, data in self.files.items())
        return self.text, frozenset(hashed)


@cache
def _case(code: str) -> bytes:
    return receipt.reporter_keys(receipt.read(code).receipt, make.INSTANCE).case


class Visitor:
    """Gets pages and sends forms, each on a connection of its own."""

    def __init__(self, port: int) -> None:
        """Talk to this port of this machine."""
        #: Pages that came whole.
        self.seen = 0
        self._origin = f"http://127.0.0.1:{port}"
        self._port = port

    def get(self, path: str) -> Page:
        """Get a page; Broken."""
        return self._ask("GET", path, None, {})

    def send(self, form: Form, files: Mapping[str, bytes] = _NOTHING) -> Page:
        """Send a form; Broken."""
        body, kind = form.encode(dict(files))
        return self._ask("POST", form.action, body, {"Content-Type": kind})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        return Page.read(*self.exchange(method, path, body, headers))

    def exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, str]:
        """Make one request; status and body of the answer. Broken."""
        connection = self._connected()
        try:
            origin = {"Origin": self._origin} if method == "POST" else {}
            connection.request(method, path, body, {**origin, **headers})
            response = connection.getresponse()
            answer = response.status, response.read().decode()
            self.seen += 1
            return answer
        except (OSError, http.client.HTTPException) as error:
            raise Broken(str(error)) from error
        finally:
            connection.close()

    def _connected(self) -> http.client.HTTPConnection:
        """Connect, also where nobody listens for a while: nothing is sent meanwhile."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
            try:
                connection.connect()
            except ConnectionRefusedError:
                time.sleep(_PAUSE)
            else:
                return connection
        raise AssertionError("nobody listens")


class Reporter:
    """Files reports and adds files to them."""

    def __init__(self, port: int, chance: Random) -> None:
        """Talk to this port; ``chance`` decides who comes back after an answer that broke off."""
        self.visitor = Visitor(port)
        self._chance = chance

    def file(self, report: Sending) -> Page | None:
        """File a report, from the portal's first page on; as ``go_on``."""
        while True:
            with suppress(Broken):
                return self.go_on(report, self.visitor.get("/lapor"))

    def go_on(self, sending: Sending, page: Page) -> Page | None:
        """Do what the pages say until one says "terkirim"; that page.

        None where an answer broke off after the last button, and whoever waited for it gave up.
        """
        end = time.monotonic() + _LONGEST
        form = towards(sending, page)
        while True:
            assert time.monotonic() < end, page.text
            try:
                page = self.visitor.send(form, sending.files)
            except Broken:
                if form.action in (REPORT, SEND):
                    sending.interrupted += 1
                    if self._chance.random() < 1 / 4:
                        return None
                continue
            if is_sent(page):
                sending.answered = True
                return page
            if "Belum terkirim" in page.text:
                sending.refused += 1
                if form.holds(sending.text):
                    assert any(each.holds(sending.text) for each in page.forms), page.text
                # As long as someone in a hurry needs for the sentence.
                time.sleep(self._chance.uniform(0.2, 0.6))
            form = towards(sending, page)


def is_sent(page: Page) -> bool:
    """Whether a page says that the letter is on disk; the last also says that something failed after that."""
    return any(said in page.text for said in ("Laporan terkirim", "Pesan terkirim", "Sudah terkirim"))


def towards(sending: Sending, page: Page) -> Form:
    """Fill in the form of a page that brings the letter on its way."""
    if sending.files:
        return _towards_files(sending, page)
    form = page.form(REPORT, "/lapor/isi", "/lapor/ingat")
    match form.action:
        case "/lapor/ingat":
            sending.code = " ".join(page.words)
        case "/lapor/isi":
            words = sending.code.split()
            first, second = (int(number) for number in re.findall(r"Kata nomor (\d+)", page.text))
            form.fields |= {"word_a": words[first - 1], "word_b": words[second - 1]}
        case _:
            _fill(form, "what", sending)
    return form


def _towards_files(message: Sending, page: Page) -> Form:
    form = page.form(SEND, INSPECT, ATTACH)
    message.chosen_again += form.action == INSPECT
    if "text" in form.fields or form.action == ATTACH:
        _fill(form, "text", message)
    return form


def _fill(form: Form, name: str, sending: Sending) -> None:
    """Type the text, and the ten words where they are asked for."""
    form.fields[name] = sending.text
    if "code" in form.fields:
        sending.asked_again += 1
        form.fields["code"] = sending.code

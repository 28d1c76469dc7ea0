"""A whole portal in a temporary folder, its clock moved by hand, and a reporter who fills in its forms."""

import hashlib
import html
import io
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from crypto import receipt
from crypto.receipt import Receipt, ReporterKeys
from tests import factories as make
from tests import factories_keyring as rings
from tests import multipart
from wbs import sealing
from wbs.cases.office import Office
from wbs.letters import board
from wbs.letters.board import Slot
from wbs.letters.keyring import SignedKeyring
from wbs.letters.letter import Reply, sign_letter
from wbs.letters.signed import Signed
from wbs.portal import create_reporter_app
from wbs.portal.client import Client
from wbs.portal.config import CourierServer, ReporterServer, Settings
from wbs.portal.reporter.portal import Outside
from wbs.portal.reporter.state import SealKeys
from wbs.store import drops, keyrings
from wbs.store.board import apply_outbox
from wbs.store.migrate import migrate
from wbs.store.publication import publish
from wbs.store.session import Limits, Store

ORIGIN = "https://lapor.example"
NOW = datetime(2026, 1, 31, 3, 0, tzinfo=UTC)
FORM = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
WHAT = "Petugas meminta uang untuk menerbitkan izin."


def settings(folder: Path, **changes: object) -> Settings:
    """Return settings for a portal of the keyring's factory."""
    made = Settings(
        data=folder,
        database=f"sqlite:///{folder}/wbs.sqlite",
        origins=(ORIGIN,),
        onion="",
        deadline=1.0,
        release="half-day",
        text_reserve=1 << 20,
        hsts=True,
        office_header=("X-WBS-Network", "office"),
        exit_url="https://example.org/cuaca",
        demo=False,
        reporter=ReporterServer("127.0.0.1:0", 1, 4),
        courier=CourierServer("127.0.0.1:0", ("http://127.0.0.1",), folder / "courier.secret"),
        office=Office.default(),
        pin=rings.PIN,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a builder takes any field


@dataclass
class Time:
    """A clock, a timer and a sleep that a test moves by hand."""

    moment: datetime = NOW
    elapsed: float = 0.0
    booted: float = 100_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Remember instead of waiting."""
        self.slept.append(seconds)

    def outside(self) -> Outside:
        """Return what the app takes for time; chance stays real."""
        return Outside(clock=lambda: self.moment, timer=lambda: self.elapsed, sleep=self.sleep)


class Site:
    """A portal whose reporter holds ``code``."""

    def __init__(
        self,
        folder: Path,
        signed: Sequence[SignedKeyring] | None = None,
        client: Client | None = None,
        /,
        **changes: object,
    ) -> None:
        """Open the folder's store, publish the keyrings if any are given, make the app.

        ``client``: scripts other than the project's own.
        """
        self.settings = settings(folder, **changes)
        self.time = Time()
        self.store = Store(
            self.settings.database, folder, self.settings.office.zone, Limits(text_reserve=1 << 20)
        )
        if signed is not None:
            migrate(self.store)
            self.install(*signed)
        self.keys = SealKeys(lambda: self.time.booted)
        self.app: Flask = create_reporter_app(
            self.settings, outside=self.time.outside(), store=self.store, keys=self.keys, client=client
        )
        self.client: FlaskClient = self.app.test_client(use_cookies=False)

    def install(self, *signed: SignedKeyring) -> None:
        """Publish keyrings."""
        for one in signed:
            keyrings.install(self.store, one, rings.PIN, make.DAY)
        publish(self.store, make.INSTANCE, make.DAY)

    def restarted(self, **changes: object) -> "Site":
        """Return the same portal with a new app, whose memory is empty."""
        return Site(self.settings.data, **changes)

    def get(self, path: str, **headers: str) -> TestResponse:
        """Get a page."""
        return self.client.get(path, headers=headers, buffered=True)

    def post(self, path: str, data: dict[str, object], headers: dict[str, str] = FORM) -> TestResponse:
        """Post a form as a browser does."""
        return self.client.post(path, data=data, headers=headers)

    def upload(
        self, page: TestResponse, *files: tuple[str, bytes], **fields: str | list[str]
    ) -> TestResponse:
        """Choose files, each a name and its bytes, on the page that asks for them."""
        typed = [
            (name, each)
            for name, value in fields.items()
            for each in ([value] if isinstance(value, str) else value)
        ]
        data, kind = multipart.encode(
            [("state", state_of(page)), *typed], [("files", name, data) for name, data in files]
        )
        return self.client.post("/status/berkas/periksa", data=data, content_type=kind, headers=FORM)

    def code_page(self, lang: str = "") -> tuple[Receipt, str]:
        """Get a new code and its page's field."""
        page = self.get(f"{lang}/lapor")
        return Receipt(words_of(page)), state_of(page)

    def form_state(self) -> tuple[Receipt, str]:
        """Go through code and ask-back; return the code and the form's field."""
        code, state = self.code_page()
        asked = self.post("/lapor/ingat", {"state": state})
        first, second = numbers_of(asked)
        form = self.post(
            "/lapor/isi",
            {
                "state": state_of(asked),
                "word_a": code.words[first - 1],
                "word_b": code.words[second - 1],
            },
        )
        assert form.status_code == 200
        return code, state_of(form)

    def file(self, **answers: object) -> Receipt:
        """File a report; return its code."""
        code, state = self.form_state()
        sent = self.post("/lapor/kirim", {"what": WHAT, "state": state, **answers})
        assert is_sent(sent), text_of(sent)
        return code

    def letters(self, reader: str = "verifikator-1") -> list[Signed]:
        """Release everything and open what a reader can."""
        return [letter for sealed in self.drops() if (letter := self.open(sealed, reader))]

    def drops(self) -> list[bytes]:
        """Release everything and return the sealed letters."""
        drops.release(self.store, self.time.moment, at_once=True)
        found = []
        for row in drops.released(self.store, None):
            with drops.open_drop(self.store, row) as file:
                found.append(file.read())
        return found

    def open(self, sealed: bytes, reader: str) -> Signed | None:
        """Open a letter as a reader; None if it is for others."""
        try:
            return sealing.open_letter(io.BytesIO(sealed), make.identity(reader))
        except sealing.NotForMe:
            return None

    def reply(self, code: Receipt, by: str | None = None, **changes: object) -> Slot:
        """Return the slot of a reply to the code's case."""
        keys = keys_of(code)
        made = reply_to(keys, **changes)
        signed = sign_letter(made, make.signing_key(by or made.author))
        return self.slot(code, signed)

    def slot(self, code: Receipt, signed: Signed) -> Slot:
        """Seal a signed reply for the code's board entry."""
        return slot_of(code, signed)

    def publish(self, *slots: Slot, by: str = "verifikator-1") -> None:
        """Put slots on the board by an outbox, filled up as a desk does."""
        fillers = [sealing.filler_slot() for _ in range(-len(slots) % 8)]
        everything = tuple(sorted((*slots, *fillers), key=lambda slot: slot.r))
        apply_outbox(
            self.store, rings.outbox(by, slots=everything), rings.chain(), self.time.moment, actor="kurir"
        )

    def status(self, code: Receipt | str) -> TestResponse:
        """Ask for a code's status."""
        return self.post("/status", {"code": str(code)})


def keys_of(code: Receipt) -> ReporterKeys:
    """Return a code's keys at the factory's instance."""
    return receipt.reporter_keys(code, make.INSTANCE)


def slot_of(code: Receipt, signed: Signed) -> Slot:
    """Seal a signed reply for a code's board entry."""
    keys = keys_of(code)
    recipient = str(sealing.reporter_identity(keys.identity_seed).recipient)
    r = os.urandom(16)
    return Slot(r, board.tag(keys.thread, r), sealing.seal_reply(signed, recipient))


def reply_to(keys: ReporterKeys, **changes: object) -> Reply:
    """Return a reply to the holder of these keys."""
    to = hashlib.sha256(sealing.reporter_identity(keys.identity_seed).recipient.raw).digest()
    fields: dict[str, object] = {"case": keys.case, "to": to, **changes}
    return replace(make.reply(), **fields)  # type: ignore[arg-type]  # a builder takes any field


def text_of(response: TestResponse) -> str:
    """Return a page as its reader sees it, roughly: without tags and padding."""
    body = re.sub(r"<!--.*?-->|<[^>]+>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(body))


def state_of(response: TestResponse) -> str:
    """Return the page's hidden field."""
    found = re.search(r'name="state"[^>]*value="([^"]*)"', response.get_data(as_text=True))
    assert found, text_of(response)
    return found[1]


def words_of(response: TestResponse) -> tuple[str, ...]:
    """Return the page's numbered words."""
    grid = re.search(r'<ol class="words[^"]*">(.*?)</ol>', response.get_data(as_text=True), re.DOTALL)
    assert grid, text_of(response)
    return tuple(re.findall(r"<li[^>]*>\s*([a-z]+)\s*</li>", grid[1]))


def numbers_of(response: TestResponse) -> tuple[int, int]:
    """Return which two words the page asks for."""
    first, second = re.findall(r"Kata nomor (\d+)|Word number (\d+)", text_of(response))
    return int(first[0] or first[1]), int(second[0] or second[1])


def is_sent(response: TestResponse) -> bool:
    """Tell whether the page says that the letter was sent."""
    said = text_of(response)
    return response.status_code == 200 and ("Laporan terkirim" in said or "Pesan terkirim" in said)

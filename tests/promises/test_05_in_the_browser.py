"""Promise 5 with JavaScript on: what the portal is asked for does not depend on the code.

A code with replies, one that filed and has none, one that nobody ever used, and one that is typed with a
wrong word. Between Chromium and the portal, every request and every answer is kept and compared.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium

from crypto.receipt import Receipt
from tests import factories as make
from tests.journeys.browsers import ChromiumBrowser, see, started_chromium
from tests.journeys.middle import Answer, Forward, Request
from tests.portal.process import Running
from tests.portal.site import keys_of, reply_to
from tests.promises.between import Portal, standing_between
from wbs import sealing
from wbs.letters import board
from wbs.letters.board import Slot
from wbs.letters.letter import sign_letter

pytestmark = [pytest.mark.browser, pytest.mark.process]

TEXT = "Kejadian itu berulang setiap Selasa."
SEALED = 78_094
READERS = ("verifikator-1", "verifikator-2", "verifikator-3")
ANSWERED = Receipt.from_packed(make.seed("answered", 11))


@dataclass(frozen=True, order=True)
class Exchange:
    """What a request and its answer show: heads (of the answer without Date), and lengths of the bodies."""

    head: bytes
    body: int
    status: int
    headers: tuple[tuple[str, str], ...]
    answer: int


def visit(chromium: Chromium, portal: Portal, code: str, *, correct: bool = False) -> list[list[Exchange]]:
    """Open a case and write to it; return what was exchanged for the page, the case and the message."""
    heard: list[Exchange] = []
    phases: list[list[Exchange]] = []

    def listen(request: Request, forward: Forward) -> Answer:
        answer = forward()
        assert TEXT.encode() not in request.head + request.body
        headers = tuple(each for each in answer.headers if each[0] != "Date")
        heard.append(
            Exchange(request.head, len(request.body), answer.status, headers, len(answer.body)),
        )
        return answer

    def phase_ends() -> None:
        phases.append(heard[:])
        heard.clear()

    with portal.between.meddling(".*", listen):
        context = chromium.new_context()
        browser = ChromiumBrowser(context.new_page())
        browser.open(f"{portal.origin}/status")
        see(browser, "Kode dibaca di peramban ini saja")
        # Several things are fetched at once, in whatever order.
        heard.sort()
        phase_ends()
        browser.fill("Kode tanda terima", code)
        browser.press("Buka")
        if correct:
            see(browser, "Apakah ini kode Anda?")
            assert not heard
            browser.press("Ya, itu kode saya")
        see(browser, "Status laporan")
        phase_ends()
        browser.fill("Pesan Anda", TEXT)
        browser.press("Kirim pesan")
        see(browser, "Pesan terkirim")
        phase_ends()
        context.close()
    return phases


def answers() -> Iterator[Slot]:
    """Yield two replies to ANSWERED."""
    keys = keys_of(ANSWERED)
    recipient = str(sealing.reporter_identity(keys.identity_seed).recipient)
    for number in (1, 2):
        reply = reply_to(keys, author_seq=number, text="Kami terima. " * number, readers=READERS)
        r = os.urandom(16)
        sealed = sealing.seal_reply(sign_letter(reply, make.signing_key(READERS[0])), recipient)
        yield Slot(r, board.tag(keys.thread, r), sealed)


def test_the_portal_is_asked_for_the_same_whatever_the_code(tmp_path: Path) -> None:
    with standing_between(tmp_path) as portal, started_chromium() as chromium:
        portal.publish(*answers())
        reached = Running(portal.server.process, int(portal.origin.rpartition(":")[2]))
        words, state = reached.form_state()
        assert "Laporan terkirim" in reached.post("/lapor/kirim", what="x", state=state)
        unused = Receipt.generate()

        page, case, message = visit(chromium, portal, str(ANSWERED))
        assert [each.head.split(b"\r\n")[0] for each in case] == [b"GET /board HTTP/1.1"]
        assert [(each.head.split(b"\r\n")[0], each.body) for each in message] == [
            (b"GET /keyrings.json HTTP/1.1", 0),
            (b"POST /surat HTTP/1.1", SEALED),
        ]
        assert visit(chromium, portal, str(Receipt(words))) == [page, case, message]
        assert visit(chromium, portal, str(unused)) == [page, case, message]
        wrong = " ".join(["x", *unused.words[1:]])
        assert visit(chromium, portal, wrong, correct=True) == [page, case, message]

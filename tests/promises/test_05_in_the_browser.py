"""Promise 5 with JavaScript on: what the portal is asked for does not depend on the code.

A code with replies, one that filed and has none, one that nobody ever used, and one that is typed with a
wrong word. Between Chromium and the portal, every byte is looked at.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium

from crypto.receipt import Receipt
from tests import factories as make
from tests.journeys.browsers import ChromiumBrowser, see, started_chromium
from tests.portal.process import Running, free_port, lay_out, running
from tests.promises.test_05_codes_look_alike import publish
from tests.promises.wiretap import Exchange, Tap, tap

pytestmark = [pytest.mark.browser, pytest.mark.process]

TEXT = "Kejadian itu berulang setiap Selasa."
SEALED = 78_094
ALONE = "Saya mengerti: hanya satu orang yang akan membaca pesan ini."


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A browser with JavaScript."""
    with started_chromium() as started:
        yield started


def visit(
    chromium: Chromium, wire: Tap, origin: str, code: str, *, correct: bool = False
) -> list[list[Exchange]]:
    """Open a case and write to it; return what was exchanged for the page, the case and the message."""
    wire.take()
    exchanged = []
    context = chromium.new_context()
    browser = ChromiumBrowser(context.new_page())
    browser.open(f"{origin}/status")
    see(browser, "Kode dibaca di peramban ini saja")
    # Several things are fetched at once, in whatever order.
    exchanged.append(sorted(wire.take()))
    browser.fill("Kode tanda terima", code)
    browser.press("Buka")
    if correct:
        see(browser, "Apakah ini kode Anda?")
        assert not wire.take()
        browser.press("Ya, itu kode saya")
    shown = see(browser, "Status laporan")
    exchanged.append(wire.take())
    browser.fill("Pesan Anda", TEXT)
    if ALONE in shown:
        # The replies name one reader.
        browser.press(ALONE)
    browser.press("Kirim pesan")
    see(browser, "Pesan terkirim")
    assert TEXT.encode() not in wire.sent
    exchanged.append(wire.take())
    context.close()
    return exchanged


def test_the_portal_is_asked_for_the_same_whatever_the_code(tmp_path: Path, chromium: Chromium) -> None:
    port, behind = free_port(), free_port()
    config = lay_out(tmp_path, port)
    listens = f'listen = "127.0.0.1:{port}"'
    assert listens in config.read_text()
    config.write_text(config.read_text().replace(listens, f'listen = "127.0.0.1:{behind}"'))
    with running(config, behind, tmp_path / "log") as server, tap(port, behind) as wire:
        reached = Running(server.process, port)
        answered = Receipt.from_packed(make.seed("answered", 11))
        publish(config, [answered])
        words, state = reached.form_state()
        assert "Laporan terkirim" in reached.post("/lapor/kirim", what="x", state=state)
        unused = Receipt.generate()
        wrong = ["x", *unused.words[1:]]

        page, case, message = visit(chromium, wire, reached.origin, str(answered))
        assert [each.asked for each in case] == ["GET /board HTTP/1.1"]
        assert [(each.asked, each.body) for each in message] == [("POST /surat HTTP/1.1", SEALED)]
        for code in (str(Receipt(words)), str(unused), str(answered)):
            assert visit(chromium, wire, reached.origin, code) == [page, case, message]
        again = visit(chromium, wire, reached.origin, " ".join(wrong), correct=True)
        assert again == [page, case, message]

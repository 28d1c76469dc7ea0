"""Promise 10 with JavaScript on: a message whose answer was lost goes again, and is one letter."""

from pathlib import Path

import pytest

from tests.journeys.browsers import ChromiumBrowser, see, started_chromium
from tests.journeys.middle import Forward, Request, once
from tests.portal.process import Running
from tests.promises.between import standing_between

pytestmark = [pytest.mark.browser, pytest.mark.process]

TEXT = "Kejadian itu berulang setiap Selasa."


def lose_the_answer(_request: Request, forward: Forward) -> None:
    """Let the portal have the message, and break the line before its answer."""
    forward()


def test_a_message_whose_answer_was_lost_is_one_letter(tmp_path: Path) -> None:
    with standing_between(tmp_path) as portal, started_chromium() as chromium:
        reached = Running(portal.server.process, int(portal.origin.rpartition(":")[2]))
        words, state = reached.form_state()
        assert "Laporan terkirim" in reached.post("/lapor/kirim", what="x", state=state)
        browser = ChromiumBrowser(chromium.new_page())
        browser.open(f"{portal.origin}/status")
        see(browser, "Kode dibaca di peramban ini saja")
        browser.fill("Kode tanda terima", " ".join(words))
        browser.press("Buka")
        see(browser, "Status laporan")
        portal.between.take()
        browser.fill("Pesan Anda", TEXT)
        with portal.between.meddling("/surat", once(lose_the_answer)):
            browser.press("Kirim pesan")
            # It goes again by itself, a second later.
            see(browser, "Pesan terkirim")
        # A browser may repeat a post by itself, on a connection that ended without an answer.
        sent = [bytes(each.body) for each in portal.between.take() if each.target == "/surat"]
        assert len(sent) >= 2
        assert len(set(sent)) == 1
        case = portal.case(words)
        assert case is not None
        assert [filed.letter.text for filed in case.messages] == [TEXT]

"""What was typed is not lost by a press on a menu entry: the browser asks first."""

import pytest
from playwright.sync_api import Dialog, Page

from tests.desk.web.conftest import Web, let_in
from tests.journeys.browsers import started_chromium

pytestmark = pytest.mark.browser


class Asked:
    """How often the browser asked before it left a page; it stays each time."""

    def __init__(self, page: Page) -> None:
        self.count, self.page = 0, page
        page.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        assert dialog.type == "beforeunload"
        self.count += 1
        dialog.dismiss()

    def by(self, press: str) -> bool:
        """Press a link or button by its selector; tell whether the browser asked."""
        before = self.count
        self.page.locator(press).first.click()
        self.page.wait_for_timeout(300)
        return self.count > before


def test_typed_text_is_asked_for_before_a_link_loses_it(served: Web) -> None:
    case = f"{served.base}/kasus/{served.reporters[0].case}"
    menu = "nav a[href='/impor']"
    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1024, "height": 768})
        let_in(served, context)
        page = context.new_page()
        asked = Asked(page)

        # Nothing typed, nothing asked.
        page.goto(f"{case}/jawab")
        assert not asked.by(menu)
        page.wait_for_url("**/impor")

        page.goto(f"{case}/jawab")
        page.locator("#text").press_sequentially("Kami menelaah.")
        assert asked.by(menu)
        assert page.url.endswith("/jawab")
        assert page.locator("#text").input_value() == "Kami menelaah."
        assert asked.by("form[action='/bahasa'] button")

        # To send the form is no loss; but the preview holds the text nowhere else either.
        assert not asked.by("[name=do][value=preview]")
        page.locator("[name=do][value=send]").wait_for()
        assert asked.by(menu)
        assert not asked.by("[name=do][value=edit]")
        page.locator("#text").wait_for()
        assert asked.by(menu)
        # Who says so drops it.
        assert not asked.by("a[data-leave]")
        page.wait_for_url(case)

        page.locator("#comment").press_sequentially("Minta daftar piket.")
        assert asked.by(menu)
        # The lock asks nobody.
        assert not asked.by("#kunci button")
        page.wait_for_url("**/buka*")
        assert "Minta daftar piket." not in page.content()
        context.close()


def test_an_idle_page_leaves_without_asking(served: Web) -> None:
    with started_chromium() as chromium:
        context = chromium.new_context()
        let_in(served, context)
        page = context.new_page()
        asked = Asked(page)
        page.goto(f"{served.base}/kasus/{served.reporters[0].case}/jawab")
        page.locator("#text").press_sequentially("Belum terkirim.")
        served.session.lock()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.wait_for_url("**/buka*")
        assert asked.count == 0
        assert "Belum terkirim." not in page.content()
        context.close()

"""What was typed is not lost by a press on a menu entry: the browser asks first."""

from collections.abc import Iterator

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


MENU = "nav a[href='/impor']"


@pytest.fixture
def page(served: Web) -> Iterator[Page]:
    """A case's page in a browser."""
    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1024, "height": 768})
        let_in(served, context)
        page = context.new_page()
        page.goto(f"{served.base}/kasus/{served.reporters[0].case}")
        yield page
        context.close()


def test_a_form_that_is_sent_does_not_lose_what_another_holds(page: Page) -> None:
    asked = Asked(page)
    page.locator("#comment").press_sequentially("Minta daftar piket.")
    page.locator("#t-declare summary").click()
    assert asked.by("#t-declare button")
    assert page.locator("#comment").input_value() == "Minta daftar piket."


def test_what_was_refused_is_asked_for_though_nothing_was_typed_since(page: Page) -> None:
    asked = Asked(page)
    page.locator("#t-recuse summary").click()
    page.locator("#recusal").press_sequentially("Kerabat terlapor.")
    assert not asked.by("#t-recuse button")
    page.locator("#t-recuse .error").wait_for()
    page.locator("#t-declare summary").click()
    assert asked.by("#t-declare button")
    assert asked.by(MENU)
    assert page.locator("#recusal").input_value() == "Kerabat terlapor."
    assert not asked.by("#t-recuse button")


def test_a_report_taken_in_that_was_refused_is_asked_for(page: Page, served: Web) -> None:
    asked = Asked(page)
    page.goto(f"{served.base}/terima")
    page.locator("form").evaluate_all("forms => forms.forEach((each) => (each.noValidate = true))")
    page.locator("#what").fill("Uang pelicin.")
    assert not asked.by("main button")
    page.locator("main > .note[role=alert]").wait_for()
    assert asked.by(MENU)
    assert page.locator("#what").input_value() == "Uang pelicin."


def test_a_code_that_is_shown_once_is_asked_for(page: Page, served: Web) -> None:
    asked = Asked(page)
    page.goto(f"{served.base}/terima")
    page.locator("#what").fill("Uang pelicin.")
    page.locator("#channel").fill("telepon")
    assert not asked.by("main button")
    page.locator(".slip").wait_for()
    assert asked.by(MENU)
    assert not asked.by("main button")
    page.locator("[data-leave]").wait_for()
    assert asked.by(MENU)
    # Shown again, it is not lost.
    assert not asked.by("[data-leave]")
    page.locator(".slip").wait_for()


def test_what_was_chosen_is_asked_for_too_and_what_was_chosen_back_is_not(page: Page, served: Web) -> None:
    asked = Asked(page)
    page.locator("#t-category summary").click()
    page.locator("#violation").select_option(index=1)
    assert asked.by(MENU)
    page.locator("#violation").select_option(index=0)
    page.locator("#t-assign summary").click()
    page.locator("[name=assign]:checked").first.uncheck()
    assert asked.by(MENU)
    page.locator("[name=assign]:not(:checked)").first.check()
    assert not asked.by(MENU)
    page.wait_for_url("**/impor")
    page.goto(f"{served.base}/terima")
    page.locator("#received").fill("2026-01-05")
    assert asked.by(MENU)


def test_who_opens_a_way_out_in_another_tab_has_dropped_nothing(page: Page) -> None:
    asked = Asked(page)
    page.goto(f"{page.url}/jawab")
    page.locator("#text").press_sequentially("Kami menelaah.")
    page.locator("a[data-leave]").click(modifiers=["Control"])
    assert asked.by(MENU)
    # Nor has who sent a form that leads nowhere, once a moment has passed.
    page.route("**/jawab", lambda route: route.fulfill(status=204))
    assert not asked.by("[name=do][value=preview]")
    page.wait_for_timeout(1000)
    assert asked.by(MENU)


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

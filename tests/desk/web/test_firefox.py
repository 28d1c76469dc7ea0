"""The desk in the other browser that it opens by itself: the same keys, the same places, the same care."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.desk.web.conftest import Web
from tests.journeys.browsers import PATIENCE, FirefoxBrowser, firefox, see

pytestmark = pytest.mark.browser

# W3C WebDriver, 17.4.2.
ENTER = "\ue007"


@contextmanager
def seated(web: Web) -> Iterator[FirefoxBrowser]:
    """Sit down before a desk that is open, in a window of its least width."""
    with firefox({"javascript.enabled": "true"}) as browser:
        browser.driver.set_window_rect(width=1024, height=768)
        cookie = web.client.get_cookie(f"wbs-meja-{web.door.port}", domain="127.0.0.1")
        assert cookie is not None
        browser.open(f"{web.base}/static/img/icon.svg")
        browser.driver.add_cookie({"name": cookie.key, "value": cookie.value, "path": "/"})
        yield browser


def wait(until: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def press(browser: FirefoxBrowser, *keys: str) -> None:
    """Press keys, one after the other, wherever the focus is, once the page listens."""
    wait(lambda: script(browser, "document.readyState") == "complete")
    for key in keys:
        actions = browser.driver.actions.sequence("key", "keyboard")
        actions.key_down(key).key_up(key).perform()


def script(browser: FirefoxBrowser, text: str) -> object:
    return browser.driver.execute_script(f"return {text}")


def test_keys_lead_to_a_case_and_back_to_its_line(served: Web) -> None:
    with seated(served) as browser:
        browser.open(f"{served.base}/?urut=kasus")
        press(browser, "j", "j")
        name = str(script(browser, "document.activeElement.textContent"))
        assert name in {each.case for each in served.reporters}
        press(browser, ENTER)
        see(browser, f"Kasus {name}")
        press(browser, "u")
        wait(lambda: browser.url.endswith(f"urut=kasus#k-{name}"))
        wait(lambda: script(browser, "document.activeElement.textContent") == name)
        press(browser, ENTER)
        see(browser, f"Kasus {name}")
        browser.driver.go_back()
        wait(lambda: script(browser, "document.activeElement.textContent") == name)


def test_an_act_says_in_sight_that_it_is_done_and_the_lock_waits_for_nobody(served: Web) -> None:
    case = f"{served.base}/kasus/{served.reporters[0].case}"
    with seated(served) as browser:
        browser.open(case)
        browser.fill("Komentar", "Minta daftar piket.")
        browser.press("Simpan komentar")
        see(browser, "Komentar tersimpan.", "Minta daftar piket.")
        box = "document.querySelector('main > .note[role=status]').getBoundingClientRect()"
        wait(lambda: browser.url.endswith("#isi"))
        assert float(str(script(browser, f"{box}.top"))) >= 0
        assert script(browser, f"{box}.bottom < innerHeight")

        browser.fill("Komentar", "Belum tersimpan.")
        browser.press("Kunci meja")
        see(browser, "Meja terkunci")
        assert not served.session.open

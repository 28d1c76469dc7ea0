"""The two browsers with JavaScript on, under the portal's own policy, and what tests ask of a page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser as PlaywrightBrowser

from tests.journeys.browsers import (
    HEIGHT,
    WIDTH,
    ChromiumBrowser,
    FirefoxBrowser,
    field,
    firefox,
    started_chromium,
)

# What Tor Browser switches off at its level "Safer".
SAFER = {
    f"javascript.options.{name}": "false" for name in ("ion", "baselinejit", "native_regexp", "wasm", "asmjs")
}
NAMES = ("chromium", "firefox")

Scripted = ChromiumBrowser | FirefoxBrowser


@contextmanager
def scripted(name: str, *, jit: bool = True) -> Iterator[Callable[[], Scripted]]:
    """Run a browser until the block ends; yield what opens it: a new profile in Chromium."""
    if name == "chromium":
        with started_chromium(*([] if jit else ["--js-flags=--jitless"])) as running:
            yield lambda: ChromiumBrowser(_page(running))
    else:
        preferences = {"javascript.enabled": "true", **({} if jit else SAFER)}
        with firefox(preferences) as window:
            yield lambda: window


def _page(running: PlaywrightBrowser) -> Any:
    for context in running.contexts:
        context.close()
    context = running.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
    page = context.new_page()
    # What is typed may be lost when a test is over.
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def execute(browser: Scripted, script: str) -> Any:
    """Run the body of a function in the page; return its result."""
    if isinstance(browser, ChromiumBrowser):
        return browser.page.evaluate(f"() => {{ {script} }}")
    return browser.driver.execute_script(script, sandbox=None)


def value(browser: Scripted, name: str) -> str:
    """Return what stands in the field of this identifier."""
    return str(execute(browser, f"return document.getElementById('{name}').value"))


def enter(browser: Scripted, label: str) -> None:
    """Press the key Enter in the field of this label."""
    if isinstance(browser, ChromiumBrowser):
        browser.page.locator(field(label)).press("Enter")
    else:
        browser.driver.find_element("xpath", field(label)).send_keys("\ue007")


def click(browser: Scripted, selector: str) -> None:
    """Press what a CSS selector finds, where no text alone names it."""
    if isinstance(browser, ChromiumBrowser):
        browser.page.locator(selector).click()
    else:
        browser.driver.find_element("css selector", selector).click()

"""Two real browsers with the same few verbs: Chromium by Playwright, Firefox ESR by Marionette.

Both start with a new empty profile, JavaScript off, and a window as narrow as a phone. What is pressed or
filled in is named as a person sees it: by a button's, link's or label's text.
"""

import subprocess
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Protocol

from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

with warnings.catch_warnings():
    # A dependency of the driver has escapes that Python no longer likes; it warns while it is compiled.
    warnings.simplefilter("ignore")
    from marionette_driver.by import By
    from marionette_driver.errors import NoSuchElementException, StaleElementException, UnknownException
    from marionette_driver.marionette import Marionette

WIDTH, HEIGHT = 360, 800
CHROMIUM = "/usr/bin/chromium"
FIREFOX = "/usr/bin/firefox-esr"
# The last switch of a name counts: Playwright's own list, as far as it concerns Debian's Chromium, and ours.
# A window draws its address bar's popups as two more pages, which costs most of a new profile.
_WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxAimPopup",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(_WITHOUT)}",
)
# Seconds for whatever a browser is to show, on a machine that does much else.
PATIENCE = 90.0

_PREFERENCES = {
    "javascript.enabled": "false",
    # Any free port.
    "marionette.port": "0",
    # A phone's scroll bars take no room.
    "ui.useOverlayScrollbars": "1",
    # What would be kept ready for pages that nobody opens.
    "browser.newtab.preload": "false",
    "browser.newtabpage.enabled": "false",
    "dom.ipc.processPrelaunch.enabled": "false",
    "app.update.enabled": "false",
    "app.normandy.enabled": "false",
    "browser.safebrowsing.downloads.enabled": "false",
    "browser.safebrowsing.malware.enabled": "false",
    "browser.safebrowsing.phishing.enabled": "false",
    "browser.shell.checkDefaultBrowser": "false",
    "datareporting.policy.dataSubmissionEnabled": "false",
    "network.captive-portal-service.enabled": "false",
    "network.connectivity-service.enabled": "false",
    "network.proxy.type": "0",
    "services.settings.server": '"data:,"',
    "toolkit.telemetry.enabled": "false",
}


class Browser(Protocol):
    """What a person does with a browser. After ``press``, wait with ``see`` for the page that comes."""

    def open(self, url: str) -> None:
        """Go to an address."""

    def fill(self, label: str, text: str) -> None:
        """Replace what stands in the field of this label."""

    def choose(self, label: str, *files: Path) -> None:
        """Choose files in the field of this label, in place of those chosen before."""

    def press(self, name: str) -> None:
        """Press a button, a link, or the label of a box to tick."""

    def text(self) -> str:
        """Return what is visible on the page."""

    def screenshot(self, path: Path) -> None:
        """Save the page as PNG, all of its length."""

    @property
    def url(self) -> str:
        """Where the browser is."""


def see(browser: Browser, *texts: str, patience: float = PATIENCE) -> str:
    """Wait until all of these are on the page, for that many seconds at most; return its text."""
    end = time.monotonic() + patience
    shown = browser.text()
    while not all(text in shown for text in texts):
        assert time.monotonic() < end, f"{texts} not on the page:\n{shown}"
        # Each look costs the browser some milliseconds of what it is busy with.
        time.sleep(0.05)
        shown = browser.text()
    return shown


def pressable(name: str) -> str:
    """Return the XPath of what a person would press."""
    return " | ".join(f"//{tag}[normalize-space()='{name}']" for tag in ("button", "a", "label", "summary"))


def field(label: str) -> str:
    """Return the XPath of the field that a label names."""
    return f"//*[@id=//label[normalize-space()='{label}']/@for]"


class ChromiumBrowser:
    """A page of Chromium."""

    def __init__(self, page: Page) -> None:
        """Use this page."""
        self.page = page
        page.set_default_timeout(PATIENCE * 1000)

    def open(self, url: str) -> None:
        try:
            self.page.goto(url)
        except PlaywrightError as error:
            # The browser was still on its way to a page of its own, on a line that broke.
            assert "interrupted by another navigation" in error.message
            self.page.goto(url)

    def fill(self, label: str, text: str) -> None:
        self.page.locator(field(label)).fill(text)

    def choose(self, label: str, *files: Path) -> None:
        self.page.locator(field(label)).set_input_files(files)

    def press(self, name: str) -> None:
        self.page.locator(pressable(name)).click()

    def text(self) -> str:
        return self.page.inner_text("body")

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)

    @property
    def url(self) -> str:
        return self.page.url


class FirefoxBrowser:
    """A window of Firefox."""

    def __init__(self, driver: Any) -> None:
        """Use this session."""
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.navigate(url)

    def fill(self, label: str, text: str) -> None:
        element = self._wait_for(field(label))
        element.clear()
        element.send_keys(text)

    def choose(self, label: str, *files: Path) -> None:
        element = self._wait_for(field(label))
        element.clear()
        for file in files:
            element.send_keys(str(file))

    def press(self, name: str) -> None:
        try:
            self._wait_for(pressable(name)).click()
        except UnknownException as error:
            # A page of the browser's own, on a line that broke, is a page.
            assert "Reached error page" in str(error)

    def text(self) -> str:
        try:
            return str(self.driver.find_element(By.TAG_NAME, "body").text)
        except (NoSuchElementException, StaleElementException):
            # Between two pages there is nothing to read.
            return ""

    def screenshot(self, path: Path) -> None:
        path.write_bytes(self.driver.screenshot(format="binary", full=True))

    @property
    def url(self) -> str:
        return str(self.driver.get_url())

    def _wait_for(self, xpath: str) -> Any:
        # The next page may still be on its way; Playwright waits of itself.
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.driver.find_element(By.XPATH, xpath)
            except NoSuchElementException:
                assert time.monotonic() < end, f"{xpath} is not on the page:\n{self.text()}"
                time.sleep(0.05)


@contextmanager
def chromium() -> Iterator["ChromiumBrowser"]:
    """Run Chromium until the block ends."""
    with started_chromium() as running:
        yield ChromiumBrowser(phone(running).new_page())


@contextmanager
def started_chromium(*flags: str) -> Iterator[PlaywrightBrowser]:
    """Run Chromium, with further ``flags``, until the block ends; for tests that use more than the verbs."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        try:
            yield running
        finally:
            running.close()


def phone(running: PlaywrightBrowser, *, scripts: bool = False) -> BrowserContext:
    """Return a new empty profile at a phone's width.

    ``scripts``: let a test's own scripts in; the pages have none, and their policy would stop ours.
    """
    return running.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        java_script_enabled=scripts,
        bypass_csp=scripts,
        # Colours that are on their way are neither the old nor the new.
        reduced_motion="reduce",
    )


@contextmanager
def firefox(preferences: Mapping[str, str] = MappingProxyType({})) -> Iterator["FirefoxBrowser"]:
    """Run Firefox until the block ends; ``preferences`` stand in place of ours of the same names."""
    with TemporaryDirectory(prefix="wbs-firefox-", ignore_cleanup_errors=True) as profile:
        lines = [
            f'user_pref("{name}", {value});\n' for name, value in {**_PREFERENCES, **preferences}.items()
        ]
        Path(profile, "user.js").write_text("".join(lines))
        # System access is for the window's width only.
        driven = ["--headless", "--marionette", "-remote-allow-system-access", "--no-remote"]
        command = [FIREFOX, *driven, "--profile", profile, "about:blank"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            driver = Marionette(host="127.0.0.1", port=_port(process, profile), socket_timeout=PATIENCE)
            driver.start_session()
            _narrow(driver)
            yield FirefoxBrowser(driver)
            driver.delete_session()
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            finally:
                process.kill()


def _port(process: "subprocess.Popen[bytes]", profile: str) -> int:
    """Wait until Firefox listens, and return where: it writes that into its profile."""
    file = Path(profile, "MarionetteActivePort")
    end = time.monotonic() + PATIENCE
    while not (file.exists() and file.read_text().strip()):
        assert process.poll() is None, "Firefox has ended"
        assert time.monotonic() < end, "Firefox does not start"
        time.sleep(0.05)
    return int(file.read_text())


def _narrow(driver: Any) -> None:
    """Make the window as narrow as a phone, which Firefox refuses to people."""
    with driver.using_context("chrome"):
        driver.execute_script("document.documentElement.style.minWidth = '0'")
    end = time.monotonic() + PATIENCE
    while driver.set_window_rect(width=WIDTH, height=HEIGHT)["width"] != WIDTH:
        assert time.monotonic() < end, "the window stays wide"

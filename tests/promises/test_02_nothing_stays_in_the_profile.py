"""Promise 2 on the device: what a browser writes down to bring its windows back holds nothing of a report."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.browsers import FirefoxBrowser, see
from tests.journeys.scripted import click, execute, scripted
from tests.journeys.steps import FIRST, answer_back
from tests.promises.between import Portal, standing_between

pytestmark = [pytest.mark.browser, pytest.mark.process]

# What Firefox would write into its profile by and by, asked for at once.
STATE = """
    const [done] = [...arguments].slice(-1);
    const store = "resource:///modules/sessionstore/";
    const {TabStateFlusher} = ChromeUtils.importESModule(store + "TabStateFlusher.sys.mjs");
    const {SessionStore} = ChromeUtils.importESModule(store + "SessionStore.sys.mjs");
    const window = Services.wm.getMostRecentWindow("navigator:browser");
    TabStateFlusher.flushWindow(window).then(() => done(SessionStore.getBrowserState()));
"""
# A box of somebody else's in the same page.
WATCHED = """
    const box = document.createElement("input");
    Object.assign(box, {id: "watched", type: "checkbox"});
    document.body.append(box);
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with standing_between(tmp_path_factory.mktemp("portal")) as standing:
        yield standing


def kept(browser: FirefoxBrowser) -> dict[str, Any]:
    """Return what Firefox keeps of the fields of its one page, by their identifiers."""
    with browser.driver.using_context("chrome"):
        state = json.loads(browser.driver.execute_async_script(STATE))
    tabs = [tab for window in state["windows"] for tab in window["tabs"]]
    assert len(tabs) == 1
    form = tabs[0].get("formdata", {})
    assert "xpath" not in form
    return dict(form.get("id", {}))


def test_firefox_keeps_nothing_of_a_form(portal: Portal) -> None:
    with scripted("firefox") as opened:
        browser = opened()
        assert isinstance(browser, FirefoxBrowser)
        browser.open(f"{portal.origin}/lapor")
        code = re.findall(r"(?m)^[a-z]{3,8}$", see(browser, "Disegel di peramban ini."))
        browser.press("Sudah saya tulis")
        answer_back(browser, code)
        see(browser, "Ceritakan yang Anda ketahui")
        browser.fill(FIRST, "Petugas loket 3 meminta Rp2 juta.")
        click(browser, "[value=verifikator-4]")
        click(browser, "[value=verifikator-3]")
        click(browser, "[value=verifikator-3]")
        click(browser, "[name=ongoing][value=yes]")
        click(browser, "[name=ongoing][value=no]")
        assert kept(browser) == {}
        ticked = "return [...document.querySelectorAll('main :checked')].map((each) => each.value)"
        assert execute(browser, ticked) == ["no", "verifikator-4"]
        execute(browser, WATCHED)
        click(browser, "#watched")
        assert kept(browser) == {"watched": True}

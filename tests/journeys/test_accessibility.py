"""axe-core finds nothing on any page, in either language, by day or by night.

The pages here run no script, as the plain way does; those that do are looked at by the tests of their
screens. axe is put in by the test, past their policy. By night only colours differ; those of the
Indonesian pages are looked at together with every trouble, in the last test.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browsers import phone, started_chromium
from tests.journeys.office import ACCUSED, PANEL, PASSPHRASE, Office, run
from tests.portal import evidence, sample_pages

pytestmark = [pytest.mark.browser, pytest.mark.process]

AXE = Path(__file__).parents[1] / "node/node_modules/axe-core/axe.min.js"
CSS = Path(__file__).parents[2] / "wbs/static/css/wbs.css"
PRIMARY = "main button[type=submit]:not(.second)"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started_chromium() as running:
        yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = phone(chromium, scripts=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lang", ["id", "en"])
def test_on_the_way_of_a_reporter(page: Page, portal: Office, lang: str) -> None:
    base = portal.origin("reporter") + ("/en" if lang == "en" else "")
    for path in ("/", "/saring", "/bantuan", "/kunci", "/coba", "/status/biasa", "/none", "/lapor/biasa"):
        page.goto(base + path)
        inspect(page)
    code = [each.strip() for each in page.locator("ol.words li").all_inner_texts()]
    press(page, "[name=word_a]")
    inspect(page)
    press(page, "[role=alert]")
    inspect(page)
    for name, number in zip(("word_a", "word_b"), re.findall(r"\d+", page.inner_text("form")), strict=True):
        page.fill(f"[name={name}]", code[int(number) - 1])
    press(page, "[name=what]")
    inspect(page)
    press(page, "[role=alert]")
    inspect(page)
    page.fill("[name=what]", "Petugas meminta uang.")
    # All who are left read it, so the desk that answers is one of them.
    page.check(f"[name=excluded][value={ACCUSED}]")
    press(page, ".state")
    inspect(page)
    page.locator("main button.second").click()
    page.locator("[type=file]").wait_for()
    inspect(page)
    page.set_input_files("[type=file]", {"name": "a.jpg", "mimeType": "", "buffer": evidence.jpeg()})
    press(page, ".files")
    inspect(page)
    press(page, ".state")
    inspect(page)

    find(page, base, "dua kata", "[role=alert]")
    inspect(page)
    find(page, base, " ".join(["x", *code[1:]]), "ol.words")
    inspect(page)
    press(page, ".state")
    inspect(page)
    press(page, "[role=alert]")
    inspect(page)
    answered(portal, " ".join(code))
    find(page, base, " ".join(code), ".timeline")
    inspect(page)
    page.fill("[name=text]", "Setiap Selasa.")
    press(page, "main a.button")
    inspect(page)


def test_on_the_courier_s_way(page: Page, portal: Office) -> None:
    base = portal.origin("courier")
    page.goto(base)
    inspect(page)
    page.fill("[name=name]", "kurir")
    page.fill("[name=password]", "salah")
    page.fill("[name=code]", "000000")
    press(page, "[role=alert]")
    inspect(page)
    page.fill("[name=password]", PASSPHRASE)
    page.fill("[name=code]", portal.second_factor())
    press(page, "[name=outbox]")
    inspect(page)
    page.locator("summary").click()
    for path in ("/catatan", "/akun", "/en/", "/en/catatan", "/en/akun"):
        page.goto(base + path)
        inspect(page)


def test_on_every_page_with_every_trouble(page: Page) -> None:
    for name, template, variables in sample_pages.pages():
        page.set_content(sample_pages.render(template, "id", variables))
        page.add_style_tag(path=CSS)
        inspect(page, name)


def press(page: Page, awaited: str) -> None:
    """Press the page's last primary button; the next page must have what is awaited."""
    with page.expect_navigation():
        page.locator(PRIMARY).last.click()
    page.locator(awaited).first.wait_for()


def find(page: Page, base: str, code: str, awaited: str) -> None:
    """Ask for a code's status."""
    page.goto(base + "/status/biasa")
    page.fill("[name=code]", code)
    press(page, awaited)


def inspect(page: Page, name: str = "") -> None:
    """Let axe look at the page as it is, and at its colours by night; open what is folded first."""
    # An element can be there before the style sheets are.
    page.wait_for_load_state()
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    if name or "/en" in page.url:
        page.emulate_media(color_scheme="dark")
        options = "{runOnly: ['color-contrast'], resultTypes: ['violations']}"
        found += page.evaluate(f"axe.run({options})")["violations"]
        page.emulate_media(color_scheme="light")
    told = [
        f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]
    assert not told, f"{name or page.url}\n" + "\n".join(told)


def answered(portal: Office, code: str) -> None:
    """Let a reader acknowledge the report."""
    desk, case = portal.desk(PANEL[0]), portal.case(code)
    desk.run("import", "--no-acknowledge", portal.bundle())
    desk.reply(case, "DITERIMA", "Laporan Anda sudah kami terima.")
    run("courier", "import", "--config", portal.config, desk.outbox(portal.folder))

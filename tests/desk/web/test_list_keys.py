"""The list of cases by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.desk.web.conftest import Web, let_in
from tests.journeys.browsers import started_chromium

pytestmark = pytest.mark.browser


def test_keys_lead_from_case_to_case_and_into_the_search(served: Web) -> None:
    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1024, "height": 768}, reduced_motion="reduce")
        let_in(served, context)
        page = context.new_page()
        page.goto(served.base)
        rows = page.locator("[data-row]")
        focused = page.locator(":focus")
        for key, place in (("j", 0), ("j", 1), ("ArrowDown", 2), ("j", 2), ("k", 1), ("ArrowUp", 0)):
            page.keyboard.press(key)
            expect(focused).to_have_text(rows.nth(place).inner_text())
        name = rows.first.inner_text()
        page.keyboard.press("/")
        expect(page.locator("#q")).to_be_focused()
        # What is typed there is text, and Escape leads out again.
        page.keyboard.type("jk/")
        expect(page.locator("#q")).to_have_value("jk/")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(focused).to_have_text(name)
        page.keyboard.press("/")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"q={name}"))
        expect(rows).to_have_count(1)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"/kasus/{name}$"))
        # Back in the list, the case has the focus again, whichever way led there.
        page.goto(f"{served.base}/?urut=kasus")
        for back in (lambda: page.keyboard.press("u"), page.go_back):
            rows.nth(1).focus()
            name = rows.nth(1).inner_text()
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(f"/kasus/{name}$"))
            back()
            page.wait_for_url(re.compile(f"urut=kasus#k-{name}$"))
            expect(focused).to_have_text(name)
        # Single letters can be turned off.
        page.goto(f"{served.base}/bantuan")
        page.get_by_label("Pakai tombol satu huruf").uncheck()
        page.goto(served.base)
        expect(page.locator("[aria-keyshortcuts]")).to_have_count(0)
        rows.first.focus()
        page.keyboard.press("j")
        page.keyboard.press("/")
        expect(rows.first).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(rows.nth(1)).to_be_focused()
        context.close()


def test_a_held_key_opens_one_case_and_a_field_takes_none(served: Web) -> None:
    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1024, "height": 768})
        let_in(served, context)
        page = context.new_page()
        page.goto(f"{served.base}/?urut=kasus")
        rows = page.locator("[data-row]")
        names = rows.all_inner_texts()
        expect(page.locator("#q")).to_have_attribute("aria-keyshortcuts", "/")
        # In the list a held key goes on.
        page.keyboard.down("j")
        page.keyboard.down("j")
        expect(rows.nth(1)).to_be_focused()
        page.keyboard.up("j")

        page.goto(f"{served.base}/kasus/{names[0]}")
        expect(page.locator("[data-key=n]")).to_have_attribute("aria-keyshortcuts", "n")
        for field in ("#t-state summary", "#t-assign [name=assign]"):
            page.locator("#t-assign").evaluate("fold => (fold.open = true)")
            page.locator(field).first.focus()
            page.keyboard.press("n")
            page.keyboard.press("Escape")
        page.wait_for_timeout(300)
        assert page.url.endswith(names[0])
        page.keyboard.down("n")
        page.wait_for_url(f"**/kasus/{names[1]}")
        page.keyboard.down("n")
        page.wait_for_timeout(300)
        assert page.url.endswith(names[1])
        page.keyboard.up("n")
        page.keyboard.press("n")
        page.wait_for_url(f"**/kasus/{names[2]}")
        context.close()

"""The list of cases by keyboard alone."""

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.desk.office import PASSPHRASE, Reporter, Scene
from tests.desk.web.conftest import Web, open_web
from tests.journeys.browsers import started_chromium
from tests.portal.process import free_port

pytestmark = pytest.mark.browser


@pytest.fixture
def served(prepared: tuple[Scene, str, list[Reporter]], tmp_path: Path) -> Iterator[Web]:
    """The desk's pages, unlocked and on a port of their own."""
    source, name, reporters = prepared
    shutil.copytree(source.folder, tmp_path / "office")
    scene = replace(source, folder=tmp_path / "office")
    with open_web(scene, name, reporters, free_port()) as web:
        web.post("/buka", passphrase=PASSPHRASE)
        server = make_server("127.0.0.1", web.door.port, web.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.1,))
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def test_keys_lead_from_case_to_case_and_into_the_search(served: Web) -> None:
    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1024, "height": 768}, reduced_motion="reduce")
        cookie = served.client.get_cookie(f"wbs-meja-{served.door.port}", domain="127.0.0.1")
        assert cookie is not None
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": served.base}])
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
        # Single letters can be turned off.
        page.goto(f"{served.base}/bantuan")
        page.get_by_label("Pakai tombol satu huruf").uncheck()
        page.goto(served.base)
        rows.first.focus()
        page.keyboard.press("j")
        page.keyboard.press("/")
        expect(rows.first).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(rows.nth(1)).to_be_focused()
        context.close()

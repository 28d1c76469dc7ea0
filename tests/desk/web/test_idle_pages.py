"""An idle page in a real browser: it says that it will be locked, and leaves nothing on the screen."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.desk.office import NAMES, PASSPHRASE, Scene
from tests.desk.web.conftest import Web, open_web
from tests.journeys.browsers import started_chromium
from wbs.desk.web.loopback import Door
from wbs.desk.web.serving import served

pytestmark = [pytest.mark.browser]


@contextmanager
def shown(folder: Path, *, scripts: bool, idle: timedelta) -> Iterator[tuple[Web, Page]]:
    """Show the guide of an open desk in Chromium."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with open_web(Scene(folder), NAMES[0], [], port) as web, served(web.app, listening):
            web.session.idle = idle
            web.scene.place(NAMES[0])
            web.session.unlock(PASSPHRASE)
            door = Door(port)
            web.app.extensions["wbs-desk-door"] = door
            with started_chromium() as chromium:
                page = chromium.new_context(java_script_enabled=scripts).new_page()
                if scripts:
                    page.clock.install()
                page.goto(f"{door.origin}/masuk?token={door.token}")
                page.wait_for_url(f"{door.origin}/")
                page.goto(f"{door.origin}/bantuan")
                yield web, page


def test_a_page_says_so_a_minute_before_and_hears_who_types(tmp_path: Path) -> None:
    with shown(tmp_path, scripts=True, idle=timedelta(minutes=10)) as (web, page):
        soon, idle = page.locator("#segera"), web.session.idle.total_seconds()
        assert soon.is_hidden()
        web.ticks.now += idle - 30
        page.clock.fast_forward(60_000)
        soon.wait_for(state="visible")
        page.keyboard.press("Shift")
        soon.wait_for(state="hidden")
        assert web.session.left == idle
        web.ticks.now += idle
        web.session.tick()
        page.clock.fast_forward(60_000)
        page.wait_for_url("**/buka")
        assert "Frasa sandi" in page.inner_text("main")


def test_every_window_leaves_when_one_of_them_locks(tmp_path: Path) -> None:
    with shown(tmp_path, scripts=True, idle=timedelta(minutes=10)) as (_web, page):
        other = page.context.new_page()
        other.goto(page.url)
        other.click("#kunci button")
        other.wait_for_url("**/buka")
        # Its clock stands still: nothing but the lock tells it.
        page.wait_for_url("**/buka")


def test_without_a_script_it_leaves_by_itself(tmp_path: Path) -> None:
    with shown(tmp_path, scripts=False, idle=timedelta(seconds=1)) as (web, page):
        web.session.lock()
        page.wait_for_url("**/buka")

"""What was done or refused is said where whoever did it is looking."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.desk.web.case_letters import deliver
from tests.desk.web.conftest import Web, let_in
from tests.desk.web.test_attaching import FILES, with_files
from tests.journeys.browsers import started_chromium
from wbs.desk import writing
from wbs.letters.note import Categorised

pytestmark = pytest.mark.browser


def comment(page: Page) -> None:
    page.locator("#comment").fill("Minta daftar piket.")


def state(page: Page) -> None:
    page.locator("[name=step]").first.check()


def category(page: Page) -> None:
    page.locator("#violation").select_option(index=1)


def assign(page: Page) -> None:
    page.locator("[name=assign]:not(:checked)").first.check()


def grant(page: Page) -> None:
    page.locator("[name=grant]").first.check()


def hold(page: Page) -> None:
    page.locator("#hold").fill("Ada proses hukum.")


ACTS = [comment, state, category, assign, grant, hold]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 640)])
def test_an_act_says_in_sight_that_it_is_done(served: Web, width: int, height: int) -> None:
    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": width, "height": height})
        let_in(served, context)
        page = context.new_page()
        page.goto(f"{served.base}/kasus/{served.reporters[0].case}")
        for act in ACTS:
            send(page, act)
            page.wait_for_url("**/kasus/*#isi")
            notice = page.locator("main > .note[role=status]")
            assert notice.count() == 1
            assert in_sight(page, "main > .note[role=status]"), act.__name__
        context.close()


def test_a_refusal_is_in_sight_too(served: Web) -> None:
    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1024, "height": 640})
        let_in(served, context)
        page = context.new_page()
        page.goto(f"{served.base}/kasus/{served.reporters[0].case}")
        for act in (comment, hold):
            send(page, lambda _page: None, act.__name__)
            page.locator(f"#t-{act.__name__} .error").wait_for()
            assert in_sight(page, f"#t-{act.__name__} .error"), act.__name__
        context.close()


def test_what_was_looked_for_is_in_sight_beside_the_longest_category(served: Web) -> None:
    reporter = served.reporters[0]
    with served.desk() as desk:
        case = desk.find(reporter.case)
        text = "Awal yang panjang. " * 9 + "Kuitansi itu kosong."
        deliver(served, reporter.message(text, reporter.panel()))
        longest = max(desk.office.violations, key=lambda each: len(each.name.id))
        writing.note(desk, case, Categorised(longest.number))
    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1024, "height": 768})
        let_in(served, context)
        page = context.new_page()
        page.goto(f"{served.base}/?q=kuitansi")
        assert page.locator("mark").count() == 1
        assert page.locator(".begins", has=page.locator("mark")).inner_text().startswith("pesan: …")
        assert page.evaluate(
            """() => {
                const hit = document.querySelector("mark").getBoundingClientRect();
                const line = document.querySelector(".begins").getBoundingClientRect();
                return hit.right <= line.right && hit.bottom <= line.bottom;
            }"""
        )
        context.close()


def send(page: Page, fill: Callable[[Page], None], name: str = "") -> None:
    """Unfold an act's form, fill it in and send it."""
    form = f"#t-{name or fill.__name__}"
    if not page.locator(f"{form}[open]").count():
        page.locator(f"{form} > summary").click()
    fill(page)
    page.locator(f"{form} [type=submit]").click()
    page.wait_for_load_state()


def in_sight(page: Page, selector: str) -> bool:
    """Tell whether an element is whole on the screen, and nothing lies over it."""
    return bool(
        page.evaluate(
            """selector => {
                const at = document.querySelector(selector);
                const box = at.getBoundingClientRect();
                const over = document.elementFromPoint(box.left + box.width / 2, box.top + 4);
                return box.top >= 0 && box.bottom <= innerHeight && (at === over || at.contains(over));
            }""",
            selector,
        )
    )


def test_what_leads_on_from_a_large_picture_is_no_long_way_off(served: Web) -> None:
    case = with_files(served, {"surat.pdf": FILES["surat.pdf"]})
    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        let_in(served, context)
        page = context.new_page()
        page.goto(f"{served.base}{case}/lampiran/1?besar=1")
        link = page.get_by_role("link", name="Perkecil").bounding_box()
        picture = page.locator(".picture").bounding_box()
        assert link is not None
        assert picture is not None
        assert picture["height"] > 2 * 800
        assert link["y"] < 2 * 800

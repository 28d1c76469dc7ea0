"""The screens of a report with JavaScript on: code, two words, form, sending, sent, and what goes wrong.

One portal and one Chromium for all, under the portal's own policy; each test comes with a new profile.
"""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Dialog, Request, Route

from tests.journeys.browsers import ChromiumBrowser, see, started_chromium
from tests.journeys.steps import FIRST, answer_back
from tests.journeys.test_accessibility import inspect
from tests.portal.process import Running, free_port, lay_out, running

pytestmark = [pytest.mark.browser, pytest.mark.process]

SEALED = 78_094
TEXT = "Petugas loket meminta uang kepada setiap pemohon."
WHO = "Kepala seksi di Balai Contoh"
PLACE = "Ruang pelayanan, lantai dua"
OURS = "Disegel di peramban ini."
PLAIN = "Server yang menyegel laporan Anda"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A portal with five readers."""
    folder, port = tmp_path_factory.mktemp("portal"), free_port()
    config = lay_out(folder, port)
    # The band of a demonstration is no part of these screens.
    config.write_text(config.read_text().replace("demo = true", "demo = false"))
    with running(config, port, folder / "log") as server:
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A browser with JavaScript."""
    with started_chromium() as started:
        yield started


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    """A new profile."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def browser(context: BrowserContext, portal: Running) -> ChromiumBrowser:
    """A new profile that has been shown a code."""
    browser = ChromiumBrowser(context.new_page())
    browser.open(f"{portal.origin}/lapor")
    see(browser, OURS)
    return browser


def code_of(browser: ChromiumBrowser) -> list[str]:
    return browser.page.locator("ol.words li").all_inner_texts()


def go_to_form(browser: ChromiumBrowser) -> list[str]:
    """Write the code down, answer back; return its words."""
    code = code_of(browser)
    browser.press("Sudah saya tulis")
    answer_back(browser, code)
    see(browser, "Ceritakan yang Anda ketahui")
    return code


def refused(browser: ChromiumBrowser, *said: str) -> None:
    """Press send, and wait for the notice with the focus that says why nothing was sent."""
    browser.page.evaluate("document.activeElement.blur()")
    browser.press("Kirim laporan")
    browser.page.locator("[role=alert]:focus").wait_for()
    see(browser, "Belum terkirim", *said)


def test_a_report_leaves_the_browser_sealed_and_nothing_else_does(
    browser: ChromiumBrowser, portal: Running
) -> None:
    page, asked = browser.page, []
    page.on("request", lambda request: asked.append(request))
    began = page.evaluate("[document.title, history.length, location.href]")
    code = go_to_form(browser)
    browser.fill(FIRST, TEXT)
    browser.fill("Siapa yang terlibat?", WHO)
    browser.fill("Di mana?", PLACE)
    browser.press("Kirim laporan")
    shown = see(browser, "Laporan terkirim", "Kembalilah dengan kode pada", "Tambahkan berkas")
    assert "Laporan disegel untuk 3 pembaca." in shown
    assert [(each.method, each.url) for each in asked] == [("POST", f"{portal.origin}/surat")]
    body = asked[0].post_data_buffer
    assert body is not None
    assert len(body) == SEALED
    assert body.startswith(b"age-encryption.org/v1\n-> mlkem768x25519 ")
    for secret in (TEXT, WHO, PLACE, *code):
        assert secret.encode() not in body
        assert secret not in json.dumps(asked[0].all_headers())
    # Neither the screen nor the browser keeps anything of it.
    assert not any(secret in page.content() for secret in (TEXT, WHO, PLACE))
    assert page.evaluate("[document.title, history.length, location.href]") == began
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.evaluate("indexedDB.databases()") == []


def test_two_words_are_asked_back_and_the_code_stays_the_same(browser: ChromiumBrowser) -> None:
    code = code_of(browser)
    browser.press("Sudah saya tulis")
    asked = [int(number) for number in re.findall(r"Kata nomor (\d+)", see(browser, "Periksa catatan Anda"))]
    assert 1 <= asked[0] < asked[1] <= 10
    browser.fill(f"Kata nomor {asked[0]}", code[asked[0] - 1])
    browser.fill(f"Kata nomor {asked[1]}", code[asked[0] - 1])
    browser.press("Lanjut ke formulir")
    see(browser, "Kata belum cocok", "Belum ada yang dikirim.")
    browser.press("Lihat kode lagi")
    see(browser, OURS)
    assert code_of(browser) == code
    browser.press("Sudah saya tulis")
    for number in re.findall(r"Kata nomor (\d+)", see(browser, "Periksa catatan Anda")):
        browser.fill(f"Kata nomor {number}", code[int(number) - 1][:4].upper())
    browser.press("Lanjut ke formulir")
    see(browser, "Ceritakan yang Anda ketahui")


def test_a_report_that_was_refused_is_sent_again_as_it_was(browser: ChromiumBrowser) -> None:
    page, sent = browser.page, []

    def answer(with_it: Callable[[Route], None]) -> None:
        def take(route: Route) -> None:
            sent.append(route.request.post_data_buffer or b"")
            with_it(route)

        page.unroute("**/surat")
        page.route("**/surat", take)

    go_to_form(browser)
    # The enter key in a line of text sends nothing.
    page.press("#when_from", "Enter")
    assert page.locator("[role=alert]").count() == 0
    refused(browser, "Pertanyaan pertama belum dijawab")
    browser.fill(FIRST, TEXT)
    answer(lambda route: route.fulfill(status=503, json={"trouble": "full"}))
    refused(browser, "Tempat penyimpanan kami penuh", "Tulisan Anda tidak hilang")
    answer(lambda route: route.fulfill(status=500, body="<h1>Kesalahan</h1>"))
    page.evaluate("document.activeElement.blur()")
    browser.press("Kirim laporan")
    see(browser, "Sambungan terputus; kami mencoba lagi.")
    assert page.locator("main form").evaluate("form => form.inert") is True
    browser.press("Batalkan pengiriman")
    see(browser, "Belum pasti terkirim", "Pengiriman dihentikan")
    answer(lambda route: route.abort())
    browser.press("Kirim laporan")
    see(browser, "Sambungan terputus; kami mencoba lagi.")
    browser.press("Batalkan pengiriman")
    see(browser, "Pengiriman dihentikan")
    assert browser.page.input_value("#what") == TEXT
    assert len(sent) >= 3
    assert len(set(sent)) == 1
    page.unroute("**/surat")
    browser.fill("Di mana?", PLACE)
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")


def test_one_reader_left_is_asked_about_and_none_is_refused(browser: ChromiumBrowser) -> None:
    go_to_form(browser)
    browser.fill(FIRST, TEXT)
    boxes = browser.page.locator("[name=excluded]")
    labels = browser.page.locator("label:has(small)").all_inner_texts()
    assert all(re.search(r" — [^\n]+\n[a-z]+ [a-z]+ [a-z]+ [a-z]+$", label) for label in labels)
    assert boxes.count() == len(labels) > 3
    for place in range(boxes.count()):
        boxes.nth(place).check()
    refused(browser, "Tidak ada pembaca yang tersisa", "Saluran di luar kementerian")
    boxes.nth(0).uncheck()
    refused(browser, "Tinggal satu pembaca")
    address = browser.page.url
    browser.press("Setujui di dekat tombol kirim, atau ubah pilihan Anda.")
    browser.page.locator("#confirm_one_reader:focus").wait_for()
    assert browser.page.url == address
    browser.press("Saya mengerti: hanya satu orang yang akan membaca laporan ini.")
    browser.press("Kirim laporan")
    see(browser, "Laporan disegel untuk 1 pembaca.")


def test_a_report_that_is_too_long_says_by_how_much(browser: ChromiumBrowser) -> None:
    go_to_form(browser)
    room = browser.page.locator("#room")
    browser.fill(FIRST, "a" * 40_000)
    assert room.inner_text() == ""
    browser.fill("Siapa yang terlibat?", "a" * 8_000)
    assert room.inner_text() == "Tersisa tempat untuk sekitar 1.132 huruf."
    browser.fill("Siapa yang terlibat?", "a" * 9_000)
    assert room.inner_text() == "Tersisa tempat untuk sekitar 132 huruf."
    browser.fill("Siapa yang terlibat?", "a" * 9_133)
    assert room.inner_text() == "Kelebihan sekitar 1 huruf."
    refused(browser, "Tulisan terlalu panjang")
    browser.fill("Siapa yang terlibat?", "a" * 9_132)
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")


def test_unsent_text_asks_before_it_is_lost_and_quick_exit_does_not(
    browser: ChromiumBrowser, portal: Running
) -> None:
    page, asked = browser.page, []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    go_to_form(browser)
    browser.fill(FIRST, TEXT)
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.assign('/bantuan'))")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.input_value("#what") == TEXT
    page.route("https://example.org/", lambda route: route.fulfill(body="cuaca"))
    before = page.evaluate("history.length")
    browser.press("Keluar cepat")
    see(browser, "cuaca")
    assert asked == ["beforeunload"]
    assert page.evaluate("history.length") == before


def test_once_taken_over_no_form_can_be_posted(browser: ChromiumBrowser, portal: Running) -> None:
    page, asked = browser.page, []
    page.on("request", lambda request: asked.append(request.url))
    go_to_form(browser)
    browser.fill(FIRST, TEXT)
    # The driver waits for the end of a navigation that is refused: from here on it runs nothing but scripts.
    page.evaluate(
        """() => {
            const form = document.createElement("form");
            form.method = "post";
            form.action = "/lapor/kirim";
            form.append(document.querySelector("#what").cloneNode(true));
            document.body.append(form);
            form.submit();
            document.querySelector("main form").submit();
        }"""
    )
    page.wait_for_timeout(300)
    assert not asked
    assert page.evaluate("document.querySelector('#what').value") == TEXT


def unreachable(context: BrowserContext) -> None:
    context.route("**/bagian", lambda route: route.abort())


def no_keyrings(context: BrowserContext) -> None:
    context.route("**/keyrings.json", lambda route: route.fulfill(status=503, body=""))


def worker_stopped(context: BrowserContext) -> None:
    fetched: list[Request] = []

    def first_only(route: Route) -> None:
        fetched.append(route.request)
        if len(fetched) == 1:
            route.continue_()
        else:
            route.abort()

    context.route("**/wbs.js", first_only)


def worker_changed(context: BrowserContext) -> None:
    fetched: list[Request] = []

    def add_to_later_ones(route: Route) -> None:
        fetched.append(route.request)
        if len(fetched) == 1:
            route.continue_()
        else:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.body() + b"\n")

    context.route("**/wbs.js", add_to_later_ones)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (unreachable, "Penyegelan di peramban ini tidak lengkap"),
        (no_keyrings, "Penyegelan di peramban ini tidak lengkap"),
        (worker_stopped, "Peramban ini tidak dapat menyegel sendiri"),
        (worker_changed, "Skrip penyegelan bukan yang kami terbitkan"),
    ],
)
def test_what_cannot_work_leaves_the_plain_page_at_once(
    context: BrowserContext, portal: Running, broken: Callable[[BrowserContext], None], said: str
) -> None:
    broken(context)
    browser = ChromiumBrowser(context.new_page())
    browser.open(f"{portal.origin}/lapor")
    shown = see(browser, said, "cara biasa: server yang menyegel", PLAIN)
    assert "Menyiapkan penyegelan" not in shown
    code = code_of(browser)
    browser.press("Sudah saya tulis")
    answer_back(browser, code)
    browser.fill(FIRST, TEXT)
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")


def test_a_plain_page_that_was_seen_stays(context: BrowserContext, portal: Running) -> None:
    held: list[Route] = []
    context.route("**/bagian", lambda route: held.append(route))
    browser = ChromiumBrowser(context.new_page())
    browser.open(f"{portal.origin}/lapor")
    assert "Sudah saya tulis" not in see(browser, "Menyiapkan penyegelan di peramban ini")
    shown = see(browser, "Sudah saya tulis", PLAIN)
    assert "Menyiapkan penyegelan" not in shown
    code = code_of(browser)
    held[0].continue_()
    browser.page.wait_for_timeout(1500)
    assert code_of(browser) == code
    assert PLAIN in browser.text()


def test_a_keyring_that_was_changed_closes_the_form(context: BrowserContext, portal: Running) -> None:
    def swap(route: Route) -> None:
        answer = route.fetch()
        published = answer.json()
        newest = published["keyrings"][-1]
        newest["json"] = newest["json"].replace("Verifikator", "Pemeriksa", 1)
        route.fulfill(response=answer, json=published)

    context.route("**/keyrings.json", swap)
    browser = ChromiumBrowser(context.new_page())
    browser.open(f"{portal.origin}/lapor")
    shown = see(browser, "Daftar kunci pembaca tidak dapat dipercaya", "laporkan ke luar kementerian")
    assert "Sudah saya tulis" not in shown
    assert browser.page.locator("textarea, input").count() == 0


@pytest.mark.parametrize("lang", ["", "/en"])
def test_axe_finds_nothing(chromium: Chromium, portal: Running, lang: str) -> None:
    # axe is put in by the test, past the portal's policy.
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{portal.origin}{lang}/lapor")
    page.locator("[data-do=written]").wait_for()
    inspect(page)
    code = page.locator("ol.words li").all_inner_texts()
    page.click("[data-do=written]")
    page.click("main button[type=submit]:not(.second)")
    page.locator("[role=alert]").wait_for()
    inspect(page)
    asked = [int(number) for number in re.findall(r"\d+", page.inner_text("main form"))]
    for name, number in zip(("first", "second"), asked, strict=True):
        page.fill(f"#{name}", code[number - 1])
    page.click("main button[type=submit]:not(.second)")
    page.fill("#what", "a" * 48_000)
    page.click("main button[type=submit]", trial=True)
    inspect(page)
    page.route("**/surat", lambda _: None)
    page.click("main button[type=submit]")
    page.locator("#sending").wait_for()
    inspect(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()

"""The screens of coming back with JavaScript on: the code, the case, the next message, and what goes wrong.

One portal and one Chromium for all, under the portal's own policy; each test comes with a new profile.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Dialog, Request, Route

from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.databases import WIB
from tests.journeys.browsers import ChromiumBrowser, see, started_chromium
from tests.journeys.test_accessibility import inspect
from tests.portal.process import Running, current_keyring, free_port, lay_out, running
from tests.portal.site import keys_of, reply_to
from wbs import sealing
from wbs.letters import board
from wbs.letters.board import Slot
from wbs.letters.letter import Reply, sign_letter
from wbs.portal.config import load, open_store
from wbs.store.board import apply_outbox

pytestmark = [pytest.mark.browser, pytest.mark.process]

# The office's date, which the portal and its pages go by.
TODAY = datetime.now(WIB).date()
READERS = ("verifikator-1", "verifikator-2", "verifikator-3")
REPLIES = 20
TEXT = "Kejadian itu berulang setiap Selasa."
ANSWERED = Receipt.from_packed(make.seed("answered", 11))
UNUSED = Receipt.from_packed(make.seed("unused", 11))


def replies() -> list[tuple[Reply, str]]:
    """Return replies to ANSWERED, each with who signs it: a fork, two gaps, and one that nobody may sign."""
    keys = keys_of(ANSWERED)
    made = [
        reply_to(
            keys,
            author_seq=number,
            day=TODAY - timedelta(days=REPLIES - number),
            state="TELAAH" if number > 1 else "DITERIMA",
            text=f"Balasan nomor {number}.",
            readers=READERS,
        )
        for number in range(1, REPLIES + 1)
    ]
    made[3] = replace(made[3], prev=make.seed("kept back"))
    made[0] = replace(made[0], prev=make.seed("long gone"), day=TODAY - timedelta(days=70))
    made.append(replace(made[-1], text="Balasan nomor 20, versi lain."))
    signed = [(each, each.author) for each in made]
    forged = reply_to(keys, author_seq=90, day=TODAY, text="Sebutkan nama Anda.", readers=READERS)
    return [*signed, (forged, "verifikator-2")]


def publish(config: Path) -> None:
    """Put the replies on the portal's board."""
    keys = keys_of(ANSWERED)
    recipient = str(sealing.reporter_identity(keys.identity_seed).recipient)
    slots = []
    for reply, signer in replies():
        r = os.urandom(16)
        sealed = sealing.seal_reply(sign_letter(reply, make.signing_key(signer)), recipient)
        slots.append(Slot(r, board.tag(keys.thread, r), sealed))
    slots += [sealing.filler_slot() for _ in range(-len(slots) % 8)]
    settings = load(config, {})
    store = open_store(settings)
    now = datetime.now(UTC)
    today = now.astimezone(settings.office.zone).date()
    outbox = rings.outbox(slots=tuple(sorted(slots, key=lambda slot: slot.r)), day=today)
    chain = rings.chain(rings.sign(current_keyring()), today=today)
    apply_outbox(store, outbox, chain, now, actor="kurir")
    store.dispose()


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A portal with the replies on its board."""
    folder, port = tmp_path_factory.mktemp("portal"), free_port()
    config = lay_out(folder, port)
    # The band of a demonstration is no part of these screens.
    config.write_text(config.read_text().replace("demo = true", "demo = false"))
    publish(config)
    with running(config, port, folder / "log") as server:
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A browser with JavaScript."""
    with started_chromium() as started:
        yield started


@pytest.fixture
def browser(chromium: Chromium, portal: Running) -> Iterator[ChromiumBrowser]:
    """A new profile on the page that asks for the code."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    browser = ChromiumBrowser(context.new_page())
    browser.open(f"{portal.origin}/status")
    see(browser, "Kode dibaca di peramban ini saja")
    yield browser
    context.close()


def come_back(browser: ChromiumBrowser, code: Receipt) -> str:
    """Type a code; return what the case's screen says."""
    browser.fill("Kode tanda terima", str(code))
    browser.press("Buka")
    return see(browser, "Status laporan")


def test_a_code_is_read_and_corrected_before_anything_is_asked_for(browser: ChromiumBrowser) -> None:
    asked: list[Request] = []
    browser.page.on("request", lambda request: asked.append(request))
    words = list(UNUSED.words)
    for typed, said in (
        (words[:9], "Kami membaca 9 kata."),
        ([*words[:3], words[4], words[3], *words[5:]], "Urutan kata tampaknya tertukar"),
        (["x", "y", *words[2:]], "Kode tidak terbaca"),
    ):
        browser.fill("Kode tanda terima", " ".join(typed))
        browser.press("Buka")
        see(browser, said)
        assert browser.page.input_value("#code") == " ".join(typed)
    wrong = Receipt.from_packed(make.seed("another", 11)).words[4]
    typed = [*words[:4], wrong, *words[5:]]
    browser.fill("Kode tanda terima", "\n".join(typed))
    browser.press("Buka")
    see(browser, "Kata nomor 5 tidak cocok", f"Anda mengetik “{wrong}”; mestinya “{words[4]}”")
    assert browser.page.locator("ol.words li").all_inner_texts() == words
    assert browser.page.locator("ol.words .changed").inner_text() == words[4]
    browser.press("Bukan, ketik ulang")
    see(browser, "Cek status")
    assert browser.page.input_value("#code") == "\n".join(typed)
    assert not asked
    browser.press("Buka")
    browser.press("Ya, itu kode saya")
    see(browser, "Belum ada balasan")
    assert [request.url.rpartition("/")[2] for request in asked] == ["board"]


def test_replies_are_a_timeline(browser: ChromiumBrowser) -> None:
    shown = come_back(browser, ANSWERED)
    assert "Sedang ditelaah" in shown
    assert "1 balasan tidak bertanda tangan pembaca yang sah." in shown
    assert "Sebutkan nama Anda." not in shown
    items = browser.page.locator(".timeline > li")
    assert items.count() == 16
    assert "versi lain" in items.nth(0).inner_text() + items.nth(1).inner_text()
    assert all("Ada dua versi" in items.nth(place).inner_text() for place in (0, 1))
    assert "Ada dua versi" not in items.nth(2).inner_text()
    browser.press("Balasan yang lebih lama")
    see(browser, "Balasan nomor 1.")
    assert items.count() == REPLIES + 1
    assert browser.page.locator(".timeline > .new").count() == 1
    assert (
        "Satu jawaban sebelum ini belum ada di papan balasan."
        in items.filter(has_text="nomor 4.").inner_text()
    )
    oldest = items.nth(REPLIES).inner_text()
    assert "Jawaban yang lebih lama sudah tidak ada di papan balasan." in oldest
    assert "Diterima" in oldest
    assert browser.page.locator("text=Balasan yang lebih lama").count() == 0
    assert "Siapa yang tidak boleh membaca?" not in browser.text()


def test_before_the_first_reply_exclusions_are_asked_again(browser: ChromiumBrowser) -> None:
    come_back(browser, UNUSED)
    readers = browser.page.locator("#readers li")
    alone = "Saya mengerti: hanya satu orang yang akan membaca pesan ini."
    assert readers.count() == 3
    first = readers.nth(0).inner_text().split(",")[0]
    browser.fill("Pesan Anda", TEXT)
    browser.page.get_by_label(f"{first} — Inspektorat Jenderal").check()
    browser.page.locator("#readers:not(:has-text('" + first + "'))").wait_for()

    boxes = browser.page.locator("[name=excluded]")
    kept = boxes.count() - 1
    for place in range(kept):
        boxes.nth(place).check()
    see(browser, alone)
    browser.press("Kirim pesan")
    see(browser, "Belum terkirim", "Tinggal satu pembaca")
    boxes.nth(kept).check()
    see(browser, "Semua pembaca Anda kecualikan")
    browser.press("Kirim pesan")
    see(browser, "Belum terkirim", "Tidak ada pembaca yang tersisa")
    boxes.nth(kept).uncheck()
    see(browser, alone)
    browser.press(alone)
    assert browser.page.input_value("#text") == TEXT
    browser.press("Kirim pesan")
    see(browser, "Pesan terkirim")


def test_a_message_that_was_refused_is_sent_again_as_it_was(browser: ChromiumBrowser) -> None:
    sent: list[bytes] = []

    def refuse(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        route.fulfill(status=503, json={"trouble": "full"})

    come_back(browser, ANSWERED)
    browser.press("Kirim pesan")
    see(browser, "Belum terkirim", "Pesan masih kosong")
    browser.page.route("**/surat", refuse)
    browser.fill("Pesan Anda", TEXT)
    for times in (1, 2):
        browser.press("Kirim pesan")
        browser.page.locator("[role=alert]:focus").wait_for()
        see(browser, "Belum terkirim", "Tempat penyimpanan kami penuh", "Tulisan Anda tidak hilang")
        assert len(sent) == times
        assert browser.page.input_value("#text") == TEXT
        browser.page.evaluate("document.activeElement.blur()")
    browser.fill("Pesan Anda", TEXT + " Juga Kamis.")
    browser.press("Kirim pesan")
    browser.page.locator("[role=alert]:focus").wait_for()
    assert sent[0] == sent[1] != sent[2]
    assert {len(each) for each in sent} == {78_094}

    browser.page.unroute("**/surat")
    browser.press("Kirim pesan")
    see(browser, "Pesan terkirim", "Kodenya tetap sama")


def test_a_message_survives_the_worker(browser: ChromiumBrowser) -> None:
    come_back(browser, ANSWERED)
    browser.fill("Pesan Anda", TEXT)
    browser.page.workers[0].evaluate("setTimeout(() => { throw new Error('out of memory') })")
    browser.press("Kirim pesan")
    see(browser, "Belum terkirim", "Penyegelan di peramban ini berhenti", "Tulisan Anda tidak hilang")
    assert browser.page.input_value("#text") == TEXT
    browser.press("Kirim pesan")
    see(browser, "Pesan terkirim")


def test_files_take_the_text_along_and_bring_it_back(browser: ChromiumBrowser) -> None:
    come_back(browser, ANSWERED)
    browser.fill("Pesan Anda", TEXT)
    browser.press("Tambahkan berkas")
    see(browser, "Kami memeriksa berkas dahulu", "Tulisan Anda ikut terbawa")
    browser.press("Kembali tanpa berkas")
    see(browser, "Status laporan")
    assert browser.page.input_value("#text") == TEXT


def test_a_message_that_is_too_long_says_by_how_much(browser: ChromiumBrowser) -> None:
    come_back(browser, ANSWERED)
    room = browser.page.locator("#room")
    browser.fill("Pesan Anda", "a" * 40_000)
    assert room.inner_text() == ""
    browser.fill("Pesan Anda", "a" * 48_000)
    assert room.inner_text() == "Tersisa tempat untuk sekitar 1.150 huruf."
    browser.fill("Pesan Anda", "a" * 49_000)
    assert room.inner_text() == "Tersisa tempat untuk sekitar 150 huruf."
    browser.fill("Pesan Anda", "a" * 49_150 + "\n")
    assert room.inner_text() == "Kelebihan sekitar 2 huruf."
    browser.press("Kirim pesan")
    see(browser, "Belum terkirim", "Tulisan terlalu panjang")
    assert len(browser.page.input_value("#text")) == 49_151


def test_a_board_that_does_not_come_is_asked_for_again(browser: ChromiumBrowser) -> None:
    for answer, said in (
        (lambda route: route.abort(), "Sambungan terputus"),
        (lambda route: route.fulfill(status=503, body=""), "Papan balasan tidak dapat dibaca."),
        (lambda route: route.fulfill(body="wbs/v1 board"), "Papan balasan tidak dapat dibaca."),
    ):
        browser.page.route("**/board", answer)
        browser.fill("Kode tanda terima", str(ANSWERED))
        browser.press("Buka")
        shown = see(browser, said)
        assert "Belum terkirim" not in shown
        browser.page.unroute("**/board")
        # What was typed is still there.
        browser.press("Buka")
        see(browser, "Balasan nomor 20.")
        browser.page.reload()
        see(browser, "Kode dibaca di peramban ini saja")


def test_unsent_text_asks_before_it_is_lost_and_quick_exit_does_not(
    browser: ChromiumBrowser, portal: Running
) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page = browser.page
    page.on("dialog", stay)
    come_back(browser, ANSWERED)
    browser.fill("Pesan Anda", TEXT)
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.assign('/bantuan'))")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.input_value("#text") == TEXT
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.evaluate("indexedDB.databases()") == []
    assert page.url == f"{portal.origin}/status"
    page.route("https://example.org/", lambda route: route.fulfill(body="cuaca"))
    browser.press("Keluar cepat")
    see(browser, "cuaca")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("lang", ["", "/en"])
def test_axe_finds_nothing(chromium: Chromium, portal: Running, lang: str) -> None:
    # axe is put in by the test, past the portal's policy.
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{portal.origin}{lang}/status")
    page.locator("#code").wait_for()
    inspect(page)
    page.fill("#code", "dua kata")
    page.click("main button[type=submit]")
    page.locator("[role=alert]").wait_for()
    inspect(page)
    page.fill("#code", " ".join(["x", *ANSWERED.words[1:]]))
    page.click("main button[type=submit]")
    page.locator("ol.words").wait_for()
    inspect(page)
    page.route("**/board", lambda _: None)
    page.click("button[name=yes]")
    page.locator("progress").first.wait_for()
    inspect(page)
    for code in (ANSWERED, UNUSED):
        page.unroute("**/board")
        page.reload()
        page.fill("#code", str(code))
        page.click("main button[type=submit]")
        page.locator("#text").wait_for()
        inspect(page)
    for box in page.locator("[name=excluded]").all()[:-1]:
        box.check()
    page.locator("#confirm_one_reader").wait_for()
    inspect(page)
    page.check("#confirm_one_reader")
    page.fill("#text", "a" * 48_000)
    inspect(page)
    page.click("main button[type=submit]:not(.second)")
    page.locator("[data-do=files]").wait_for()
    inspect(page)
    context.close()

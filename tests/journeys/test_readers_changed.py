"""A page that stayed open while the keyring changed: the message goes to nobody whom it did not name."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.journeys.browsers import ChromiumBrowser, see, started_chromium
from tests.journeys.steps import answer_back
from tests.portal.process import current_keyring
from tests.portal.site import keys_of, reply_to
from tests.promises.between import FIRST_KEYRING, Portal, standing_between
from wbs import sealing
from wbs.letters import board
from wbs.letters.board import Slot
from wbs.letters.letter import sign_letter
from wbs.portal.config import open_store
from wbs.store import keyrings
from wbs.store.board import apply_outbox
from wbs.store.publication import publish

pytestmark = [pytest.mark.browser, pytest.mark.process]

TEXT = "Kejadian itu berulang setiap Selasa."


def without(portal: Portal, title: str) -> None:
    """Publish a keyring that revokes the reader of this title."""
    first = current_keyring()
    (gone,) = (reader for reader in first.readers if reader.title == title)
    second = replace(
        first,
        sequence=2,
        previous=FIRST_KEYRING.hash,
        readers=tuple(reader for reader in first.readers if reader != gone),
        revoked=(gone.signing_key,),
    )
    store = open_store(portal.settings)
    today = datetime.now(portal.settings.office.zone).date()
    keyrings.install(store, rings.sign(second), rings.PIN, today)
    publish(store, make.INSTANCE, today)
    store.dispose()


def answer(portal: Portal, code: Receipt, author: str, **changes: object) -> None:
    """Put a reader's reply to a code on the board."""
    keys, now = keys_of(code), datetime.now(portal.settings.office.zone)
    reply = reply_to(keys, author=author, day=now.date(), **changes)
    recipient = str(sealing.reporter_identity(keys.identity_seed).recipient)
    r = make.seed("slot", 16)
    sealed = sealing.seal_reply(sign_letter(reply, make.signing_key(author)), recipient)
    slots = [Slot(r, board.tag(keys.thread, r), sealed), *(sealing.filler_slot() for _ in range(7))]
    outbox = rings.outbox(slots=tuple(sorted(slots, key=lambda slot: slot.r)), day=now.date())
    store = open_store(portal.settings)
    chain = rings.chain(rings.sign(current_keyring()), today=now.date())
    apply_outbox(store, outbox, chain, now, actor="kurir")
    store.dispose()


def test_a_reply_that_counts_no_more_leaves_nobody_excluded_unasked(tmp_path: Path) -> None:
    code = Receipt.generate()
    with standing_between(tmp_path) as portal, started_chromium() as chromium:
        first, kept_out = current_keyring().readers[:2]
        readers = tuple(each.id for each in current_keyring().readers[2:4])
        answer(portal, code, first.id, readers=(first.id, *readers), excluded=(kept_out.id,))
        browser = ChromiumBrowser(chromium.new_page())
        browser.open(f"{portal.origin}/status")
        see(browser, "Kode dibaca di peramban ini saja")
        browser.fill("Kode tanda terima", str(code))
        browser.press("Buka")
        see(browser, "Pesan ini akan dibaca oleh")
        boxes = browser.page.locator("input[name=excluded]")
        assert boxes.count() == 0
        browser.fill("Pesan Anda", TEXT)
        without(portal, first.title)

        browser.press("Kirim pesan")
        see(browser, "Belum terkirim", "Pembacanya berubah", "Siapa yang tidak boleh membaca?")
        assert browser.page.input_value("#text") == TEXT
        assert portal.between.drops() == []
        browser.page.get_by_label(kept_out.title).check()
        browser.page.wait_for_function(
            "title => !document.querySelector('#readers').innerText.includes(title)", arg=kept_out.title
        )
        browser.press("Kirim pesan")
        see(browser, "Pesan terkirim")


def test_a_message_asks_again_who_may_read_it(tmp_path: Path) -> None:
    with standing_between(tmp_path) as portal, started_chromium() as chromium:
        browser = ChromiumBrowser(chromium.new_page())
        browser.open(f"{portal.origin}/status")
        see(browser, "Kode dibaca di peramban ini saja")
        browser.fill("Kode tanda terima", str(Receipt.generate()))
        browser.press("Buka")
        see(browser, "Pesan ini akan dibaca oleh")
        readers = browser.page.locator("#readers li")
        gone = readers.nth(0).inner_text().split(",")[0]
        browser.fill("Pesan Anda", TEXT)
        without(portal, gone)
        portal.between.take()

        browser.press("Kirim pesan")
        see(browser, "Belum terkirim", "Pembacanya berubah", "Tulisan Anda tidak hilang")
        assert [request.target for request in portal.between.take()] == ["/keyrings.json"]
        assert browser.page.input_value("#text") == TEXT
        assert readers.count() == 3
        assert gone not in browser.page.inner_text("#readers")
        browser.press("Kirim pesan")
        see(browser, "Pesan terkirim")
        assert [request.target for request in portal.between.take()] == ["/keyrings.json", "/surat"]


def test_a_report_written_for_long_asks_again_who_must_not_read_it(tmp_path: Path) -> None:
    with standing_between(tmp_path) as portal, started_chromium() as chromium:
        browser = ChromiumBrowser(chromium.new_page())
        browser.open(f"{portal.origin}/lapor")
        see(browser, "Disegel di peramban ini.")
        code = [word.strip() for word in browser.page.locator("ol.words li").all_inner_texts()]
        browser.press("Sudah saya tulis")
        answer_back(browser, code)
        boxes = browser.page.locator("#readers label")
        gone, kept = (boxes.nth(number).inner_text().split(" — ")[0].strip() for number in (0, 1))
        browser.page.locator("#readers input").nth(1).check()
        browser.fill("Apa yang terjadi? (wajib)", TEXT)
        without(portal, gone)
        portal.between.take()
        browser.page.evaluate(
            "const now = performance.now.bind(performance); performance.now = () => now() + 11 * 60000"
        )

        browser.press("Kirim laporan")
        see(browser, "Belum terkirim", "Pembacanya berubah", "Tulisan Anda tidak hilang")
        assert [request.target for request in portal.between.take()] == ["/keyrings.json"]
        assert gone not in browser.page.inner_text("#readers")
        ticked = browser.page.locator("#readers .choice:has(:checked) label")
        assert [label.split(" — ")[0].strip() for label in ticked.all_inner_texts()] == [kept]
        browser.press("Kirim laporan")
        see(browser, "Laporan terkirim")
        assert [request.target for request in portal.between.take()] == ["/surat"]


def test_files_ask_again_who_may_read_them(tmp_path: Path) -> None:
    folder, file = tmp_path / "portal", tmp_path / "kuitansi.bin"
    folder.mkdir()
    file.write_bytes(b"Rp2 juta")
    with standing_between(folder) as portal, started_chromium() as chromium:
        browser = ChromiumBrowser(chromium.new_page())
        browser.open(f"{portal.origin}/status")
        see(browser, "Kode dibaca di peramban ini saja")
        browser.fill("Kode tanda terima", str(Receipt.generate()))
        browser.press("Buka")
        see(browser, "Pesan ini akan dibaca oleh")
        gone = browser.page.locator("#readers li").nth(0).inner_text().split(",")[0]
        browser.press("Tambahkan berkas")
        see(browser, "Sebelum memilih")
        browser.choose("Pilih berkas", file)
        browser.press("Periksa berkas")
        see(browser, "Periksa, lalu kirim")
        assert gone in browser.page.inner_text("#readers")
        without(portal, gone)
        portal.between.take()

        browser.press("Kirim 1 berkas")
        see(browser, "Belum terkirim", "Pembacanya berubah")
        assert portal.between.drops() == []
        assert gone not in browser.page.inner_text("#readers")
        browser.press("Kirim 1 berkas")
        see(browser, "Pesan terkirim", "1 berkas terkirim")

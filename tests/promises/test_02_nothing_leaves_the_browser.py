"""Promise 2: with JavaScript on, neither plaintext nor the receipt code leaves the browser, whatever fails.

Everything that a real Chromium and a real Firefox send is kept and searched. If sealing cannot start, nothing
is sent; what was typed is still there after every error.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from crypto.receipt import Receipt
from tests.journeys.browsers import PATIENCE, ChromiumBrowser, FirefoxBrowser, see
from tests.journeys.middle import (
    Answer,
    Forward,
    Meddling,
    Request,
    changed,
    halve,
    once,
    only,
    pass_on,
    refuse,
)
from tests.journeys.scripted import NAMES, Scripted, click, enter, execute, scripted, value
from tests.journeys.steps import FIRST, answer_back
from tests.promises.between import Portal, standing_between
from tests.promises.leaks import heads, told, words_in, words_told

pytestmark = [pytest.mark.browser, pytest.mark.process]

WHAT = "Petugas loket 3 meminta Rp2 juta."
ANSWERS = {
    "what": (FIRST, "sentinel-apa Petugas meminta uang."),
    "who": ("Siapa yang terlibat?", "sentinel-siapa Pak R."),
    "where": ("Di mana?", "sentinel-tempat Balai B."),
    "when_from": ("Sejak kapan?", "sentinel-sejak 2025"),
    "when_to": ("Sampai kapan?", "sentinel-sampai 2026"),
    "how": ("Bagaimana caranya?", "sentinel-cara tunai"),
    "why": ("Mengapa hal itu dapat terjadi?", "sentinel-sebab celah"),
    "evidence": ("Apa buktinya, dan di mana?", "sentinel-bukti buku tamu"),
    "source": ("Dari mana Anda tahu?", "sentinel-sumber pemohon"),
    "reported_to": ("Sudah dilaporkan ke mana?", "sentinel-lain SP4N"),
}
SENTINELS = [text.split()[0] for _, text in ANSWERS.values()]
SEALED = 78_094
PLAIN = {"/lapor": "Server yang menyegel laporan Anda", "/status": "Server yang membaca kode"}
SEALING = {"/lapor": "Disegel di peramban ini.", "/status": "Kode dibaca di peramban ini saja"}
SCRIPT = "/static/client/wbs.js"
BLOCKED = "Peramban ini tidak dapat menyegel sendiri"
CHANGED = "Skrip penyegelan bukan yang kami terbitkan"
INCOMPLETE = "Penyegelan di peramban ini tidak lengkap"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with standing_between(tmp_path_factory.mktemp("portal")) as standing:
        yield standing


@pytest.fixture(scope="module", params=NAMES)
def profile(request: pytest.FixtureRequest) -> Iterator[Callable[[], Scripted]]:
    with scripted(request.param) as opened:
        yield opened


@pytest.fixture
def browser(profile: Callable[[], Scripted], portal: Portal) -> Iterator[Scripted]:
    """A browser about to come; what it sends is kept from here on."""
    running = profile()
    running.open("about:blank")
    portal.between.take()
    yield running
    running.open("about:blank")


def come_to_form(browser: Scripted, portal: Portal) -> list[str]:
    """Open the page and write the code down; return its words."""
    browser.open(f"{portal.origin}/lapor")
    shown = see(browser, "Disegel di peramban ini.", "Tulis sepuluh kata ini di kertas")
    code = re.findall(r"(?m)^[a-z]{3,8}$", shown)
    assert len(code) == 10
    browser.press("Sudah saya tulis")
    answer_back(browser, code)
    see(browser, "Ceritakan yang Anda ketahui")
    return code


def test_a_filing_tells_nothing(browser: Scripted, portal: Portal) -> None:
    visits = []
    for _ in range(2):
        portal.between.take()
        code = come_to_form(browser, portal)
        for label, text in ANSWERS.values():
            browser.fill(label, text)
        click(browser, "[value=verifikator-4]")
        browser.press("Kirim laporan")
        see(browser, "Laporan terkirim")
        visits.append((code, portal.between.take()))
        assert reported(portal, code) == {name: text for name, (_, text) in ANSWERS.items()}
    # Two reporters, two codes: what is said in the clear is one and the same.
    (code, sent), (other_code, other) = visits
    assert heads(sent) == heads(other)
    for words, requests, usual in ((code, sent, other), (other_code, other, sent)):
        assert [len(each.body) for each in requests if each.method == "POST"] == [SEALED]
        assert told(requests, [*SENTINELS, " ".join(words), "verifikator-4"]) == []
        assert words_told(requests, words, vocabulary(usual)) == []


def test_a_server_that_refuses_gets_the_same_letter_again(browser: Scripted, portal: Portal) -> None:
    code = come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)
    tell = partial(refuse, kind="application/json")
    for times, (act, sentence) in enumerate(
        (
            (tell(500, b'{"trouble":"failed"}'), "Ada kesalahan di server kami"),
            (tell(503, b'{"trouble":"full"}'), "Tempat penyimpanan kami penuh"),
            (refuse(413, b"<html>Too large"), "Ada kesalahan di server kami"),
            (tell(400, b'{"trouble":"shape"}'), "Server menolak kiriman ini"),
            (tell(201, b'{"readable":"besok","return_by":"<b>lusa</b>"}'), "Ada kesalahan di server kami"),
            (tell(403, b'{"trouble":"other_origin"}'), "Permintaan datang dari luar portal"),
        ),
        start=1,
    ):
        with portal.between.meddling("/surat", act):
            browser.press("Kirim laporan")
            shown = see(browser, "Tulisan Anda tidak hilang", sentence)
        assert "Belum terkirim" in shown
        assert "Laporan terkirim" not in shown
        assert value(browser, "what") == WHAT
        assert len(portal.between.drops()) == times
    assert reported(portal, code) is None
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    assert reported(portal, code) == {"what": WHAT}
    sent = [bytes(each.body) for each in portal.between.drops()]
    assert len(sent) == times + 1
    assert len(set(sent)) == 1
    assert told(portal.between.requests, [WHAT]) == []


@pytest.mark.parametrize("answered", [False, True], ids=["cut on the way", "answer cut"])
def test_a_line_that_breaks_sends_the_same_letter_again(
    browser: Scripted, portal: Portal, answered: bool
) -> None:
    code = come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)
    between = portal.between
    between.cut_after = None if answered else SEALED // 2
    with between.meddling("/surat", once(halve) if answered else pass_on):
        browser.press("Kirim laporan")
        see(browser, "Belum terkirim. Sambungan terputus; kami mencoba lagi.")
        between.cut_after = None
        see(browser, "Laporan terkirim")
    # A browser tries once more by itself, before it says that the line broke.
    *broken, last = (bytes(each.body) for each in between.drops())
    assert broken
    assert all(last.startswith(each) for each in broken)
    assert reported(portal, code) == {"what": WHAT}
    assert told(between.requests, [WHAT]) == []


def test_a_text_changed_after_a_lost_answer_is_still_the_same_report(
    browser: Scripted, portal: Portal
) -> None:
    code = come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)

    def answer_badly(_request: Request, forward: Forward) -> Answer:
        return replace(forward(), status=418, body=b"")

    with portal.between.meddling("/surat", answer_badly):
        browser.press("Kirim laporan")
        see(browser, "Belum terkirim", "Tulisan Anda tidak hilang")
    browser.fill(FIRST, f"{WHAT} Juga Kamis.")
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    case = portal.case(code)
    assert case is not None
    # One case, of which the readers see both.
    assert len(case.versions) == 2


def another(script: bytes) -> bytes:
    """Return a script that does the same and is not the same."""
    return script + b"\n// another"


# What fails while the page prepares itself: where, how, and what the plain page says of it.
UNREADY: dict[str, tuple[str, str, Meddling, str]] = {
    "worker refused": ("/lapor", SCRIPT, only(refuse(404), "worker"), BLOCKED),
    "worker cut": ("/status", SCRIPT, only(halve, "worker"), BLOCKED),
    "worker is another script": ("/lapor", SCRIPT, only(changed(another), "worker", "empty"), CHANGED),
    "worker cannot be read again": ("/status", SCRIPT, only(refuse(503), "empty"), BLOCKED),
    "no parts": ("/lapor", "/bagian", refuse(500), INCOMPLETE),
    "parts cut": ("/status", "/bagian", halve, INCOMPLETE),
    "parts of somebody else": (
        "/lapor",
        "/bagian",
        refuse(200, b"<!doctype html><p>Masuk ke jaringan"),
        INCOMPLETE,
    ),
    "no keyrings": ("/status", "/keyrings.json", refuse(503), INCOMPLETE),
    "keyrings cut": ("/lapor", "/keyrings.json", halve, INCOMPLETE),
    "keyrings are none": (
        "/status",
        "/keyrings.json",
        refuse(200, b"<html>", "application/json"),
        INCOMPLETE,
    ),
}


@pytest.mark.parametrize(("page", "target", "act", "why"), UNREADY.values(), ids=UNREADY)
def test_what_cannot_start_sends_nothing_and_says_so(
    browser: Scripted, portal: Portal, page: str, target: str, act: Meddling, why: str
) -> None:
    with portal.between.meddling(target, act):
        browser.open(portal.origin + page)
        shown = see(browser, why, "Yang tampil di bawah adalah cara biasa: server yang menyegel.")
    assert "Cara biasa." in shown
    assert PLAIN[page] in shown
    assert "di peramban ini saja" not in shown
    assert portal.between.drops() == []
    # What failed once is not remembered.
    browser.open(portal.origin + page)
    see(browser, SEALING[page])


def test_a_script_that_does_not_come_leaves_the_plain_page(browser: Scripted, portal: Portal) -> None:
    ways = [refuse(404), changed(another), halve]
    opened = [browser]
    if isinstance(browser, ChromiumBrowser):
        # Ten seconds go by until the plain page is shown: for all of them at once.
        opened += [ChromiumBrowser(browser.page.context.new_page()) for _ in ways[1:]]
    for each, act in zip(opened, ways, strict=False):
        with portal.between.meddling(SCRIPT, only(act, "script")):
            each.open(f"{portal.origin}/lapor")
            see(each, "Menyiapkan penyegelan di peramban ini")
    for each in opened:
        shown = see(each, "Sudah saya tulis", PLAIN["/lapor"], "Cara biasa.")
        assert "Menyiapkan penyegelan" not in shown
    assert portal.between.drops() == []


# Whatever a page can do with a form that holds the text, and with its own; Firefox refuses by an exception.
POSTING = """
    const tried = (act) => { try { act(); } catch (error) { if (error.result !== 0x805a0061) throw error; } };
    const made = (root, method, action, target = "") => {
        const form = root.ownerDocument.createElement("form");
        Object.assign(form, {method, action: new URL(action, location.href).href, target});
        const field = root.ownerDocument.createElement("textarea");
        Object.assign(field, {name: "what", value: TEXT});
        form.append(field, root.ownerDocument.createElement("button"));
        root.append(form);
        return form;
    };
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const inner = frame.contentDocument?.body;
    if (inner) tried(() => made(inner, "post", "/lapor/kirim", "_top").submit());
    tried(() => made(document.body, "get", "/bantuan").submit());
    tried(() => made(document.body, "post", "/lapor/kirim", "_blank").submit());
    for (const form of document.querySelectorAll("main form")) {
        Object.assign(form, {method: "post", action: "/lapor/kirim"});
        tried(() => form.submit());
        form.method = "dialog";
    }
    const button = made(document.body, "dialog", "/lapor").querySelector("button");
    Object.assign(button, {formMethod: "post", formAction: "/lapor/kirim"});
    tried(() => button.click());
    tried(() => made(document.body, "post", "/lapor/kirim").requestSubmit());
    tried(() => made(document.body, "post", "/lapor/kirim").submit());
"""


def test_once_taken_over_no_form_can_be_posted(browser: Scripted, portal: Portal) -> None:
    script = POSTING.replace("TEXT", f"'{WHAT}'")
    come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)
    portal.between.take()
    execute(browser, script + "document.querySelectorAll('meta').forEach((each) => each.remove());")
    execute(browser, script)
    # Nothing is asked for but this, and the page is still the same.
    execute(browser, "return fetch('/keyrings.json').then(() => true)")
    assert value(browser, "what") == WHAT
    # The driver would wait for the end of navigations that were refused: scripts go on.
    execute(browser, "document.querySelector('main form [type=submit]').click()")
    end = time.monotonic() + PATIENCE
    while "Laporan terkirim" not in execute(browser, "return document.body.innerText"):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert told(portal.between.requests, [WHAT]) == []
    assert [each.target for each in portal.between.requests] == ["/keyrings.json", "/surat"]


def test_on_a_plain_page_the_same_forms_are_posted_and_seen(browser: Scripted, portal: Portal) -> None:
    """What the test above cannot do, and the recorder would see."""
    browser.open(f"{portal.origin}/lapor/biasa")
    see(browser, "Cara biasa.")
    execute(browser, POSTING.replace("TEXT", f"'{WHAT}'"))
    see(browser, "Halaman terlalu lama terbuka")
    assert told(portal.between.requests, [WHAT]) == [WHAT]


def test_enter_in_a_field_posts_nothing(browser: Scripted, portal: Portal) -> None:
    browser.open(f"{portal.origin}/lapor")
    see(browser, "Disegel di peramban ini.")
    browser.press("Sudah saya tulis")
    first, second = re.findall(r"Kata nomor (\d+)", see(browser, "Periksa catatan Anda"))
    portal.between.take()
    browser.fill(f"Kata nomor {first}", "ayam")
    browser.fill(f"Kata nomor {second}", "ayam")
    enter(browser, f"Kata nomor {second}")
    see(browser, "Kata belum cocok")
    assert portal.between.requests == []


def test_a_worker_that_dies_takes_nothing_along(profile: Callable[[], Scripted], portal: Portal) -> None:
    browser = profile()
    if isinstance(browser, FirefoxBrowser):
        # Firefox lets nobody from outside into a worker; the page's side is the same.
        return
    code = come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)
    portal.between.take()
    browser.page.workers[0].evaluate("setTimeout(() => { throw new Error('out of memory') })")
    with portal.between.meddling(SCRIPT, refuse(404)):
        browser.press("Kirim laporan")
        see(browser, "Tulisan Anda tidak hilang", "Belum terkirim")
    assert value(browser, "what") == WHAT
    assert portal.between.drops() == []
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    assert reported(portal, code) == {"what": WHAT}
    assert told(portal.between.requests, [WHAT, " ".join(code)]) == []


def test_a_return_tells_nothing(browser: Scripted, portal: Portal) -> None:
    visits = []
    for _ in range(2):
        code = list(Receipt.generate().words)
        portal.between.take()
        browser.open(f"{portal.origin}/status")
        see(browser, "Kode dibaca di peramban ini saja")
        # A word too many is looked at here as well.
        browser.fill("Kode tanda terima", " ".join([*code, code[0]]))
        browser.press("Buka")
        see(browser, "Jumlah kata belum tepat")
        browser.fill("Kode tanda terima", "\n".join(code))
        browser.press("Buka")
        see(browser, "Status laporan")
        browser.fill("Pesan Anda", WHAT)
        browser.press("Kirim pesan")
        see(browser, "Pesan terkirim")
        visits.append((code, portal.between.take()))
    (code, sent), (other_code, other) = visits
    assert heads(sent) == heads(other)
    for words, requests, usual in ((code, sent, other), (other_code, other, sent)):
        assert [len(each.body) for each in requests if each.method == "POST"] == [SEALED]
        assert told(requests, [WHAT, " ".join(words), "\n".join(words)]) == []
        assert words_told(requests, words, vocabulary(usual)) == []


def test_files_tell_nothing_when_their_line_breaks(browser: Scripted, portal: Portal, tmp_path: Path) -> None:
    names = ["sentinel-kuitansi.bin", "sentinel-catatan.txt"]
    secret = b"sentinel-isi Rp2 juta, loket 3. "
    files = [tmp_path / name for name in names]
    files[0].write_bytes(secret * ((5 << 20) // len(secret)))
    files[1].write_bytes(secret)
    code = portal.file(what="Lewat cara biasa.")
    portal.between.take()
    browser.open(f"{portal.origin}/status")
    see(browser, "Kode dibaca di peramban ini saja")
    browser.fill("Kode tanda terima", " ".join(code))
    browser.press("Buka")
    see(browser, "Status laporan")
    browser.press("Tambahkan berkas")
    see(browser, "Sebelum memilih")
    browser.choose("Pilih berkas", *files)
    browser.press("Periksa berkas")
    see(browser, "Periksa, lalu kirim", *names)
    browser.fill("Pesan untuk pembaca", WHAT)
    between = portal.between

    def cut(request: Request, forward: Forward) -> Answer:
        between.cut_after = (1 << 20) if request.target.partition("?")[0].endswith("/0") else None
        return forward()

    with between.meddling("/surat/.*", cut):
        browser.press("Kirim 2 berkas")
        see(browser, "Sambungan terputus; kami mencoba lagi.")
        between.cut_after = None
    see(browser, "Pesan terkirim", "2 berkas terkirim")
    assert between.cuts
    assert told(between.requests, [*names, WHAT, secret.decode(), " ".join(code), "sentinel"]) == []
    case = portal.case(code)
    assert case is not None
    assert [message.letter.text for message in case.messages] == [WHAT]
    assert [file.name for file in case.messages[0].letter.attachments] == names


def vocabulary(requests: list[Request]) -> set[str]:
    """Return the words that are said in the clear whoever comes."""
    return {word for request in requests for word in words_in(request.head)}


def reported(portal: Portal, code: list[str]) -> dict[str, str] | None:
    """Return the answers that readers find of one report; None if there is none yet."""
    case = portal.case(code)
    if case is None:
        return None
    assert len(case.versions) == 1
    assert case.report is not None
    return dict(case.report.answers)

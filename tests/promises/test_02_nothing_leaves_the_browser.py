"""Promise 2: with JavaScript on, neither plaintext nor the receipt code leaves the browser, whatever fails.

Everything that a real Chromium and a real Firefox send is kept and searched. If sealing cannot start, nothing
is sent; what was typed is still there after every error.
"""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crypto.receipt import Receipt
from tests.journeys.browsers import PATIENCE, see
from tests.journeys.middle import (
    Answer,
    Forward,
    Request,
)
from tests.journeys.scripted import NAMES, Scripted, click, enter, execute, scripted, value
from tests.journeys.steps import FIRST
from tests.promises.between import SEALED, Portal, come_to_form, standing_between
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
        assert portal.reported(code) == {name: text for name, (_, text) in ANSWERS.items()}
    # Two reporters, two codes: what is said in the clear is one and the same.
    (code, sent), (other_code, other) = visits
    assert heads(sent) == heads(other)
    for words, requests, usual in ((code, sent, other), (other_code, other, sent)):
        assert [len(each.body) for each in requests if each.method == "POST"] == [SEALED]
        assert told(requests, [*SENTINELS, " ".join(words), "verifikator-4"]) == []
        assert words_told(requests, words, vocabulary(usual)) == []


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

"""Promise 6: a report has one size; a message with files a power of two; pages of a class have one length."""

import html
import os
from pathlib import Path
from urllib.parse import urlencode

import pytest

from crypto.receipt import Receipt
from tests import factories_keyring as rings
from tests import multipart
from tests.portal import evidence
from tests.portal.process import Running, field, free_port, lay_out, running
from tests.portal.site import WHAT, Site, is_sent, state_of
from wbs.letters.board import SLOT
from wbs.letters.letter import ANSWERS
from wbs.portal.privacy import PRIVATE, PUBLIC
from wbs.sealing import TEXT_SEALED, sealed_size

PUBLIC_PAGES = ("", "saring", "bantuan", "kunci", "coba", "status", "tidak-ada", "keluar")

REPORTS: dict[str, dict[str, object]] = {
    "one letter": {"what": "x"},
    "as much as fits": {"what": "a" * 49_000},
    "every question": dict.fromkeys(ANSWERS, "jawaban panjang " * 20),
    "four bytes each": {"what": "😀" * 12_000},
    "what JSON writes longer": {"what": '"\\\n' * 8_000},
    "readers excluded": {
        "what": WHAT,
        "excluded": ["verifikator-1", "verifikator-2", "verifikator-3", "luar-1"],
    },
    "one reader": {
        "what": WHAT,
        "excluded": [*(f"verifikator-{number}" for number in range(1, 6)), "luar-1"],
        "confirm_one_reader": "y",
    },
}


@pytest.mark.parametrize("answers", REPORTS.values(), ids=REPORTS)
def test_a_report_has_one_size_whatever_is_in_it(site: Site, answers: dict[str, object]) -> None:
    site.file(**answers)
    assert [path.stat().st_size for path in site.store.blobs.pending.iterdir()] == [TEXT_SEALED]
    assert [len(sealed) for sealed in site.drops()] == [TEXT_SEALED]


@pytest.mark.parametrize("text", ["x", "a" * 49_000])
def test_a_message_without_files_has_the_size_of_a_report(site: Site, text: str) -> None:
    code = site.file()
    page = site.status(code)
    assert is_sent(site.post("/status/pesan", {"text": text, "state": state_of(page)}))
    assert {len(sealed) for sealed in site.drops()} == {TEXT_SEALED}


@pytest.mark.parametrize("text", ["", "x" * 2_000, "😀" * 400])
def test_a_reply_has_one_size(site: Site, text: str) -> None:
    code = site.file()
    assert len(site.reply(code, text=text).sealed) == SLOT


def test_a_case_has_one_length_with_any_number_of_replies(site: Site) -> None:
    code = site.file()
    lengths = {len(site.status(code).data)}
    for number in (1, 7, 8):
        site.publish(*(site.reply(code, author_seq=n, text="y" * 2_000) for n in range(1, number + 1)))
        lengths.add(len(site.status(code).data))
    assert lengths == {PRIVATE}


@pytest.mark.parametrize("path", ["/status/pesan", "/status/berkas"])
@pytest.mark.parametrize("quotes", [15_000, 30_000])
def test_a_page_that_gives_a_long_text_back_goes_by_that_text_alone(
    site: Site, path: str, quotes: int
) -> None:
    used, unused = site.file(), Receipt.from_packed(bytes(11))
    site.publish(*(site.reply(used, author_seq=number, text="'" * 2_300) for number in range(1, 17)))
    # Nobody is left to read it, so the text comes back, five bytes for each quote.
    text, everyone = '"' * quotes, [reader.id for reader in rings.READERS]
    pages = [
        site.post(path, {"state": state_of(site.status(code)), "text": text, "excluded": everyone})
        for code in (used, unused)
    ]
    assert all(text in html.unescape(page.text) for page in pages)
    assert len({len(page.data) for page in pages}) == 1
    assert len(pages[0].data) > PRIVATE


KIB = 1024
MESSAGES: dict[str, tuple[list[tuple[str, bytes]], int]] = {
    "one byte": ([("a.txt", b"x")], 64),
    "nearly what 64 KiB hold": ([("a.bin", bytes(58 * KIB))], 64),
    "a little more": ([("a.bin", bytes(64 * KIB))], 128),
    "long names": ([(f"{'n' * 240}{number}.txt", b"x") for number in range(10)], 64),
    "many": ([(f"{number}.bin", os.urandom(20 * KIB)) for number in range(9)], 256),
    "one of their size together": ([("a.bin", os.urandom(181 * KIB))], 256),
    "another content": ([("b.mp4", evidence.video(150 * KIB))], 256),
    "cleaned": ([("a.jpg", evidence.jpeg()), ("a.pdf", evidence.pdf())], 64),
}


@pytest.mark.parametrize(("files", "kib"), MESSAGES.values(), ids=MESSAGES)
def test_a_message_with_files_has_the_size_of_a_power_of_two(
    site: Site, files: list[tuple[str, bytes]], kib: int
) -> None:
    code = Receipt.from_packed(bytes(11))
    page = site.post("/status/berkas", {"state": state_of(site.status(code))})
    review = site.upload(page, *files)
    assert is_sent(site.post("/status/berkas/kirim", {"state": state_of(review), "text": WHAT}))
    assert [path.stat().st_size for path in site.store.blobs.pending.iterdir()] == [sealed_size(kib * KIB)]
    assert [len(sealed) for sealed in site.drops()] == [sealed_size(kib * KIB)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder: Path = tmp_path_factory.mktemp("sizes")
    port = free_port()
    with running(lay_out(folder, port), port, folder / "log") as made:
        yield made


@pytest.mark.process
def test_pages_of_a_class_have_one_length_on_the_wire(server: Running) -> None:
    def on_the_wire(method: str, path: str, **fields: str) -> tuple[int, int]:
        headers = {"Accept-Encoding": "gzip, deflate, br, zstd", "Origin": server.origin}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        response, body = server.request(method, path, urlencode(fields).encode() or None, headers)
        assert response.getheader("Content-Encoding") is None
        assert int(response.getheader("Content-Length") or 0) == len(body)
        heads = [f"{name}: {value}" for name, value in response.getheaders() if name != "Allow"]
        return len(body), len("\r\n".join(heads))

    shown = {on_the_wire("GET", f"{lang}{page}") for page in ("", "saring", "coba") for lang in ("/", "/en/")}
    assert len(shown) == 1
    assert {on_the_wire("GET", f"/{page}")[0] for page in PUBLIC_PAGES} == {PUBLIC}
    words, state = server.form_state()
    answers = {
        on_the_wire("POST", "/lapor/kirim", what="", state=state),
        on_the_wire("POST", "/lapor/kirim", what="x", state=state),
        on_the_wire("POST", "/lapor/kirim", what="x" * 40_000, state=state),
        on_the_wire("POST", "/lapor/kirim", what="x"),
        on_the_wire("POST", "/status", code=" ".join(words)),
        on_the_wire("POST", "/status", code="satu"),
        on_the_wire("POST", "/lapor/ingat", state=""),
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == PRIVATE


@pytest.mark.process
def test_pages_with_files_have_one_length_on_the_wire(server: Running) -> None:
    def on_the_wire(path: str, body: bytes, kind: str) -> tuple[str, tuple[int, int]]:
        headers = {"Accept-Encoding": "gzip", "Origin": server.origin, "Content-Type": kind}
        response, page = server.request("POST", path, body, headers)
        assert response.getheader("Content-Encoding") is None
        heads = [f"{name}: {value}" for name, value in response.getheaders()]
        return page.decode(), (len(page), len("\r\n".join(heads)))

    lengths = set()

    def posted(path: str, **fields: str) -> str:
        page, length = on_the_wire(path, urlencode(fields).encode(), "application/x-www-form-urlencoded")
        lengths.add(length)
        return page

    words, _ = server.form_state()
    case = server.post("/status", code=" ".join(words))
    for files in (
        [],
        [("a.txt", b"x")],
        [("a.txt", b"x"), ("kosong.txt", b"")],
        [(f"{'n' * 200}{number}.jpg", evidence.jpeg()) for number in range(10)],
    ):
        for text in ("", "x" * 20_000):
            page = posted("/status/berkas", state=field(case), text=text)
            fields = {"state": field(page), "text": text}
            body, kind = multipart.encode(fields.items(), [("files", *each) for each in files])
            review, length = on_the_wire("/status/berkas/periksa", body, kind)
            lengths.add(length)
            posted("/status/berkas/kirim", state=field(review), text=text)
    posted("/status/berkas/kirim", state="")
    posted("/status/berkas", state="")
    assert len(lengths) == 1
    assert next(iter(lengths))[0] == PRIVATE

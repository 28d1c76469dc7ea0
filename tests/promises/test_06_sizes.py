"""Promise 6: a report has one size; pages of one class have one length on the wire."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.portal.process import Running, free_port, lay_out, running
from tests.portal.site import WHAT, Site, is_sent, state_of
from wbs.letters.board import SLOT
from wbs.letters.letter import ANSWERS
from wbs.portal.privacy import PRIVATE, PUBLIC
from wbs.sealing import TEXT_SEALED

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

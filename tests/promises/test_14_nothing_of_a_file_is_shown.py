"""Promise 14, the portal's half: hostile attachments are never rendered by the portal.

No page ever holds a byte of an uploaded file, no route gives one out, what a browser claims a file to be is
never said back, and a name is text whatever it says.
"""

import base64
from collections.abc import Iterator
from html.parser import HTMLParser

from werkzeug.test import TestResponse

from crypto.receipt import Receipt
from tests import multipart
from tests.portal import evidence
from tests.portal.site import FORM, Site, is_sent, state_of
from wbs.portal.reporter.names import clean_name

CANARY = "kanari-jahat-5b1e"
CODE = Receipt.from_packed(bytes(range(11)))
SCRIPT = f"<script>alert('{CANARY}')</script>"
FILES = [
    ("halaman.html", f"<!DOCTYPE html><html><body>{SCRIPT}</body></html>".encode()),
    ("gambar.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode()),
    ("foto.png", evidence.png(SCRIPT)),
    ("surat.pdf", evidence.pdf(SCRIPT)),
    ("foto.jpg", SCRIPT.encode()),
    ("rahasia.txt", CANARY.encode()),
    ("IMG_2041.jpg", evidence.jpeg()),
]
NAMES = [
    '<img src="x" onerror="alert(1)">.jpg',
    "'><svg onload=alert(1)>.svg",
    '"><a href="javascript:alert(1)">x<.html',
    "</textarea><script>alert(1)<.js",
    "&lt;b&gt;{{ 7 * 7 }}{% raw %}.txt",
    "data:text⁄html,<b>.htm",
]
# What shows, plays or runs something, and what might load it.
RENDERING = {
    "img",
    "svg",
    "object",
    "embed",
    "iframe",
    "frame",
    "video",
    "audio",
    "canvas",
    "script",
    "style",
}


class Tags(HTMLParser):
    """Every tag of a page, and every address in it."""

    def __init__(self, page: TestResponse) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self.feed(page.get_data(as_text=True))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction", "srcset", "data", "poster"):
                self.addresses.append(value or "")
            if name.startswith("on") or name == "style":
                self.handlers.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data


def pages(site: Site, files: list[tuple[str, bytes]]) -> Iterator[TestResponse]:
    """Yield every page on the way of these files, the refusals of what it refuses among them."""
    asked = site.post("/status/berkas", {"state": state_of(site.status(CODE))})
    yield asked
    for path in ("/lapor/kirim", "/status", "/status/berkas", "/status/berkas/kirim", "/status/pesan", "/"):
        data, kind = multipart.encode(
            [("state", state_of(asked))], [("files", name, data) for name, data in files]
        )
        yield site.client.post(path, data=data, content_type=kind, headers=FORM)
    many = files * (site.settings.office.limits.files // len(files) + 1)
    yield site.upload(asked, *many)
    shown = site.upload(asked, *files)
    assert shown.status_code == 200
    yield shown
    yield site.post("/status/berkas/kirim", {"state": state_of(shown), "text": "a" * 60_000})
    sent = site.post("/status/berkas/kirim", {"state": state_of(shown)})
    assert is_sent(sent)
    yield sent
    yield site.post("/status/berkas/kirim", {"state": state_of(shown), "as_is": "y"})
    yield site.status(CODE)


def test_no_page_holds_a_byte_of_a_file_or_what_a_browser_claims_it_to_be(site: Site) -> None:
    said = (
        CANARY,
        CANARY.encode().hex(),
        # Wherever it begins in a group of three bytes.
        *(base64.b64encode(bytes(skipped) + CANARY.encode()).decode()[4:-4] for skipped in range(3)),
        multipart.CLAIMED,
        "data:",
        "blob:",
    )
    for page in pages(site, FILES):
        for each in said:
            assert each not in page.get_data(as_text=True)
            assert not any(each in value for _, value in page.headers)
        assert not Tags(page).tags & RENDERING
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "Content-Disposition" not in page.headers


def test_a_name_is_text_whatever_it_says(site: Site) -> None:
    shown = 0
    for page in pages(site, [(name, b"x") for name in NAMES]):
        tags = Tags(page)
        assert not tags.tags & RENDERING
        assert not tags.handlers
        assert all(each.startswith(("/", "#")) for each in tags.addresses)
        if "berkas terkirim" in tags.text or "Periksa, lalu kirim" in tags.text:
            shown += 1
            for number, name in enumerate(NAMES, 1):
                assert clean_name(name, number) in tags.text
    assert shown == 4


def test_no_route_gives_out_what_was_uploaded(site: Site) -> None:
    for _ in pages(site, FILES):
        continue
    spooled = [path.name for path in (site.settings.data / "spool").rglob("*")]
    stored = [path.name for path in (site.settings.data / "blobs").rglob("*") if path.is_file()]
    assert spooled
    assert stored
    taking = set()
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint.endswith(("attach", "inspect_files", "send_files")):
            # A form is what they take, and a page what they answer.
            assert rule.methods == {"POST", "OPTIONS"}
            assert not rule.arguments
            taking.add(rule.rule)
            continue
        if rule.endpoint.startswith("box."):
            # Parts of sealed drops go in, and nothing of them comes out.
            assert rule.methods == {"POST", "OPTIONS"}
            continue
        assert rule.arguments <= {"sequence", "number", "filename", "name", "file"}, rule
    assert len(taking) == 6
    for name in (*spooled, *stored):
        for folder in ("", "static/", "spool/", "blobs/", "status/berkas/", "lampiran/", "keyring/"):
            page = site.get(f"/{folder}{name}")
            assert page.status_code in (404, 405)
            assert CANARY.encode() not in page.data

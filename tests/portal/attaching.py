"""Adding files, from the status page to the letters that readers find."""

import html
import io
import re
from collections.abc import Callable
from dataclasses import replace

from werkzeug.test import TestResponse

from crypto.minisign import SigningKey
from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.portal import evidence
from tests.portal.site import WHAT, Site, is_sent, keys_of, settings, state_of, text_of
from wbs import sealing
from wbs.letters.letter import Message, verify_letter
from wbs.portal.reporter.scrub import Examined
from wbs.portal.reporter.state import WINDOW

CODE = Receipt.from_packed(bytes(range(11)))
PHOTO = ("IMG_2041.jpg", evidence.jpeg())
NOTE = ("catatan.txt", b"Selasa, loket 3.")


def files_page(site: Site, code: Receipt = CODE, **fields: object) -> TestResponse:
    """Go from the status page to the one that asks for files."""
    page = site.post("/status/berkas", {"state": state_of(site.status(code)), **fields})
    assert page.status_code == 200, text_of(page)
    return page


def review(site: Site, *files: tuple[str, bytes], code: Receipt = CODE, **fields: str) -> TestResponse:
    """Upload files; return the page that says what was found."""
    page = site.upload(files_page(site, code), *files, **fields)
    assert page.status_code == 200, text_of(page)
    return page


def send(site: Site, page: TestResponse, **fields: object) -> TestResponse:
    """Press send on the review page."""
    return site.post("/status/berkas/kirim", {"state": state_of(page), **fields})


class Got:
    """A message as its readers open it."""

    def __init__(self, site: Site, sealed: bytes, code: Receipt) -> None:
        self.sealed = sealed
        self.files: list[io.BytesIO] = []
        self.readers = {reader.id for reader in rings.READERS if site.open(sealed, reader.id)}
        signed = sealing.open_letter(
            io.BytesIO(sealed), make.identity(min(self.readers)), lambda *_: self._sink()
        )
        key = SigningKey(keys_of(code).sign_seed).public
        self.message: Message = verify_letter(signed, "message", make.INSTANCE, key)
        self.hash = signed.hash

    def _sink(self) -> io.BytesIO:
        self.files.append(io.BytesIO())
        return self.files[-1]

    @property
    def contents(self) -> list[bytes]:
        return [file.getvalue() for file in self.files]

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.message.attachments]

    @property
    def removed(self) -> list[tuple[str, ...]]:
        return [each.removed for each in self.message.attachments]


def messages(site: Site, code: Receipt = CODE) -> list[Got]:
    """Return the messages in the drop box."""
    found = []
    for sealed in site.drops():
        reader = next(each.id for each in rings.READERS if site.open(sealed, each.id))
        letter = site.open(sealed, reader)
        if letter is not None and b'"kind":"message"' in letter.json:
            found.append(Got(site, sealed, code))
    return found


def readers_on(page: TestResponse) -> set[str]:
    """Return the titles under "Pesan ini akan dibaca oleh"."""
    body = page.get_data(as_text=True)
    block = body[body.index("akan dibaca oleh") :]
    return set(re.findall(r"(Verifikator \d|Auditor \d|Luar \d)", block[: block.index("</ul>")]))


def waiting(site: Site) -> list[str]:
    """Return what the spool holds."""
    return sorted(path.name for path in (site.settings.data / "spool").rglob("*") if path.is_file())


def limited(open_site: Callable[..., Site], **limits: int) -> Site:
    """Return a portal with other limits."""
    office = settings(open_site().settings.data).office
    return open_site(office=replace(office, limits=replace(office.limits, **limits)))


def unexamined(source: object, size: int, keep: object) -> Examined:
    """Stand in for the child, of which fifty take half a minute."""
    return Examined("", "text/plain", (), (), "unknown", cleaned=False)


def carried(page: TestResponse) -> dict[str, object]:
    """Return what the page's boxes and hidden fields would send."""
    found: dict[str, object] = {"excluded": []}
    for box in re.findall(r"<input[^>]*>", page.get_data(as_text=True)):
        given = {name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', box)}
        if given["type"] != "hidden" and " checked" not in box:
            continue
        if given["name"] == "excluded":
            found["excluded"] = [*found["excluded"], given["value"]]  # type: ignore[misc]  # a list, from above
        else:
            found[given["name"]] = given["value"]
    return found


LOST = ["expired", "restarted"]


def lose(site: Site, lost: str) -> Site:
    """Return the portal after what is only in its memory is gone."""
    if lost == "expired":
        site.time.booted += 2 * WINDOW
        return site
    return site.restarted()


def back_again(site: Site, asked: TestResponse, sentence: str) -> None:
    """From the page that asks for the ten words, nothing typed is lost, and the files are chosen again."""
    assert asked.status_code == 422
    assert "Belum terkirim" in text_of(asked)
    assert sentence in text_of(asked)
    assert "Ketik lagi sepuluh kata" in text_of(asked)
    assert WHAT in text_of(asked)
    kept = carried(asked)
    assert kept["excluded"] == ["verifikator-1"]
    assert site.drops() == []
    wrong = site.post("/status/berkas", {**kept, "text": WHAT, "code": "satu dua"})
    assert "Kami membaca 2 kata" in text_of(wrong)
    page = site.post("/status/berkas", {**kept, "text": WHAT, "code": str(CODE)})
    assert page.status_code == 200
    assert carried(page)["excluded"] == ["verifikator-1"]
    assert carried(page)["text"] == WHAT
    assert is_sent(send(site, site.upload(page, PHOTO, excluded="verifikator-1"), excluded="verifikator-1"))
    (got,) = messages(site)
    assert "verifikator-1" not in got.readers

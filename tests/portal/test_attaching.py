"""Adding files: the whole way with a real spool, a real child process and a real store."""

import hashlib
import html
import io
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import TestResponse

from crypto.minisign import SigningKey
from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests import multipart
from tests.portal import evidence
from tests.portal.site import FORM, WHAT, Site, is_sent, keys_of, reply_to, settings, state_of, text_of
from wbs import sealing
from wbs.cases.limits import Limits
from wbs.letters.letter import Message, sign_letter, verify_letter
from wbs.letters.panel import panel
from wbs.portal.reporter import batch, filing, scrub
from wbs.portal.reporter.batch import room
from wbs.portal.reporter.portal import Refused, Trouble
from wbs.portal.reporter.scrub import Examined
from wbs.portal.reporter.state import WINDOW
from wbs.store.errors import StoreError, StoreFull

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

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


def test_files_that_take_long_to_look_into_do_not_hold_up_everyone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(source: object, size: int, keep: object) -> Examined:
        site.time.elapsed += batch.PATIENCE / 2
        return unexamined(source, size, keep)

    monkeypatch.setattr(scrub, "examine", slow)
    page = text_of(review(site, *((f"{number}.txt", b"x") for number in range(1, 5))))
    assert page.count("Jenis berkas ini tidak dapat kami bersihkan") == 2
    assert page.count("Berkas ini gagal kami periksa, jadi tidak ada yang dihapus darinya") == 2


def test_a_photo_goes_without_place_and_device_and_the_page_says_so(site: Site) -> None:
    code = site.file()
    page = review(site, PHOTO, NOTE, code=code)
    said = text_of(page)
    assert "IMG_2041.jpg" in said
    assert "tempat (koordinat GPS)" in said
    assert "merek dan nomor seri perangkat" in said
    assert (
        said.index("Dihapus sebelum dikirim") < said.index("tempat (koordinat GPS)") < said.index("catatan")
    )
    assert "Jenis berkas ini tidak dapat kami bersihkan" in said
    assert messages(site, code) == []
    sent = send(site, page, text="Dari loket 3.")
    assert is_sent(sent), text_of(sent)
    assert "2 berkas terkirim" in text_of(sent)
    assert "Sudah dihapus: tempat (koordinat GPS), merek dan nomor seri perangkat" in text_of(sent)
    assert "Tidak kami bersihkan" in text_of(sent)
    (got,) = messages(site, code)
    assert got.message.text == "Dari loket 3."
    assert got.names == ["IMG_2041.jpg", "catatan.txt"]
    assert got.contents == [evidence.jpeg(exif=False), NOTE[1]]
    photo, note = got.message.attachments
    assert {"place", "device"} <= set(photo.removed)
    assert note.removed == ()
    assert (photo.path, photo.type) == ("attachments/01.jpg", "image/jpeg")
    assert (note.path, note.sha256) == ("attachments/02.txt", hashlib.sha256(NOTE[1]).digest())
    chosen = panel(rings.keyring(), keys_of(code).thread, (), make.DAY)
    assert got.readers == {reader.id for reader in chosen}


def test_the_way_from_the_sent_page_needs_no_code(site: Site) -> None:
    code, state = site.form_state()
    filed = site.post("/lapor/kirim", {"what": WHAT, "state": state})
    page = site.post("/status/berkas", {"state": state_of(filed)})
    assert "Tambahkan berkas" in text_of(page)
    assert len(readers_on(page)) == 3
    assert is_sent(send(site, site.upload(page, PHOTO)))
    (got,) = messages(site, code)
    assert got.message.text == ""
    assert got.names == ["IMG_2041.jpg"]


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


def test_who_is_excluded_on_the_case_page_is_excluded_for_its_files(site: Site) -> None:
    out = panel(rings.keyring(), keys_of(CODE).thread, (), make.DAY)[0]
    page = files_page(site, excluded=out.id, text="Lihat foto.")
    assert out.title not in readers_on(page)
    assert carried(page)["excluded"] == [out.id]
    shown = site.upload(page, PHOTO, excluded=out.id, text="Lihat foto.")
    assert "Lihat foto." in text_of(shown)
    assert is_sent(send(site, shown, excluded=out.id, text="Lihat foto."))
    (got,) = messages(site)
    assert out.id not in got.readers
    assert got.message.text == "Lihat foto."


def test_an_exclusion_that_is_dropped_on_the_way_is_noticed(site: Site) -> None:
    out = panel(rings.keyring(), keys_of(CODE).thread, (), make.DAY)[0]
    shown = site.upload(files_page(site), PHOTO, excluded=out.id)
    again = send(site, shown)
    assert "Belum terkirim" in text_of(again)
    assert "Pembacanya berubah" in text_of(again)
    assert messages(site) == []


def test_after_a_reply_its_readers_read_the_files_and_its_hash_goes_along(site: Site) -> None:
    code = site.file()
    first = panel(rings.keyring(), keys_of(code).thread, (), make.DAY)[0].id
    answer = reply_to(keys_of(code), author=first, readers=(first, "auditor-1"), text="Ada foto?")
    signed = sign_letter(answer, make.signing_key(first))
    site.publish(site.slot(code, signed))
    page = files_page(site, code)
    assert "Siapa yang tidak boleh membaca?" not in text_of(page)
    assert "Auditor 1" in readers_on(page)
    sent = send(site, site.upload(page, PHOTO))
    assert is_sent(sent)
    (got,) = messages(site, code)
    assert got.readers == {first, "auditor-1"}
    assert got.message.seen == (signed.hash,)
    # And those after them.
    again = site.post("/status/berkas", {"state": state_of(sent)})
    assert is_sent(send(site, site.upload(again, NOTE)))
    assert {each.message.seen for each in messages(site, code)} == {(signed.hash,)}


def test_a_reply_that_came_meanwhile_changes_the_readers_only_after_they_were_shown(site: Site) -> None:
    shown = review(site, PHOTO)
    site.publish(
        site.reply(CODE, author="verifikator-1", readers=("verifikator-1", "auditor-1"), text="Baru.")
    )
    again = send(site, shown, text=WHAT)
    assert "Pembacanya berubah" in text_of(again)
    assert WHAT in text_of(again)
    assert "Auditor 1" in readers_on(again)
    assert messages(site) == []
    assert is_sent(send(site, again, text=WHAT))
    (got,) = messages(site)
    assert got.readers == {"verifikator-1", "auditor-1"}


def test_who_brings_no_file_after_all_keeps_text_and_exclusions(site: Site) -> None:
    out = panel(rings.keyring(), keys_of(CODE).thread, (), make.DAY)[0]
    page = files_page(site, text=WHAT, excluded=out.id)
    back = site.post("/status", carried(page))
    assert "Status laporan" in text_of(back)
    assert WHAT in text_of(back)
    assert out.title not in readers_on(back)
    assert is_sent(site.post("/status/pesan", {**carried(back), "text": WHAT}))
    (got,) = messages(site)
    assert got.message.text == WHAT
    assert out.id not in got.readers


def test_cleaning_can_be_declined_and_is_then_not_claimed(site: Site) -> None:
    sent = send(site, review(site, PHOTO), as_is="y")
    assert is_sent(sent)
    assert "Sudah dihapus" not in text_of(sent)
    assert "Masih ada di dalamnya: tempat (koordinat GPS)" in text_of(sent)
    (got,) = messages(site)
    assert got.contents == [PHOTO[1]]
    assert got.removed == [()]


@pytest.mark.parametrize("clean", [False, True])
def test_a_signed_document_is_changed_only_when_asked(site: Site, clean: bool) -> None:
    data = evidence.signed_pdf()
    page = review(site, PHOTO, ("surat.pdf", data))
    assert "bertanda tangan elektronik" in text_of(page)
    assert "Dihapus jika Anda memilihnya" in text_of(page)
    sent = send(site, page, **({"unsign": "2"} if clean else {}))
    assert is_sent(sent)
    (got,) = messages(site)
    assert got.contents[0] == evidence.jpeg(exif=False)
    assert (got.contents[1] == data) == (not clean)
    assert bool(got.removed[1]) == clean
    assert (evidence.AUTHOR.encode() in got.contents[1]) == (not clean)


def test_names_can_be_replaced_by_neutral_ones(site: Site) -> None:
    page = review(site, ("Rapat Sari 4 Mei.JPG", PHOTO[1]), ("catatan", b"x"))
    assert is_sent(send(site, page, neutral="y"))
    (got,) = messages(site)
    assert got.names == ["berkas-1.jpg", "berkas-2.bin"]
    assert [each.path for each in got.message.attachments] == ["attachments/01.jpg", "attachments/02.bin"]


ODD = [
    ("../../etc/passwd", "passwd"),
    ("C:\\x\\y.doc", "y.doc"),
    ("a\u202egpj.exe", "agpj.exe"),
    ("dua\r\nbaris\x1b.txt", "dua baris.txt"),
    ("é" * 150 + ".pdf", "é" * 125 + ".pdf"),
    ('"><script>alert(1)</script>.png', "script>.png"),
    ("<img src=x>&amp;.txt", "<img src=x>&amp;.txt"),
    ("..", "berkas-8.bin"),
    ("😀.jpg", "😀.jpg"),
]


def test_odd_names_become_plain_ones_and_harm_nothing(site: Site) -> None:
    page = review(site, *((raw, b"x") for raw, _ in ODD))
    body = page.get_data(as_text=True)
    assert "<script" not in body
    assert "<img src=x>" not in body
    for _, clean in ODD:
        assert clean in text_of(page) or html.escape(clean) in body
    assert is_sent(send(site, page))
    (got,) = messages(site)
    assert got.names == [clean for _, clean in ODD]


def test_two_files_of_one_name_and_content_are_two(site: Site) -> None:
    assert is_sent(send(site, review(site, NOTE, NOTE)))
    (got,) = messages(site)
    assert got.names == [NOTE[0]] * 2


def test_empty_files_are_named_and_left_out(site: Site) -> None:
    page = review(site, ("kosong.txt", b""), NOTE, ("hampa.jpg", b""))
    assert "Berkas kosong tidak ikut" in text_of(page)
    assert "kosong.txt" in text_of(page)
    assert "hampa.jpg" in text_of(page)
    assert "Kirim 1 berkas" in text_of(page)
    assert is_sent(send(site, page))
    (got,) = messages(site)
    assert got.names == [NOTE[0]]


@pytest.mark.parametrize(
    "files", [[], [("", b"")], [("kosong.txt", b"")]], ids=["none", "no choice", "empty"]
)
def test_without_a_file_it_asks_for_one(site: Site, files: list[tuple[str, bytes]]) -> None:
    page = site.upload(files_page(site), *files, text=WHAT)
    assert page.status_code == 422
    assert "Belum ada berkas" in text_of(page)
    assert "Belum terkirim" in text_of(page)
    assert WHAT in html.unescape(page.get_data(as_text=True))
    assert waiting(site) == []
    assert is_sent(send(site, site.upload(page, NOTE, text=WHAT)))


def test_more_files_than_a_message_holds_are_counted_and_not_taken(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wbs.portal.reporter.scrub.examine", unexamined)
    most = site.settings.office.limits.files
    assert f"Paling banyak {most} berkas, bersama-sama 127,9 MB" in text_of(files_page(site))
    files = [(f"{number}.txt", b"x") for number in range(300)]
    for count in (25, 300):
        page = site.upload(files_page(site), *files[:count], text=WHAT)
        assert page.status_code == 422
        assert "Terlalu banyak berkas" in text_of(page)
        assert f"Anda memilih {count} berkas" in text_of(page)
    assert waiting(site) == []
    assert is_sent(send(site, site.upload(page, *files[:most])))
    assert len(messages(site)[0].names) == most


def test_files_as_large_as_a_message_holds_fit_and_a_byte_more_does_not(
    open_site: Callable[..., Site],
) -> None:
    site = limited(open_site, message_bytes=1 << 18)
    most = room(site.settings.office.limits) - 2 * 512
    assert most == (1 << 18) - (1 << 16) - 1024
    halves = [("a.bin", bytes(65_536)), ("b.bin", bytes(most - 65_536))]
    page = site.upload(files_page(site), *halves)
    assert is_sent(send(site, page, text="a" * 45_000))
    (got,) = messages(site)
    assert len(got.sealed) == sealing.sealed_size(1 << 18)
    over = [halves[0], ("b.bin", bytes(most - 65_536 + 1)), ("c.bin", bytes(100_000))]
    page = site.upload(files_page(site), *over, text=WHAT)
    assert page.status_code == 413
    assert "Berkas terlalu besar" in text_of(page)
    # How large it was, and what fits.
    assert "Semuanya berjumlah 290 KB" in text_of(page)
    assert "bersama-sama 192 KB" in text_of(page)
    assert WHAT in html.unescape(page.get_data(as_text=True))


def test_a_long_file_that_becomes_too_large_on_the_way_is_measured_to_its_end(
    open_site: Callable[..., Site],
) -> None:
    site = limited(open_site, message_bytes=1 << 21)
    page = site.upload(files_page(site), ("film.mp4", evidence.video(5 << 19)), text=WHAT)
    assert page.status_code == 413
    assert "Semuanya berjumlah 2,5 MB" in text_of(page)
    assert carried(page)["text"] == WHAT
    assert waiting(site) == []
    half = [("film.mp4", evidence.video(3 << 19))]
    assert is_sent(send(site, site.upload(page, *half, text=WHAT)))
    assert [got.contents for got in messages(site)] == [[half[0][1]]]


def test_what_is_larger_than_any_message_is_refused_before_it_is_taken(
    open_site: Callable[..., Site],
) -> None:
    site = limited(open_site, message_bytes=1 << 17)
    page = site.upload(files_page(site), ("film.mp4", evidence.video(2 << 20)), text=WHAT)
    assert page.status_code == 413
    assert "Berkas terlalu besar" in text_of(page)
    assert WHAT in html.unescape(page.get_data(as_text=True))
    assert waiting(site) == []


@pytest.mark.parametrize(
    ("message_bytes", "fits"),
    [(1 << 17, 1 << 17), (200_000, 1 << 17), ((1 << 30) - 1, 1 << 29), (1 << 30, 1 << 30)],
)
def test_what_fits_counts_the_padding(message_bytes: int, fits: int) -> None:
    assert room(Limits(20, message_bytes, 1 << 40)) == fits - 65_536


@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_cut_upload_says_so_and_leaves_nothing(site: Site, share: float) -> None:
    page = files_page(site)
    body, kind = multipart.encode(
        [("state", state_of(page)), ("text", WHAT)], [("files", "a.bin", bytes(300_000))]
    )
    cut = site.client.post(
        "/status/berkas/periksa",
        input_stream=io.BytesIO(body[: int(len(body) * share)]),
        content_length=len(body),
        content_type=kind,
        headers=FORM,
    )
    assert "Unggahan terputus" in text_of(cut)
    assert "Belum terkirim" in text_of(cut)
    assert WHAT in html.unescape(cut.get_data(as_text=True))
    assert waiting(site) == []


def test_sending_twice_is_one_letter_and_the_same_page(site: Site) -> None:
    page = review(site, PHOTO, NOTE)
    first = send(site, page, text=WHAT)
    again = send(site, page, text=WHAT)
    assert is_sent(first)
    assert is_sent(again)
    assert "2 berkas terkirim" in text_of(again)
    assert len(messages(site)) == 1


def test_a_double_click_is_one_letter(site: Site) -> None:
    page = review(site, PHOTO)

    def click(_: int) -> bool:
        return is_sent(send(site, page, text=WHAT))

    with ThreadPoolExecutor(4) as clicks:
        assert all(clicks.map(click, range(4)))
    assert len(messages(site)) == 1


def test_another_text_after_sending_is_not_lost_and_not_sent_with_the_files(site: Site) -> None:
    page = review(site, PHOTO)
    assert is_sent(send(site, page, text="Satu."))
    other = send(site, page, text="Dua.")
    assert "Berkas itu sudah terkirim" in text_of(other)
    # Which of the two it is, is not for a headline.
    assert "Belum terkirim" not in text_of(other)
    assert "Perubahan sesudahnya belum terkirim" in text_of(other)
    assert "Dua." in text_of(other)
    assert is_sent(site.post("/status/pesan", {"text": "Dua.", "state": state_of(other)}))
    assert sorted(got.message.text for got in messages(site)) == ["Dua.", "Satu."]


def test_files_chosen_again_are_another_message_and_the_first_choice_is_gone(site: Site) -> None:
    page = review(site, PHOTO)
    again = site.post("/status/berkas", {"state": state_of(page), "text": WHAT})
    assert "Tambahkan berkas" in text_of(again)
    assert waiting(site) == []
    late = send(site, page, text=WHAT)
    assert "Berkas harus dipilih lagi" in text_of(late)
    assert is_sent(send(site, site.upload(again, NOTE, text=WHAT), text=WHAT))
    assert [got.names for got in messages(site)] == [[NOTE[0]]]


def test_choosing_again_while_it_is_being_sent_does_not_unsay_that_it_was(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = review(site, PHOTO)
    others = ThreadPoolExecutor(1)
    chosen: list[Future[TestResponse]] = []

    def choose_again(*args: Any) -> None:
        filing.drop(*args)
        chosen.append(others.submit(site.post, "/status/berkas", {"state": state_of(page)}))
        wait(chosen, timeout=1)

    with others, monkeypatch.context() as patch:
        patch.setattr("wbs.portal.reporter.attaching.drop", choose_again)
        assert is_sent(send(site, page, text=WHAT))
    assert "Tambahkan berkas" in text_of(chosen[0].result())
    assert is_sent(send(site, page, text=WHAT))
    assert len(messages(site)) == 1


def test_choosing_again_after_sending_is_a_new_letter(site: Site) -> None:
    page = review(site, PHOTO)
    assert is_sent(send(site, page))
    again = site.post("/status/berkas", {"state": state_of(page)})
    assert is_sent(send(site, site.upload(again, NOTE)))
    assert is_sent(send(site, page))
    first, second = messages(site)
    assert first.message.letter_id != second.message.letter_id


LOST = ["expired", "restarted"]


def lose(site: Site, lost: str) -> Site:
    """Return the portal after what is only in its memory is gone."""
    if lost == "expired":
        site.time.booted += 2 * WINDOW
        return site
    return site.restarted()


@pytest.mark.parametrize("lost", LOST)
def test_the_field_lost_before_the_files_page(site: Site, lost: str) -> None:
    state = state_of(site.status(CODE))
    site = lose(site, lost)
    asked = site.post("/status/berkas", {"state": state, "text": WHAT, "excluded": "verifikator-1"})
    back_again(site, asked, "Halaman terlalu lama terbuka")


@pytest.mark.parametrize("lost", LOST)
def test_the_field_lost_while_files_were_chosen(site: Site, lost: str) -> None:
    page = files_page(site)
    site = lose(site, lost)
    asked = site.upload(page, PHOTO, text=WHAT, excluded="verifikator-1")
    assert waiting(site) == []
    back_again(site, asked, "Berkas harus dipilih lagi")


@pytest.mark.parametrize("lost", LOST)
def test_the_field_lost_before_sending(site: Site, lost: str) -> None:
    page = review(site, PHOTO)
    site = lose(site, lost)
    asked = send(site, page, text=WHAT, excluded="verifikator-1")
    back_again(site, asked, "Berkas harus dipilih lagi")


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


def test_the_spool_swept_before_sending_keeps_the_text(site: Site) -> None:
    page = review(site, PHOTO)
    site.app.extensions["wbs-reporter"].spool.sweep(4e9)
    assert waiting(site) == []
    lost = send(site, page, text=WHAT)
    assert "Berkas harus dipilih lagi" in text_of(lost)
    assert carried(lost)["text"] == WHAT
    assert is_sent(send(site, site.upload(lost, PHOTO), text=WHAT))


def test_a_file_changed_on_disk_is_not_sent(site: Site) -> None:
    page = review(site, NOTE, PHOTO)
    (path,) = (site.settings.data / "spool").rglob("01")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    lost = send(site, page, text=WHAT)
    assert "Berkas harus dipilih lagi" in text_of(lost)
    assert messages(site) == []


def test_one_reader_is_asked_about_and_none_refused(site: Site) -> None:
    able = [reader.id for reader in rings.READERS if reader.role != "investigator"]
    state = state_of(site.status(CODE))
    page = site.post("/status/berkas", {"state": state, "excluded": able[1:]})
    assert len(readers_on(page)) == 1
    shown = site.upload(page, PHOTO, excluded=able[1:])
    assert "hanya satu orang" in text_of(shown)
    asked = send(site, shown, excluded=able[1:])
    assert "Tinggal satu pembaca" in text_of(asked)
    assert messages(site) == []
    none = site.post("/status/berkas", {"state": state, "excluded": able})
    assert "Tidak ada pembaca yang tersisa" in text_of(none)
    before = waiting(site)
    refused = site.upload(none, PHOTO, excluded=able)
    assert "Tidak ada pembaca yang tersisa" in text_of(refused)
    assert waiting(site) == before
    assert is_sent(send(site, asked, excluded=able[1:], confirm_one_reader="y"))


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (StoreFull("x"), 503, "Tempat untuk berkas penuh"),
        (StoreError("x"), 500, "Ada kesalahan di server kami"),
    ],
)
def test_a_store_that_fails_gives_the_review_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, sentence: str
) -> None:
    page = review(site, PHOTO)

    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("wbs.store.drops.put_from", refuse)
        again = send(site, page, text=WHAT, neutral="y")
    assert again.status_code == status
    assert "Belum terkirim" in text_of(again)
    assert sentence in text_of(again)
    assert WHAT in text_of(again)
    assert carried(again)["neutral"] == "y"
    assert is_sent(send(site, again, text=WHAT, neutral="y"))
    assert [got.names for got in messages(site)] == [["berkas-1.jpg"]]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(StoreFull("x"), "Tempat untuk berkas penuh"), (StoreError("x"), "Ada kesalahan di server kami")],
)
def test_a_spool_that_fails_keeps_the_text(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    page = files_page(site)

    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("wbs.portal.reporter.spool.Batch.put", refuse)
        again = site.upload(page, PHOTO, text=WHAT)
    assert sentence in text_of(again)
    assert carried(again)["text"] == WHAT
    assert waiting(site) == []
    assert is_sent(send(site, site.upload(again, PHOTO)))


@pytest.mark.parametrize(
    "place",
    ["wbs.portal.reporter.replies.find", "wbs.portal.reporter.scrub.examine", "wbs.store.drops.put_from"],
)
def test_an_unforeseen_failure_gives_the_text_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    page = files_page(site)
    with monkeypatch.context() as patch:
        patch.setattr(place, fail)
        back = site.upload(page, PHOTO, text=WHAT, excluded="verifikator-1")
        if back.status_code == 200:
            back = send(site, back, text=WHAT, excluded="verifikator-1", neutral="y")
    assert back.status_code == 500
    assert "Belum terkirim" in text_of(back)
    assert WHAT in text_of(back)
    kept = carried(back)
    assert kept["excluded"] == ["verifikator-1"]
    assert messages(site) == []
    if place.endswith("put_from"):
        assert kept["neutral"] == "y"
        assert is_sent(site.post("/status/berkas/kirim", {**kept, "text": WHAT}))
    else:
        page = site.post("/status/berkas", {**kept, "text": WHAT})
        shown = site.upload(page, PHOTO, excluded="verifikator-1")
        assert is_sent(send(site, shown, excluded="verifikator-1"))
    (got,) = messages(site)
    assert "verifikator-1" not in got.readers


def test_a_failure_after_the_letter_is_on_disk_says_that_it_was_sent(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise RuntimeError

    page = review(site, PHOTO)
    monkeypatch.setattr("wbs.portal.reporter.attaching.message_sent", fail)
    sent = send(site, page)
    assert sent.status_code == 500
    assert "Sudah terkirim" in text_of(sent)
    assert len(messages(site)) == 1


def test_a_mark_that_cannot_be_written_does_not_unsay_what_was_sent(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise StoreError("x")

    page = review(site, PHOTO)
    with monkeypatch.context() as patch:
        patch.setattr("wbs.portal.reporter.spool.Batch.finish", fail)
        assert is_sent(send(site, page))
    assert is_sent(send(site, page))
    first, second = messages(site)
    assert first.hash == second.hash


@pytest.mark.parametrize("path", ["/status/berkas", "/status/berkas/kirim", "/status/berkas/periksa"])
def test_from_elsewhere_nothing_is_taken_and_the_text_comes_back(site: Site, path: str) -> None:
    headers = {**FORM, "Origin": "https://lain.example"}
    state = state_of(files_page(site))
    if path.endswith("periksa"):
        data, kind = multipart.encode([("state", state), ("text", WHAT)], [("files", *PHOTO)])
        page = site.client.post(path, data=data, content_type=kind, headers=headers)
    else:
        page = site.post(path, {"state": state, "text": WHAT}, headers)
    assert page.status_code == 403
    assert "Belum terkirim" in text_of(page)
    assert WHAT in text_of(page)
    assert state not in page.get_data(as_text=True)
    assert waiting(site) == []


def test_a_text_too_long_comes_back_with_its_files(site: Site) -> None:
    page = review(site, PHOTO)
    again = send(site, page, text="a" * 49_151)
    assert "Tulisan terlalu panjang" in text_of(again)
    assert is_sent(send(site, again, text="a" * 49_000))


def test_long_names_and_a_long_text_are_too_long_together(
    open_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wbs.portal.reporter.scrub.examine", unexamined)
    site = limited(open_site, files=99)
    page = review(site, *((f"{number:03}" + '"' * 240, b"x") for number in range(40)))
    again = send(site, page, text="a" * 40_000)
    assert "Tulisan terlalu panjang" in text_of(again)
    assert is_sent(send(site, again, text="a" * 40_000, neutral="y"))


@pytest.mark.parametrize(
    "field", ["confirm", "case", "files", "review"], ids=["sent page", "case", "files page", "review"]
)
def test_a_field_of_another_step_sends_nothing(site: Site, field: str) -> None:
    fields = {
        "confirm": lambda: state_of(send(site, review(site, NOTE))),
        "case": lambda: state_of(site.status(CODE)),
        "files": lambda: state_of(files_page(site)),
        "review": lambda: state_of(review(site, NOTE)),
    }
    state = fields[field]()
    before = len(messages(site))
    for path in ("/status/pesan", "/status/berkas/kirim"):
        if (path, field) in {("/status/pesan", "case"), ("/status/berkas/kirim", "review")}:
            continue
        page = site.post(path, {"state": state, "text": WHAT})
        assert not is_sent(page)
        assert "Ketik lagi sepuluh kata" in text_of(page)
    assert len(messages(site)) == before


def test_each_step_answers_at_the_deadline(site: Site) -> None:
    page = files_page(site)
    site.time.slept.clear()
    shown = site.upload(page, PHOTO)
    send(site, shown)
    assert site.time.slept == [pytest.approx(1.0), pytest.approx(1.0)]


def test_the_english_pages_say_the_same(site: Site) -> None:
    state = state_of(site.post("/en/status", {"code": str(CODE)}))
    page = site.post("/en/status/berkas", {"state": state})
    assert "Add files" in text_of(page)
    data, kind = multipart.encode([("state", state_of(page))], [("files", *PHOTO)])
    shown = site.client.post("/en/status/berkas/periksa", data=data, content_type=kind, headers=FORM)
    assert "place (GPS coordinates)" in text_of(shown)
    sent = site.post("/en/status/berkas/kirim", {"state": state_of(shown)})
    assert sent.status_code == 200
    assert len(messages(site)) == 1


class Meanwhile(io.BytesIO):
    """A body in whose middle something else happens, once."""

    def __init__(self, data: bytes, happens: Callable[[], None]) -> None:
        super().__init__(data)
        self._happens: Callable[[], None] | None = happens

    def read(self, size: int | None = -1, /) -> bytes:
        self._happen()
        return super().read(size)

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        self._happen()
        return super().readinto(buffer)

    def _happen(self) -> None:
        happens, self._happens = self._happens, None
        if happens is not None:
            happens()


def test_too_many_uploads_at_once_are_told_so_and_keep_their_text(open_site: Callable[..., Site]) -> None:
    site = open_site()
    # At most half of its threads take uploads, and of two that is one.
    site = open_site(reporter=replace(site.settings.reporter, threads=2))
    page = files_page(site)
    seen: list[TestResponse] = []

    def another() -> None:
        # Requests of one thread would share what belongs to each.
        with ThreadPoolExecutor(1) as other:
            seen.append(other.submit(site.upload, page, PHOTO, text=WHAT).result())

    body, kind = multipart.encode([("state", state_of(page))], [("files", *NOTE)])
    first = site.client.post(
        "/status/berkas/periksa",
        input_stream=Meanwhile(body, another),
        content_length=len(body),
        content_type=kind,
        headers=FORM,
    )
    (busy,) = seen
    assert busy.status_code == 503
    assert "Banyak unggahan sedang berjalan" in text_of(busy)
    assert "Belum terkirim" in text_of(busy)
    assert carried(busy)["text"] == WHAT
    assert is_sent(send(site, first))
    assert is_sent(send(site, site.upload(busy, PHOTO, text=WHAT), text=WHAT))


def test_without_room_for_files_an_upload_is_refused_and_its_text_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = files_page(site)
    with monkeypatch.context() as patch:
        patch.setattr(site.app.extensions["wbs-reporter"].spool, "room", lambda: 0)
        full = site.upload(page, PHOTO, text=WHAT)
    assert full.status_code == 503
    assert "Tempat untuk berkas penuh" in text_of(full)
    assert carried(full)["text"] == WHAT
    assert waiting(site) == []
    assert is_sent(send(site, site.upload(full, PHOTO)))


def test_a_file_that_was_sent_is_not_kept_in_the_spool(site: Site) -> None:
    page = review(site, PHOTO, NOTE)
    assert waiting(site) == ["01", "01c", "02", "manifest"]
    for path in (site.settings.data / "spool").rglob("*"):
        assert not path.is_file() or evidence.SERIAL.encode() not in path.read_bytes()
    assert is_sent(send(site, page))
    assert waiting(site) == ["manifest", "mark"]


def test_a_part_that_could_not_be_cleaned_is_named_and_can_be_declined_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def partial(source: object, size: int, keep: Callable[[io.BytesIO], object]) -> Examined:
        keep(io.BytesIO(b"bersih"))
        return Examined("pdf", "application/pdf", ("attached",), (), "partial", cleaned=True)

    monkeypatch.setattr("wbs.portal.reporter.scrub.examine", partial)
    page = review(site, ("a.pdf", b"kotor"))
    assert "Tetap ada di dalamnya: berkas lain di dalamnya" in text_of(page)
    assert "Dihapus sebelum dikirim" not in text_of(page)
    assert 'name="as_is"' in page.get_data(as_text=True)
    sent = send(site, page)
    assert "Sebagian isinya tidak dapat kami bersihkan" in text_of(sent)
    assert is_sent(send(site, review(site, ("a.pdf", b"kotor")), as_is="y"))
    assert sorted(got.contents[0] for got in messages(site)) == [b"bersih", b"kotor"]
    assert [got.removed for got in messages(site)] == [[()], [()]]


def test_what_a_dying_child_left_is_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(source: object, size: int, keep: Callable[[io.BytesIO], object]) -> Examined:
        keep(io.BytesIO(b"halb"))
        return Examined("", "application/octet-stream", (), (), "failed", cleaned=False)

    monkeypatch.setattr("wbs.portal.reporter.scrub.examine", dies)
    page = review(site, NOTE)
    assert "gagal kami periksa" in text_of(page)
    assert waiting(site) == ["01", "manifest"]
    assert is_sent(send(site, page))
    assert [got.contents for got in messages(site)] == [[NOTE[1]]]


def test_what_cleaning_makes_too_large_is_refused(
    open_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    def grows(source: object, size: int, keep: Callable[[io.BytesIO], object]) -> Examined:
        keep(io.BytesIO(bytes(70_000)))
        return Examined("pdf", "application/pdf", ("author",), ("author",), "", cleaned=True)

    monkeypatch.setattr("wbs.portal.reporter.scrub.examine", grows)
    site = limited(open_site, message_bytes=1 << 17)
    page = site.upload(files_page(site), ("a.pdf", bytes(50_000)))
    assert "Berkas terlalu besar" in text_of(page)
    assert waiting(site) == []


@pytest.mark.parametrize("trouble", ["keyring_expired", "keyring_missing", "clock", "failed"])
@pytest.mark.parametrize("step", ["attach", "inspect", "send"])
def test_without_a_keyring_nothing_is_sent_and_the_text_is_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch, step: str, trouble: str
) -> None:
    monkeypatch.setattr("wbs.portal.reporter.scrub.examine", unexamined)

    def refuse(_portal: object) -> None:
        raise Refused(Trouble(trouble))

    state = state_of(site.status(CODE))
    page = site.post("/status/berkas", {"state": state}) if step != "attach" else None
    shown = site.upload(page, NOTE) if page is not None and step == "send" else None
    with monkeypatch.context() as patch:
        patch.setattr("wbs.portal.reporter.readership.chain", refuse)
        if shown is not None:
            back = send(site, shown, text=WHAT, excluded="verifikator-1", neutral="y")
        elif page is not None:
            back = site.upload(page, NOTE, text=WHAT, excluded="verifikator-1")
        else:
            back = site.post("/status/berkas", {"state": state, "text": WHAT, "excluded": "verifikator-1"})
    assert back.status_code == (500 if trouble == "failed" else 503)
    assert "Belum terkirim" in text_of(back)
    assert WHAT in text_of(back)
    kept = carried(back)
    assert kept["excluded"] == ["verifikator-1"]
    # The page goes on from where it was, without the code.
    if shown is None:
        page = site.post("/status/berkas", {**kept, "text": WHAT})
        assert carried(page)["text"] == WHAT
        shown = site.upload(page, NOTE, excluded="verifikator-1")
        kept = carried(shown)
    again = site.post("/status/berkas/kirim", {**kept, "text": WHAT})
    if "Pembacanya berubah" in text_of(again):
        again = site.post("/status/berkas/kirim", {**carried(again), "text": WHAT})
    assert is_sent(again)
    (got,) = messages(site)
    assert "verifikator-1" not in got.readers

"""Looking into files: what is found, what is taken out, and what the reporter can decline."""

import hashlib
import html
import io
from collections.abc import Callable

import pytest

from tests import factories as make
from tests import factories_keyring as rings
from tests.portal import evidence
from tests.portal.attaching import (
    NOTE,
    PHOTO,
    files_page,
    limited,
    messages,
    review,
    send,
    unexamined,
    waiting,
)
from tests.portal.site import Site, is_sent, keys_of, text_of
from wbs.letters.panel import panel
from wbs.portal.reporter import batch, scrub
from wbs.portal.reporter.scrub import Examined


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

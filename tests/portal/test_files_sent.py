"""Sending files: one letter, to those who were shown, however often and whatever fails."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests import factories as make
from tests import factories_keyring as rings
from tests.portal import evidence
from tests.portal.attaching import (
    CODE,
    LOST,
    NOTE,
    PHOTO,
    back_again,
    carried,
    files_page,
    lose,
    messages,
    readers_on,
    review,
    send,
    waiting,
)
from tests.portal.site import WHAT, Site, is_sent, keys_of, reply_to, state_of, text_of
from wbs.letters.letter import sign_letter
from wbs.letters.panel import panel
from wbs.portal.reporter import filing
from wbs.store.errors import StoreError, StoreFull


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


@pytest.mark.parametrize("lost", LOST)
def test_the_field_lost_before_sending(site: Site, lost: str) -> None:
    page = review(site, PHOTO)
    site = lose(site, lost)
    asked = send(site, page, text=WHAT, excluded="verifikator-1")
    back_again(site, asked, "Berkas harus dipilih lagi")


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


def test_a_file_that_was_sent_is_not_kept_in_the_spool(site: Site) -> None:
    page = review(site, PHOTO, NOTE)
    assert waiting(site) == ["01", "01c", "02", "manifest"]
    for path in (site.settings.data / "spool").rglob("*"):
        assert not path.is_file() or evidence.SERIAL.encode() not in path.read_bytes()
    assert is_sent(send(site, page))
    assert waiting(site) == ["manifest", "mark"]

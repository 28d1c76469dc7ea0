"""Coming back: state, replies, further messages, and the deadline that makes all codes look alike."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from crypto import receipt
from crypto.hybrid import Identity
from crypto.minisign import SigningKey
from crypto.receipt import WORDS, Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.site import (
    FORM,
    WHAT,
    Site,
    is_sent,
    keys_of,
    reply_to,
    state_of,
    text_of,
)
from wbs import sealing
from wbs.cases.thread import SLOT_LIFE
from wbs.letters.letter import Message, sign_letter, verify_letter
from wbs.letters.panel import panel
from wbs.letters.signed import Signed
from wbs.portal.privacy import PRIVATE
from wbs.portal.reporter import replies
from wbs.portal.reporter.state import WINDOW

CODE = Receipt.from_packed(bytes(range(11)))
OTHER = Receipt.from_packed(bytes(range(1, 12)))


def messages(site: Site, code: Receipt) -> list[tuple[Message, set[str]]]:
    """Return each message of the code in the drop box, with the ids of its readers."""
    found: dict[bytes, tuple[Signed, set[str]]] = {}
    for sealed in site.drops():
        for reader in rings.READERS:
            letter = site.open(sealed, reader.id)
            if letter is not None and b'"kind":"message"' in letter.json:
                found.setdefault(letter.hash, (letter, set()))[1].add(reader.id)
    key = SigningKey(keys_of(code).sign_seed).public
    return [
        (verify_letter(signed, "message", make.INSTANCE, key), readers) for signed, readers in found.values()
    ]


def shown_readers(page: object) -> set[str]:
    """Return the titles under "Pesan ini akan dibaca oleh"."""
    body = page.get_data(as_text=True)  # type: ignore[attr-defined]  # a response
    block = body[body.index("akan dibaca oleh") :]
    block = block[: block.index("</ul>")]
    return set(re.findall(r"(Verifikator \d|Auditor \d|Luar \d)", block))


def titles(*ids: str) -> set[str]:
    return {rings.keyring().reader(each).title for each in ids}  # type: ignore[union-attr]  # all exist


def test_a_code_without_replies_is_told_so(site: Site) -> None:
    code = site.file()
    said = text_of(site.status(code))
    assert "Belum ada balasan" in said
    assert "belum mengumumkan" in said
    assert "14 hari" in said


def test_a_code_nobody_used_sees_the_same_page(site: Site) -> None:
    used = site.status(site.file())
    unused = site.status(CODE)

    def told(page: object) -> str:
        # The panel and the sealed field are the code's own.
        text = page.get_data(as_text=True)  # type: ignore[attr-defined]  # a response
        return re.sub(r'name="state"[^>]*>|(Verifikator|Luar) \d', "", re.sub(r"<!-- *-->", "", text))

    assert told(used) == told(unused)
    assert used.status_code == unused.status_code == 200
    assert len(used.data) == len(unused.data) == PRIVATE
    assert dict(used.headers) == dict(unused.headers)


def test_how_far_letters_were_opened_is_told(site: Site) -> None:
    for reader in rings.READERS:
        if reader.role != "investigator":
            site.publish(by=reader.id)
    said = text_of(site.status(CODE))
    assert re.search(r"sampai 31 Januari 2026\D*18\.00 WIB sudah dibuka", said)


def test_replies_are_shown_newest_first_with_who_signed(site: Site) -> None:
    code = site.file()
    site.publish(
        site.reply(code, text="Kami terima."),
        site.reply(
            code,
            author="auditor-1",
            day=make.DAY + timedelta(days=1),
            state="INVESTIGASI",
            text="Kami <b>periksa</b>.",
        ),
        site.reply(OTHER, text="Untuk orang lain."),
    )
    page = site.status(code)
    said, body = text_of(page), page.get_data(as_text=True)
    assert "Belum ada balasan" not in said
    assert said.index("Kami <b>periksa</b>.") < said.index("Kami terima.")
    assert "&lt;b&gt;" in body
    assert "Auditor 1, Inspektorat Jenderal" in said
    assert "Untuk orang lain" not in said
    assert said.index("Sedang diperiksa") < said.index("Balasan, yang terbaru")
    assert "1 Februari 2026" in said


def test_the_same_reply_in_two_slots_is_one(site: Site) -> None:
    code = site.file()
    signed = sign_letter(reply_to(keys_of(code), text="Hanya sekali."), make.signing_key("verifikator-1"))
    site.publish(site.slot(code, signed), site.slot(code, signed))
    assert text_of(site.status(code)).count("Hanya sekali.") == 1


FORGED: list[tuple[str, Callable[[Site, Receipt], object]]] = [
    ("unknown author", lambda site, code: site.reply(code, author="orang-lain", text="PALSU")),
    ("another's key", lambda site, code: site.reply(code, by="verifikator-2", text="PALSU")),
    ("unknown keyring", lambda site, code: site.reply(code, keyring=7, text="PALSU")),
    ("another case", lambda site, code: site.reply(code, case=keys_of(OTHER).case, text="PALSU")),
    ("another recipient", lambda site, code: site.reply(code, to=make.seed("x"), text="PALSU")),
    ("another portal", lambda site, code: site.reply(code, instance=make.seed("y", 16), text="PALSU")),
]


@pytest.mark.parametrize("forge", [each for _, each in FORGED], ids=[name for name, _ in FORGED])
def test_what_no_reader_signed_is_named_and_not_shown(
    site: Site, forge: Callable[[Site, Receipt], object]
) -> None:
    code = site.file()
    site.publish(forge(site, code), site.reply(code, text="Asli."))  # type: ignore[arg-type]  # a slot
    said = text_of(site.status(code))
    assert "PALSU" not in said
    assert "Ada balasan yang tidak terbukti" in said
    assert "Asli." in said


def test_a_changed_byte_of_a_signed_reply_is_unproven(site: Site) -> None:
    code = site.file()
    signed = sign_letter(reply_to(keys_of(code), text="PALSU."), make.signing_key("verifikator-1"))
    changed = Signed(signed.json.replace(b"PALSU.", b"PALSU!"), signed.signature)
    site.publish(site.slot(code, changed))
    said = text_of(site.status(code))
    assert "PALSU" not in said
    assert "Ada balasan yang tidak terbukti" in said


def test_a_slot_that_does_not_open_is_passed_over(site: Site) -> None:
    code = site.file()
    slot = site.reply(code, text="Utuh.")
    broken = site.reply(code, text="Rusak.")
    broken = replace(broken, sealed=broken.sealed[:-1] + bytes([broken.sealed[-1] ^ 1]))
    site.publish(slot, broken)
    said = text_of(site.status(code))
    assert "Utuh." in said
    assert "Rusak." not in said


def test_always_sixteen_slots_are_opened(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bytes] = []
    real = sealing.open_reply

    def counted(sealed: bytes, identity: Identity) -> Signed:
        opened.append(sealed)
        return real(sealed, identity)

    monkeypatch.setattr(sealing, "open_reply", counted)
    code = site.file()
    site.publish(*(site.reply(code, author_seq=number) for number in range(1, 4)))
    for each in (code, CODE):
        opened.clear()
        site.status(each)
        assert len(opened) == replies.SLOTS


def test_more_replies_than_a_page_holds_are_one_press_away(site: Site) -> None:
    code = site.file()
    first = make.DAY - timedelta(days=20)
    site.publish(
        *(
            site.reply(code, author_seq=n, day=first + timedelta(days=n), text=f"Balasan nomor {n}.")
            for n in range(1, 19)
        )
    )
    page = site.status(code)
    said = text_of(page)
    assert "Balasan nomor 18." in said
    assert "Balasan nomor 2." not in said
    older = site.post("/status", {"state": state_of(page), "page": "1"})
    assert "Balasan nomor 2." in text_of(older)
    assert "Balasan nomor 18." not in text_of(older)
    assert len(page.data) == len(older.data) == PRIVATE
    for number in ("99", "-1", "x"):
        assert site.post("/status", {"state": state_of(page), "page": number}).status_code == 200


@pytest.mark.parametrize("length", [100, 12_000, 16_000, 32_000, 47_000])
def test_replies_beside_a_long_text_do_not_make_its_page_longer(site: Site, length: int) -> None:
    used = site.file()
    site.publish(*(site.reply(used, author_seq=number, text="'" * 2300) for number in range(1, 17)))
    text = ('"' * (length // 10)).ljust(length, "x")
    for path in ("/status", "/status/pesan", "/status/berkas"):
        lengths = set()
        for code in (used, Receipt.from_packed(bytes(11))):
            field = state_of(site.status(code))
            # Nobody is left to read it, so the text comes back.
            page = site.post(
                path, {"state": field, "text": text, "excluded": [each.id for each in rings.READERS]}
            )
            assert text in html.unescape(page.get_data(as_text=True))
            lengths.add(len(page.data))
        assert len(lengths) == 1, path


@pytest.mark.parametrize("text", ["'" * 2300, "<&>" * 760, "😀" * 550, "a" * 2300])
def test_no_reply_makes_its_page_longer(site: Site, text: str) -> None:
    code = site.file()
    site.publish(*(site.reply(code, author_seq=number, text=text) for number in range(1, 17)))
    page = site.status(code)
    assert len(page.data) == PRIVATE
    assert text in text_of(page)


def test_a_correction_is_shown_and_confirmed(site: Site) -> None:
    code = site.file()
    site.publish(site.reply(code, text="Rahasia."))
    wrong = next(word for word in WORDS if word not in code.words)
    page = site.status(" ".join((*code.words[:4], wrong, *code.words[5:])))
    said = text_of(page)
    assert "Apakah ini kode Anda?" in said
    assert f"Anda mengetik “{wrong}”; mestinya “{code.words[4]}”" in said
    assert "Rahasia." not in said
    assert "Rahasia." in text_of(site.post("/status", {"state": state_of(page)}))


def test_a_confirmation_too_late_asks_for_the_code_again(site: Site) -> None:
    code = site.file()
    wrong = next(word for word in WORDS if word not in code.words)
    page = site.status(" ".join((wrong, *code.words[1:])))
    site.time.booted += 2 * WINDOW
    late = site.post("/status", {"state": state_of(page)})
    assert late.status_code == 422
    assert "Cek status" in text_of(late)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Ketik kode tanda terima"),
        ("satu dua tiga", "Kami membaca 3 kata"),
        (" ".join(CODE.words[:9]), "Kami membaca 9 kata"),
        (" ".join(("zzzz", "qqqq", *CODE.words[2:])), "Kode tidak terbaca"),
        (" ".join((CODE.words[1], CODE.words[0], *CODE.words[2:])), "Urutan kata"),
    ],
)
def test_a_code_that_is_none_is_named_as_what_it_is(site: Site, typed: str, sentence: str) -> None:
    page = site.status(typed)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert site.time.slept == []


@pytest.mark.parametrize(
    "typed", [str(CODE).upper(), "\r\n".join(CODE.words), "-".join(w[:4] for w in CODE.words)]
)
def test_a_code_may_be_typed_in_many_ways(site: Site, typed: str) -> None:
    assert "Belum ada balasan" in text_of(site.status(typed))


@pytest.mark.parametrize(
    ("taken", "waits"), [(0.0, 1.0), (0.4, 0.6), (0.999, 0.001), (1.0, 0.0), (1.2, 0.8), (4.5, 0.5)]
)
def test_the_answer_leaves_at_the_deadline_or_its_next_multiple(
    site: Site, monkeypatch: pytest.MonkeyPatch, taken: float, waits: float
) -> None:
    real = replies.find

    def slow(*args: object) -> object:
        site.time.elapsed += taken
        return real(*args)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(replies, "find", slow)
    site.status(CODE)
    assert site.time.slept == [pytest.approx(waits)]


def test_of_a_code_that_never_ends_only_the_beginning_is_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths = []
    read = receipt.read

    def watched(text: str) -> receipt.Reading:
        lengths.append(len(text))
        return read(text)

    monkeypatch.setattr("crypto.receipt.read", watched)
    assert site.status("a " * 50_000).status_code == 422
    assert site.post("/lapor/kirim", {"what": WHAT, "code": "a " * 50_000}).status_code == 422
    assert len(lengths) == 2
    assert max(lengths) <= 2000


def test_a_failure_leaves_at_the_deadline_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(replies, "find", fail)
    assert site.status(CODE).status_code == 500
    assert site.time.slept == [1.0]


def test_a_follow_up_reaches_the_panel_and_names_what_was_seen(site: Site) -> None:
    code = site.file()
    chosen = panel(rings.keyring(), keys_of(code).thread, (), make.DAY)
    page = site.status(code)
    assert shown_readers(page) == {reader.title for reader in chosen}
    sent = site.post("/status/pesan", {"text": "Ada saksi.\r\nDua.", "state": state_of(page)})
    assert is_sent(sent)
    ((message, readers),) = messages(site, code)
    assert message.text == "Ada saksi.\nDua."
    assert message.seen == ()
    assert readers == {reader.id for reader in chosen}


def test_after_a_reply_its_readers_read_on_and_the_new_ones_are_marked(site: Site) -> None:
    code = site.file()
    chosen = [reader.id for reader in panel(rings.keyring(), keys_of(code).thread, (), make.DAY)]
    answer = reply_to(keys_of(code), author=chosen[0], readers=(chosen[0], "auditor-1"), text="Siapa?")
    signed = sign_letter(answer, make.signing_key(chosen[0]))
    site.publish(site.slot(code, signed))
    page = site.status(code)
    assert shown_readers(page) == titles(chosen[0], "auditor-1")
    body = page.get_data(as_text=True)
    block = body[body.index("akan dibaca oleh") :]
    assert re.search(r"Auditor 1, Inspektorat Jenderal</span>\s*<span class=\"tag\">baru", block)
    assert 'name="excluded"' not in body
    assert is_sent(site.post("/status/pesan", {"text": "Pak R.", "state": state_of(page)}))
    ((message, readers),) = messages(site, code)
    assert readers == {chosen[0], "auditor-1"}
    assert message.seen == (signed.hash,)


def test_a_reply_by_someone_excluded_decides_nothing(site: Site) -> None:
    code = site.file()
    site.publish(
        site.reply(code, author="verifikator-1", readers=("verifikator-1",), excluded=("verifikator-2",)),
        site.reply(
            code,
            author="verifikator-2",
            author_seq=2,
            day=make.DAY + timedelta(days=1),
            readers=("verifikator-2",),
        ),
    )
    page = site.status(code)
    assert shown_readers(page) == titles("verifikator-1")


def test_an_exclusion_named_again_changes_the_readers_only_after_they_were_shown(site: Site) -> None:
    code = site.file()
    chosen = panel(rings.keyring(), keys_of(code).thread, (), make.DAY)
    page = site.status(code)
    fields = {"text": WHAT, "excluded": chosen[0].id}
    again = site.post("/status/pesan", {**fields, "state": state_of(page)})
    assert "Belum terkirim" in text_of(again)
    assert "Pembacanya berubah" in text_of(again)
    assert WHAT in text_of(again)
    assert chosen[0].title not in shown_readers(again)
    assert messages(site, code) == []
    assert is_sent(site.post("/status/pesan", {**fields, "state": state_of(again)}))
    ((_, readers),) = messages(site, code)
    assert chosen[0].id not in readers


def test_a_reply_that_came_meanwhile_is_shown_before_the_message_goes(site: Site) -> None:
    code = site.file()
    page = site.status(code)
    site.publish(
        site.reply(code, author="verifikator-1", readers=("verifikator-1", "auditor-1"), text="Baru saja.")
    )
    again = site.post("/status/pesan", {"text": WHAT, "state": state_of(page)})
    assert "Pembacanya berubah" in text_of(again)
    assert "Baru saja." in text_of(again)
    assert is_sent(site.post("/status/pesan", {"text": WHAT, "state": state_of(again)}))


def test_a_message_with_one_reader_asks_and_with_none_refuses(site: Site) -> None:
    code = site.file()
    able = [reader.id for reader in rings.READERS if reader.role != "investigator"]
    page = site.status(code)
    one = site.post("/status/pesan", {"text": WHAT, "excluded": able[1:], "state": state_of(page)})
    assert "Tinggal satu pembaca" in text_of(one)
    assert shown_readers(one) == titles(able[0])
    fields: dict[str, object] = {"text": WHAT, "confirm_one_reader": "y"}
    none = site.post("/status/pesan", {**fields, "excluded": able, "state": state_of(one)})
    assert "Tidak ada pembaca yang tersisa" in text_of(none)
    assert messages(site, code) == []
    back = site.post("/status/pesan", {**fields, "excluded": able[1:], "state": state_of(one)})
    assert is_sent(back)


@pytest.mark.parametrize("text", ["", "  \r\n", "\x01", " \x00\x0b"])
def test_an_empty_message_is_not_sent(site: Site, text: str) -> None:
    page = site.post("/status/pesan", {"text": text, "state": state_of(site.status(CODE))})
    assert page.status_code == 422
    assert "Pesan masih kosong" in text_of(page)


def test_a_message_too_long_comes_back(site: Site) -> None:
    state = state_of(site.status(CODE))
    page = site.post("/status/pesan", {"text": "a" * 49_151, "state": state})
    assert "Tulisan terlalu panjang" in text_of(page)
    assert "a" * 49_151 in page.get_data(as_text=True)
    assert is_sent(site.post("/status/pesan", {"text": "a" * 49_150, "state": state}))


@pytest.mark.parametrize("lost", ["expired", "restarted"])
def test_a_message_whose_field_is_lost_comes_back_and_shows_its_readers_first(site: Site, lost: str) -> None:
    code = site.file()
    state = state_of(site.status(code))
    if lost == "expired":
        site.time.booted += 2 * WINDOW
    else:
        site = site.restarted()
    page = site.post("/status/pesan", {"text": WHAT, "state": state})
    assert "Belum terkirim" in text_of(page)
    assert "Ketik lagi sepuluh kata" in text_of(page)
    assert WHAT in text_of(page)
    shown = site.post("/status/pesan", {"text": WHAT, "state": "", "code": str(code)})
    assert "Belum terkirim" in text_of(shown)
    assert WHAT in text_of(shown)
    assert len(shown_readers(shown)) == 3
    assert messages(site, code) == []
    assert is_sent(site.post("/status/pesan", {"text": WHAT, "state": state_of(shown)}))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("satu dua", "Kami membaca 2 kata"),
        (" ".join(("zzzz", *CODE.words[1:])), "Satu kata kami betulkan"),
        (" ".join(("zzzz", "qqqq", *CODE.words[2:])), "Kode tidak terbaca"),
    ],
)
def test_the_code_asked_for_again_is_read_as_strictly(site: Site, typed: str, sentence: str) -> None:
    page = site.post("/status/pesan", {"text": WHAT, "state": "x", "code": typed})
    assert sentence in text_of(page)
    assert WHAT in text_of(page)
    assert site.drops() == []


@pytest.mark.parametrize(
    "place", ["wbs.store.drops.put", "wbs.portal.reporter.replies.find", "wbs.sealing.seal"]
)
def test_an_unforeseen_failure_gives_the_message_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    code = site.file()
    state = state_of(site.status(code))
    with monkeypatch.context() as patch:
        patch.setattr(place, fail)
        page = site.post("/status/pesan", {"text": WHAT, "state": state})
    assert page.status_code == 500
    assert "Belum terkirim" in text_of(page)
    assert WHAT in text_of(page)
    assert messages(site, code) == []
    assert is_sent(site.post("/status/pesan", {"text": WHAT, "state": state_of(page)}))


@pytest.mark.parametrize("failure", ["wbs.store.drops.put", "the field is lost", "another origin"])
def test_who_must_not_read_is_kept_by_the_page_with_the_text_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    code = site.file()
    out = panel(rings.keyring(), keys_of(code).thread, (), make.DAY)[0]
    fields: dict[str, object] = {"text": WHAT, "excluded": out.id}
    page = site.status(code)
    # As a browser would: what the page holds is what is sent.
    shown = site.post("/status/pesan", {**fields, "state": state_of(page)})
    with monkeypatch.context() as patch:
        match failure:
            case "the field is lost":
                back = site.post("/status/pesan", {**fields, "state": "x"})
            case "another origin":
                headers = {**FORM, "Origin": "null"}
                back = site.post("/status/pesan", {**fields, "state": state_of(shown)}, headers)
            case _:
                patch.setattr(failure, fail)
                back = site.post("/status/pesan", {**fields, "state": state_of(shown)})
    assert "Belum terkirim" in text_of(back)
    kept = re.findall(r'<input[^>]*name="excluded"[^>]*value="([^"]*)"', back.get_data(as_text=True))
    assert kept == [out.id]


def test_who_must_not_read_is_kept_when_the_first_reply_comes_meanwhile(site: Site) -> None:
    code = site.file()
    out = panel(rings.keyring(), keys_of(code).thread, (), make.DAY)[0]
    page = site.status(code)
    site.publish(site.reply(code, author="auditor-1", readers=(out.id, "auditor-1"), text="Baru saja."))
    again = site.post("/status/pesan", {"text": WHAT, "excluded": out.id, "state": state_of(page)})
    assert "Baru saja." in text_of(again)
    assert out.title not in shown_readers(again)
    kept = re.findall(r'<input[^>]*name="excluded"[^>]*value="([^"]*)"', again.get_data(as_text=True))
    assert kept == [out.id]


def test_a_leavers_reply_is_shown_as_from_a_former_reader(tmp_path: Path) -> None:
    first = rings.sign(rings.keyring())
    site = Site(tmp_path, [first])
    code = site.file()
    site.publish(site.reply(code, author="verifikator-1", readers=("verifikator-1",), text="Dahulu."))
    remaining = tuple(reader for reader in rings.READERS if reader.id != "verifikator-1")
    second = rings.sign(rings.after(first, readers=remaining))
    site.install(second)
    page = site.status(code)
    assert "Dahulu." in text_of(page)
    assert "mantan pembaca" in text_of(page)
    assert "Verifikator 1" not in shown_readers(page)
    site.store.dispose()


def test_a_revoked_readers_reply_is_unproven(tmp_path: Path) -> None:
    first = rings.sign(rings.keyring())
    site = Site(tmp_path, [first])
    code = site.file()
    site.publish(site.reply(code, author="verifikator-1", text="PALSU."))
    remaining = tuple(reader for reader in rings.READERS if reader.id != "verifikator-1")
    revoked = (str(make.signing_key("verifikator-1").public),)
    site.install(rings.sign(rings.after(first, readers=remaining, revoked=revoked)))
    said = text_of(site.status(code))
    assert "PALSU." not in said
    assert "Ada balasan yang tidak terbukti" in said
    site.store.dispose()


def test_an_old_gap_is_told(site: Site) -> None:
    code = site.file()
    old = make.DAY - SLOT_LIFE - timedelta(days=1)
    site.publish(site.reply(code, day=old, author_seq=2, prev=make.seed("earlier"), text="Kedua."))
    assert "Jawaban yang lebih lama sudah tidak ada di papan balasan" in text_of(site.status(code))


def test_two_replies_with_one_number_are_both_shown(site: Site) -> None:
    code = site.file()
    site.publish(site.reply(code, text="Versi satu."), site.reply(code, text="Versi dua."))
    said = text_of(site.status(code))
    assert "Versi satu." in said
    assert "Versi dua." in said
    assert "dua versi" in said


def test_states_a_later_program_may_know_do_no_harm(site: Site) -> None:
    code = site.file()
    site.publish(site.reply(code, state="BANDING", text="Keadaan baru."))
    assert "Keadaan baru." in text_of(site.status(code))


def test_dates_are_the_offices(site: Site) -> None:
    # 18:00 UTC on the 31st is already February in Jakarta.
    site.time.moment = site.time.moment.replace(hour=18)
    sent = site.post("/status/pesan", {"text": WHAT, "state": state_of(site.status(CODE))})
    assert "15 Februari 2026" in text_of(sent)
    assert date(2026, 2, 1) + timedelta(days=14) == date(2026, 2, 15)

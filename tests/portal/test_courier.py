"""The courier's pages: bundles out, outboxes in, and what went wrong in words."""

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.courier_office import NOW, PASSWORD, CourierSite, outbox_file
from tests.portal.site import text_of
from tests.statements import told
from tests.store.letters import drop, sealed_slot
from wbs.letters.bundle import Bundle, read_bundle
from wbs.letters.halfday import HalfDay
from wbs.letters.outbox import Outbox
from wbs.store import board, couriers, drops, exports, keyrings, logins, record
from wbs.store.errors import StoreError
from wbs.store.publication import publish


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierSite]:
    monkeypatch.setattr(couriers, "_MEMORY_KIB", 8)
    monkeypatch.setattr(couriers, "_PASSES", 1)
    made = CourierSite(tmp_path)
    made.log_in()
    yield made
    made.store.dispose()


def put(site: CourierSite, *seeds: int) -> None:
    for seed in seeds:
        drops.put(site.store, io.BytesIO(drop(seed)), site.moment)


def take(site: CourierSite, **form: object) -> Bundle:
    response = site.post("/bundel", {"which": "new", **form}, page="/")
    with closing(response):
        assert response.status_code == 200, text_of(response)
        assert response.mimetype == "application/x-tar"
        assert int(response.headers["Content-Length"]) == len(response.data)
        return read_bundle(io.BytesIO(response.data), make.INSTANCE)


def letters(bundle: Bundle) -> list[bytes]:
    return sorted(content.read() for _, content in bundle.drops())


def outbox(**changes: object) -> Outbox:
    slots = tuple(replace(slot, sealed=sealed_slot(at)) for at, slot in enumerate(rings.slots(8)))
    whole = rings.outbox(slots=slots, drops=tuple(drop(seed) for seed in range(20, 28)))
    return replace(whole, **changes)  # type: ignore[arg-type]  # a builder takes any field


def test_a_bundle_holds_what_is_released_and_the_next_only_what_is_new(site: CourierSite) -> None:
    put(site, 1, 2)
    assert letters(take(site)) == []
    site.later(days=1)
    site.log_in()
    put(site, 3)
    first = take(site)
    assert letters(first) == sorted([drop(1), drop(2)])
    assert (first.manifest.since, str(first.manifest.until)) == (HalfDay.parse("2026-01-30A"), "2026-01-31A")
    assert len(first.keyrings) == 1
    assert "31 Januari 2026" in text_of(site.get("/"))
    site.later(days=1, minutes=-1)
    site.log_in()
    assert letters(take(site)) == [drop(3)]
    assert letters(take(site)) == []
    assert letters(take(site, which="all")) == sorted(drop(seed) for seed in (1, 2, 3))
    assert letters(take(site, which="from", day="2026-02-01")) == [drop(3)]
    assert [entry.action for entry in record.newest(site.store, 3)] == ["export"] * 3


def test_a_letter_that_cannot_be_released_is_named_and_comes_later(site: CourierSite) -> None:
    put(site, 1)
    [path] = list(site.store.blobs.pending.iterdir())
    hidden = path.rename(site.store.folder / "elsewhere")
    put(site, 2)
    site.later(days=2)
    site.log_in()
    assert letters(take(site)) == [drop(2)]
    assert "1 surat seharusnya sudah dirilis" in text_of(site.get("/"))
    hidden.rename(path)
    assert letters(take(site)) == sorted([drop(1), drop(2)])
    assert "seharusnya" not in text_of(site.get("/"))


def test_at_once_leaves_out_nothing(tmp_path: Path, site: CourierSite) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    demo = CourierSite(folder, release="at-once")
    demo.log_in()
    put(demo, 1)
    assert letters(take(demo)) == [drop(1)]
    put(demo, 2)
    assert letters(take(demo)) == sorted([drop(1), drop(2)])


def test_a_form_without_a_date_says_so(site: CourierSite) -> None:
    response = site.post("/bundel", {"which": "from"}, page="/")
    assert (response.status_code, "Isi tanggalnya" in text_of(response)) == (400, True)
    assert site.post("/bundel", {"which": "semua"}, page="/").status_code == 400
    assert exports.last(site.store) is None


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2000-01-01", "2026-01-31", "9999-12-31"])
def test_from_any_date_there_is_a_bundle_that_a_desk_reads(site: CourierSite, day: str) -> None:
    put(site, 1)
    assert letters(take(site, which="from", day=day)) == []


def test_a_bundle_too_large_for_a_browser_is_left_to_the_server(
    site: CourierSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.store.blobs, "free", lambda: 1 << 20)
    response = site.post("/bundel", {"which": "all"}, page="/")
    assert (response.status_code, "wbs courier export" in text_of(response)) == (400, True)


def test_a_bundle_leaves_in_large_pieces(site: CourierSite) -> None:
    put(site, 1, 2, 3)
    site.later(days=1)
    site.log_in()
    with closing(site.post("/bundel", {"which": "all"}, page="/")) as response:
        # Ciphertext has a line's end every 256 bytes.
        assert len(list(response.iter_encoded())) <= 1 + int(response.headers["Content-Length"]) // 65_536


def test_a_bundle_that_fails_leaves_no_file_and_no_entry(
    site: CourierSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site, 1)
    site.later(days=2)
    site.log_in()

    def missing(*_args: object) -> None:
        raise StoreError("the disk failed: EIO")

    before = sorted(site.store.folder.iterdir())
    monkeypatch.setattr(drops, "open_drop", missing)
    response = site.post("/bundel", {"which": "new"}, page="/")
    assert (response.status_code, "EIO" in text_of(response)) == (400, True)
    assert sorted(site.store.folder.iterdir()) == before
    assert exports.last(site.store) is None


def test_an_outbox_is_applied_and_told(site: CourierSite) -> None:
    response = site.bring(outbox_file(outbox()))
    assert response.status_code == 200
    assert "verifikator-1. Di papan: 8. Di kotak masuk: 8." in text_of(response)
    assert "sudah pernah" in text_of(site.bring(outbox_file(outbox())))
    assert sum(drops.waiting(site.store).values()) == 8
    assert "Verifikator 1" in text_of(site.get("/"))
    assert not [path for path in site.store.folder.iterdir() if "tmp" in path.name]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data[:-2000], "Ditolak seluruhnya"),
        (lambda data: data.replace(b"verifikator-1", b"verifikator-9"), "verifikator-9"),
        (lambda _: b"", "Ditolak seluruhnya"),
        (lambda _: b"\0" * 10240, "Ditolak seluruhnya"),
    ],
    ids=["cut", "forged", "empty", "zeros"],
)
def test_a_bad_outbox_is_refused_with_its_cause(
    site: CourierSite, spoil: Callable[[bytes], bytes], said: str
) -> None:
    response = site.bring(spoil(outbox_file(outbox())))
    assert (response.status_code, said in text_of(response)) == (400, True), text_of(response)
    assert drops.waiting(site.store) == {}


def test_an_old_outbox_is_refused(site: CourierSite) -> None:
    site.moment = NOW + timedelta(days=31)
    site.log_in()
    for language, said in (("", "terlalu lama"), ("/en", "too old")):
        response = site.bring(outbox_file(outbox()), language=language)
        assert (response.status_code, said in text_of(response)) == (400, True)


def test_a_desk_behind_the_keyring_is_told_so_in_the_couriers_language(site: CourierSite) -> None:
    first = rings.sign(rings.keyring())
    keyrings.install(site.store, rings.sign(rings.after(first)), rings.PIN, make.DAY)
    publish(site.store, make.INSTANCE, make.DAY)
    for language, said in (
        ("", "Ditolak seluruhnya: meja itu mengenal daftar kunci 1, sedangkan yang berlaku 2."),
        ("/en", "Refused as a whole: that desk knows keyring 1, and 2 is in force."),
    ):
        response = site.bring(outbox_file(outbox()), language=language)
        assert (response.status_code, said in text_of(response)) == (400, True), text_of(response)


def test_without_a_keyring_in_force_nothing_comes_in(site: CourierSite) -> None:
    site.moment = NOW + timedelta(days=500)
    site.log_in()
    response = site.bring(outbox_file(outbox()))
    assert (response.status_code, "daftar kunci" in text_of(response)) == (400, True)


def test_no_file_is_no_outbox(site: CourierSite) -> None:
    response = site.post("/kotak-keluar", {}, page="/")
    assert (response.status_code, "Pilih berkas" in text_of(response)) == (400, True)


def test_a_full_outbox_fits_and_more_is_refused(site: CourierSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wbs.portal.courier.guard.LARGEST_OUTBOX", 100_000)
    response = site.bring(outbox_file(outbox()))
    assert (response.status_code, "Berkas terlalu besar" in text_of(response)) == (413, True)


def test_the_record_shows_what_was_done_and_whether_it_was_tampered_with(site: CourierSite) -> None:
    take(site)
    page = text_of(site.get("/catatan"))
    assert all(
        word in page
        for word in ("Akun dibuat", "Masuk", "Bundel diambil", record.verify_chain(site.store).hex())
    )
    assert "terputus" not in page
    with site.store.unit() as unit:
        unit.exec_driver_sql("DROP TRIGGER staff_record_no_update")
        unit.exec_driver_sql("UPDATE staff_record SET actor = 'lain' WHERE sequence = 1")
    assert "terputus" in text_of(site.get("/catatan"))


def test_the_password_is_changed(site: CourierSite) -> None:
    new = "payung kuning di halte"
    for fields, said in (
        ({"old": PASSWORD, "new": new, "again": "lain lain lain"}, "tidak sama"),
        ({"old": "salah salah salah", "new": new, "again": new}, "Sandi lama salah"),
        ({"old": PASSWORD, "new": "pendek", "again": "pendek"}, "terlalu lemah"),
        ({"old": PASSWORD}, "Isi ketiga kolom"),
    ):
        response = site.post("/akun/sandi", dict(fields))
        assert (response.status_code, said in text_of(response)) == (400, True), text_of(response)
    other = site.browser()
    site.later(minutes=5)
    site.log_in(client=other)
    assert site.get("/", other).status_code == 200
    assert site.post("/akun/sandi", {"old": PASSWORD, "new": new, "again": new}).status_code == 303
    assert "Sandi diganti" in text_of(site.get("/masuk"))
    assert (site.get("/").status_code, site.get("/", other).status_code) == (303, 303)
    site.later(minutes=5)
    assert site.log_in(password=new).status_code == 303


def test_recovery_codes_are_shown_once_and_work(site: CourierSite) -> None:
    assert site.post("/akun/kode", {"password": "salah salah salah"}).status_code == 400
    assert site.post("/akun/kode", {}).status_code == 400
    page = text_of(site.post("/akun/kode", {"password": PASSWORD}))
    code = next(word for word in page.split() if word.count("-") == 3)
    assert code not in text_of(site.get("/akun"))
    assert site.log_in(site.kurir.recovery[0], client=site.browser()).status_code == 403
    assert site.log_in(code, client=site.browser()).status_code == 303
    assert "Tersisa 7 kode" in text_of(site.get("/akun"))


def test_pages_cost_at_most_three_statements(site: CourierSite) -> None:
    statements: list[str] = []
    for path in ("/", "/catatan", "/akun"):
        statements.clear()
        with told(site.store._engine, statements.append):
            assert site.get(path).status_code == 200
        asked = [each for each in statements if not each.startswith(("BEGIN", "COMMIT"))]
        assert 1 <= len(asked) <= 3, asked


def test_a_failing_database_is_an_error_page(site: CourierSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise StoreError("the database failed")

    monkeypatch.setattr(logins, "courier_of", broken)
    assert site.get("/").status_code == 503


def test_a_refused_outbox_in_the_store_is_told_too(site: CourierSite) -> None:
    site.bring(outbox_file(outbox()))
    changed = tuple(replace(slot, sealed=sealed_slot(90 + at)) for at, slot in enumerate(rings.slots(8)))
    response = site.bring(outbox_file(outbox(slots=changed)))
    assert (response.status_code, "balasan lain bernama" in text_of(response)) == (400, True)
    assert board.SLOT_DAYS == 60

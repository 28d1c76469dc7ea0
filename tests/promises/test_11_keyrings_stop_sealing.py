"""Promise 11: keyrings that are expired, unsigned, tampered with, or older than the newest seen stop sealing.

Here the server's side: no code is made, nothing is stored, what was typed comes back, and a sentence that a
frightened person understands says why.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories_keyring as rings
from tests.portal.site import WHAT, Site, is_sent, state_of, text_of

Change = Callable[[Site], None]


def tree(site: Site) -> Path:
    return (site.store.public / "current").resolve()


def reread(site: Site) -> None:
    """Give the public files a new name, as every publication does."""
    current = site.store.public / "current"
    fresh = tree(site).with_name(f"{tree(site).name}x")
    tree(site).rename(fresh)
    current.unlink()
    current.symlink_to(fresh.name)


def changed(name: str, change: Callable[[Path], object]) -> Change:
    def act(site: Site) -> None:
        change(tree(site) / name)
        reread(site)

    return act


def expired(site: Site) -> None:
    site.time.moment += timedelta(days=401)


def clock_behind(site: Site) -> None:
    site.time.moment -= timedelta(days=500)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def tampered(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Verifikator 1", b"Verifikator 9"))


def foreign(path: Path) -> None:
    path.write_bytes(rings.sign(rings.keyring(threshold=1)).json)


def one_signature(path: Path) -> None:
    path.unlink()


def seen_newer(path: Path) -> None:
    path.write_text("2")


def gone(path: Path) -> None:
    path.unlink()


CAUSES: dict[str, tuple[Change, str]] = {
    "expired": (expired, "sudah habis masa berlakunya"),
    "unsigned": (changed("keyring/1.json.2.minisig", one_signature), "tidak dapat dipercaya"),
    "tampered": (changed("keyring/1.json", tampered), "tidak dapat dipercaya"),
    "cut off": (changed("keyring/1.json", cut), "tidak dapat dipercaya"),
    "other roots or threshold": (changed("keyring/1.json", foreign), "tidak dapat dipercaya"),
    "older than the newest seen": (changed("newest", seen_newer), "daftar kunci lama"),
    "missing": (changed("keyring/1.json", gone), "belum dipasang"),
    "the clock is wrong": (clock_behind, "Jam server tidak benar"),
}

each_cause = pytest.mark.parametrize(("change", "sentence"), CAUSES.values(), ids=CAUSES)


@each_cause
def test_no_code_is_made_and_the_cause_is_told(site: Site, change: Change, sentence: str) -> None:
    assert site.get("/lapor").status_code == 200
    change(site)
    for path in ("/lapor", "/kunci"):
        page = site.get(path)
        assert page.status_code == 503
        assert sentence in text_of(page)
    closed = site.get("/lapor")
    assert '<ol class="words' not in closed.get_data(as_text=True)
    assert "Belum ada yang dikirim" in text_of(closed)
    assert "KPK" in text_of(closed)


@each_cause
def test_a_report_under_way_is_not_stored_and_its_text_comes_back(
    site: Site, change: Change, sentence: str
) -> None:
    before = site.time.moment
    _, state = site.form_state()
    change(site)
    page = site.post("/lapor/kirim", {"what": WHAT, "excluded": "verifikator-2", "state": state})
    assert page.status_code == 503
    said = text_of(page)
    assert "Belum terkirim" in said
    assert sentence in said
    assert WHAT in said
    assert re.search(r'value="verifikator-2"[^>]*checked', page.get_data(as_text=True), re.DOTALL)
    site.time.moment = before
    assert site.drops() == []


@each_cause
def test_a_message_is_not_stored_either(site: Site, change: Change, sentence: str) -> None:
    before = site.time.moment
    code = site.file()
    state = state_of(site.status(code))
    change(site)
    page = site.post("/status/pesan", {"text": WHAT, "state": state})
    assert page.status_code == 503
    assert sentence in text_of(page)
    assert WHAT in text_of(page)
    site.time.moment = before
    assert len(site.drops()) == 1


@each_cause
def test_replies_are_not_shown_as_proven(site: Site, change: Change, sentence: str) -> None:
    code = site.file()
    site.publish(site.reply(code, text="Laporan kami terima."))
    assert "Laporan kami terima." in text_of(site.status(code))
    change(site)
    page = site.status(code)
    assert page.status_code == 503
    assert "Laporan kami terima." not in text_of(page)
    assert "Belum ada balasan" not in text_of(page)
    assert sentence in text_of(page)


@each_cause
def test_the_sentences_are_short(site: Site, change: Change, sentence: str) -> None:
    change(site)
    body = site.get("/lapor").get_data(as_text=True)
    alert = re.search(r'<div class="note fault".*?</div>', body, re.DOTALL)
    assert alert
    text = re.sub(r"<[^>]+>", ". ", alert[0])
    for part in re.split(r"[.;:?!]\s", text):
        assert len(part.split()) <= 15, part


def test_a_keyring_published_ahead_changes_nothing_yet(site: Site) -> None:
    first = rings.sign(rings.keyring())
    ahead = rings.after(first, not_before=rings.START + timedelta(days=200))
    site.install(rings.sign(ahead))
    _, state = site.form_state()
    assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state}))


def test_words_nobody_vouched_for_lately_only_warn(site: Site) -> None:
    site.time.moment += timedelta(days=40)
    _, state = site.code_page()
    asked = site.post("/lapor/ingat", {"state": state})
    assert asked.status_code == 200
    code, state = site.form_state()
    warned = site.post("/lapor/kirim", {"what": "", "state": state})
    assert "Pertanyaan pertama" in text_of(warned)
    assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state_of(warned)}))
    assert "sudah lama tidak ditegaskan" in text_of(site.get("/kunci"))
    assert "Belum ada balasan" in text_of(site.status(code))

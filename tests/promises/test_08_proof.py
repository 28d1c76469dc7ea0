"""Promise 8: a reply that does not verify is not shown as a reply and is named as unproven; a letter that the
code's holder did not sign is never folded into a case."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.desk.office import Scene
from tests.portal.site import Site, keys_of, reply_to, text_of
from wbs.desk.importing import import_bundle
from wbs.letters.letter import sign_letter
from wbs.letters.signed import Signed

TEXT = "Temui kami di kantin."
GENUINE = "Laporan Anda kami terima."


def forged(code: Receipt, another: Receipt, **changes: object) -> dict[str, Signed]:
    """Replies that a hacked server could put on the board for the holder of a code, who filed one case."""
    keys, other = keys_of(code), keys_of(another)
    true = reply_to(keys, text=TEXT, **changes)
    genuine = sign_letter(true, make.signing_key("verifikator-1"))
    return {
        "another key": sign_letter(true, make.signing_key("penyusup")),
        "a reader's key under another's name": sign_letter(true, make.signing_key("verifikator-2")),
        "no such reader": sign_letter(replace(true, author="penyusup"), make.signing_key("penyusup")),
        "no such keyring": sign_letter(replace(true, keyring=7), make.signing_key("verifikator-1")),
        "another's case": sign_letter(replace(true, case=other.case), make.signing_key("verifikator-1")),
        "another's recipient": sign_letter(replace(true, to=bytes(32)), make.signing_key("verifikator-1")),
        "changed after signing": Signed(genuine.json.replace(b"Temui", b"Jumpa"), genuine.signature),
    }


@pytest.mark.parametrize("case", range(7))
def test_a_forged_reply_is_named_unproven_and_its_text_is_not_shown(site: Site, case: int) -> None:
    code = site.file()
    name, signed = list(forged(code, site.file()).items())[case]
    site.publish(site.slot(code, signed))
    page = text_of(site.status(code))
    assert "kantin" not in page, name
    assert "tidak terbukti" in page, name


def test_a_genuine_reply_beside_a_forged_one_is_shown(site: Site) -> None:
    code = site.file()
    signed = next(iter(forged(code, site.file()).values()))
    site.publish(site.slot(code, signed), site.reply(code, text=GENUINE))
    page = text_of(site.status(code))
    assert GENUINE in page
    assert "tidak terbukti" in page
    assert TEXT not in page


def test_a_revoked_readers_reply_is_unproven_from_the_next_keyring_on(
    open_site: Callable[..., Site],
) -> None:
    site = open_site()
    code = site.file()
    site.publish(site.reply(code, by="verifikator-2", author="verifikator-2", text=GENUINE))
    assert GENUINE in text_of(site.status(code))
    readers = tuple(reader for reader in rings.READERS if reader.id != "verifikator-2")
    revoked = (str(make.signing_key("verifikator-2").public),)
    first = rings.sign(rings.keyring())
    site.install(rings.sign(rings.after(first, readers=readers, revoked=revoked)))
    page = text_of(site.status(code))
    assert GENUINE not in page
    assert "tidak terbukti" in page


def test_a_leavers_reply_is_shown_as_from_a_former_reader(open_site: Callable[..., Site]) -> None:
    site = open_site()
    code = site.file()
    site.publish(site.reply(code, by="verifikator-2", author="verifikator-2", text=GENUINE))
    readers = tuple(reader for reader in rings.READERS if reader.id != "verifikator-2")
    site.install(rings.sign(rings.after(rings.sign(rings.keyring()), readers=readers)))
    page = text_of(site.status(code))
    assert GENUINE in page
    assert "mantan" in page.lower() or "sudah tidak" in page.lower()


def test_a_letter_that_the_codes_holder_did_not_sign_is_never_folded(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    reporter = scene.reporter()
    panel = reporter.panel()
    intruder = scene.reporter("penyusup")
    scene.portal.receive(reporter.report("Yang benar."), scene.today)
    scene.portal.receive(reporter.message("Saya cabut laporan.", panel, intruder.signing), scene.today)
    with scene.desk(panel[0]) as desk:
        before = import_bundle(desk, scene.portal.bundle(scene.today))
        case = desk.find(reporter.case)
        assert (before.reports, before.messages, before.unproven) == (1, 0, 1)
        assert case.messages == ()
        assert [item.text for item in case.timeline] == ["Yang benar."]
        assert len(case.unproven) == 1

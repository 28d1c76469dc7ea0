"""Promise 8 with JavaScript on: what no reader has signed of a code's replies is named, not shown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.databases import WIB
from tests.journeys.browsers import see
from tests.journeys.scripted import NAMES, Scripted, scripted
from tests.portal.process import current_keyring
from tests.portal.site import keys_of, reply_to, slot_of
from tests.promises.between import FIRST_KEYRING, Portal, answer, standing_between
from tests.promises.test_08_proof import GENUINE, forged
from wbs.letters.letter import sign_letter

pytestmark = [pytest.mark.browser, pytest.mark.process]

# The office's date, which the portal and its pages go by.
TODAY = datetime.now(WIB).date()
READERS = ("verifikator-1", "verifikator-2", "verifikator-3")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with standing_between(tmp_path_factory.mktemp("portal")) as standing:
        yield standing


@pytest.fixture(scope="module", params=NAMES)
def profile(request: pytest.FixtureRequest) -> Iterator[Callable[[], Scripted]]:
    with scripted(request.param) as opened:
        yield opened


def come_back(browser: Scripted, portal: Portal, code: Receipt) -> str:
    """Open a code's case; return what its screen says."""
    browser.open(f"{portal.origin}/status")
    see(browser, "Kode dibaca di peramban ini saja")
    browser.fill("Kode tanda terima", str(code))
    browser.press("Buka")
    return see(browser, "Status laporan")


def test_forged_replies_are_counted_and_never_shown(profile: Callable[[], Scripted], portal: Portal) -> None:
    browser, code = profile(), Receipt.generate()
    false = forged(code, Receipt.generate(), day=TODAY, readers=READERS)
    # A letter is counted once, whoever has signed it.
    count = len({signed.json for signed in false.values()})
    portal.publish(*(slot_of(code, signed) for signed in false.values()))
    shown = come_back(browser, portal, code)
    assert "Ada balasan yang tidak terbukti dari kami" in shown
    assert f"{count} balasan tidak bertanda tangan pembaca yang sah." in shown
    assert "Belum ada balasan" in shown
    assert "kantin" not in shown

    true = reply_to(keys_of(code), text=GENUINE, day=TODAY, readers=READERS)
    portal.publish(slot_of(code, sign_letter(true, make.signing_key(true.author))))
    shown = come_back(browser, portal, code)
    assert f"{count} balasan tidak bertanda tangan pembaca yang sah." in shown
    assert GENUINE in shown
    assert "kantin" not in shown


def test_a_revoked_readers_reply_is_unproven(profile: Callable[[], Scripted], portal: Portal) -> None:
    browser, code = profile(), Receipt.generate()
    by = "verifikator-2"
    reply = reply_to(keys_of(code), author=by, text=GENUINE, day=TODAY, readers=READERS)
    portal.publish(slot_of(code, sign_letter(reply, make.signing_key(by))))
    assert GENUINE in come_back(browser, portal, code)

    readers = tuple(reader for reader in current_keyring().readers if reader.id != by)
    following = replace(current_keyring(), sequence=2, previous=FIRST_KEYRING.hash, readers=readers)
    left = rings.sign(following)
    revoked = rings.sign(replace(following, revoked=(str(make.signing_key(by).public),)))
    with portal.between.meddling("/keyrings.json", answer(FIRST_KEYRING, left)):
        shown = come_back(browser, portal, code)
    assert GENUINE in shown
    assert "tidak terbukti" not in shown
    with portal.between.meddling("/keyrings.json", answer(FIRST_KEYRING, revoked)):
        shown = come_back(browser, portal, code)
    assert GENUINE not in shown
    assert "1 balasan tidak bertanda tangan pembaca yang sah." in shown
    assert "Belum ada balasan" in shown

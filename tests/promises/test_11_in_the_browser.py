"""Promise 11 with JavaScript on: by a keyring that is not proven the browser seals nothing, and says why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests import factories as make
from tests import factories_keyring as rings
from tests.databases import WIB
from tests.journeys.browsers import see
from tests.journeys.middle import changed
from tests.journeys.scripted import NAMES, Scripted, execute, scripted
from tests.portal.process import current_keyring
from tests.promises.between import FIRST_KEYRING, Portal, answer, standing_between
from wbs.letters.keyring import Keyring, SignedKeyring

pytestmark = [pytest.mark.browser, pytest.mark.process]

# The office's date, which the portal and its pages go by.
TODAY = datetime.now(WIB).date()
OTHERS = ("akar-7", "akar-8", "akar-9")
UNTRUSTED = "tidak dapat dipercaya"


def dated(start: int, end: int) -> Keyring:
    """Return the keyring from so many days after today to so many."""
    first, last = TODAY + timedelta(start), TODAY + timedelta(end)
    readers = tuple(replace(reader, not_before=first, expires=last) for reader in rings.READERS)
    return rings.keyring(not_before=first, expires=last, readers=readers)


def swapped() -> SignedKeyring:
    """Return the keyring with another's key in a reader's place, and the signatures as they were."""
    true, false = rings.READERS[0].recipient, make.recipient("penyusup")
    assert true.encode() in FIRST_KEYRING.json
    return replace(FIRST_KEYRING, json=FIRST_KEYRING.json.replace(true.encode(), false.encode()))


def forged() -> SignedKeyring:
    """Return a keyring of the office's own roots, signed by others."""
    return rings.sign(current_keyring(), by=OTHERS[:2])


def of_other_roots() -> SignedKeyring:
    """Return a keyring that is whole in itself, of roots that are not the pin's."""
    return rings.sign(replace(current_keyring(), roots=rings.roots(*OTHERS)), by=OTHERS[:2])


CAUSES: dict[str, tuple[str, list[SignedKeyring], str]] = {
    "expired": ("/lapor", [rings.sign(dated(-200, -1))], "sudah habis masa berlakunya"),
    "one signature of two": ("/status", [rings.sign(current_keyring(), by=rings.ROOTS[:1])], UNTRUSTED),
    "forged signatures": ("/lapor", [forged()], UNTRUSTED),
    "a reader's key swapped": ("/status", [swapped()], UNTRUSTED),
    "the roots swapped": ("/lapor", [of_other_roots()], UNTRUSTED),
    "two keyrings of one number": ("/status", [FIRST_KEYRING, rings.sign(dated(-30, 30))], UNTRUSTED),
    "none": ("/lapor", [], "belum dipasang"),
}


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with standing_between(tmp_path_factory.mktemp("portal")) as standing:
        yield standing


@pytest.fixture(scope="module", params=NAMES)
def browser(request: pytest.FixtureRequest) -> Iterator[Scripted]:
    with scripted(request.param) as opened:
        yield opened()


def closed(browser: Scripted, portal: Portal, page: str, sentence: str) -> None:
    """Come to a page; fail unless it says why it is closed, and asks for nothing."""
    portal.between.take()
    browser.open(portal.origin + page)
    shown = see(browser, sentence, "Laporan tidak dapat diterima sekarang")
    assert "Belum ada yang dikirim" in shown
    assert "KPK" in shown
    assert "Tulis sepuluh kata" not in shown
    assert execute(browser, "return document.querySelectorAll('form, input, textarea').length") == 0
    assert portal.between.drops() == []


@pytest.mark.parametrize(("page", "keyrings", "sentence"), CAUSES.values(), ids=CAUSES)
def test_by_a_keyring_that_is_not_proven_nothing_is_sealed(
    browser: Scripted, portal: Portal, page: str, keyrings: list[SignedKeyring], sentence: str
) -> None:
    with portal.between.meddling("/keyrings.json", answer(*keyrings)):
        closed(browser, portal, page, sentence)


def test_a_clock_that_is_wrong_here_is_named(browser: Scripted, portal: Portal) -> None:
    """The keyring begins in forty days, and by the server's date it has begun: the device's clock is slow."""
    then = (TODAY + timedelta(50)).isoformat().encode()

    def moved(page: bytes) -> bytes:
        assert TODAY.isoformat().encode() in page
        return page.replace(TODAY.isoformat().encode(), then)

    with (
        portal.between.meddling("/keyrings.json", answer(rings.sign(dated(40, 200)))),
        portal.between.meddling("/lapor", changed(moved)),
    ):
        closed(browser, portal, "/lapor", "Jam perangkat ini tidak benar")


def test_with_the_true_keyring_the_page_opens(browser: Scripted, portal: Portal) -> None:
    """What closes the page above is the keyring, and no more."""
    with portal.between.meddling("/keyrings.json", answer(FIRST_KEYRING)):
        browser.open(f"{portal.origin}/lapor")
        see(browser, "Disegel di peramban ini.", "Tulis sepuluh kata ini di kertas")

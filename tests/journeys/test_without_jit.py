"""A report where the browser compiles nothing, as Tor Browser at its level "Safer": slow, said, and sent."""

import re
from collections.abc import Iterator

import pytest

from tests.journeys.browsers import see
from tests.journeys.scripted import NAMES, scripted
from tests.journeys.steps import FIRST, answer_back
from tests.promises.between import Portal, standing_between

pytestmark = [pytest.mark.browser, pytest.mark.process]

WHAT = "Petugas loket 3 meminta Rp2 juta."
# Seconds: keys take up to twenty of them, longer on a busy machine.
SLOW = 120.0


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with standing_between(tmp_path_factory.mktemp("portal")) as standing:
        yield standing


@pytest.mark.parametrize("name", NAMES)
def test_a_report_without_a_compiler(portal: Portal, name: str) -> None:
    with scripted(name, jit=False) as opened:
        browser = opened()
        browser.open(f"{portal.origin}/lapor")
        shown = see(browser, "Disegel di peramban ini.", "Peramban ini lambat")
        # One tap away, as long as nothing is typed.
        assert "Pakai cara biasa" in shown
        code = re.findall(r"(?m)^[a-z]{3,8}$", shown)
        browser.press("Sudah saya tulis")
        answer_back(browser, code)
        browser.fill(FIRST, WHAT)
        browser.press("Kirim laporan")
        see(browser, "Laporan terkirim", patience=SLOW)
    case = portal.case(code)
    assert case is not None
    assert case.report is not None
    assert case.report.answers == {"what": WHAT}

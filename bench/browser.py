"""A report and a file sealed by real browsers, against the bare work; and what the pages load.

    python -m bench browser

Chromium decides; Firefox's figures are told. The real portal serves one page, ``bare_page`` the other, and
they take turns in one browser.

*A report*: from the click to the page that says it was sent, on the real form page, with the code already
stretched. *Bare* is ``Encrypter`` of npm age-encryption with the same eight stanzas, in a worker that has
just begun and stretched a code like the page's, and one XMLHttpRequest of that size from the form page. The
product does the same, and reads the form, signs, packs and shows the page; its stanzas it has made while the
person wrote.

*A file*: the same bytes from one buffer in one worker, by ``Encrypter`` and by the client, with the cipher of
the browser where it has one and with that of JavaScript. The whole way (hashed, packed, sealed, handed to the
page) is told.

*Weights* are bytes as they come over the line, counted by Chromium; the spaces that make all public pages
equally long are told, not bound. *Without a compiler* the code is stretched as in Tor Browser's "Safer".
"""

from __future__ import annotations

import base64
import io
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import report
from bench.browser_page import bare_page
from bench.filing import DISK
from bench.portal import make_demo
from bench.store import letters
from bench.worker import _free_port, _serving
from tests.journeys.browsers import ChromiumBrowser, FirefoxBrowser, see
from tests.journeys.scripted import NAMES, Scripted, execute, scripted
from tests.journeys.steps import FIRST, answer_back
from wbs.demo.report import ANSWERS

REPORT_BOUND = 1.30
FILE_BOUND = 0.90
SCRIPT_BOUND = 110.0
LANDING_BOUND = 30.0
"""Kilobytes."""
RUNS = 5
SIZE = 64 << 20
"""Bytes of the file."""
WRITING = 1.5
"""Seconds in which browser and server come to rest, before all that is compared: people write for minutes."""

_DECIDES = "chromium"
_PATIENCE = 600.0
_STRETCH = "return bench.stretch()"
_CLICK = """
return new Promise((sent) => {
    const phases = new Set(), main = document.querySelector("main");
    const start = performance.now();
    new MutationObserver((_, observer) => {
        phases.add(main.querySelector("#phase")?.textContent ?? "");
        if (!main.querySelector("h1").textContent.includes("Laporan terkirim")) return;
        observer.disconnect();
        sent([performance.now() - start, [...phases].join()]);
    }).observe(main, { childList: true, subtree: true });
    main.querySelector("form [type=submit]").click();
});
"""
_POST = """
const letter = Uint8Array.from(atob("%s"), (each) => each.charCodeAt(0));
return new Promise((answered) => {
    const start = performance.now(), request = new XMLHttpRequest();
    request.open("POST", "/surat");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.onloadend = () => answered([performance.now() - start, request.status]);
    request.send(letter);
});
"""
_LOADED = """
const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
return entries.map(({ name, encodedBodySize }) => [name, encodedBodySize]);
"""


def main() -> list[bool]:
    """Whether each bound holds; prints them."""
    kept = []
    with TemporaryDirectory(dir=DISK) as name:
        folder, port = Path(name), _free_port()
        make_demo(folder / "portal", (port, port + 1))
        portal = f"http://127.0.0.1:{port}"
        with _serving(folder / "portal" / "wbs.toml", port), bare_page(port, folder) as page:
            for name in NAMES:
                with scripted(name) as start:
                    browser = _patient(start())
                    bounds = [_report(name, browser, portal, page), _file(name, browser, page)]
                    if name == _DECIDES:
                        kept += [*bounds, *_weights(browser, portal)]
                with scripted(name, jit=False) as start:
                    browser = _patient(start())
                    browser.open(page)
                    _tell(f"{name} without a compiler: the code, seconds", execute(browser, _STRETCH) / 1000)
    return kept


def _report(name: str, browser: Scripted, portal: str, page: str) -> bool:
    """Measure sending a report."""
    letter, beside = letters(), _beside(browser)
    taken: dict[str, list[float]] = {"code": [], "sealing": [], "sent": [], "request": []}
    for _ in range(RUNS + 1):
        browser.open(page)
        taken["code"].append(execute(browser, _STRETCH))
        execute(browser, "return bench.prepare(0)")
        time.sleep(WRITING)
        taken["sealing"].append(execute(browser, "return bench.seal('bareText')"))
        taken["sent"].append(_send(beside, portal, max(WRITING, 2 * max(taken["code"]) / 1000)))
        time.sleep(WRITING)
        taken["request"].append(_post(beside, letter))
    # The first run warms up.
    of = {key: statistics.median(each[1:]) for key, each in taken.items()}
    print(f"  {name}: " + ", ".join(f"{key} {median:.1f} ms" for key, median in of.items()))
    ratio = of["sent"] / (of["sealing"] + of["request"])
    return _bound(name, "a report from click to sent, time against bare", ratio, REPORT_BOUND, "at_most")


def _beside(browser: Scripted) -> Scripted:
    """Return another tab, so that neither page pays for a new process; one at a time in Firefox."""
    if isinstance(browser, FirefoxBrowser):
        return browser
    return ChromiumBrowser(browser.page.context.new_page())


def _send(browser: Scripted, portal: str, pause: float) -> float:
    """File a report ``pause`` seconds after its code was made; milliseconds from the click."""
    browser.open(f"{portal}/lapor")
    see(browser, "Disegel di peramban ini.")
    made = time.monotonic()
    code: list[str] = execute(
        browser, "return [...document.querySelectorAll('ol.words li')].map((each) => each.innerText)"
    )
    browser.press("Sudah saya tulis")
    answer_back(browser, code)
    see(browser, "Ceritakan yang Anda ketahui")
    browser.fill(FIRST, ANSWERS["what"])
    time.sleep(max(0.0, made + pause - time.monotonic()))
    taken, phases = execute(browser, _CLICK)
    assert "masih dihitung" not in phases, "the code was not stretched yet"
    return float(taken)


def _post(browser: Scripted, letter: Callable[[], io.BytesIO]) -> float:
    """Send a drop from the page that stands there; milliseconds."""
    taken, status = execute(browser, _POST % base64.b64encode(letter().getvalue()).decode())
    assert status == 201, f"/surat answered {status}"
    return float(taken)


def _file(name: str, browser: Scripted, page: str) -> bool:
    """Measure sealing a file, in a vault of its own."""
    browser.open(page)
    execute(browser, _STRETCH)
    own = execute(browser, f"return bench.prepare({SIZE})")
    cases = {"bare": "seal('bare')", "JavaScript": "seal('script')", "the whole way": "whole()"}
    if own:
        cases["the browser's cipher"] = "seal('browser')"
    taken: dict[str, list[float]] = {case: [] for case in cases}
    for run in range(RUNS + 1):
        for case, call in list(cases.items())[:: -1 if run % 2 else 1]:
            taken[case].append(execute(browser, f"return bench.{call}"))
    # The first run warms up.
    pace = {case: SIZE / 2**20 / statistics.median(each[1:]) * 1000 for case, each in taken.items()}
    for case, speed in pace.items():
        _tell(f"{name}: sealing a file, {case}, MiB/s", speed)
    slower = min(pace["JavaScript"], pace.get("the browser's cipher", pace["JavaScript"]))
    return _bound(
        name, "sealing a file, speed against age-encryption", slower / pace["bare"], FILE_BOUND, "at_least"
    )


def _weights(browser: Scripted, portal: str) -> list[bool]:
    browser.open(f"{portal}/")
    see(browser, "Buat laporan")
    landing = sum(_loaded(browser).values())
    assert execute(browser, "return document.scripts.length") == 0
    browser.press("Buat laporan")
    see(browser, "Disegel di peramban ini.")
    scripts = {each: size for each, size in _loaded(browser).items() if each.endswith(".js")}
    assert scripts, "the form page has no script"
    assert all(scripts.values()), scripts
    return [
        report("the landing page with all it loads, KB", landing / 1e3, LANDING_BOUND, "at_most"),
        report("script of the form page, KB", sum(scripts.values()) / 1e3, SCRIPT_BOUND, "at_most"),
    ]


def _loaded(browser: Scripted) -> dict[str, int]:
    """Return what the page has loaded, with the bytes of each as packed."""
    sizes: dict[str, int] = {}
    for name, size in execute(browser, _LOADED):
        path = re.sub(r"[?#].*", "", name)
        sizes[path] = max(size, sizes.get(path, 0))
    return sizes


def _patient(browser: Scripted) -> Scripted:
    if isinstance(browser, FirefoxBrowser):
        browser.driver.timeout.script = _PATIENCE
        browser.driver.client.socket_timeout = _PATIENCE
    return browser


def _tell(name: str, figure: float) -> None:
    print(f"{name:56} {figure:8.2f}", flush=True)


def _bound(name: str, what: str, ratio: float, bound: float, kind: Any) -> bool:
    if name == _DECIDES:
        return report(what, ratio, bound, kind)
    _tell(f"{name}: {what}", ratio)
    return True

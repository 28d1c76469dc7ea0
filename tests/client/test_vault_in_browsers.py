"""The vault in real browsers, under the policies of the portal: it starts, seals, and is not fooled."""

import base64
import hashlib
import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from crypto.receipt import Receipt, reporter_keys
from tests import factories as make
from tests import factories_keyring as rings
from tests.client import bundled
from tests.client.vault import published
from tests.journeys.browsers import WIDTH, ChromiumBrowser, FirefoxBrowser, firefox, started_chromium
from tests.proven import verify_report
from wbs import sealing
from wbs.letters.panel import panel

pytestmark = pytest.mark.browser

SCRIPTS = bundled.ROOT / "wbs" / "static" / "client"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src {worker}; "
    "require-trusted-types-for 'script'; trusted-types wbs"
)
WORKER_POLICY = "default-src 'none'; connect-src {connect}"
#: What Tor Browser's level "Safer" switches off.
SAFER = {
    f"javascript.options.{name}": "false" for name in ("ion", "baselinejit", "native_regexp", "wasm", "asmjs")
}
# Without a compiler a busy machine stretches a code for a minute.
PATIENCE = 180.0
TODAY = datetime.now(UTC).date()
KEYRING = rings.keyring(not_before=TODAY, expires=TODAY)


class Site:
    """A page with the client's vault, and whatever is wrong with it this time."""

    def __init__(self) -> None:
        self.page_policy = PAGE_POLICY.format(worker="'self'")
        self.worker_policy = WORKER_POLICY.format(connect="'self'")
        self.script = "/wbs.js"
        self.worker = (SCRIPTS / "wbs.js").read_bytes()
        self.integrity: str | None = None
        self.address = ""

    @property
    def config(self) -> dict[str, Any]:
        """What the page asks for."""
        own = base64.b64encode(hashlib.sha384((SCRIPTS / "wbs.js").read_bytes()).digest()).decode()
        integrity = self.integrity or f"sha384-{own}"
        config = {
            "instance": make.INSTANCE.hex(),
            "pin": {"roots": list(rings.PIN.roots), "threshold": rings.PIN.threshold},
            "today": TODAY.isoformat(),
            "offset": 0,
            "scripts": {"wbs": {"url": self.script, "integrity": integrity}},
        }
        return {"config": config, "published": published(rings.sign(KEYRING))}

    def answer(self, path: str) -> tuple[str, str, bytes] | None:
        """Return type, policy and body."""
        if path == "/":
            html = b"<!doctype html><meta charset=utf-8><body><script defer src=/page.js></script>"
            return "text/html", self.page_policy, html
        if path == "/page.js":
            return "text/javascript", "default-src 'none'", (bundled.folder() / "page.peer.mjs").read_bytes()
        if path == "/wbs.js":
            return "text/javascript", self.worker_policy, self.worker
        if path == "/config":
            return "application/json", "default-src 'none'", json.dumps(self.config).encode()
        return None


@contextmanager
def served(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = site.answer(self.path)
            self.send_response(200 if found else 404)
            kind, policy, body = found or ("text/plain", "default-src 'none'", b"")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        site.address = f"http://127.0.0.1:{server.server_port}/"
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def browser(name: str, *, jit: bool = True) -> Iterator[ChromiumBrowser | FirefoxBrowser]:
    with ExitStack() as opened:
        if name == "firefox":
            preferences = {"javascript.enabled": "true", **({} if jit else SAFER)}
            yield opened.enter_context(firefox(preferences))
        else:
            running = opened.enter_context(started_chromium(*([] if jit else ["--js-flags=--jitless"])))
            page = running.new_context(viewport={"width": WIDTH, "height": 800}).new_page()
            yield ChromiumBrowser(page)


def outcome(site: Site, running: ChromiumBrowser | FirefoxBrowser) -> dict[str, Any]:
    running.open(site.address)
    end = time.monotonic() + PATIENCE
    while not (shown := running.text().strip()).endswith(" END"):
        assert time.monotonic() < end, "the page comes to no end"
        time.sleep(0.1)
    found: dict[str, Any] = json.loads(shown.removesuffix(" END"))
    return found


def check_sealed(found: dict[str, Any]) -> None:
    sealed = base64.b64decode(found["sealed"])
    assert len(sealed) == sealing.TEXT_SEALED
    keys = reporter_keys(Receipt(tuple(found["words"])), make.INSTANCE)
    for reader in panel(KEYRING, keys.thread, (), TODAY):
        signed = sealing.open_letter(io.BytesIO(sealed), make.identity(reader.id))
        report = verify_report(signed)
        assert (report.case, report.letter_id) == (keys.case, keys.report_id)
        assert report.answers == {"what": "Uji — é 𝄞"}
    assert found["dead"] == "dead"


@pytest.mark.parametrize("name", ["chromium", "firefox"])
def test_the_vault_starts_only_as_itself(name: str) -> None:
    with served(Site()) as site, browser(name) as running:
        whole = site.worker
        check_sealed(outcome(site, running))
        # Another script than the page's, and the page's from another manifest.
        site.worker = whole + b"\n"
        assert outcome(site, running) == {"code": "changed"}
        site.worker, site.integrity = whole, "sha384-" + "A" * 64
        assert outcome(site, running) == {"code": "changed"}
        site.integrity = None
        # No worker, none of this address, one that does not run, one that cannot read itself.
        site.page_policy = PAGE_POLICY.format(worker="'none'")
        assert outcome(site, running) == {"code": "blocked"}
        site.page_policy = PAGE_POLICY.format(worker="'self'")
        site.script = "/missing.js"
        assert outcome(site, running) == {"code": "blocked"}
        site.script, site.worker = "/wbs.js", b"no script ("
        assert outcome(site, running) == {"code": "blocked"}
        site.worker, site.worker_policy = whole, WORKER_POLICY.format(connect="'none'")
        assert outcome(site, running) == {"code": "blocked"}


@pytest.mark.parametrize("name", ["chromium", "firefox"])
def test_the_vault_works_without_a_compiler(name: str) -> None:
    with served(Site()) as site, browser(name, jit=False) as running:
        found = outcome(site, running)
    check_sealed(found)
    # Progress that moves: a person watches it for half a minute.
    assert found["parts"] > 50

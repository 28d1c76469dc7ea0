"""A page of the benches' own, `client/test/bare.ts`, with what the portal would give a vault."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.scrub import CLIENT
from bench.worker import _send

_HTML = b"<!doctype html><meta charset=utf-8><title>Bench</title><script src=/bare.js></script>"


@contextmanager
def bare_page(portal: int, folder: Path) -> Iterator[str]:
    """Serve the page for vaults of the portal on that port; give its address."""
    script = folder / "bare.js"
    bundle = ["--bundle", "--format=iife", "--target=es2022", "--log-level=warning", f"--outfile={script}"]
    subprocess.run([CLIENT / "node_modules/.bin/esbuild", "test/bare.ts", *bundle], cwd=CLIENT, check=True)
    answers = {
        "/": ("text/html", _HTML),
        "/bare.js": ("text/javascript", script.read_bytes()),
        "/asked": ("application/json", json.dumps(_asked(portal)).encode()),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = answers.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in answers else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            # An isolated page has a finer clock.
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _asked(portal: int) -> dict[str, object]:
    """Return what the portal's own page asks its vault to begin with."""
    _, _, rest = _send(portal, "/lapor", None).partition('data-config="')
    config, quote, _ = rest.partition('"')
    assert quote, "the form page has no script"
    published = json.loads(_send(portal, "/keyrings.json", None))
    return {"config": json.loads(unescape(config)), "published": published}

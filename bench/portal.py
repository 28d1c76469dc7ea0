"""The demonstration's portal in a folder, and a reporter without JavaScript who fills in its forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from wbs.cases.office import Office
from wbs.demo.office import Demo, make
from wbs.portal.config import Settings, load

#: Sends a form's body, or gets a page for None, and returns the page.
Send: TypeAlias = Callable[[str, bytes | None], str]


def make_demo(folder: Path, ports: tuple[int, int] = (1, 2)) -> tuple[Demo, Settings]:
    """Make the demonstration's office in a folder that does not exist yet."""
    zone = Office.default().zone
    demo = make(folder, ports, lambda: datetime.now(UTC).astimezone(zone))
    return demo, load(folder / "wbs.toml", {})


def called(app: Flask, origin: str) -> Send:
    """Return what calls an app in this process, as a page of this origin; AssertionError on a refusal."""

    def send(path: str, content: bytes | None) -> str:
        status, page = call(app, request(path, content, origin))
        assert status == 200, f"{path} answered {status}"
        return page.decode()

    return send


def request(path: str, content: bytes | None, origin: str) -> dict[str, Any]:
    """Return one request for ``call``; its body can be rewound and sent again."""
    if content is None:
        return create_environ(path, origin)
    kind = "application/x-www-form-urlencoded"
    made = create_environ(path, origin, method="POST", content_type=kind, data=content)
    return {**made, "HTTP_ORIGIN": origin}


def call(app: Flask, environ: dict[str, Any]) -> tuple[int, bytes]:
    """Let an app answer a request; return status and body."""
    pieces, status, _ = run_wsgi_app(app.wsgi_app, environ)
    return int(status.split()[0]), b"".join(pieces)


def body(**fields: str) -> bytes:
    """Return the body of a form."""
    return urlencode(fields).encode()


def fill_in(send: Send, **answers: str) -> bytes:
    """Go through the code and the words asked back; return the body for /lapor/kirim."""
    page = send("/lapor", None)
    words = re.findall(r"<li>\s*([a-z]{4,8})\s*</li>", page)
    asked = send("/lapor/ingat", body(state=_state(page)))
    first, second = (int(number) for number in re.findall(r"Kata nomor (\d+)", asked))
    typed = {"word_a": words[first - 1], "word_b": words[second - 1]}
    form = send("/lapor/isi", body(state=_state(asked), **typed))
    return body(state=_state(form), **answers)


def _state(page: str) -> str:
    found = re.search(r'name="state"[^>]*value="([^"]+)"', page)
    assert found, "the page has no hidden field"
    return found[1]

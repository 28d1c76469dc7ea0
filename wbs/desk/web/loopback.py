"""Who may speak to the desk: the one browser on this computer that was given the launch token.

Loopback is open to every program and, through a browser, to every web page. A page elsewhere shows in
``Origin`` and ``Sec-Fetch-Site``, a name that leads here (DNS rebinding) in ``Host``; another program has no
cookie.
"""

import hmac
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from flask import Flask, Response, abort, current_app, redirect, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from wbs.desk.web.session import current

# Long enough for a slow laptop to start its browser.
TOKEN_SECONDS = 120.0

_DOOR = "wbs-desk-door"
_SAFE = frozenset({"GET", "HEAD"})
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=(), serial=(), clipboard-read=()",
    # Not no-referrer: under that, browsers send ``Origin: null`` with a form.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
}

F = TypeVar("F", bound=Callable[..., object])


@dataclass
class Door:
    """The port on 127.0.0.1, and the token that lets the first browser in: once, and soon."""

    port: int
    token: str = field(default_factory=lambda: os.urandom(32).hex(), repr=False)
    ticks: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        """Let the token's time run."""
        self._until = self.ticks() + TOKEN_SECONDS
        self._once = threading.Lock()

    @property
    def host(self) -> str:
        """What a browser says in ``Host``."""
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        """What a browser says in ``Origin``."""
        return f"http://{self.host}"

    @property
    def used(self) -> bool:
        """Whether somebody came in."""
        return self._once.locked()

    def redeem(self, given: str) -> bool:
        """Tell whether this is the token, once; what is given too late or twice opens nothing."""
        fits = hmac.compare_digest(given.encode(), self.token.encode())
        return fits and self.ticks() <= self._until and self._once.acquire(blocking=False)


def enter(token: str) -> bool:
    """Give this browser the cookie if it has the launch token; tell whether it had."""
    door = cast("Door", current_app.extensions[_DOOR])
    if not door.redeem(token):
        return False
    session.clear()
    session["in"] = True
    # Not with the first form: two pages that load at once would each make one, and one would be lost.
    generate_csrf()
    return True


def has_entered() -> bool:
    """Tell whether this browser has the cookie."""
    return session.get("in") is True


def before_entry(view: F) -> F:
    """Mark a view that answers without the cookie."""
    view.before_entry = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def while_locked(view: F) -> F:
    """Mark a view that answers while the desk is locked."""
    view.while_locked = True  # type: ignore[attr-defined]  # as above
    return view


def uncounted(view: F) -> F:
    """Mark a view that a page asks by itself: it is no sign that somebody sits there."""
    view.uncounted = True  # type: ignore[attr-defined]  # as above
    return view


def init_app(app: Flask, door: Door) -> None:
    """Guard every request and put the headers on every response. To be called before CSRFProtect."""
    app.extensions[_DOOR] = door
    app.config.update(
        SECRET_KEY=os.urandom(32),
        SERVER_NAME=door.host,
        # Cookies know no ports: another desk on this computer must not take the place of this one's.
        SESSION_COOKIE_NAME=f"wbs-meja-{door.port}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )

    @app.before_request
    def guard() -> BaseResponse | None:
        if request.headers.get("Host") != door.host:
            abort(403)
        _check_origin(door)
        if request.endpoint == "static" or _marked("before_entry"):
            return None
        if not has_entered():
            abort(403)
        return _keep_locked()

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name in ("ETag", "Last-Modified", "Expires"):
            response.headers.pop(name, None)
        response.headers.update(_HEADERS)
        # What shows a stranger's picture or pages may allow even less.
        response.headers.setdefault("Content-Security-Policy", _CSP)
        return response


def _check_origin(door: Door) -> None:
    """Refuse what another page asks for, reading included."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if request.method not in _SAFE and origin != door.origin:
        abort(403)
    if origin not in (None, door.origin):
        abort(403)
    # The launch file is another site; all that its way in can do is to spend a token.
    if site not in (None, "same-origin", "none") and not _marked("before_entry"):
        abort(403)


def _keep_locked() -> BaseResponse | None:
    desk = current()
    if desk.open:
        if not _marked("uncounted"):
            desk.touch()
        return None
    if _marked("while_locked"):
        if desk.pending is not None and not _marked("uncounted"):
            desk.touch()
        return None
    return redirect("/buka" if desk.made else "/mulai", 303)


def _marked(mark: str) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, mark, False))

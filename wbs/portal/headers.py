"""Response headers: what a browser may do with our pages, and keep of them.

Nothing is stored by the browser, framed, or loaded from elsewhere. Scripts, ours alone, run in the pages that
load one; those start workers, under the policy that comes with the worker's own file. A page with a form says
``Referrer-Policy: same-origin``, because under ``no-referrer`` browsers send ``Origin: null`` with its post.
"""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, Response, request

_CSP = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}

# What a page with a script may do besides: the one policy makes the URLs of our own workers, and no HTML.
_SCRIPTED = {
    "script-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "trusted-types": "wbs",
}

# A worker is held to what comes with its file: it can fetch from here, and load no further code.
_WORKER = {"default-src": "'none'", "connect-src": "'self'"}

_DENIED = (
    "accelerometer", "autoplay",
    "browsing-topics", "camera", "clipboard-read", "clipboard-write", "compute-pressure",
    "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid",
    "identity-credentials-get", "idle-detection", "interest-cohort", "keyboard-map", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "serial", "storage-access", "usb", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip

_FIXED = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _DENIED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
}

_HSTS = "max-age=63072000; includeSubDomains"
# Each lets a browser recognise a visitor or a cached copy.
_NEVER = ("ETag", "Last-Modified", "Expires", "Set-Cookie")


@dataclass(frozen=True)
class HeaderPolicy:
    """What differs between our two apps.

    ``form_endpoints``: endpoints whose GET shows a form; every answer to a POST counts as one, since it may
    show the form again. ``onion``: origin of the onion service, or empty. ``cookies``: whether the app logs
    people in; without it a cookie could not even leave by mistake. ``script_endpoints``: endpoints whose GET,
    where it succeeds, shows a page with a script. ``worker_endpoints``: endpoints that give scripts.
    """

    form_endpoints: frozenset[str]
    hsts: bool
    onion: str
    cookies: bool
    script_endpoints: frozenset[str] = frozenset()
    worker_endpoints: frozenset[str] = frozenset()


def init_app(app: Flask, policy: HeaderPolicy) -> None:
    """Put the headers on every response of the app, static files and errors included."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name in _NEVER:
            if name != "Set-Cookie" or not policy.cookies:
                response.headers.pop(name, None)
        response.headers.update(_FIXED)
        response.headers["Content-Security-Policy"] = _content_policy(policy, response.status_code)
        response.headers["Referrer-Policy"] = "same-origin" if _has_form(policy) else "no-referrer"
        at_onion = request.host.partition(":")[0].endswith(".onion")
        if policy.hsts and not at_onion:
            response.headers["Strict-Transport-Security"] = _HSTS
        # Tor Browser may go there by itself; the answer to a post cannot be had again.
        offered = policy.onion and request.method == "GET" and response.mimetype == "text/html"
        if offered and not at_onion:
            response.headers["Onion-Location"] = f"{policy.onion}{quote(request.path)}"
        return response


def _content_policy(policy: HeaderPolicy, status: int) -> str:
    directives = _CSP
    if status == 200 and request.endpoint in policy.worker_endpoints:
        directives = _WORKER
    elif request.method != "POST" and status == 200 and request.endpoint in policy.script_endpoints:
        directives = _CSP | _SCRIPTED
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _has_form(policy: HeaderPolicy) -> bool:
    return request.method == "POST" or (request.endpoint or "") in policy.form_endpoints

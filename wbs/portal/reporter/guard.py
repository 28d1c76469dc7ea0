"""What a post must be before anything of it is looked at.

Forms come as ``application/x-www-form-urlencoded``, at most 512 KiB, parsed in memory. A multipart body is
refused unread: the framework would spool its parts to a file on disk in plaintext. A form from elsewhere is
refused by its Origin, which every browser sends with a post, and by Sec-Fetch-Site where it is sent.
"""

from flask import Flask, abort, g, request

from wbs.portal.reporter.portal import Trouble, present

LARGEST = 512 * 1024
"""Bytes of a form: a report of 48 KiB, percent-encoded, three times over."""

# A form of ours has fewer; a hundred thousand empty ones would keep a processor busy for half a second.
_FIELDS = 200
_TYPE = "application/x-www-form-urlencoded"
# Who sends more than is allowed gets an answer only after we have let them finish; this far.
_PATIENCE = 8 * 1024 * 1024
_CHUNK = 65_536

#: Views that give the typed text back themselves, whatever is wrong with the post.
KEEP_TEXT = frozenset({"submit", "follow_up"})


def init_app(app: Flask) -> None:
    """Refuse posts that are not ours; what the views of KEEP_TEXT must tell stands in ``g.alert``."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST

    @app.before_request
    def check_post() -> None:
        g.alert = None
        if request.method != "POST":
            return
        if request.content_length is None:
            abort(400)
        if request.content_length > LARGEST:
            _drain(request.content_length)
            g.alert = Trouble("too_large")
            abort(413)
        if request.mimetype != _TYPE:
            abort(415)
        if request.get_data().count(b"&") >= _FIELDS:
            abort(400)
        if not _from_here():
            g.alert = Trouble("other_origin")
            if view_name() not in KEEP_TEXT:
                abort(403)


def view_name() -> str:
    """Return the endpoint of the present request without its blueprint's name."""
    return (request.endpoint or "").rpartition(".")[2]


def _from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and request.headers.get("Origin") in present().settings.allowed_origins


def _drain(length: int) -> None:
    # Closing on a browser that still sends shows it an error of its own instead of our page.
    if length > _PATIENCE:
        return
    stream = request.environ["wsgi.input"]
    while length > 0:
        chunk = stream.read(min(_CHUNK, length))
        if not chunk:
            return
        length -= len(chunk)

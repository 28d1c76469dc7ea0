"""Pages that ask for nothing and know nothing: none of them touches the database."""

import functools
import os
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import wrap_file

from crypto.receipt import Receipt, spell
from wbs.letters.keyring import SignedKeyring, decode, signers
from wbs.letters.signed import Signed
from wbs.portal.client import Served
from wbs.portal.locale import series
from wbs.portal.reporter import readership
from wbs.portal.reporter.portal import Refused, present
from wbs.store.errors import StoreError
from wbs.store.publication import Published

public = Blueprint("public", __name__)

_BLOCK = 1 << 16


def landing() -> ResponseReturnValue:
    """GET /: one button, three sentences of advice, the rest one tap away."""
    return render_template("reporter/landing.html")


def saring() -> ResponseReturnValue:
    """GET /saring: which channel is the right one, by anchors alone."""
    return render_template("reporter/saring.html")


def try_code() -> ResponseReturnValue:
    """GET /coba: a code to throw away, so that knowing these pages proves nothing."""
    return render_template("reporter/try.html", words=Receipt.generate(present().outside.random).words)


def help_page() -> ResponseReturnValue:
    """GET /bantuan."""
    checks = series(present().settings.office.clocks.retaliation_months)
    return render_template("reporter/help.html", checks=checks)


def leave() -> ResponseReturnValue:
    """GET /keluar: away, to a page that anyone might read."""
    return redirect(present().settings.exit_url, 303)


def keys() -> ResponseReturnValue:
    """GET /kunci: who reads, with fingerprints to compare and files to check."""
    portal = present()
    fingerprint = spell(portal.settings.pin.fingerprint)
    try:
        chain = readership.chain(portal)
    except Refused as refused:
        page = render_template(
            "reporter/keys.html", keyring=None, trouble=refused.trouble, fingerprint=fingerprint
        )
        return page, 503
    current, today = chain.current, portal.today()
    return render_template(
        "reporter/keys.html",
        keyring=current,
        trouble=readership.warning(portal, chain),
        fingerprint=fingerprint,
        readers=[readership.view(reader, today) for reader in current.readers],
        sequence=current.sequence,
        expires=current.expires,
        freshness_day=readership.freshness_day(portal, chain),
        collected_until=readership.collected_until(
            portal, chain, (reader for reader in current.current_readers(today) if reader.role == "intake")
        ),
        signatures=signatures(keyring_of(readership.published(portal), current.sequence)),
    )


@public.get("/board")
def board() -> ResponseReturnValue:
    """The whole reply board: who reads it shows nothing but that they do."""
    try:
        file = present().tree.open_board()
    except StoreError:
        abort(503)
    # The server hands the file itself to the system; elsewhere it goes in blocks.
    blocks = wrap_file(request.environ, file, _BLOCK)
    response = Response(blocks, mimetype="application/octet-stream", direct_passthrough=True)
    response.content_length = os.fstat(file.fileno()).st_size
    return response


@public.get("/keyrings.json")
def keyrings() -> ResponseReturnValue:
    """All that a script verifies before it seals or reads, at once: the same for every visitor."""
    found = _published()
    told: dict[str, object] = {
        "keyrings": [
            {"json": signed.json.decode(), "signatures": signed.signatures} for signed in found.keyrings
        ],
        "collected": [_statement(signed) for signed in found.collected],
    }
    if found.freshness is not None:
        told["freshness"] = _statement(found.freshness)
    return jsonify(told)


@public.get("/static/client/<file>")
def script(file: str) -> ResponseReturnValue:
    """A script."""
    served = present().client.served(file)
    if served is None:
        abort(404)
    return _serve(served, "text/javascript")


@public.get("/static/css/wbs.css")
def style_sheet() -> ResponseReturnValue:
    """The style sheet of all pages."""
    return _serve(_style_sheet(Path(str(current_app.static_folder), "css", "wbs.css")), "text/css")


@functools.cache
def _style_sheet(path: Path) -> Served:
    return Served.of(path.read_bytes())


def _serve(served: Served, mimetype: str) -> Response:
    """Answer with a file that is the same for everyone, packed where the browser takes that."""
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(served.packed if packed else served.plain, mimetype=mimetype)
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


@public.get("/keyring/<int:sequence>.json")
def keyring(sequence: int) -> ResponseReturnValue:
    """A keyring, current or not."""
    return Response(keyring_of(_published(), sequence).json, mimetype="application/json")


@public.get("/keyring/<int:sequence>.json.<int:number>.minisig")
def keyring_signature(sequence: int, number: int) -> ResponseReturnValue:
    """One of its signatures, counted from 1."""
    signed = keyring_of(_published(), sequence).signatures
    if not 1 <= number <= len(signed):
        abort(404)
    return Response(signed[number - 1], mimetype="text/plain")


@public.get("/freshness.json")
def freshness() -> ResponseReturnValue:
    """A reader's word that the keyring is the newest."""
    return Response(_freshness().json, mimetype="application/json")


@public.get("/freshness.json.minisig")
def freshness_signature() -> ResponseReturnValue:
    """Its signature."""
    return Response(_freshness().signature, mimetype="text/plain")


def _statement(signed: Signed) -> dict[str, str]:
    return {"json": signed.json.decode(), "signature": signed.signature}


def _published() -> Published:
    try:
        return readership.published(present())
    except Refused:
        abort(503)


def _freshness() -> Signed:
    signed = _published().freshness
    if signed is None:
        abort(404)
    return signed


def keyring_of(public: Published, sequence: int) -> SignedKeyring:
    """Return the keyring of a sequence; 404."""
    found = [signed for signed in public.keyrings if decode(signed.json).sequence == sequence]
    if not found:
        abort(404)
    return found[0]


def signatures(signed: SignedKeyring) -> list[tuple[int, str]]:
    """Return (number, root) of each signature by a root of the pin."""
    pin = present().settings.pin
    found = []
    for number, signature in enumerate(signed.signatures, 1):
        single = SignedKeyring(signed.json, (signature,))
        found += [(number, root) for root in sorted(signers(single, pin.roots, pin.instance))]
    return found

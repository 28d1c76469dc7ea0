"""Both ways with the courier's side of a portal, for offices that allow a desk on the network.

The desk is a courier like any other: it fills in the same forms, takes a bundle, and brings its outbox. What
passes is what a stick would carry. Nothing of the login is kept.
"""

import http.client
import os
import re
import secrets
import shutil
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import Path
from typing import Self

from wbs.cases.casefile import Case
from wbs.desk import files, importing, sending
from wbs.desk.calling import Call, Portal, Proxy, ask, unreachable
from wbs.desk.desk import Desk
from wbs.desk.errors import NotSynced
from wbs.desk.importing import Summary
from wbs.desk.incoming import FOLDER
from wbs.desk.sending import Made

Progress = Callable[[str, int, int], None]
"""Told a step (``fetching``, an import's, an outbox's, ``bringing``), how much of it is done, of how much."""

_PAGE = 4 << 20
_PIECE = 1 << 18
_TAR = "application/x-tar"
_OK, _SEE_OTHER, _FORBIDDEN = 200, 303, 403
# A page may be hostile: nothing is looked for far away.
_TOKEN = re.compile(r'name="csrf_token"[^>]{0,200}value="([^"]{1,1000})"')
# The courier's pages say what went wrong in a note of their own.
_TROUBLE = re.compile(r'<div class="note fault" role="alert".{0,500}?<p>(.{0,2000}?)</p>', re.DOTALL)
# RFC 6265, 4.1.1: a name and a value, as they are sent back.
_COOKIE = re.compile(r"([\w!#$%&'*+.^`|~-]+)=([!#-+\--:<-\[\]-~]*) *(?:;.*)?", re.ASCII)


@dataclass(frozen=True)
class Login:
    """A courier's account, and the code of now from its second factor."""

    name: str
    password: str = field(repr=False)
    code: str = field(repr=False)


class Courier:
    """A courier at a portal, by the forms that couriers use."""

    def __init__(
        self, portal: Portal, proxy: Proxy | None = None, context: ssl.SSLContext | None = None
    ) -> None:
        """Call nobody yet."""
        self._portal = portal
        self._call = Call(portal, proxy, context)
        self._cookies: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Hang up."""
        self._call.close()

    def reach(self) -> None:
        """See whether a courier's side is there, before anybody types a code; NotSynced if none is."""
        with self:
            self._token("/masuk")

    def log_in(self, login: Login) -> None:
        """Begin a session; NotSynced if the portal refuses, in whatever it is that is wrong."""
        fields = {"name": login.name, "password": login.password, "code": login.code}
        response = self._post("/masuk", fields, page="/masuk")
        page = self._drain(response)
        if response.status == _SEE_OTHER:
            return
        # Who may try again is given the form again.
        if _TOKEN.search(page) is not None:
            raise NotSynced("Portal menolak nama, sandi, atau kode. Kode hanya berlaku sekali.")
        if response.status != _FORBIDDEN:
            raise _refused(response.status, page)
        raise NotSynced(
            "Portal tidak menerima kiriman lewat {address}. Mintalah pengelola server menambahkan alamat itu "
            "ke origins sisi kurir.",
            address=self._portal.origin,
        )

    def log_out(self) -> None:
        """End the session."""
        self._drain(self._post("/keluar", {}, page="/"))

    def take(self, since: date | None, target: Path, progress: Progress) -> None:
        """Write a bundle of what arrived on a day or later (None: of all) to a new file."""
        chosen = {"which": "all"} if since is None else {"which": "from", "day": since.isoformat()}
        response = self._post("/bundel", chosen, page="/")
        with response:
            if response.status != _OK or response.headers.get_content_type() != _TAR:
                raise _refused(response.status, self._drain(response))
            files.put_down(target, lambda write: self._copy(response, write, progress))

    def bring(self, outbox: Path) -> None:
        """Hand an outbox over; NotSynced if the portal does not apply it."""
        response = self._post("/kotak-keluar", {}, page="/", file=("outbox", outbox))
        page = self._drain(response)
        if response.status != _OK:
            raise _refused(response.status, page)

    def _copy(
        self, response: http.client.HTTPResponse, write: Callable[[bytes], object], progress: Progress
    ) -> None:
        total, done = response.length or 0, 0
        try:
            while piece := response.read(_PIECE):
                write(piece)
                done += len(piece)
                progress("fetching", done, max(total, done))
        except (OSError, http.client.HTTPException) as error:
            raise unreachable(error) from None
        if done < total:
            raise NotSynced("Bundel terpotong di jalan. Tidak ada yang diimpor; ulangi.")

    def _post(
        self, path: str, fields: dict[str, str], *, page: str, file: tuple[str, Path] | None = None
    ) -> http.client.HTTPResponse:
        """Send the form that stands on a page."""
        form = {"csrf_token": self._token(page)} | fields
        edge = secrets.token_hex(16)
        parts = [_part(edge, name) + value.encode() for name, value in form.items()]
        if file is not None:
            name, source = file
            parts.append(_part(edge, name, source.name) + source.read_bytes())
        body = b"\r\n".join([*parts, f"--{edge}--\r\n".encode()])
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Origin": self._portal.origin}
        return self._ask("POST", path, body, headers)

    def _token(self, page: str) -> str:
        response = self._ask("GET", page)
        found = _TOKEN.search(self._drain(response))
        if response.status != _OK or found is None:
            raise self._no_portal()
        return unescape(found[1])

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        # Anew each time: an import takes longer than a server keeps a connection that says nothing.
        self._call.close()
        response = ask(self._call, method, path, body, (headers or {}) | {"Cookie": cookie})
        for line in response.headers.get_all("Set-Cookie", []):
            if (cookie_set := _COOKIE.fullmatch(line)) is None:
                response.close()
                raise self._no_portal()
            self._cookies[cookie_set[1]] = cookie_set[2]
        return response

    def _drain(self, response: http.client.HTTPResponse) -> str:
        with response:
            try:
                page = response.read(_PAGE).decode(errors="replace")
                more = response.read(1)
            except (OSError, http.client.HTTPException) as error:
                raise unreachable(error) from None
        if more:
            raise self._no_portal()
        return page

    def _no_portal(self) -> NotSynced:
        return NotSynced("{origin} bukan sisi kurir sebuah portal.", origin=self._portal.origin)


def sync(
    desk: Desk,
    courier: Courier,
    login: Login,
    progress: Progress = lambda *_: None,
    *,
    acknowledge: bool = True,
    imported: Callable[[Summary, list[Case]], None] = lambda *_: None,
) -> Made:
    """Take in what is new at the portal, and bring what waits here; return the outbox that was taken.

    ``imported`` is told what came, and which acknowledgements were prepared, before anything is brought: it
    stays, whatever becomes of the rest. NotSynced: the portal, or the way there; otherwise as an import and
    an outbox.
    """
    state = desk.shelf.state
    since = None if state.restored or state.collected is None else state.collected.day
    with courier, _folder(desk) as folder:
        courier.log_in(login)
        bundle = folder / "bundle.tar"
        courier.take(since, bundle, progress)
        summary = importing.import_bundle(desk, bundle, progress)
        # The way to the portal can take long.
        desk.shelf.save()
        answered = importing.acknowledge(desk) if acknowledge else []
        imported(summary, answered)
        made = sending.make_outbox(desk, folder, progress)
        progress("bringing", 0, 1)
        try:
            courier.bring(made.path)
        except NotSynced as error:
            raise NotSynced(
                "Bundel sudah diimpor, tetapi kotak keluar belum tentu sampai. {error} Ulangi perintah ini.",
                error=error,
            ) from None
        progress("bringing", 1, 1)
        # All is done; a session that is not ended here ends by itself.
        with suppress(NotSynced):
            courier.log_out()
    return made


@contextmanager
def _folder(desk: Desk) -> Iterator[Path]:
    """Make a folder for ciphertext under way, gone at the end."""
    folder = desk.shelf.folder / FOLDER / f"sync-{os.urandom(16).hex()}"
    files.make_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _part(edge: str, name: str, filename: str = "") -> bytes:
    more = f'; filename="{filename}"\r\nContent-Type: {_TAR}' if filename else ""
    return f'--{edge}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()


def _refused(status: int, page: str) -> NotSynced:
    found = _TROUBLE.search(page)
    cause = " ".join(unescape(found[1]).split()) if found is not None else str(status)
    return NotSynced("Portal menolak: {cause}", cause=cause)

"""What a desk on the network makes of a portal that refuses, breaks off, or is none."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.desk.office import NAMES, Scene
from wbs import refusals
from wbs.desk import files
from wbs.desk.calling import Portal
from wbs.desk.errors import BundleRefused, NotSynced
from wbs.desk.importing import import_bundle
from wbs.desk.incoming import FOLDER
from wbs.desk.index import Index
from wbs.desk.syncing import Courier, Login, sync

NAME = NAMES[0]
LOGIN = Login("kurir", "sandi rahasia", "123456")
FORM = '<form><input type="hidden" name="csrf_token" value="a&amp;b"></form>'
TROUBLE = '<div class="note fault" role="alert" autofocus>\n<h2>Gagal</h2>\n<p>Isi &amp; sebab.</p></div>'


@dataclass
class Site:
    """A portal that answers each form with what it was told to; ``posts``: what came, by path."""

    answers: dict[str, tuple[int, str, bytes]]
    page: str = FORM
    cut: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def serving(site: Site) -> Iterator[Portal]:
    """Serve it until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(200, "text/html", site.page.encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            site.posts.append((self.path, dict(self.headers), body))
            self.answer(*site.answers[self.path])

        def answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            said = {
                "Content-Length": str(len(body) + (site.cut if kind != "text/html" else 0)),
                "Set-Cookie": f"sesi={len(site.posts)}; HttpOnly; Path=/",
            }
            for name, value in (said | site.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = False
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield Portal.parse(f"http://127.0.0.1:{server.server_address[1]}")
        finally:
            server.shutdown()
            thread.join()


HTML = "text/html; charset=utf-8"

WELCOME = {"/masuk": (303, HTML, b""), "/keluar": (303, HTML, b"")}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def bundle_of(scene: Scene) -> bytes:
    scene.portal.receive(scene.reporter().report(), scene.today)
    return scene.portal.bundle(scene.today).read_bytes()


def left(scene: Scene) -> list[Path]:
    return list((scene.place(NAME) / FOLDER).glob("*"))


def test_both_ways_by_the_forms_of_a_courier(scene: Scene) -> None:
    site = Site(WELCOME | {"/bundel": (200, "application/x-tar", bundle_of(scene))})
    site.answers["/kotak-keluar"] = (200, HTML, b"Selesai")
    with serving(site) as portal, scene.desk(NAME) as desk:
        told: list[tuple[int, int]] = []
        made = sync(
            desk,
            Courier(portal),
            LOGIN,
            imported=lambda summary, answered: told.append((summary.reports, len(answered))),
        )
        assert len(desk.shelf.state.arrived) == 1
        assert left(scene) == []
        assert told == [(1, made.slots)]
        # The next time, only from the day up to which letters are here.
        sync(desk, Courier(portal), LOGIN)
    paths = [path for path, _, _ in site.posts]
    assert paths == ["/masuk", "/bundel", "/kotak-keluar", "/keluar"] * 2
    for _, headers, body in site.posts:
        assert headers["Origin"] == portal.origin
        assert b"a&b" in body
    assert b"\r\n\r\nall\r\n" in site.posts[1][2]
    assert f"\r\n\r\n{scene.today}\r\n".encode() in site.posts[5][2]
    assert site.posts[1][1]["Cookie"] == "sesi=1"


@pytest.mark.parametrize(
    ("path", "status", "page", "said"),
    [
        ("/masuk", 403, FORM, "Kode hanya berlaku sekali"),
        ("/masuk", 403, TROUBLE, "tidak menerima kiriman lewat http://127.0.0.1:"),
        ("/masuk", 503, TROUBLE, "Portal menolak: Isi & sebab."),
        ("/bundel", 400, TROUBLE, "Portal menolak: Isi & sebab."),
        ("/bundel", 200, FORM, "Portal menolak: 200"),
        ("/kotak-keluar", 400, TROUBLE, "Portal menolak: Isi & sebab."),
        ("/kotak-keluar", 303, "", "Portal menolak: 303"),
    ],
)
def test_a_refusal_is_told_in_the_portals_words(
    scene: Scene, path: str, status: int, page: str, said: str
) -> None:
    site = Site(WELCOME | {"/bundel": (200, "application/x-tar", bundle_of(scene))})
    site.answers[path] = (status, HTML, page.encode())
    with serving(site) as portal, scene.desk(NAME) as desk:
        with pytest.raises(NotSynced) as caught:
            sync(desk, Courier(portal), LOGIN)
        sentence = refusals.told(caught.value)
        assert said in sentence
        # What was imported before stays, and is said to.
        assert bool(desk.shelf.state.arrived) == (path == "/kotak-keluar")
        assert ("Bundel sudah diimpor" in sentence) == (path == "/kotak-keluar")
    assert left(scene) == []


def test_a_session_that_does_not_end_undoes_nothing(scene: Scene) -> None:
    site = Site(WELCOME | {"/bundel": (200, "application/x-tar", bundle_of(scene))})
    site.answers |= {"/kotak-keluar": (200, HTML, b"Selesai"), "/keluar": (500, HTML, b"x" * (5 << 20))}
    with serving(site) as portal, scene.desk(NAME) as desk:
        assert sync(desk, Courier(portal), LOGIN).path.name.startswith("outbox")


def test_what_came_is_in_the_index_before_anything_is_brought(scene: Scene) -> None:
    """A laptop that is closed while the portal takes its time opens no letter anew."""
    site = Site(WELCOME | {"/bundel": (200, "application/x-tar", bundle_of(scene))})
    site.answers["/kotak-keluar"] = (400, HTML, TROUBLE.encode())
    with serving(site) as portal, scene.desk(NAME) as desk:
        with pytest.raises(NotSynced):
            sync(desk, Courier(portal), LOGIN)
        index = Index(desk.shelf.folder / "index", desk.vault.shelf_key)
        assert desk.shelf.state.arrived
        assert all(drop in index for drop in desk.shelf.state.arrived)


def test_a_bundle_that_is_cut_off_imports_nothing(scene: Scene) -> None:
    site = Site(WELCOME | {"/bundel": (200, "application/x-tar", bundle_of(scene)[:5000])}, cut=100)
    with serving(site) as portal, scene.desk(NAME) as desk:
        with pytest.raises(NotSynced):
            sync(desk, Courier(portal), LOGIN)
        assert not desk.shelf.state.arrived
    assert left(scene) == []


def test_a_bundle_that_is_spoilt_is_refused_whole(scene: Scene) -> None:
    data = bytearray(bundle_of(scene))
    data[-5000] ^= 1
    site = Site(WELCOME | {"/bundel": (200, "application/x-tar", bytes(data))})
    with serving(site) as portal, scene.desk(NAME) as desk, pytest.raises(BundleRefused):
        sync(desk, Courier(portal), LOGIN)


def test_letters_that_go_by_age_take_nothing_along_that_is_under_way(scene: Scene) -> None:
    scene.portal.receive(scene.reporter(excluded=(NAME,)).report(), scene.today)
    with scene.desk(NAME) as desk:
        import_bundle(desk, scene.portal.bundle(scene.today))
        # As a bundle that a page or the portal sends, or an outbox that is still to be brought.
        files.make_folder(desk.shelf.folder / FOLDER / "sync")
        under_way = desk.shelf.folder / FOLDER / "sync" / "bundle.tar"
        under_way.write_bytes(b"tersegel")
        desk.shelf.prune(desk.today, desk.today + timedelta(days=1))
        assert not desk.shelf.state.arrived
        assert not list((desk.shelf.folder / "letters").iterdir())
        assert under_way.exists()
    with scene.desk(NAME):
        assert not under_way.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("Content-Length", "banyak"), ("Set-Cookie", "a,b=1"), ("Set-Cookie", 'a="x\\015\\012y"')],
)
def test_headers_that_are_none_are_the_portals_fault(scene: Scene, name: str, value: str) -> None:
    answers = {"/bundel": (200, "application/x-tar", bundle_of(scene)), "/kotak-keluar": (400, HTML, b"")}
    site = Site(WELCOME | answers, headers={name: value})
    with serving(site) as portal, scene.desk(NAME) as desk, pytest.raises(NotSynced):
        sync(desk, Courier(portal), LOGIN)


@pytest.mark.parametrize(
    "page", ["", "<p>Halo</p>", 'name="csrf_token"' * 240_000, "x" * ((4 << 20) + 1)], ids=len
)
def test_a_place_that_is_no_portal_is_given_no_password(scene: Scene, page: str) -> None:
    site = Site({}, page=page)
    with (
        serving(site) as portal,
        scene.desk(NAME) as desk,
        pytest.raises(NotSynced, match="bukan sisi kurir"),
    ):
        sync(desk, Courier(portal), LOGIN)
    assert site.posts == []

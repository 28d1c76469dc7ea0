"""A desk's pages over an office with three cases, as the one browser that was let in sees them."""

import itertools
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from tests.desk.office import NAMES, PASSPHRASE, Reporter, Scene
from tests.portal.process import free_port
from wbs.desk import setup
from wbs.desk.desk import Desk
from wbs.desk.importing import import_bundle
from wbs.desk.web import create_desk_app
from wbs.desk.web.loopback import Door
from wbs.desk.web.session import Session
from wbs.language import choose

PORT = 28_123
CASES = 3


@dataclass
class Ticks:
    """A clock of seconds that a test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Web:
    """``client``: the browser; ``name``: whose desk it is; ``reporters``: who filed its cases."""

    app: Flask
    client: FlaskClient
    session: Session
    door: Door
    scene: Scene
    name: str
    reporters: list[Reporter]
    ticks: Ticks
    token: str = ""

    @property
    def base(self) -> str:
        """Where the desk is."""
        return self.door.origin

    def desk(self) -> AbstractContextManager[Desk]:
        """Use the desk behind the pages."""
        return self.session.desk()

    def get(self, path: str) -> str:
        """Return a page; AssertionError unless it is one."""
        response = self.client.get(path)
        assert response.status_code == 200, (response.status, response.headers.get("Location"))
        return response.text

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form as a page of this desk would; return the answer, unfollowed."""
        form = fields | {"csrf_token": self.token}
        return self.client.post(path, data=form, headers={"Origin": self.base})

    def send(self, path: str, **fields: object) -> str:
        """Send a form and follow where it leads; return that page."""
        response = self.post(path, **fields)
        while response.status_code == 303:
            response = self.client.get(response.headers["Location"])
        assert response.status_code == 200, response.status
        return response.text


@contextmanager
def open_web(scene: Scene, name: str, reporters: list[Reporter], port: int = PORT) -> Iterator[Web]:
    """Draw the pages of a reader's desk to a browser that was let in; locked."""
    ticks = Ticks()

    def clock() -> datetime:
        return datetime.combine(scene.today, time(3), UTC)

    session = Session(scene.folder / name, clock=clock, ticks=ticks)
    door = Door(port, ticks=ticks)
    app = create_desk_app(session, door)
    app.testing = True
    client = app.test_client()
    try:
        assert client.get(f"/masuk?token={door.token}").status_code == 200
        page = client.get("/buka", follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None, page
        yield Web(app, client, session, door, scene, name, reporters, ticks, found[1])
    finally:
        session.close()


def let_in(web: Web, context: BrowserContext) -> None:
    """Let a browser in that is not the one which the launch token let in."""
    cookie = web.client.get_cookie(f"wbs-meja-{web.door.port}", domain="127.0.0.1")
    assert cookie is not None
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": web.base}])


@pytest.fixture(autouse=True)
def indonesian() -> None:
    """Begin each test in the language of the source, whatever the one before chose."""
    choose("id")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, str, list[Reporter]]:
    """An office whose desk has taken in three reports; not to be changed."""
    scene = Scene(tmp_path_factory.mktemp("office"))
    name = NAMES[0]
    asked = (scene.reporter(f"pelapor {number}") for number in itertools.count())
    reporters = list(itertools.islice((each for each in asked if name in each.panel()), CASES))
    for reporter in reporters:
        scene.portal.receive(reporter.report(f"Laporan dari {reporter.label}."), scene.today)
    with scene.desk(name) as desk:
        import_bundle(desk, scene.portal.bundle(scene.today))
    return scene, name, reporters


@pytest.fixture
def web(prepared: tuple[Scene, str, list[Reporter]], tmp_path: Path) -> Iterator[Web]:
    """The desk's pages, unlocked."""
    source, name, reporters = prepared
    folder = tmp_path / "office"
    shutil.copytree(source.folder, folder)
    scene = replace(source, folder=folder)
    with open_web(scene, name, reporters) as web:
        assert web.post("/buka", passphrase=PASSPHRASE).status_code == 303
        assert web.session.open
        yield web


@pytest.fixture
def served(prepared: tuple[Scene, str, list[Reporter]], tmp_path: Path) -> Iterator[Web]:
    """The desk's pages, unlocked and on a port of their own."""
    source, name, reporters = prepared
    shutil.copytree(source.folder, tmp_path / "office")
    scene = replace(source, folder=tmp_path / "office")
    with open_web(scene, name, reporters, free_port()) as web:
        web.post("/buka", passphrase=PASSPHRASE)
        server = make_server("127.0.0.1", web.door.port, web.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.1,))
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The pages of a desk that is not made yet."""
    monkeypatch.setattr(setup, "make_desk", partial(setup.make_desk, log_n=4))
    with open_web(Scene(tmp_path), NAMES[0], []) as web:
        yield web

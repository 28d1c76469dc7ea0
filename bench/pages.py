"""How often a page asks the database: never for what holds no data, three times at most otherwise.

python -m bench pages
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyotp
from flask.testing import FlaskClient

from bench import report
from bench.portal import body, called, fill_in, make_demo
from tests.statements import told
from wbs.demo.office import COURIER, Demo
from wbs.demo.report import ANSWERS
from wbs.portal import create_courier_app, create_reporter_app
from wbs.portal.config import Settings, open_store
from wbs.store.session import Store

STATIC = (
    "/",
    "/saring",
    "/bantuan",
    "/kunci",
    "/coba",
    "/lapor",
    "/status",
    "/board",
    "/en/lapor",
    "/en/kunci",
)
COURIERS = ("/", "/akun", "/catatan")
MOST = 3


def main() -> list[bool]:
    """Whether each bound holds; prints them."""
    with TemporaryDirectory() as name:
        demo, settings = make_demo(Path(name) / "portal")
        store = open_store(settings)
        app = create_reporter_app(settings, store=store)
        send = called(app, settings.origins[0])
        none = [_count(store, app.test_client(), path, settings.origins[0]) for path in STATIC]
        courier = _logged_in(settings, store, demo)
        most = [_count(store, courier, path, settings.courier.origins[0]) for path in COURIERS]
        form = fill_in(send, **ANSWERS)
        for path, content in (("/lapor/kirim", form), ("/status", body(code=str(demo.receipt)))):
            with _queries(store) as seen:
                send(path, content)
            most.append(len(seen))
        return [
            report("queries of pages without data, the most", max(none), 0, "at_most"),
            report("queries of other pages, the most", max(most), MOST, "at_most"),
        ]


@contextmanager
def _queries(store: Store) -> Iterator[list[str]]:
    """Every statement that the database is given within the block, BEGIN and COMMIT aside."""
    seen: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            seen.append(statement)

    with told(store._engine, note):
        yield seen


def _count(store: Store, client: FlaskClient, path: str, origin: str) -> int:
    """How many statements a page takes."""
    with _queries(store) as seen:
        response = client.get(path, base_url=origin)
    assert response.status_code == 200, f"{path} answered {response.status_code}"
    return len(seen)


def _logged_in(settings: Settings, store: Store, demo: Demo) -> FlaskClient:
    client = create_courier_app(settings, store=store).test_client()
    origin = settings.courier.origins[0]
    token = re.search(r'name="csrf_token"\s+value="([^"]+)"', client.get("/masuk", base_url=origin).text)
    assert token
    fields = {
        "csrf_token": token[1],
        "name": COURIER,
        "password": demo.password,
        "code": pyotp.TOTP(demo.totp).now(),
    }
    answer = client.post("/masuk", data=fields, base_url=origin, headers={"Origin": origin})
    assert answer.status_code == 303, f"the login answered {answer.status_code}"
    return client

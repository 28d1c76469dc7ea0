"""Promise 15: no one, no reader either, can erase a letter before its age; then it is gone from tables,
files, journal and free pages of the embedded store."""

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import request

from tests import factories_keyring as rings
from tests.portal.site import FORM, Site, state_of
from tests.store.conftest import open_store
from tests.store.letters import drop
from wbs.store import drops, keeping
from wbs.store.board import apply_outbox
from wbs.store.session import Store

ARRIVAL = datetime(2026, 1, 31, 3, 0, tzinfo=UTC)
LAST_DAY = date(2026, 1, 31) + timedelta(days=400)
# What stands in addresses.
ARGUMENTS = {"filename": "none", "file": "wbs.js", "sequence": 1, "number": 1, "upload": "0" * 32}


def filled(folder: Path) -> tuple[Store, bytes]:
    store = open_store(folder)
    for number in range(30):
        drops.put(store, io.BytesIO(drop(number)), ARRIVAL)
    drops.release(store, ARRIVAL + timedelta(days=1))
    return store, drop(7)


def traces(folder: Path, letter: bytes) -> list[Path]:
    """Return every file that still knows the letter: its bytes, its hash, or its name."""
    digest = hashlib.sha256(letter).hexdigest()
    marks = (letter[20_000:20_032], digest.encode(), bytes.fromhex(digest), digest[:32].encode())
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and (path.name in digest or any(mark in path.read_bytes() for mark in marks))
    ]


def test_a_letter_stays_to_its_last_day_whatever_is_tended(tmp_path: Path) -> None:
    store, letter = filled(tmp_path)
    for days in (1, 60, 399, 400):
        keeping.tidy(store, bytes(16), ARRIVAL + timedelta(days=days))
        assert drops.expire(store, ARRIVAL.date() + timedelta(days=days)) == 0
    assert len(traces(tmp_path, letter)) >= 2
    store.dispose()


def test_after_its_age_nothing_of_a_letter_is_left(tmp_path: Path) -> None:
    store, letter = filled(tmp_path)
    fresh = drop(99)
    drops.put(store, io.BytesIO(fresh), ARRIVAL + timedelta(days=200))
    drops.release(store, ARRIVAL + timedelta(days=201))
    assert drops.expire(store, LAST_DAY + timedelta(days=1)) == 30
    # While the store is open: its journal counts too.
    assert traces(tmp_path, letter) == []
    assert len(traces(tmp_path, fresh)) >= 2
    store.dispose()
    assert traces(tmp_path, letter) == []


def test_a_reply_leaves_database_and_board_after_sixty_days(site: Site) -> None:
    code = site.file()
    slot = site.reply(code)
    site.publish(slot)
    folder = site.settings.data

    def knowing() -> set[str]:
        """Return which of database and board know the slot."""
        files = {"database": folder.glob("wbs.sqlite*"), "board": folder.glob("public/current/board.bin")}
        marks = (slot.r, slot.sealed[4_000:4_032])
        return {
            name
            for name, paths in files.items()
            if any(mark in data for data in map(Path.read_bytes, paths) for mark in marks)
        }

    assert knowing() == {"database", "board"}
    keeping.tidy(site.store, rings.PIN.instance, site.time.moment + timedelta(days=62))
    assert knowing() == set()


def test_no_address_of_the_reporters_side_erases(site: Site) -> None:
    rules = list(site.app.url_map.iter_rules())
    assert {method for rule in rules for method in rule.methods or ()} <= {"GET", "HEAD", "OPTIONS", "POST"}
    code = site.file()
    before = set(site.drops())
    assert len(before) == 1
    fields = {"state": state_of(site.status(code)), "code": str(code), "text": "x"}
    reached: set[str] = set()

    def noted(endpoint: str, view: Callable[..., Any]) -> Callable[..., Any]:
        def called(**arguments: object) -> Any:
            reached.add(f"{request.method} {endpoint}")
            return view(**arguments)

        return called

    for endpoint, view in site.app.view_functions.items():
        site.app.view_functions[endpoint] = noted(endpoint, view)
    addresses = site.app.url_map.bind("lapor.example")
    for rule in rules:
        path = addresses.build(rule.endpoint, {name: ARGUMENTS[name] for name in rule.arguments})
        raw = rule.endpoint.startswith("box.")
        body = {"data": b"x", "content_type": "application/octet-stream"} if raw else {"data": fields}
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            site.client.open(path, method=method, headers=FORM, **body).close()
    written = {f"{method} {rule.endpoint}" for rule in rules for method in rule.methods or ()}
    assert reached == {each for each in written if each.startswith(("GET ", "POST "))}
    assert before <= set(site.drops())


def test_a_readers_outbox_adds_and_never_erases(site: Site) -> None:
    code = site.file()
    site.publish(site.reply(code))
    site.drops()
    before = {row.sha256 for row in drops.released(site.store, None)}
    assert len(before) == 1
    for author in ("verifikator-1", "verifikator-2"):
        outbox = rings.outbox(author)
        apply_outbox(site.store, outbox, rings.chain(), site.time.moment, actor="kurir")
    assert before <= {row.sha256 for row in drops.released(site.store, None)}

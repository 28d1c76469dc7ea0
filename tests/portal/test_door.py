"""What comes in by the door is answered as the app would; what has no business there never does."""

import errno
import io
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.portal.site import FORM, ORIGIN, Site
from tests.portal.test_guard import FOREIGN
from tests.portal.wire import RAW
from tests.store.letters import drop
from wbs.portal.reporter import wire
from wbs.store import shape

TEXT = drop()
ONION = "http://" + "a" * 56 + ".onion"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The statuses of what came in by the door."""
    statuses: list[int] = []
    take = wire.take_text

    def told(*args: Any) -> tuple[bytes, int]:
        content, status = take(*args)
        statuses.append(status)
        return content, status

    monkeypatch.setattr(wire, "take_text", told)
    return statuses


def post(site: Site, path: str = "/surat", **changes: Any) -> TestResponse:
    usual = {"base_url": ORIGIN, "data": TEXT, "content_type": RAW, "headers": FORM}
    return site.client.post(path, **(usual | changes))


def both(site: Site, opened: list[int], **changes: Any) -> tuple[TestResponse, TestResponse]:
    """Ask at the door, and past it."""
    by_door = post(site, **changes)
    count = len(opened)
    by_app = post(site, query_string="x", **changes)
    assert len(opened) == count
    return by_door, by_app


def assert_same(one: TestResponse, other: TestResponse) -> None:
    assert one.status == other.status
    assert list(one.headers) == list(other.headers)
    assert one.data == other.data


def test_a_drop_is_answered_as_the_app_does(site: Site, opened: list[int]) -> None:
    by_door, by_app = both(site, opened)
    assert_same(by_door, by_app)
    assert opened == [by_door.status_code] == [201]


@pytest.mark.parametrize("sealed", [bytes(len(TEXT)), b"X" + TEXT[1:]], ids=["zeros", "no age"])
def test_what_is_no_drop_is_refused_as_the_app_does(site: Site, opened: list[int], sealed: bytes) -> None:
    by_door, by_app = both(site, opened, data=sealed)
    assert_same(by_door, by_app)
    assert opened == [by_door.status_code] == [400]
    assert site.drops() == []


@pytest.mark.parametrize(
    ("place", "error", "status"),
    [
        ("os.fsync", OSError(errno.EIO, "x"), 500),
        ("os.fsync", OSError(errno.ENOSPC, "x"), 503),
        ("wbs.store.drops.HalfDay.of", RuntimeError("x"), 500),
    ],
    ids=["flush fails", "disk full", "the unforeseen"],
)
def test_what_fails_is_told_as_the_app_does(
    site: Site,
    opened: list[int],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    place: str,
    error: Exception,
    status: int,
) -> None:
    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(place, fail)
        by_door, by_app = both(site, opened)
    assert_same(by_door, by_app)
    assert by_door.status_code == status
    assert site.drops() == []
    said = capfd.readouterr().err.splitlines()
    # What nobody has foreseen is logged, by its kind and place alone.
    assert len(said) == (2 if isinstance(error, RuntimeError) else 0)
    assert all(line.startswith("ERROR ") and "RuntimeError at " in line for line in said)


@pytest.mark.parametrize("onion", [False, True])
def test_each_address_has_its_own_headers(
    open_site: Callable[..., Site], opened: list[int], onion: bool
) -> None:
    site = open_site(hsts=True, onion=ONION)
    origin = ONION if onion else ORIGIN
    by_door, by_app = both(site, opened, base_url=origin, headers={"Origin": origin})
    assert_same(by_door, by_app)
    assert opened == [201]
    assert ("Strict-Transport-Security" in by_door.headers) is not onion


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_comes_from_elsewhere_never_comes_in(
    site: Site, opened: list[int], headers: dict[str, str]
) -> None:
    assert post(site, headers=headers).status_code == 403
    assert opened == []


OTHERS: dict[str, tuple[dict[str, Any], int]] = {
    "another address": ({"base_url": "https://other.example"}, 201),
    "another type": ({"content_type": "text/plain"}, 400),
    "a type with more": ({"content_type": f"{RAW}; x=y"}, 201),
    "a byte less": ({"data": TEXT[:-1]}, 400),
    "a byte more": ({"data": TEXT + b"x"}, 400),
    "a larger one": ({"data": drop(3, 1)}, 201),
    "nothing": ({"data": b""}, 400),
    "chunks": (
        {"data": None, "input_stream": io.BytesIO(TEXT), "headers": {**FORM, "Transfer-Encoding": "chunked"}},
        400,
    ),
    "another query": ({"query_string": "size=1"}, 201),
    "another path": ({"path": "/surat/"}, 201),
    "another method": ({"method": "PUT"}, 405),
}


@pytest.mark.parametrize(("changes", "status"), OTHERS.values(), ids=OTHERS)
def test_whatever_else_comes_goes_on_to_the_app(
    site: Site, opened: list[int], changes: dict[str, Any], status: int
) -> None:
    usual = {"path": "/surat", "method": "POST", "base_url": ORIGIN, "data": TEXT, "content_type": RAW}
    answer = site.client.open(**{**usual, "headers": FORM, **changes})
    assert answer.status_code == status
    assert opened == []


def test_a_portal_with_room_for_nothing_asks_the_app(site: Site, opened: list[int]) -> None:
    site.store.limits = type(site.store.limits)(largest=shape.TEXT_SEALED - 1)
    assert post(site).status_code == 413
    assert opened == []

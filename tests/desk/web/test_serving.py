"""Any account of the machine can connect to the pages' port: that takes nothing from the desk's own work."""

import http.client
import socket
from contextlib import ExitStack

import pytest

from tests.desk.web.conftest import Web
from wbs.desk.web import serving


def status(web: Web, port: int) -> int | None:
    """Return a page's status, or None if there was no room for the question."""
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        page.request("GET", "/", headers={"Host": web.door.host})
        return page.getresponse().status
    except (http.client.HTTPException, ConnectionError):
        return None
    finally:
        page.close()


def test_connections_beyond_some_are_hung_up_on(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_CONNECTIONS", 4)
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        serving.served(web.app, listening),
        ExitStack() as stack,
    ):
        port = listening.getsockname()[1]
        silent = [stack.enter_context(socket.create_connection(("127.0.0.1", port), 20)) for _ in range(8)]
        assert [each.recv(1) for each in silent[4:]] == [b""] * 4
        for each in silent[:4]:
            each.close()
        # Their threads are told, and make room.
        while (answer := status(web, port)) is None:
            continue
        assert answer == 403


def test_a_silent_connection_is_hung_up_on(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serving._Quiet.timeout == 30
    monkeypatch.setattr(serving, "_CONNECTIONS", 1)
    monkeypatch.setattr(serving._Quiet, "timeout", 1)
    with socket.create_server(("127.0.0.1", 0)) as listening, serving.served(web.app, listening):
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), 20) as silent:
            assert silent.recv(1) == b""
        while (answer := status(web, port)) is None:
            continue
        assert answer == 403

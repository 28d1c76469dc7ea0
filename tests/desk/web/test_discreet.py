"""What fails says where, never with what: a journal may keep standard error, and letters would be in it."""

import http.client
import socket
from collections.abc import Iterator

import pytest

from tests.desk.web.conftest import Web
from wbs.desk.web import serving
from wbs.desk.web.discreet import discreetly
from wbs.desk.web.jobs import Job, JobState

SECRET = "rahasia-pelapor"


@pytest.fixture
def quiet() -> Iterator[None]:
    with discreetly():
        yield


def fail(*_arguments: object) -> None:
    raise LookupError(SECRET)


@pytest.mark.usefixtures("quiet")
def test_a_job_that_fails_tells_no_text(web: Web, capfd: pytest.CaptureFixture[str]) -> None:
    job = Job("kerja", fail)
    web.session.start(job)
    job.join()
    assert job.state is JobState.FAILED
    said = capfd.readouterr().err
    assert "LookupError: test_discreet.py:" in said
    assert SECRET not in said


@pytest.mark.usefixtures("quiet")
def test_a_page_that_fails_while_it_says_so_tells_no_text(
    web: Web, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every page asks for these, the one that speaks of an error too.
    monkeypatch.setattr("wbs.desk.web.drawing.warnings", fail)
    cookie = web.client.get_cookie(f"wbs-meja-{web.door.port}", domain="127.0.0.1")
    assert cookie is not None
    web.app.testing = False
    with socket.create_server(("127.0.0.1", 0)) as listening, serving.served(web.app, listening):
        page = http.client.HTTPConnection("127.0.0.1", listening.getsockname()[1], timeout=60)
        page.request("GET", "/", headers={"Host": web.door.host, "Cookie": f"{cookie.key}={cookie.value}"})
        answer = page.getresponse()
        assert (answer.status, SECRET in answer.read().decode()) == (500, False)
        page.close()
    said = capfd.readouterr().err
    assert "LookupError: test_discreet.py:" in said
    assert SECRET not in said

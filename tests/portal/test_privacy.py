"""Logs hold no value of a request; pages of a class have one length."""

import io
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.portal.site import FORM, WHAT, Site, text_of
from wbs.portal import privacy
from wbs.portal.privacy import PRIVATE, PUBLIC, PrivateFormatter, describe, operations, padded

CANARY = "canary-7f3a"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Silence this process as a server does, and put everything back afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    kept = {
        name: (logger.handlers[:], logger.propagate)
        for name, logger in logging.Logger.manager.loggerDict.items()
        if isinstance(logger, logging.Logger)
    }
    sink = io.StringIO()
    privacy.silence_logging(sink)
    yield sink
    logging.captureWarnings(capture=False)
    root.handlers, sys.excepthook, threading.excepthook = before[0], before[2], before[3]
    root.setLevel(before[1])
    for name, (handlers, propagate) in kept.items():
        logging.getLogger(name).handlers = handlers
        logging.getLogger(name).propagate = propagate


def fail() -> None:
    raise ValueError(CANARY)


def logged_exception() -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("some.library").exception("failed on %s", CANARY)


def chained_exception() -> None:
    try:
        fail()
    except ValueError as error:
        try:
            raise KeyError(CANARY) from error
        except KeyError:
            logging.getLogger("some.library").exception(CANARY)


def threaded_exception() -> None:
    thread = threading.Thread(target=fail, name=CANARY)
    thread.start()
    thread.join()


def uncaught() -> None:
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)


def imitated() -> None:
    logging.getLogger("gunicorn.error").error("Invalid request from ip=%s", CANARY)


@pytest.mark.parametrize(
    "leak",
    [
        lambda: logging.getLogger("a.b").error(CANARY),
        lambda: logging.getLogger("a.b").error("%s", CANARY),
        lambda: logging.getLogger("a.b").error("x", extra={"what": CANARY}),
        lambda: logging.getLogger("a.b").error("x", stack_info=True),
        lambda: logging.getLogger("sqlalchemy.engine").error("INSERT %r", (CANARY,)),
        lambda: logging.getLogger("werkzeug").error("127.0.0.9 GET /%s", CANARY),
        logged_exception,
        chained_exception,
        threaded_exception,
        uncaught,
        imitated,
    ],
)
def test_no_record_keeps_a_value(log: io.StringIO, leak: Callable[[], object]) -> None:
    leak()
    said = log.getvalue()
    assert said.startswith("ERROR tests/portal/test_privacy.py:") or "ValueError" in said
    assert CANARY not in said
    assert "Traceback" not in said


def test_an_exception_leaves_its_type_and_where_it_passed(log: io.StringIO) -> None:
    logged_exception()
    said = log.getvalue()
    assert "builtins.ValueError at tests/portal/test_privacy.py:" in said
    assert " fail, " in said
    assert " logged_exception" in said


def test_a_warning_keeps_its_place_only(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(CANARY, stacklevel=1)
    assert log.getvalue().startswith("WARNING")
    assert CANARY not in log.getvalue()


def test_operations_may_speak(log: io.StringIO) -> None:
    operations.info("12 surat dilepas")
    assert "12 surat dilepas" in log.getvalue()


def test_an_exception_without_frames_is_described() -> None:
    assert describe(ValueError(CANARY)) == "builtins.ValueError at no frame"
    assert describe(None) == ""


def test_a_message_with_a_traceback_inside_is_not_the_masters_own_word() -> None:
    def record(message: str) -> str:
        made = logging.LogRecord(
            "gunicorn.error", logging.WARNING, "/x/gunicorn/arbiter.py", 9, message, (), None
        )
        return PrivateFormatter().format(made)

    assert record("Booting worker with pid: 7").endswith("Booting worker with pid: 7")
    assert CANARY not in record(f"Exception during worker exit:\n{CANARY}")


@given(st.binary(max_size=3000), st.booleans())
def test_every_page_of_a_class_has_its_length(body: bytes, closed: bool) -> None:
    page = body + (b"</body></html>" if closed else b"")
    filled = padded(page, 4096)
    assert len(filled) == 4096
    before, _, after = filled.partition(b"<!--" + b" " * (4096 - len(page) - 7) + b"-->")
    assert before + after == page


@pytest.mark.parametrize(
    ("length", "size"),
    [(0, 1024), (1017, 1024), (1018, 2048), (1024, 2048), (2041, 2048), (2042, 4096), (9000, 16384)],
)
def test_a_page_too_large_goes_to_the_next_power_of_two(length: int, size: int) -> None:
    assert len(padded(bytes(length), 1024)) == size


def test_pages_have_the_length_of_their_class(site: Site) -> None:
    code, state = site.form_state()
    for path in (
        "",
        "/saring",
        "/bantuan",
        "/kunci",
        "/coba",
        "/status",
        "/tidak-ada",
        "/lapor/kirim",
        "/keluar",
    ):
        for lang in ("", "/en"):
            assert len(site.get(f"{lang}{path or '/'}").data) == PUBLIC, path
    answers = [
        site.get("/lapor"),
        site.get("/en/lapor"),
        site.post("/lapor/ingat", {"state": "x"}),
        site.post("/lapor/kirim", {"state": state, "what": ""}),
        site.post("/lapor/kirim", {"state": state, "what": WHAT}),
        site.status(code),
        site.status("satu dua tiga"),
        site.post("/lapor/kirim", {"what": WHAT}, {**FORM, "Origin": "https://lain.example"}),
        site.post("/lapor/ingat", {}, {**FORM, "Origin": "https://lain.example"}),
        site.post("/", {}),
        site.post("/tidak-ada", {}),
    ]
    assert {len(answer.data) for answer in answers} == {PRIVATE}


def test_nothing_dynamic_is_compressed(site: Site) -> None:
    page = site.get("/status", **{"Accept-Encoding": "gzip, br, zstd"})
    assert "Content-Encoding" not in page.headers
    assert "Transfer-Encoding" not in page.headers


def test_a_failure_logs_no_value(
    capfd: pytest.CaptureFixture[str], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object, **__: object) -> None:
        raise RuntimeError(CANARY)

    _, state = site.form_state()
    monkeypatch.setattr("wbs.portal.reporter.filing.drop", explode)
    page = site.client.post(
        f"/lapor/kirim?{CANARY}",
        data={"what": CANARY, "state": state},
        headers={**FORM, "User-Agent": CANARY, "Referer": f"https://x/{CANARY}", "Cookie": f"a={CANARY}"},
    )
    assert page.status_code == 500
    assert CANARY in text_of(page)
    output = capfd.readouterr()
    assert "RuntimeError" in output.err
    assert CANARY not in output.err + output.out

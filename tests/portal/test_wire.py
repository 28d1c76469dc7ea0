"""Sealed drops come in as bytes; every answer is JSON of one length, and nothing of a refused one stays."""

import errno
import io
import json
import os
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.portal.site import FORM, ORIGIN, Site
from tests.portal.test_guard import FOREIGN
from tests.portal.wire import LENGTH, RAW, Upload, dates, send, trouble
from tests.statements import told
from tests.store.letters import drop
from wbs.cases.office import Office
from wbs.letters.halfday import HalfDay
from wbs.portal.config import ReporterServer
from wbs.portal.reporter import guard, upload
from wbs.portal.reporter.incoming import PART
from wbs.store import drops, shape
from wbs.store.errors import StoreFull

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

TEXT = drop()
SMALL = drop(1, 5)
"""The largest that comes in one request."""
LARGE = drop(2, 6)
"""The smallest that comes in parts."""


def left(site: Site) -> list[str]:
    """Return the files of all drops and parts that there are."""
    data = site.settings.data
    folders = (data / "blobs", data / "parts", data / "spool")
    return [path.name for folder in folders for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("sealed", [TEXT, drop(3, 1), SMALL], ids=["text", "128 KiB", "2 MiB"])
def test_a_small_drop_is_stored_as_it_came(site: Site, sealed: bytes) -> None:
    answer = send(site, sealed)
    # At ten in the morning in Jakarta: readable from six in the morning of the next day.
    assert dates(answer) == ("2026-02-01", "2026-02-14")
    assert site.drops() == [sealed]


def test_it_says_what_the_sent_page_says(site: Site) -> None:
    for hours in range(0, 26, 5):
        site.time.moment += timedelta(hours=hours)
        moment = site.time.moment.astimezone(site.settings.office.zone)
        readable = HalfDay.of(moment, moment.tzinfo).visible_from(moment.tzinfo).date()  # type: ignore[arg-type]  # the office's zone
        assert dates(send(site, TEXT))[0] == readable.isoformat()


def test_a_release_at_once_can_be_read_today(open_site: Callable[..., Site]) -> None:
    assert dates(send(open_site(release="at-once"), TEXT)) == ("2026-01-31", "2026-02-14")


def test_a_large_drop_comes_in_parts(site: Site) -> None:
    large = drop(4, 7)
    sent = Upload(site, large)
    sent.send_all()
    assert site.drops() == []
    assert dates(sent.finish()) == ("2026-02-01", "2026-02-14")
    assert site.drops() == [large]
    assert sorted(left(site)) == sorted(
        [*(path for path in left(site) if len(path) == 32), ".lock", "answer"]
    )


def test_finishing_again_says_the_same_and_stores_nothing(site: Site) -> None:
    sent = Upload(site, LARGE)
    sent.send_all()
    first = sent.finish()
    site.time.moment += timedelta(hours=12)
    assert sent.finish().data == first.data
    # A part that was on its way twice.
    assert sent.send(0).status_code == 204
    assert sent.finish().data == first.data
    assert site.drops() == [LARGE]


def test_finishing_twice_at_once_stores_one(site: Site) -> None:
    sent = Upload(site, LARGE)
    sent.send_all()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: sent.finish(), range(2)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len([name for name in left(site) if len(name) == 32]) == 1


def test_a_mark_that_could_not_be_written_costs_a_second_copy_of_one_letter(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Upload(site, LARGE)
    sent.send_all()

    def full(*_: object) -> None:
        raise StoreFull

    with monkeypatch.context() as patch:
        patch.setattr("wbs.portal.reporter.incoming.Upload.finish", full)
        dates(sent.finish())
    dates(sent.finish())
    # The release keeps one of the same bytes.
    assert site.drops() == [LARGE]


def test_parts_that_are_missing_are_named(site: Site) -> None:
    sent = Upload(site, LARGE)
    for numbers in ([0, 1], [0]):
        answer = sent.finish()
        assert answer.status_code == 409
        assert trouble(answer) == "parts_missing"
        assert answer.json is not None
        assert answer.json["missing"] == numbers
        sent.send(1)
    assert site.drops() == []


def test_all_that_are_missing_are_named_around_one_that_is_there(site: Site) -> None:
    size = shape.sealed_size(7)
    where, part = f"/surat/{'a' * 32}", bytes(4 << 20)
    headers = {**FORM, "Content-Type": "application/octet-stream"}
    assert site.client.post(f"{where}/1?size={size}", data=part, headers=headers).status_code == 204
    answer = site.client.post(f"{where}?size={size}", headers=FORM)
    assert answer.json is not None
    assert answer.json["missing"] == [0, 2]
    assert site.drops() == []


def test_many_that_are_missing_are_named_in_turns(open_site: Callable[..., Site]) -> None:
    site = open_site()
    site.store.limits = replace(site.store.limits, largest=shape.sealed_size(14), daily_budget=1 << 34)
    # 1 GiB announced, and nothing sent.
    answer = site.client.post(f"/surat/{'a' * 32}?size={shape.sealed_size(14)}", headers=FORM)
    assert answer.status_code == 409
    assert trouble(answer) == "parts_missing"
    assert answer.json is not None
    assert answer.json["missing"] == list(range(64))
    assert left(site) == []


def test_two_uploads_side_by_side(site: Site) -> None:
    one, two = Upload(site, LARGE), Upload(site, drop(5, 6))
    for number in (0, 1):
        assert (one.send(number).status_code, two.send(number).status_code) == (204, 204)
    dates(two.finish())
    dates(one.finish())
    assert sorted(site.drops()) == sorted([LARGE, drop(5, 6)])


@pytest.mark.parametrize(
    "sealed",
    [b"", b"x", TEXT[:-1], TEXT + b"x", bytes(len(TEXT)), b"X" + TEXT[1:], SMALL[:-1], bytes(len(SMALL))],
    ids=["empty", "short", "cut", "long", "zeros", "no age", "cut 2 MiB", "zeros 2 MiB"],
)
def test_what_is_no_drop_is_refused(site: Site, sealed: bytes) -> None:
    answer = send(site, sealed)
    assert (answer.status_code, trouble(answer)) == (400, "shape")
    assert left(site) == []


def test_a_large_drop_in_one_request_is_refused_unread(site: Site) -> None:
    answer = send(site, LARGE)
    assert (answer.status_code, trouble(answer)) == (400, "shape")
    assert left(site) == []


def test_parts_that_make_no_drop_are_refused_and_kept_until_they_are_swept(site: Site) -> None:
    sent = Upload(site, bytes(len(LARGE)))
    sent.send_all()
    assert trouble(sent.finish()) == "shape"
    assert site.drops() == []


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/json", ""])
@pytest.mark.parametrize("path", ["/surat", f"/surat/{'a' * 32}/0?size={len(LARGE)}"])
def test_another_type_is_refused(site: Site, path: str, kind: str) -> None:
    answer = site.client.post(path, data=TEXT, content_type=kind, headers=FORM)
    assert (answer.status_code, trouble(answer)) == (400, "shape")
    assert left(site) == []


def test_a_length_is_required(site: Site) -> None:
    chunked = {**FORM, "Transfer-Encoding": "chunked", "Content-Type": RAW}
    answer = site.client.post("/surat", input_stream=io.BytesIO(TEXT), headers=chunked)
    assert (answer.status_code, trouble(answer)) == (400, "shape")


@pytest.mark.parametrize(
    "path",
    [
        f"/surat/{'a' * 31}/0?size={len(LARGE)}",
        f"/surat/{'A' * 32}/0?size={len(LARGE)}",
        f"/surat/..%2f..%2fspool/0?size={len(LARGE)}",
        f"/surat/%2e%2e/0?size={len(LARGE)}",
        f"/surat/{'a' * 32}/2?size={len(LARGE)}",
        f"/surat/{'a' * 32}/-1?size={len(LARGE)}",
        f"/surat/{'a' * 32}/00?size={len(LARGE)}",
        f"/surat/{'a' * 32}/answer?size={len(LARGE)}",
        f"/surat/{'a' * 32}/0?size={len(LARGE) + 1}",
        f"/surat/{'a' * 32}/0?size={len(SMALL)}",
        f"/surat/{'a' * 32}/0?size={'9' * 5000}",
        f"/surat/{'a' * 32}/0?size=",
        f"/surat/{'a' * 32}/0",
        f"/surat/{'a' * 32}/1?size={len(LARGE)}",
    ],
)
def test_a_part_that_is_none_is_refused(site: Site, path: str) -> None:
    answer = site.client.post(path, data=bytes(PART), content_type=RAW, headers=FORM)
    # What is no path of ours at all has an ordinary page.
    assert answer.status_code in (400, 404, 413)
    if answer.status_code == 400:
        assert trouble(answer) == "shape"
    assert left(site) == []


def test_what_is_larger_than_letters_may_be_is_refused(open_site: Callable[..., Site]) -> None:
    site = open_site()
    site.store.limits = replace(site.store.limits, largest=shape.sealed_size(4))
    answers = [send(site, SMALL), Upload(site, LARGE).send(0), Upload(site, LARGE).finish()]
    assert [(answer.status_code, trouble(answer)) for answer in answers] == [(413, "files_large")] * 3
    assert left(site) == []


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_comes_from_elsewhere_is_refused(site: Site, headers: dict[str, str]) -> None:
    path = f"/surat/{'a' * 32}"
    answers = [
        send(site, TEXT, headers),
        site.client.post(f"{path}/0?size={len(LARGE)}", data=LARGE[:PART], content_type=RAW, headers=headers),
        site.client.post(f"{path}?size={len(LARGE)}", headers=headers),
    ]
    assert [(answer.status_code, trouble(answer)) for answer in answers] == [(403, "other_origin")] * 3
    assert left(site) == []


def test_a_day_that_is_full_takes_text_only(site: Site) -> None:
    site.store.limits = replace(site.store.limits, daily_budget=len(LARGE) + len(SMALL))
    first = Upload(site, LARGE)
    first.send_all()
    dates(first.finish())
    # What is announced as larger than what is left is not begun; what no longer fits is not finished.
    refused = Upload(site, drop(6, 6)).send(0)
    assert (refused.status_code, trouble(refused)) == (503, "files_full")
    dates(send(site, SMALL))
    answer = send(site, drop(8, 5))
    assert (answer.status_code, trouble(answer)) == (503, "files_full")
    dates(send(site, TEXT))
    assert len(site.drops()) == 3


def test_a_day_that_fills_up_meanwhile_takes_no_more(site: Site) -> None:
    site.store.limits = replace(site.store.limits, daily_budget=len(LARGE) + 1)
    one, two = Upload(site, LARGE), Upload(site, drop(6, 6))
    one.send_all()
    two.send_all()
    dates(one.finish())
    answer = two.finish()
    assert (answer.status_code, trouble(answer)) == (503, "files_full")
    assert site.drops() == [LARGE]


def test_a_disk_with_room_for_text_only_takes_text(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    free = site.settings.text_reserve + 2 * len(LARGE) - 1
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    answer = Upload(site, LARGE).send(0)
    assert (answer.status_code, trouble(answer)) == (503, "files_full")
    usage.free = site.settings.text_reserve - 1  # type: ignore[attr-defined]  # made above
    answer = send(site, SMALL)
    assert (answer.status_code, trouble(answer)) == (503, "files_full")
    dates(send(site, TEXT))
    assert site.drops() == [TEXT]


def test_a_disk_that_runs_out_of_files_takes_text(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.settings.data.joinpath("parts").mkdir(exist_ok=True)
    found = os.statvfs(site.settings.data)

    class Scarce:
        def __getattr__(self, name: str) -> int:
            # What is kept for text has room for 13 letters.
            return {"f_files": 1 << 20, "f_favail": 12}.get(name) or getattr(found, name)

    monkeypatch.setattr("os.statvfs", lambda _: Scarce())
    answer = Upload(site, LARGE).send(0)
    assert (answer.status_code, trouble(answer)) == (503, "files_full")
    assert left(site) == []
    dates(send(site, TEXT))


FAULTS: dict[str, tuple[str, Exception, tuple[int, str]]] = {
    "flush fails": ("os.fsync", OSError(errno.EIO, "x"), (500, "failed")),
    "disk full": ("os.fsync", OSError(errno.ENOSPC, "x"), (503, "full")),
    "folder gone": ("pathlib.Path.rename", OSError(errno.EROFS, "x"), (500, "failed")),
    "the unforeseen": ("wbs.store.drops.HalfDay.of", RuntimeError("x"), (500, "failed")),
}


@pytest.mark.parametrize(("place", "error", "expected"), FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("large", [False, True])
def test_a_failure_is_told_and_keeps_nothing(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    error: Exception,
    expected: tuple[int, str],
    large: bool,
) -> None:
    def fail(*_: object, **__: object) -> object:
        raise error

    sent = Upload(site, LARGE)
    if large:
        sent.send_all()
    with monkeypatch.context() as patch:
        patch.setattr(place, fail)
        answer = sent.finish() if large else send(site, TEXT)
    expected = (503, "files_full") if large and expected[0] == 503 else expected
    assert (answer.status_code, trouble(answer)) == expected
    assert site.drops() == []
    dates(sent.finish() if large else send(site, TEXT))
    assert len(site.drops()) == 1


@pytest.mark.parametrize("moment", ["BEGIN", "SELECT", "INSERT", "COMMIT"])
def test_a_database_that_fails_is_told_and_keeps_nothing(site: Site, moment: str) -> None:
    def broken(statement: str) -> None:
        if statement.startswith(moment):
            raise sqlite3.OperationalError("database or disk is full")

    sent = Upload(site, LARGE)
    sent.send_all()
    # A letter of text asks nothing before it is written.
    for large in (True,) if moment == "SELECT" else (False, True):
        with told(site.store._engine, broken):
            answer = sent.finish() if large else send(site, TEXT)
        assert answer.status_code in (500, 503)
        assert trouble(answer) in ("failed", "full", "files_full")
        assert site.drops() == []


class Held(io.BytesIO):
    """A body that waits to be let go."""

    def __init__(self, content: bytes, going: threading.Event, go: threading.Event) -> None:
        super().__init__(content)
        self.going, self.go = going, go

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        self.going.set()
        assert self.go.wait(60)
        return super().readinto(buffer)


def test_large_drops_wait_their_turn_and_text_does_not(open_site: Callable[..., Site]) -> None:
    site = open_site(reporter=ReporterServer("127.0.0.1:0", 1, 2))
    going, go = threading.Event(), threading.Event()

    def hold() -> int:
        body = Held(SMALL, going, go)
        return (
            site.app.test_client(use_cookies=False)
            .post("/surat", input_stream=body, content_type=RAW, headers=FORM)
            .status_code
        )

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold)
        assert going.wait(60)
        sent = Upload(site, LARGE)
        busy = [send(site, SMALL), sent.send(0), sent.finish()]
        assert [(answer.status_code, trouble(answer)) for answer in busy] == [(503, "files_busy")] * 3
        dates(send(site, TEXT))
        go.set()
        assert held.result(60) == 201
    # A place that was refused is no place taken.
    sent.send_all()
    dates(sent.finish())


def test_a_body_that_is_cut_or_crawls_keeps_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def post(path: str, content: bytes, length: int) -> tuple[int, str]:
        answer = site.client.post(
            path,
            input_stream=io.BytesIO(content),
            content_type=RAW,
            headers=FORM,
            environ_overrides={"CONTENT_LENGTH": str(length)},
        )
        return answer.status_code, trouble(answer)

    part = f"/surat/{'a' * 32}/0?size={len(LARGE)}"
    assert post("/surat", TEXT[:-1], len(TEXT)) == (500, "failed")
    assert post("/surat", SMALL[:-1], len(SMALL)) == (500, "failed")
    assert post(part, LARGE[: PART - 1], PART) == (500, "failed")
    monkeypatch.setattr(upload, "STEADY", upload.Pace(-1, 1e9))
    assert post("/surat", TEXT, len(TEXT)) == (500, "failed")
    assert post(part, LARGE[:PART], PART) == (500, "failed")
    assert left(site) == []


def test_every_answer_has_one_length_and_no_name_of_ours(site: Site) -> None:
    sent = Upload(site, LARGE)
    sent.send_all()
    answers = [send(site, TEXT), send(site, b"x"), send(site, TEXT, {}), sent.finish(), send(site, LARGE)]
    answers.append(site.client.post(f"/surat/{'b' * 32}?size={len(LARGE)}", headers=FORM))
    assert {len(answer.data) for answer in answers} == {LENGTH}
    for answer in answers:
        json.loads(answer.data)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not {"ETag", "Last-Modified", "Set-Cookie", "Location"} & set(answer.headers.keys())


def test_nothing_of_parts_can_be_read(site: Site) -> None:
    sent = Upload(site, LARGE)
    sent.send_all()
    for path in (
        f"/surat/{sent.id}/0?size={len(LARGE)}",
        f"/surat/{sent.id}/0",
        f"/surat/{sent.id}?size={len(LARGE)}",
        f"/parts/{sent.id}/0",
        f"/static/../parts/{sent.id}/0",
    ):
        assert site.get(path).status_code in (404, 405)


def test_parts_that_were_abandoned_go_and_the_letter_is_sealed_once_more(site: Site) -> None:
    sent = Upload(site, LARGE)
    sent.send(0)
    site.app.extensions["wbs-reporter"].incoming.sweep(4e9)
    sent.send(1)
    answer = sent.finish()
    assert answer.json is not None
    assert answer.json["missing"] == [0]
    sent.send(0)
    dates(sent.finish())
    assert site.drops() == [LARGE]


def test_nothing_is_logged_of_what_was_refused(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    secret = os.urandom(16).hex()
    site.client.post(f"/surat/{secret}?size=1", headers=FORM)
    send(site, secret.encode())
    send(site, TEXT, {"Origin": f"https://{secret}.example"})
    said = "".join(capfd.readouterr())
    assert said == ""


def test_the_text_size_is_no_larger_than_forms_are_read(site: Site) -> None:
    """A drop of text must fit where a form does: its thread is kept for text."""
    assert shape.TEXT_SEALED < guard.LARGEST
    assert shape.sealed_size(5) <= PART < shape.sealed_size(6)
    assert Office.default().limits.message_bytes <= PART * 10_000
    assert ORIGIN in site.settings.allowed_origins
    assert drops.largest(site.store, site.time.moment) > 0

"""Promise 9: each call that touches the disk fails, in a server that does not know that it is a trial.

A submission is traced once, as it goes well. Then, for each of its calls that changes the portal's folder or
makes a change durable, another one is sent whose same call gets EIO or ENOSPC from the kernel; and for each
flush, one whose disk stays dead from there on.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults import portal as running
from tests.faults.pages import Form
from tests.faults.portal import Portal
from tests.faults.reporter import Sending, is_sent
from tests.faults.strace import Call, attached, calls
from tests.postgresql import Server

pytestmark = pytest.mark.process

Fill = Callable[[Portal, str], tuple[Sending, Form]]

ERRORS = ("EIO", "ENOSPC")
FLUSHING = ("fsync", "fdatasync")
CHANGING = (*FLUSHING, "openat", "write", "pwrite64", "rename", "mkdir", "ftruncate")
# What a dead disk refuses besides; ``openat`` and ``write`` also serve sockets, pipes and the log.
DYING = (*FLUSHING, "pwrite64", "rename", "mkdir", "ftruncate", "unlink", "unlinkat", "rmdir")
KINDS: dict[str, tuple[Fill, set[str]]] = {
    "report": (Portal.report, {"openat", "write", "fsync", "rename", "pwrite64", "fdatasync"}),
    "upload": (Portal.upload, {"openat", "write", "rename", "mkdir"}),
    "message": (Portal.message, {"openat", "write", "fsync", "rename", "pwrite64", "fdatasync"}),
}


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running.portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.mark.parametrize(("fill", "expected"), KINDS.values(), ids=KINDS)
def test_a_call_that_fails_refuses_the_letter_and_keeps_the_text(
    portal: Portal, tmp_path: Path, fill: Fill, expected: set[str]
) -> None:
    steps = [step for step in dry_run(portal, tmp_path, fill) if changes(step[1])]
    assert {call.name for _, call in steps} >= expected
    for step, (number, call) in enumerate(steps):
        # A report has few steps; of a message's, each fails once, by turns in one way and the other.
        for error in ERRORS if fill is Portal.report else (ERRORS[step % 2],):
            folder = tmp_path / f"{step}-{error}"
            folder.mkdir()
            text = f"Uang <{fill.__name__}> & {step} {error}."
            injected = send(portal, folder, fill(portal, text), [f"{call.name}:error={error}:when={number}"])
            assert [forged.name for forged in injected] == [call.name], (call, injected)
    portal.check(tmp_path / "end")


def test_a_disk_that_dies_refuses_the_letter_and_keeps_the_text(portal: Portal, tmp_path: Path) -> None:
    steps = dry_run(portal, tmp_path, Portal.report)
    flushes = [place for place, (_, call) in enumerate(steps) if call.name in FLUSHING]
    assert len(flushes) >= 3
    for place in flushes:
        folder = tmp_path / str(place)
        folder.mkdir()
        before = [call.name for _, call in steps[:place]]
        injections = [f"{name}:error=EIO:when={before.count(name) + 1}+" for name in DYING]
        assert send(portal, folder, portal.report(f"Disk mati <{place}>."), injections, dead=True)
    portal.check(tmp_path / "end")


def changes(call: Call) -> bool:
    """Whether a call changes a file, or makes a change durable."""
    return call.name in CHANGING and "O_RDONLY" not in call.arguments


def dry_run(portal: Portal, folder: Path, fill: Fill) -> list[tuple[int, Call]]:
    """Send one that goes well; its steps."""
    filled = fill(portal, f"Diamati: {fill.__name__}, {folder.name}.")
    with portal.traced(folder / "dry"):
        page = portal.reporter.visitor.send(filled[1], filled[0].files)
    assert page.status == 200
    portal.go_on(filled[0], page)
    return portal.steps(folder / "dry")


def send(
    portal: Portal, folder: Path, filled: tuple[Sending, Form], injections: list[str], *, dead: bool = False
) -> list[Call]:
    """Send into failures and see that it is refused and nothing of it stays; then send it again.

    The forged calls on the portal's folder. A disk that is ``dead`` can keep a letter that was refused.
    """
    sending, form = filled
    options = [option for each in injections for option in ("-e", f"inject={each}")]
    with portal.traced(folder / "trace", *options):
        page = portal.reporter.visitor.send(form, sending.files)
    if page.status != 200:
        assert page.status in (500, 503), page.text
        assert "Belum terkirim" in page.text
        assert any(each.holds(sending.text) for each in page.forms)
    # A call can fail that the letter does not need.
    kept = portal.rows(folder / "crashed") - len(portal.accepted) - is_sent(page)
    assert kept == 0 or (dead and kept == 1)
    portal.go_on(sending, page)
    return [call for call in calls(folder / "trace") if call.injected and call.path.startswith(portal.data)]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("name", ["pwrite64", "fdatasync"])
def test_a_journal_of_postgresql_that_fails_refuses_the_letter_and_keeps_the_text(
    tmp_path: Path, name: str, error: str
) -> None:
    """PostgreSQL ends all its processes then, and recovers; what it recovers must have its file."""
    with Server() as server, running.portal(tmp_path, server.create("wbs")) as portal:
        sending, form = portal.report(f"Jurnal <{name}> & {error}.")
        trace = tmp_path / "trace"
        with attached(server.backends(), trace, "-f", "-e", f"inject={name}:error={error}:when=1"):
            page = portal.reporter.visitor.send(form)
        assert ["/pg_wal/" in call.path for call in calls(trace) if call.injected] == [True]
        assert page.status in (500, 503)
        assert "Belum terkirim" in page.text
        assert any(each.holds(sending.text) for each in page.forms)
        portal.go_on(sending, page)
        portal.check(tmp_path / "end")

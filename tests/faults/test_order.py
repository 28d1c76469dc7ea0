"""Promise 9: the bytes are durable before the "sent" page leaves, as the kernel sees it.

kill -9 cannot show this, since the kernel keeps what a dead process has written; a power cut would. So the
order is read from a trace of the thread that serves and, with PostgreSQL, of the processes that write its
journal.
"""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import portal as running
from tests.faults.pages import Form
from tests.faults.portal import Portal
from tests.faults.reporter import Sending, is_sent
from tests.faults.strace import Call, attached, calls
from tests.postgresql import Server

pytestmark = pytest.mark.process

KINDS = {"report": Portal.report, "message": Portal.message}
WRITING = ("write", "pwrite64", "writev", "pwritev", "sendto", "rename", "ftruncate")
FLUSHING = ("fsync", "fdatasync")
# What makes PostgreSQL commit, and what it says once it has: the row of a text letter commits by itself.
COMMITTING = ("COMMIT", "INSERT INTO drops_pending")
COMMITTED = ("COMMIT", "INSERT 0 1")
# A page has 64 KiB and more, and is written in one piece or two.
OPTIONS = ("-s", "200000", "-e", f"trace={','.join((*WRITING, *FLUSHING, 'recvfrom'))}")


@pytest.mark.parametrize("kind", KINDS)
def test_file_folder_and_journal_are_flushed_before_the_page_leaves(tmp_path: Path, kind: str) -> None:
    with running.portal(tmp_path) as portal:
        found, answer = traced(portal, tmp_path / "trace", KINDS[kind], [portal.thread])
        file, folder = durable_file(found, portal)
        journal = f"{portal.data}/wbs.sqlite-wal"
        entry = last(found, "pwrite64", lambda call: call.path == journal)
        commit = last(found, "fdatasync", lambda call: call.path == journal)
        follow(file, folder, entry, commit, answer)


@pytest.mark.parametrize("kind", KINDS)
def test_postgresql_has_flushed_its_journal_before_the_page_leaves(
    tmp_path: Path, postgresql: Server, kind: str
) -> None:
    with running.portal(tmp_path, postgresql.create(f"order_{kind}")) as portal:
        threads = [portal.thread, *processes(postgresql)]
        found, answer = traced(portal, tmp_path / "trace", KINDS[kind], threads)
        ours = [call for call in found if call.thread == portal.thread]
        file, folder = durable_file(ours, portal)
        asked = last(ours, "sendto", lambda call: says(call, COMMITTING) and call.end < answer.begin)
        told = last(ours, "recvfrom", lambda call: says(call, COMMITTED))
        flush = last(found, "fdatasync", lambda call: "/pg_wal/" in call.path and call.end < told.end)
        follow(file, folder, asked, flush)
        follow(flush, answer)
        follow(told, answer)
    postgresql.drop(f"order_{kind}")


def traced(
    portal: Portal, trace: Path, fill: Callable[[Portal, str], tuple[Sending, Form]], threads: list[int]
) -> tuple[list[Call], Call]:
    """Send a letter that goes well; its calls, and the one that sends the page."""
    # The first of a kind loads what only it needs, and opens the database.
    portal.finish(*fill(portal, "Sebelum diamati."))
    sending, form = fill(portal, "Diamati.")
    portal.rest()
    with attached(threads, trace, "-f", *OPTIONS):
        page = portal.reporter.visitor.send(form, sending.files)
        # The page is here before the call that sends it has returned.
        portal.rest()
    assert is_sent(page)
    found = calls(trace)
    assert not [call for call in found if call.failed and call.name in (*WRITING, *FLUSHING)]
    (answer,) = [call for call in found if call.name == "sendto" and " terkirim</h1>" in call.arguments]
    return found, answer


def durable_file(found: list[Call], portal: Portal) -> tuple[Call, Call]:
    """Return the flushes of the letter's file and of its folder, in whose midst it got its name."""
    pending = f"{portal.data}/blobs/pending"
    named = last(found, "rename", lambda call: call.path.startswith(pending))
    written = last(found, "write", lambda call: call.path == named.path)
    file = last(found, "fsync", lambda call: call.path == named.path)
    folder = last(found, "fsync", lambda call: call.path == pending)
    follow(written, file, named, folder)
    return file, folder


def says(call: Call, words: tuple[str, ...]) -> bool:
    """Tell whether one of these is in what was sent or received."""
    return any(word in call.arguments for word in words)


def last(found: list[Call], name: str, fits: Callable[[Call], bool]) -> Call:
    """Return the last call of this name that fits: nothing like it comes later."""
    return [call for call in found if call.name == name and fits(call)][-1]


def follow(*order: Call) -> None:
    """Each call begins when the one before it has ended."""
    for before, after in itertools.pairwise(order):
        assert before.end < after.begin, (before, after)


def processes(server: Server) -> list[int]:
    """Return the server's processes that write its journal: the portal's, and the journal writer."""
    with server.admin() as admin:
        found = admin.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename = 'wbs' OR backend_type = 'walwriter'"
        )
        return [pid for (pid,) in found]

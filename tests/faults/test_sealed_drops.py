"""Promise 9 for drops that a browser has sealed: what fails is told, nothing half stays, 201 means on disk.

As for forms: each request is traced as it goes well, then sent again and again while one call of it fails.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults import portal as running
from tests.faults.portal import Portal
from tests.faults.reporter import Sending
from tests.faults.sealer import Way, Wire, seal
from tests.faults.strace import Call, attached, calls
from tests.faults.test_disk_errors import ERRORS, changes
from tests.faults.test_full_disk import enlarge, small_disk
from tests.faults.test_order import OPTIONS, durable_file, follow, last

pytestmark = pytest.mark.process

_MB = 1 << 20


class Sender:
    """A browser that seals, and a portal; what was sent counts as accepted with a 201 alone."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.wire = Wire(portal.port)
        self._code = self.accept(Sending("Laporan pertama."))

    def accept(self, sending: Sending) -> str:
        """Send all of it."""
        way = self.sealed(sending)
        for path, part in way.parts:
            assert self.wire.post(path, part)[0] == 204
        self.finish(sending, way)
        return sending.code

    def sealed(self, sending: Sending) -> Way:
        return Way(seal(sending))

    def report(self, text: str) -> tuple[Sending, Way, tuple[str, bytes]]:
        """A report, and the request that brings it."""
        sending = Sending(text)
        way = self.sealed(sending)
        return sending, way, way.last

    def part(self, text: str) -> tuple[Sending, Way, tuple[str, bytes]]:
        """A message of two parts, and the request that brings the first."""
        sending, way = self._large(text)
        return sending, way, way.parts[0]

    def end(self, text: str) -> tuple[Sending, Way, tuple[str, bytes]]:
        """The same with all parts sent, and the request that puts them together."""
        sending, way = self._large(text)
        for path, part in way.parts:
            assert self.wire.post(path, part)[0] == 204
        return sending, way, way.last

    def finish(self, sending: Sending, way: Way, status: int = 0) -> None:
        """Send what is missing, and have it accepted, unless an answer (``status``) has said so."""
        said: dict[str, object] = {}
        if status != 201:
            status, said = self.wire.post(*way.last)
        if status == 409:
            missing = said["missing"]
            assert isinstance(missing, list)
            for number in missing:
                assert self.wire.post(*way.parts[number])[0] == 204
            status, said = self.wire.post(*way.last)
        assert status == 201, said
        self.portal.accepted.append(sending)

    def _large(self, text: str) -> tuple[Sending, Way]:
        sending = Sending(text, {"satu.bin": b"\0" + text.encode() * (3 * _MB // len(text))}, self._code)
        way = self.sealed(sending)
        assert len(way.parts) == 2
        return sending, way


Make = Callable[[Sender, str], tuple[Sending, Way, tuple[str, bytes]]]
KINDS: dict[str, tuple[Make, set[str]]] = {
    "report": (Sender.report, {"openat", "write", "fsync", "rename", "pwrite64", "fdatasync"}),
    "part": (Sender.part, {"mkdir", "openat", "write", "fsync", "rename"}),
    "end": (Sender.end, {"openat", "write", "fsync", "rename", "pwrite64", "fdatasync"}),
}


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sender]:
    with running.portal(tmp_path_factory.mktemp("portal")) as portal:
        yield Sender(portal)


@pytest.mark.parametrize(("make", "expected"), KINDS.values(), ids=KINDS)
def test_a_call_that_fails_is_told_and_leaves_nothing_half(
    sender: Sender, tmp_path: Path, make: Make, expected: set[str]
) -> None:
    portal = sender.portal
    # The first of a kind loads what only it needs.
    for name in ("before", "dry"):
        sending, way, request = make(sender, f"Diamati: {name} {tmp_path.name}.")
        with portal.traced(tmp_path / name):
            status, _ = sender.wire.post(*request)
        assert status in (201, 204)
        sender.finish(sending, way, status)
    steps = several([step for step in portal.steps(tmp_path / "dry") if changes(step[1])])
    assert {call.name for _, call in steps} >= expected
    refused = 0
    for step, (number, call) in enumerate(steps):
        error = ERRORS[step % 2]
        folder = tmp_path / f"{step}-{error}"
        folder.mkdir()
        sending, way, request = make(sender, f"Uang <{make.__name__}> & {step} {error}.")
        inject = ("-e", f"inject={call.name}:error={error}:when={number}")
        with portal.traced(folder / "trace", *inject):
            status, said = sender.wire.post(*request)
        forged = [each for each in calls(folder / "trace") if each.injected]
        assert [each.name for each in forged if each.path.startswith(portal.data)] == [call.name], call
        if status not in (201, 204):
            refused += 1
            assert status in (500, 503)
            assert said["trouble"] in ("failed", "full", "files_full")
            kept = [path.name for path in (portal.holding / "parts" / way.upload).glob(".[0-9]*")]
            assert kept == []
        # A call can fail that the letter does not need; a letter that was refused is not there.
        assert portal.rows(folder / "crashed") == len(portal.accepted) + (status == 201)
        sender.finish(sending, way, status)
    assert refused >= 4
    portal.check(tmp_path / "end")


def several(steps: list[tuple[int, Call]]) -> list[tuple[int, Call]]:
    """Of calls of one name on one file, keep the first and the last: a part is written in many pieces."""
    kept: dict[tuple[str, str], list[tuple[int, Call]]] = {}
    for step in steps:
        kept.setdefault((step[1].name, step[1].path), []).append(step)
    chosen = {each[at][1].begin: each[at] for each in kept.values() for at in (0, -1)}
    return [chosen[begin] for begin in sorted(chosen)]


@pytest.mark.parametrize("make", [Sender.report, Sender.end])
def test_file_folder_and_journal_are_flushed_before_the_answer_leaves(tmp_path: Path, make: Make) -> None:
    with running.portal(tmp_path) as portal:
        sender = Sender(portal)
        sending, way, request = make(sender, "Sebelum diamati.")
        sender.finish(sending, way)
        sending, way, request = make(sender, "Diamati.")
        portal.rest()
        with attached([portal.thread], tmp_path / "trace", "-f", *OPTIONS):
            assert sender.wire.post(*request)[0] == 201
            portal.rest()
        found = calls(tmp_path / "trace")
        answer = last(found, "sendto", lambda call: " 201 " in call.arguments)
        file, folder = durable_file(found, portal)
        journal = f"{portal.data}/wbs.sqlite-wal"
        entry = last(found, "pwrite64", lambda call: call.path == journal)
        commit = last(found, "fdatasync", lambda call: call.path == journal)
        follow(file, folder, entry, commit, answer)


def test_a_part_is_flushed_before_it_has_its_name(sender: Sender, tmp_path: Path) -> None:
    portal = sender.portal
    sending, way, request = sender.part("Bagian diamati.")
    portal.rest()
    with attached([portal.thread], tmp_path / "trace", "-f", *OPTIONS):
        assert sender.wire.post(*request)[0] == 204
        portal.rest()
    found = calls(tmp_path / "trace")
    named = last(found, "rename", lambda call: call.path.startswith(f"{portal.data}/parts/"))
    written = last(found, "write", lambda call: call.path == named.path)
    flushed = last(found, "fsync", lambda call: call.path == named.path)
    answer = last(found, "sendto", lambda call: " 204 " in call.arguments)
    follow(written, flushed, named, answer)
    sender.finish(sending, way)


def test_parts_wait_while_the_disk_of_letters_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path, "blobs") as portal:
        sender = Sender(portal)
        sending, _, request = sender.end("Bukti <besar> & penuh.")
        status, said = sender.wire.post(*request)
        assert (status, said["trouble"]) == (503, "files_full")
        portal.check(tmp_path / "full")
        enlarge(portal, "blobs")
        # Nothing needs to be sent again.
        assert sender.wire.post(*request)[0] == 201
        portal.accepted.append(sending)
        portal.check(tmp_path / "end")

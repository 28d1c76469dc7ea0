"""Importing a bundle at a desk, from its first byte to list and index, against bare opening on all cores.

    python -m bench.desk_import [LETTERS]

*Bare* are as many processes as there are cores, each a fresh interpreter that opens its share of the same
letters from the page cache, and does nothing else with them. Of ten letters, three are reports to this desk,
two are for colleagues, and five are fillers, of which every outbox brings eight or more. All lie on a disk,
which the import also has to sync. Where thousands of files were removed minutes ago, ext4 looks at each of
their places before it makes a new file, and an import takes a fifth longer. So it does where memory is given
to a virtual machine as it is first touched: what one import wrote leaves the page cache before the next.
"""

from __future__ import annotations

import hashlib
import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import shuffle
from tempfile import TemporaryDirectory

from bench import report
from bench.filing import DISK
from crypto import age, header, stream
from crypto.hybrid import Identity, Recipient
from crypto.minisign import SigningKey
from tests import factories as make
from tests.desk.office import NAMES, SEEDS, WHAT, Scene, reader
from wbs import sealing
from wbs.desk.importing import import_bundle
from wbs.letters import board, tarball
from wbs.letters.bundle import DropEntry, write_volumes
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Report, case_of, sign_letter

LETTERS = 10_000
BOUND = 1.30
RUNS = 9
NAME = NAMES[0]
# Sealing takes ten times as long as opening: letters of one header differ in all that follows it.
_HEADERS = 50
_READERS = {"ours": NAMES[:3], "others": NAMES[2:5], "filler": ()}
_TEN = ("ours", "filler", "others", "filler", "ours", "filler", "filler", "others", "ours", "filler")


def main(count: int = LETTERS) -> list[bool]:
    """Whether the bound holds; prints it."""
    with TemporaryDirectory(dir=DISK) as name:
        scene = Scene(Path(name))
        bundle = scene.folder / "bundle.tar"
        write_bundle(scene, bundle, count)
        ratios = []
        for run in range(RUNS):
            bare = _timed(lambda: _bare(bundle))
            imported = _import(Scene(Path(name, str(run))), bundle, count)
            _forget(Path(name, str(run)))
            print(f"  bare {bare:.1f} s, import {imported:.1f} s")
            # Each against the one beside it: from minute to minute a shared machine changes by a tenth.
            ratios.append(imported / bare)
        ratio = statistics.median(ratios)
        return [report(f"importing {count} letters, time against bare opening", ratio, BOUND, "at_most")]


def _timed(work: object) -> float:
    assert callable(work)
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _import(scene: Scene, bundle: Path, count: int) -> float:
    with scene.desk(NAME) as desk:
        start = time.perf_counter()
        summary = import_bundle(desk, bundle)
        found = sum(1 for _ in desk.cases.records())
        desk.shelf.save()
        seconds = time.perf_counter() - start
        assert found == summary.reports == sum(_kind(number) == "ours" for number in range(count)), summary
    return seconds


def write_bundle(scene: Scene, path: Path, count: int) -> None:
    """Write a bundle of so many letters for the desks of a scene."""
    entries: dict[DropEntry, bytes] = {}
    for number, sealed in enumerate(_letters(count)):
        digest = hashlib.sha256(sealed).digest()
        entries[DropEntry(f"{number:032x}", HalfDay(scene.today, "A"), len(sealed), digest)] = sealed
    empty = io.BytesIO()
    board.write(empty, make.INSTANCE, [])
    write_volumes(
        lambda _number: path.open("wb"),
        entries,
        lambda entry: io.BytesIO(entries[entry]),
        scene.keyrings,
        empty.getvalue(),
        instance=make.INSTANCE,
        until=HalfDay(scene.today, "A"),
    )


def _letters(count: int) -> Iterator[bytes]:
    """Yield sealed reports to this desk and others, and fillers."""
    reporter = sealing.reporter_identity(make.seed("reporter"))
    heads = {kind: [_head(readers) for _ in range(_HEADERS)] for kind, readers in _READERS.items()}
    for number in range(count):
        signing = SigningKey(make.seed(f"signing {number}"))
        letter = Report(
            instance=make.INSTANCE,
            keyring=1,
            case=case_of(signing.public),
            letter_id=make.seed(f"id {number}", 16),
            recipient=str(reporter.recipient),
            signing_key=str(signing.public),
            thread=make.seed(f"thread {number}"),
            language="id",
            excluded=(),
            answers={"what": f"{number}. {WHAT * 12}"},
        )
        plain = io.BytesIO()
        tarball.write(plain, sign_letter(letter, signing))
        plain.seek(0)
        head, file_key = heads[_kind(number)][number % _HEADERS]
        nonce = make.seed(f"nonce {number}", age.NONCE)
        sealed = io.BytesIO()
        sealed.write(head + nonce)
        stream.seal_stream(plain, sealed, age._payload_key(file_key, nonce))
        yield sealed.getvalue()


def _kind(number: int) -> str:
    return _TEN[number % len(_TEN)]


def _head(readers: tuple[str, ...]) -> tuple[bytes, bytes]:
    """Return a header to these readers among throwaways, and the file key inside."""
    own = Identity.generate()
    known = [Recipient.parse(reader(each).recipient) for each in readers]
    others = [Identity.generate().recipient for _ in range(sealing.STANZAS - len(known) - 1)]
    recipients = [*known, own.recipient, *others]
    shuffle(recipients)
    sealed = io.BytesIO()
    age.encrypt(io.BytesIO(), sealed, recipients)
    sealed.seek(0)
    parsed = header.parse(sealed)
    return sealed.getvalue()[: sealed.tell()], own.unwrap(parsed.stanzas)


def _forget(folder: Path) -> None:
    """Let the memory that holds these files go: the next run shall use it again."""
    for path in folder.rglob("*.age"):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def _bare(bundle: Path) -> None:
    cores = len(os.sched_getaffinity(0))
    command = [sys.executable, "-m", "bench.desk_import_bare", str(bundle), SEEDS[NAME].hex(), str(cores)]
    processes = [subprocess.Popen([*command, str(each)]) for each in range(cores)]
    for process in processes:
        assert process.wait() == 0


if __name__ == "__main__":
    sys.exit(0 if all(main(*map(int, sys.argv[1:]))) else 1)

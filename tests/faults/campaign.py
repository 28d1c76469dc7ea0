"""Kill -9 at random moments: ``python -m tests.faults.campaign --submissions 1000 --database postgresql``.

One submission in four is a message with files that follows a report; the others are reports in words. Half of
the reporters fill in forms; the browsers of the others seal, and send bytes, large drops in parts. Meanwhile
workers and the master are killed, and with PostgreSQL its backends and all of it. In the end every letter
that was said to be sent is opened with its readers' keys and compared. Prints a table; exits with 1 if one
is lost.
"""

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeAlias, TypeVar

import psycopg

from tests import postgresql
from tests.faults.holdings import Opened, check_rows, opened
from tests.faults.reporter import Reporter, Sending
from tests.faults.sealer import Sealer
from tests.faults.server import Server, kill
from tests.portal.process import free_port, lay_out
from wbs.portal.config import load, open_store

_T = TypeVar("_T")
Pairs: TypeAlias = Iterator[tuple[Sending, Sending | None]]

DATABASES = ("sqlite", "postgresql")
_AT_ONCE = 8
_MB = 1 << 20
# What is killed comes in an order of chance, but each of these once before any comes again.
_TARGETS = {
    "sqlite": ("master", *("worker",) * 11),
    "postgresql": ("master", "postmaster", *("backend",) * 3, *("worker",) * 7),
}


@dataclass
class Outcome:
    """What became of a campaign's letters."""

    reports: list[Sending]
    messages: list[Sending]
    killed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    letters: list[Opened] = field(default_factory=list)

    @property
    def sendings(self) -> list[Sending]:
        """All that anybody wanted to send."""
        return [*self.reports, *self.messages]

    @property
    def answered(self) -> list[Sending]:
        """Those whose "sent" page came."""
        return [each for each in self.sendings if each.answered]

    @property
    def lost(self) -> list[Sending]:
        """Answered, and not there as they were sent, in their case."""
        held = {(letter.case, letter.content) for letter in self.letters}
        return [each for each in self.answered if (each.case, each.content) not in held]

    @property
    def twice(self) -> int:
        """Letters that came more than once; a reader sees one, by its id."""
        return sum(
            count - 1 for count in Counter((each.case, each.letter_id) for each in self.letters).values()
        )

    def table(self) -> Iterator[tuple[str, int]]:
        """Give the rows that docs/reliability.md has."""
        unanswered = [each for each in self.sendings if each.code and not each.answered]
        held = {(letter.case, letter.content) for letter in self.letters}
        yield "submissions", len(self.sendings)
        yield "of these with files", len(self.messages)
        yield "of these sealed by their sender", sum(each.sealed for each in self.sendings)
        for what in ("worker", "master", "backend", "postmaster"):
            yield f"killed: {what}", self.killed[what]
        yield "answers broken off after the last button", sum(each.interrupted for each in self.sendings)
        yield "pages that said belum terkirim", sum(each.refused for each in self.sendings)
        yield "ten words typed again", sum(each.asked_again for each in self.sendings)
        yield "answered terkirim", len(self.answered)
        yield "given up without an answer", len(unanswered)
        yield "of these on disk all the same", sum((each.case, each.content) in held for each in unanswered)
        yield "letters on disk", len(self.letters)
        yield "of these the same letter again", self.twice
        yield "answered and lost", len(self.lost)


def run(folder: Path, submissions: int, database: str, seed: int) -> Outcome:
    """Send that many letters while everything is killed, then open what is there."""
    chance = Random(seed)
    count = submissions // 4
    reports = [
        Sending(f"Laporan {number}: <uang> diminta & diterima.") for number in range(submissions - count)
    ]
    messages = [
        Sending(f"Bukti {number}: <foto> & surat.", _files(number, chance)) for number in range(count)
    ]
    outcome = Outcome(reports, messages)
    port = free_port()
    with _served(database) as (server, url):
        config = lay_out(folder, port, 0.1, url)
        started = time.monotonic()
        with Server(config, port, folder / "log") as portal:
            _send_while_killing(portal, server, port, outcome, _TARGETS[database], chance)
        outcome.seconds = time.monotonic() - started
        store = open_store(load(config, {}))
        check_rows(store)
        outcome.letters = opened(store)
        store.dispose()
    return outcome


@contextmanager
def _served(database: str) -> Iterator[tuple[postgresql.Server | None, str]]:
    if database == "sqlite":
        yield None, ""
        return
    with postgresql.Server(on_disk=True) as server:
        yield server, server.create("wbs")


def _files(number: int, chance: Random) -> dict[str, bytes]:
    """One file, or several, of up to 100 KB; every fiftieth has 5 MB. Bytes that no format begins with."""
    sizes = (
        [5 * _MB]
        if number % 50 == 7
        else [chance.randrange(1, 100_000) for _ in range(chance.choice((1, 1, 2, 3)))]
    )
    return {f"berkas {number}-{each}.bin": b"\0" + chance.randbytes(size) for each, size in enumerate(sizes)}


def _send_while_killing(
    portal: Server,
    server: postgresql.Server | None,
    port: int,
    outcome: Outcome,
    targets: Sequence[str],
    chance: Random,
) -> None:
    # Every third report is followed by files.
    messages: list[Sending | None] = [None] * len(outcome.reports)
    messages[: 3 * len(outcome.messages) : 3] = outcome.messages
    pairs = list(zip(outcome.reports, messages, strict=True))
    turn = threading.Lock()
    filling = [Reporter(port, Random(chance.randrange(1 << 32))) for _ in range(_AT_ONCE // 2)]
    sealing = [Sealer(port, Random(chance.randrange(1 << 32))) for _ in range(_AT_ONCE // 2)]

    def work(
        left: Pairs, file: Callable[[Sending], _T | None], go_on: Callable[[Sending, _T], object]
    ) -> None:
        while True:
            with turn:
                report, message = next(left, (None, None))
            if report is None:
                return
            begun = file(report)
            if begun is not None and message is not None:
                message.code = report.code
                go_on(message, begun)

    def seen() -> int:
        return sum(each.visitor.seen for each in filling) + sum(each.visitor.seen for each in sealing)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        typed, sealed = iter(pairs[::2]), iter(pairs[1::2])
        working = [
            *(pool.submit(work, typed, each.file, each.go_on) for each in filling),
            *(pool.submit(work, sealed, each.file, each.go_on) for each in sealing),
        ]
        left: list[str] = []
        pause = 0
        while not all(each.done() for each in working):
            if seen() < pause:
                # Within a request, not only between two.
                time.sleep(chance.uniform(0, 0.05))
                continue
            left = left or chance.sample(targets, len(targets))
            target = left.pop()
            outcome.killed[target] += _killed(target, portal, server, chance)
            pause = seen() + chance.randint(4, 16)
        for each in working:
            each.result()


def _killed(target: str, portal: Server, server: postgresql.Server | None, chance: Random) -> bool:
    """Kill something, and start it again where nobody else does; False if it is not there at this moment."""
    match target:
        case "worker":
            return portal.kill_worker(chance)
        case "master":
            portal.kill_all(chance)
        case "postmaster" if server is not None:
            server.kill()
            server.start()
        case "backend" if server is not None:
            backends = _backends(server)
            return bool(backends) and kill(chance.choice(backends))
    return True


def _backends(server: postgresql.Server) -> list[int]:
    """Return the portal's backends; none while the server recovers from the death of one."""
    try:
        return server.backends()
    except psycopg.OperationalError:
        return []


def main() -> int:
    """Run one campaign and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--seed", type=int, default=9)
    options = parser.parse_args()
    with TemporaryDirectory(dir="/var/tmp") as folder:
        outcome = run(Path(folder), options.submissions, options.database, options.seed)
    lines = [f"{options.database}, seed {options.seed}, {outcome.seconds:.0f} seconds"]
    lines += [f"{name:45}{count:6}" for name, count in outcome.table()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if outcome.lost else 0


if __name__ == "__main__":
    sys.exit(main())

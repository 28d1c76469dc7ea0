"""Pages of a desk while a bundle is taken in, against the same pages while nothing else is done.

    python -m bench.desk_busy [LETTERS]

*Quiet* is the median of the list, a case and the import's own page, each drawn in turn by the desk that has
two thousand cases; *busy* are the same pages from the import's first moment to its last, asked for one after
another as a person would who does not wait for it. The slowest page counts too: the last step has the desk
to itself.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from bench import report
from bench.desk import CASES, ME, TODAY, fill
from bench.desk_import import LETTERS, write_bundle
from bench.filing import DISK
from tests.desk.office import PASSPHRASE, Scene
from wbs.desk.web import create_desk_app
from wbs.desk.web.jobs import Job, JobState
from wbs.desk.web.loopback import Door
from wbs.desk.web.session import Session
from wbs.desk.web.views.importing import take_in

MEDIAN_BOUND = 5.0
#: The slowest page, against the whole import: whoever asks for it waits no longer than this part of it.
WORST_BOUND = 0.15
_QUIET = 60
_PORT = 28_418
# A person reads a page before asking for the next.
_PAUSE = 0.05


def main(count: int = LETTERS) -> list[bool]:
    """Whether each bound holds; prints them."""
    with TemporaryDirectory(dir=DISK) as name:
        scene = Scene(Path(name))
        bundle = scene.folder / "bundle.tar"
        write_bundle(scene, bundle, count)
        folder = scene.place(ME)
        fill(folder)
        session = Session(folder, clock=lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 5, tzinfo=UTC))
        try:
            return _measured(session, bundle)
        finally:
            session.close()


def _measured(session: Session, bundle: Path) -> list[bool]:
    door = Door(_PORT)
    client = create_desk_app(session, door).test_client()
    client.get(f"/masuk?token={door.token}", base_url=door.origin)
    session.unlock(PASSPHRASE)
    with session.desk() as desk:
        case = desk.cases.address(next(desk.cases.records()).id)
    pages = itertools.cycle(("/", f"/kasus/{case}", "/impor"))
    quiet = [_drawn(client, door, next(pages)) for _ in range(_QUIET)]
    job = Job("import", lambda job: take_in(session, job, bundle, acknowledge=False))
    start = time.perf_counter()
    session.start(job)
    busy = []
    while job.running:
        busy.append(_drawn(client, door, next(pages)))
        time.sleep(_PAUSE)
    whole = time.perf_counter() - start
    job.join()
    assert job.state is JobState.DONE, job.error
    print(f"  {len(busy)} pages in {whole:.1f} s, the slowest {max(busy):.2f} s")
    label = f"pages of {CASES:,} cases during an import, against quiet ones"
    return [
        report(label, statistics.median(busy) / statistics.median(quiet), MEDIAN_BOUND, "at_most"),
        report("the slowest of them, as a part of the import", max(busy) / whole, WORST_BOUND, "at_most"),
    ]


def _drawn(client: FlaskClient, door: Door, path: str) -> float:
    start = time.perf_counter()
    assert client.get(path, base_url=door.origin).status_code == 200
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(0 if all(main(*map(int, sys.argv[1:]))) else 1)

"""Promise 9, whole processes: whatever is killed and whenever, a report whose "sent" page came is there."""

import hashlib
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, text

from crypto import receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.process import free_port, lay_out
from tests.promises.kill import Filed, Reporter, Server
from wbs import sealing
from wbs.letters.letter import Report, verify_report
from wbs.portal.config import load, open_store
from wbs.store import drops
from wbs.store.schema import drops_pending
from wbs.store.session import Store

REPORTS = 300
AT_ONCE = 8
RESTARTS = 4
SEED = 9


@pytest.mark.process
def test_no_accepted_report_is_lost_when_workers_and_master_are_killed(tmp_path: Path) -> None:
    port = free_port()
    config = lay_out(tmp_path, port)
    reports = [Filed(f"Laporan nomor {number}: <uang> diminta & diterima.") for number in range(REPORTS)]
    with Server(config, port, tmp_path / "log") as server:
        kills = file_while_killing(server, port, reports)
    store = open_store(load(config, {}))
    answered = [filed for filed in reports if filed.answered]
    # What follows says something only if much was sent, and much of it in bad moments.
    assert kills > RESTARTS
    assert len(answered) > REPORTS / 2
    assert any(filed.interrupted for filed in reports)
    assert any(filed.asked_again and filed.answered for filed in reports)
    check_rows(store)
    found = opened(store)
    assert {filed.text for filed in answered} <= found.keys()
    assert found.keys() <= {filed.text for filed in reports}
    for filed in answered[:: len(answered) // 20]:
        keys = receipt.reporter_keys(receipt.read(filed.code).receipt, make.INSTANCE)
        assert {(report.case, report.letter_id) for report in found[filed.text]} == {
            (keys.case, keys.report_id)
        }
    store.dispose()


def file_while_killing(server: Server, port: int, reports: list[Filed]) -> int:
    """File all reports, several at once; how often something was killed meanwhile."""
    chance = Random(SEED)
    left = iter(reports)
    turn = threading.Lock()
    done = 0

    def work(seed: int) -> None:
        nonlocal done
        reporter = Reporter(port, Random(seed))
        while True:
            with turn:
                filed = next(left, None)
            if filed is None:
                return
            reporter.file(filed)
            with turn:
                done += 1

    restarts = sorted(chance.sample(range(10, REPORTS - 20), RESTARTS))
    kills = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        workers = [pool.submit(work, seed) for seed in range(AT_ONCE)]
        while not all(worker.done() for worker in workers):
            if restarts and done >= restarts[0]:
                del restarts[0]
                server.kill_all(chance)
                kills += 1
            else:
                kills += server.kill_worker(chance)
            time.sleep(chance.uniform(0.1, 1.2))
        for worker in workers:
            worker.result()
    return kills


def check_rows(store: Store) -> None:
    """Every row has its whole file, and after a sweep every file its row."""
    with store.reading() as unit:
        assert unit.scalar(text("PRAGMA integrity_check")) == "ok"
        rows = {row.id: row for row in unit.execute(select(drops_pending))}
    for row in rows.values():
        content = (store.blobs.pending / row.id).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (row.size, row.sha256)
    drops.sweep(store, datetime.now(UTC) + timedelta(hours=2))
    assert {path.name for path in store.blobs.pending.iterdir()} == rows.keys()


def opened(store: Store) -> dict[str, list[Report]]:
    """Release everything and open it as its readers do; the reports by their text."""
    drops.release(store, datetime.now(UTC), at_once=True)
    found: dict[str, list[Report]] = {}
    for entry in drops.released(store, None):
        with drops.open_drop(store, entry) as file:
            report = _open(file.read())
        found.setdefault(report.answers["what"], []).append(report)
    return found


def _open(sealed: bytes) -> Report:
    for reader in rings.READERS:
        with suppress(sealing.NotForMe):
            signed = sealing.open_letter(io.BytesIO(sealed), make.identity(reader.id))
            return verify_report(signed, make.INSTANCE)
    raise AssertionError("a letter that no reader can open")

"""Storing a letter against the bare work of it; and a store of a million letters against one of ten.

    python -m bench store

*Bare* is one durable drop as in ``bench.filing``. The letters already in a store are rows without files: what
is timed never looks at theirs. The database is of its real size, and on a disk.
"""

from __future__ import annotations

import io
import os
import statistics
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bench import measure, report
from bench.filing import DISK, Bare
from crypto.header import Header, Stanza, encode_base64, serialize
from wbs.store import drops, shape
from wbs.store.migrate import migrate
from wbs.store.session import Limits, Store

PUT_BOUND = 0.70
SIZE_BOUND = 1.50
SIZES = (10, 10_000, 1_000_000)
PENDING = 100
PAGES = 100
RUNS = 5

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 1, 31, 9, tzinfo=ZONE)
_DAYS = 400
_ROWS = 50_000


def main() -> list[bool]:
    """Whether each bound holds; prints them."""
    with TemporaryDirectory(dir=DISK) as name:
        folder = Path(name)
        return [_against_bare(folder), *_by_size(folder)]


def _against_bare(folder: Path) -> bool:
    store, bare = _store(folder / "put", 0), Bare(folder / "bare")
    letter = letters()
    cases: dict[str, Callable[[], object]] = {
        "bare": bare.drop,
        "put": lambda: drops.put(store, letter(), NOW),
    }
    for case in cases.values():
        case()
    seconds = measure(cases, turns=PENDING)
    store.dispose()
    return report(
        "storing a letter, rate against bare", seconds["bare"] / seconds["put"], PUT_BOUND, "at_least"
    )


def _by_size(folder: Path) -> list[bool]:
    stores = {f"{size:,}": _store(folder / str(size), size) for size in SIZES}
    letter = letters()
    acts: dict[str, tuple[Callable[[Store], object], int]] = {
        "put": (lambda store: drops.put(store, letter(), NOW), PENDING),
        "release": (lambda store: drops.release(store, NOW, at_once=True), 1),
        "page": (_page, PAGES),
    }
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in acts}
    # One run more than is counted, to warm up.
    for _ in range(RUNS + 1):
        for name, (act, turns) in acts.items():
            cases = {size: partial(act, store) for size, store in stores.items()}
            runs[name].append(measure(cases, runs=1, turns=turns))
    for store in stores.values():
        store.dispose()
    results = []
    for name, seconds in runs.items():
        medians = [statistics.median(run[size] for run in seconds[1:]) for size in stores]
        label = f"{name}: slowest to fastest of {', '.join(stores)} rows"
        results.append(report(label, max(medians) / min(medians), SIZE_BOUND, "at_most"))
    return results


def _page(store: Store) -> None:
    assert len(drops.page(store, None, limit=PENDING)) == PENDING


def letters() -> Callable[[], io.BytesIO]:
    """Different letters of the right shape, at no cost worth timing."""
    source = Random(1)
    stanzas = [
        Stanza("mlkem768x25519", (encode_base64(source.randbytes(1120)),), source.randbytes(32))
        for _ in range(8)
    ]
    head = serialize(Header(tuple(stanzas), source.randbytes(32)))
    body = source.randbytes(shape.TEXT_SEALED - len(head) - 16)
    return lambda: io.BytesIO(head + body + os.urandom(16))


def _store(folder: Path, size: int) -> Store:
    """A store in which ``size`` letters were released over 400 days."""
    folder.mkdir()
    store = Store(f"sqlite:///{folder}/wbs.sqlite", folder, ZONE, Limits(text_reserve=1 << 20))
    migrate(store)
    source = Random(size)
    ids = sorted(source.randbytes(16).hex() for _ in range(size))
    days = [str(date(2026, 1, 31) - timedelta(days=day)) for day in range(1, _DAYS)]
    for start in range(0, size, _ROWS):
        rows = [
            (name, f"{source.choice(days)}{source.choice('AB')}", shape.TEXT_SEALED, name * 2, 0)
            for name in ids[start : start + _ROWS]
        ]
        with store.unit() as unit:
            unit.exec_driver_sql("INSERT INTO drops VALUES (?, ?, ?, ?, ?)", rows)
    store.clear_pages()
    return store

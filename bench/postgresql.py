"""Storing letters with PostgreSQL against the same with SQLite.

    python -m bench postgresql

Both databases on this disk, both with fsync; the letters' files too. The same four threads store letters of
text in both, in turns. The server is Debian's, the role no superuser, and the connection goes over loopback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import measure, report
from bench.filing import DISK
from bench.store import NOW, ZONE, letters
from tests.postgresql import Server
from wbs.store import drops
from wbs.store.migrate import migrate
from wbs.store.session import Limits, Store

BOUND = 0.70
THREADS = 4
LETTERS = 200
"""Stored by all threads together, in each of the runs and in each turn."""
TURNS = 2


def main() -> list[bool]:
    """Whether the bound holds; prints it."""
    with TemporaryDirectory(dir=DISK) as name, Server(on_disk=True) as server:
        urls = {"sqlite": f"sqlite:///{name}/wbs.sqlite", "postgresql": server.create("wbs")}
        with ExitStack() as stack:
            stores = {kind: stack.enter_context(_store(url, Path(name, kind))) for kind, url in urls.items()}
            return [_compare(stores)]


def _compare(stores: dict[str, Store]) -> bool:
    letter = letters()
    with ThreadPoolExecutor(THREADS) as pool:

        def storing(store: Store) -> Callable[[], object]:
            def put(_number: int) -> None:
                drops.put(store, letter(), NOW)

            return lambda: list(pool.map(put, range(LETTERS)))

        cases = {name: storing(store) for name, store in stores.items()}
        for case in cases.values():
            case()
        seconds = measure(cases, turns=TURNS)
    label = f"storing on PostgreSQL, rate against SQLite, {THREADS} at once"
    return report(label, seconds["sqlite"] / seconds["postgresql"], BOUND, "at_least")


@contextmanager
def _store(url: str, folder: Path) -> Iterator[Store]:
    folder.mkdir()
    store = Store(url, folder, ZONE, Limits(text_reserve=1 << 20))
    migrate(store)
    yield store
    store.dispose()

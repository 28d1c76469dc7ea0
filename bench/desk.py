"""A desk with 2,000 cases and 12,000 letters: its list, its search, what it takes to be ready, and memory.

    python -m bench.desk

*Bare* is, for a page, the SQL query of its rows and the page's template filled with them, nothing else; for
being ready, opening the index as it is: reading, decrypting and reading out what is in it. *Ready* is from
the passphrase, which costs nothing here, to the first page of the list. Letters are signed and put on the
shelf as if they had been opened; their sealed files, which nothing here opens, are empty.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import cast

from flask import Flask, template_rendered
from werkzeug.test import TestResponse

from bench import measure, report
from bench.filing import DISK
from crypto.minisign import SigningKey
from tests import factories as make
from tests.desk.office import NAMES, PASSPHRASE, SEEDS, Scene
from wbs import sealing
from wbs.desk import search
from wbs.desk.desk import Desk
from wbs.desk.index import Index
from wbs.desk.listing import Listing, Query
from wbs.desk.opening import Task, Tried
from wbs.desk.state import Imported, SeenDrop, Shown
from wbs.desk.vault import Vault
from wbs.desk.web import create_desk_app
from wbs.desk.web.loopback import Door
from wbs.desk.web.session import Session
from wbs.letters import keyring
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import sign_letter
from wbs.letters.note import Categorised, Comment, Event, ReplyCopy, StateChanged
from wbs.letters.signed import Signed

PAGE_BOUND = 3.0
READY_BOUND = 1.5
MEMORY_BOUND = 4.0
CASES = 2000
TURNS = 5

ME = NAMES[0]
TODAY = date(2026, 6, 30)
WORD = "kuitansi"
_PORT = 28_417
_WORDS = (
    "uang",
    "izin",
    "perjalanan",
    "dinas",
    "rapat",
    WORD,
    "fiktif",
    "lelang",
    "pejabat",
    "saksi",
    "rekening",
    "dokumen",
    "palsu",
    "tanda",
    "tangan",
    "bagian",
    "keuangan",
    "proyek",
    "pelatihan",
    "peserta",
    "honor",
    "kantor",
)


def main() -> list[bool]:
    """Whether each bound holds; prints them."""
    with TemporaryDirectory(dir=DISK) as name:
        full, empty = Scene(Path(name) / "full"), Scene(Path(name) / "empty")
        for scene in (full, empty):
            scene.folder.mkdir()
            scene.place(ME)
        fill(full.place(ME))
        return [*_pages(full.place(ME)), _ready(full.place(ME)), _memory(full.place(ME), empty.place(ME))]


def fill(folder: Path) -> None:
    """Put the letters of all cases on a desk's shelf as if they had been opened, and fold them once."""
    source = Random(1)
    tried: list[Tried] = []
    arrived: list[SeenDrop] = []
    for number in range(CASES):
        day = TODAY - timedelta(days=source.randrange(150))
        for signed in _case(f"pelapor {number}", day, source):
            drop = hashlib.sha256(signed.json + signed.signature.encode()).digest()
            tried.append(Tried(Task(drop), signed))
            arrived.append(SeenDrop(drop, HalfDay(day, "A")))
    with _unlock(folder) as desk:
        for each in tried:
            (folder / "letters" / f"{each.task.drop.hex()}.age").touch()
        desk.shelf.commit(
            Imported(
                day=TODAY,
                until=HalfDay(TODAY, "A"),
                volume=1,
                volumes=1,
                keyring=1,
                drops=tuple(arrived),
                board=(),
            )
        )
        desk.shelf.learn(tried)
        shown = [letter.hash for record in desk.cases.records() for letter in record.letters[:2]]
        desk.shelf.commit(Shown(letters=tuple(shown), day=TODAY))


def _case(label: str, day: date, source: Random) -> Iterator[Signed]:
    """Yield six letters: a report, two messages, and what readers did with them in the days that followed."""

    def text(words: int) -> str:
        return " ".join(source.choices(_WORDS, k=words))

    reporter = make.signing_key(label)
    steps: list[Event] = [Categorised(source.randrange(1, 8)), StateChanged("TELAAH")]
    reply = make.reply(ME, 1, label, day=day + timedelta(days=1), text=text(40), readers=NAMES[:3])
    steps.insert(1, ReplyCopy.of(sign_letter(reply, _key(ME))))
    yield sign_letter(make.report(label, answers={"what": text(120), "where": text(6)}), reporter)
    yield sign_letter(make.message(label, 1, text=text(60)), reporter)
    yield sign_letter(make.message(label, 2, text=text(60)), reporter)
    # Of some, nobody has done anything yet.
    for number, body in enumerate(steps if source.random() < 0.9 else [Comment(text(20))] * 3, 1):
        note = make.note(body, ME, number, label, day=day + timedelta(days=number))
        yield sign_letter(note, _key(ME))


def _key(name: str) -> SigningKey:
    return sealing.reader_keys(SEEDS[name]).signing


def _vault(folder: Path) -> Vault:
    return Vault.open(folder, PASSPHRASE)


def _unlock(folder: Path) -> Desk:
    return Desk.unlock(folder, PASSPHRASE, lambda _office: TODAY)


def _pages(folder: Path) -> Iterator[bool]:
    session = Session(folder, clock=lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 5, tzinfo=UTC))
    door = Door(_PORT)
    app = create_desk_app(session, door)
    client = app.test_client()
    client.get(f"/masuk?token={door.token}", base_url=door.origin)
    session.unlock(PASSPHRASE)
    for name, text in (("list", ""), ("search", f"{WORD} rapat")):
        yield _page(name, text, session, app, partial(client.get, f"/?q={text}", base_url=door.origin))
    session.close()


def _page(name: str, text: str, session: Session, app: Flask, get: Callable[[], TestResponse]) -> bool:
    drawn: list[dict[str, object]] = []

    def keep(_app: Flask, context: dict[str, object], **_more: object) -> None:
        drawn.append(context)

    with template_rendered.connected_to(keep, app):
        assert get().status_code == 200
    where = "listed"
    values: list[str | int | bytes] = []
    for term in search.terms(text):
        condition, more = search.condition(term)
        where = f"{where} AND {condition}"
        values += more
    with session.desk() as desk, app.test_request_context():
        bare = partial(_bare_page, desk, app, drawn[0], where, values)
        seconds = measure({"bare": bare, "page": get}, turns=TURNS)
    label = f"{name} page of {CASES:,} cases, time against query and render"
    return report(label, seconds["page"] / seconds["bare"], PAGE_BOUND, "at_most")


def _bare_page(
    desk: Desk, app: Flask, context: dict[str, object], where: str, values: list[str | int | bytes]
) -> None:
    rows = desk.cases.rows(f"{where} ORDER BY due IS NULL, due, id LIMIT 50", values)
    listing = replace(cast("Listing", context["listing"]), rows=tuple(rows))
    app.jinja_env.get_template("desk/list.html").render({**context, "listing": listing})


def _ready(folder: Path) -> bool:
    key = _vault(folder).shelf_key

    def ready() -> None:
        keyring.decode.cache_clear()
        with _unlock(folder) as desk:
            assert desk.list(Query()).total == CASES

    seconds = measure({"bare": lambda: Index(folder / "index", key), "ready": ready})
    return report(
        "desk ready, time against opening its index",
        seconds["ready"] / seconds["bare"],
        READY_BOUND,
        "at_most",
    )


def _memory(full: Path, empty: Path) -> bool:
    index = (full / "index").stat().st_size
    above = _resident(full) - _resident(empty)
    return report(
        "memory of a desk above an empty one, times its index", above / index, MEMORY_BOUND, "at_most"
    )


def _resident(folder: Path) -> int:
    """Bytes (PSS) of a process that has a desk open, after a list and a search."""
    command = [sys.executable, "-m", "bench.desk", str(folder)]
    return int(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def _open(folder: Path) -> None:
    with _unlock(folder) as desk:
        desk.list(Query())
        desk.list(Query(text=WORD))
        sizes = Path("/proc/self/smaps_rollup").read_text().splitlines()
        print(next(int(line.split()[1]) * 1024 for line in sizes if line.startswith("Pss:")))


if __name__ == "__main__":
    if sys.argv[1:]:
        _open(Path(sys.argv[1]))
    else:
        sys.exit(0 if all(main()) else 1)

"""A portal as a process, somebody between it and its reporters, and a reader to open what it was sent."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.client.vault import published
from tests.databases import WIB
from tests.journeys.browsers import see
from tests.journeys.middle import Meddling, Middle, middle, refuse
from tests.journeys.scripted import Scripted
from tests.journeys.steps import answer_back
from tests.portal.process import Running, current_keyring, free_port, lay_out, running
from tests.portal.site import keys_of
from wbs import sealing
from wbs.cases.casefile import Case, fold
from wbs.cases.proof import Entry
from wbs.letters.board import Slot
from wbs.letters.keyring import Chain, SignedKeyring
from wbs.letters.signed import Signed
from wbs.portal.config import Settings, load, open_store
from wbs.store import drops
from wbs.store.board import apply_outbox

# Bytes of a letter without files.
SEALED = 78_094
FIRST_KEYRING = rings.sign(current_keyring())


@dataclass
class Portal:
    """The portal, whoever stands before it, and what its readers have opened so far."""

    server: Running
    between: Middle
    settings: Settings
    opened: dict[bytes, list[Entry]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Where reporters reach it."""
        return self.settings.origins[0]

    def file(self, **answers: str) -> list[str]:
        """File a report the plain way; return the words of its code."""
        visitor = Running(self.server.process, int(self.origin.rpartition(":")[2]))
        words, state = visitor.form_state()
        assert "Laporan terkirim" in visitor.post("/lapor/kirim", state=state, **answers)
        return list(words)

    def case(self, code: Iterable[str]) -> Case | None:
        """Fold what was sent for a code as a desk does; None if nothing was."""
        store = open_store(self.settings)
        drops.release(store, datetime.now(UTC), at_once=True)
        for row in drops.released(store, None):
            with drops.open_drop(store, row) as file:
                sealed = file.read()
            if sealed not in self.opened:
                letters = (_open(sealed, reader.id) for reader in rings.READERS)
                self.opened[sealed] = [Entry(letter) for letter in letters if letter is not None]
        store.dispose()
        entries = [entry for each in self.opened.values() for entry in each]
        return fold(entries, _chain(FIRST_KEYRING)).get(keys_of(Receipt(tuple(code))).case)

    def reported(self, code: Iterable[str]) -> dict[str, str] | None:
        """Return the answers that readers find of one report; None if nothing was sent."""
        case = self.case(code)
        if case is None:
            return None
        assert len(case.versions) == 1
        assert case.report is not None
        return dict(case.report.answers)

    def publish(self, *slots: Slot) -> None:
        """Put slots on the board by an outbox, filled up as a desk does."""
        fillers = [sealing.filler_slot() for _ in range(-len(slots) % 8)]
        everything = tuple(sorted((*slots, *fillers), key=lambda slot: slot.r))
        store = open_store(self.settings)
        now = datetime.now(UTC)
        outbox = rings.outbox(slots=everything, day=now.astimezone(self.settings.office.zone).date())
        apply_outbox(store, outbox, _chain(FIRST_KEYRING), now, actor="kurir")
        store.dispose()


def answer(*keyrings: SignedKeyring) -> Meddling:
    """Publish these keyrings in the portal's place."""
    return refuse(200, json.dumps(published(*keyrings)).encode(), "application/json")


def _open(sealed: bytes, reader: str) -> Signed | None:
    try:
        return sealing.open_letter(io.BytesIO(sealed), make.identity(reader))
    except sealing.NotForMe:
        return None


def _chain(*signed: SignedKeyring) -> Chain:
    return rings.chain(*signed, today=datetime.now(WIB).date())


def come_to_form(browser: Scripted, portal: Portal) -> list[str]:
    """Open the page and write the code down; return its words."""
    browser.open(f"{portal.origin}/lapor")
    shown = see(browser, "Disegel di peramban ini.", "Tulis sepuluh kata ini di kertas")
    code = re.findall(r"(?m)^[a-z]{3,8}$", shown)
    assert len(code) == 10
    browser.press("Sudah saya tulis")
    answer_back(browser, code)
    see(browser, "Ceritakan yang Anda ketahui")
    return code


@contextmanager
def standing_between(folder: Path) -> Iterator[Portal]:
    """Run a portal and stand before it until the block ends."""
    port, behind = free_port(), free_port()
    config = lay_out(folder, port)
    listens = f'listen = "127.0.0.1:{port}"'
    assert listens in config.read_text()
    config.write_text(config.read_text().replace(listens, f'listen = "127.0.0.1:{behind}"'))
    with running(config, behind, folder / "log") as server, middle(port, behind) as between:
        yield Portal(server, between, load(config, {}))

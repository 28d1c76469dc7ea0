"""The casebook says what folding every letter anew says, whatever happened in whichever order."""

import hashlib
import io
import os
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests import factories_keyring as rings
from wbs import sealing
from wbs.cases.casefile import Case, Entry, fold
from wbs.cases.deadlines import due
from wbs.cases.office import Office, default_toml
from wbs.desk import checkpoint
from wbs.desk.casebook import Casebook, Row
from wbs.desk.desk import reporter_letters
from wbs.desk.harmless import one_line
from wbs.desk.shelf import Shelf
from wbs.desk.state import (
    BackedUp,
    Imported,
    Operation,
    Packed,
    QueuedSlot,
    Restored,
    Saved,
    SeenDrop,
    Shown,
    State,
    Wrote,
)
from wbs.desk.vault import Vault
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Letter, sign_letter
from wbs.letters.note import (
    Assigned,
    Categorised,
    Comment,
    Held,
    Intake,
    Merged,
    Opened,
    Recused,
    Released,
    ReplyCopy,
    Reviewed,
    StateChanged,
)
from wbs.letters.signed import Signed

V1, V2, V3 = "verifikator-1", "verifikator-2", "verifikator-3"
VAULT = Vault(V1, (make.seed("casebook"),), rings.PIN)
ME = sealing.reader_keys(VAULT.seeds[0]).recipient
DAYS = tuple(make.DAY + timedelta(days=day) for day in (0, 3, 40))

FIRST = rings.sign(rings.keyring())
SECOND = rings.sign(
    rings.after(FIRST, revoked=(str(make.signing_key(V3).public),), readers=rings.READERS[:2])
)
CHAINS = tuple(
    rings.chain(*keyrings, today=day)
    for keyrings in ((FIRST,), (FIRST, SECOND), (SECOND,))
    for day in DAYS[:2]
)
OFFICES = (
    Office.default(),
    Office.parse(default_toml().replace(b"opening_workdays = 3", b"opening_workdays = 9")),
)


def _sign(letter: Letter, by: str) -> Signed:
    return sign_letter(letter, make.signing_key(by))


def _copy(about: str, to: str, number: int, state: str, author: str = V1, **changes: object) -> Signed:
    reply = make.reply(author, number, to, state=state, **changes)
    return _sign(make.note(ReplyCopy.of(_sign(reply, author)), author, 50 + number, about), author)


@cache
def letters() -> tuple[tuple[bytes, Signed], ...]:
    """Return sealed files and the letters inside: of three cases, and of one whose report is missing."""
    a, b, c, d = "pelapor a", "pelapor b", "pelapor c", "pelapor d"
    signed = [
        _sign(make.report(a), a),
        # The same code for another text, and a panel that only the second keyring names.
        _sign(make.report(a, answers={"what": "Lain."}, excluded=(V2,)), a),
        _sign(make.report(b, keyring=2), b),
        _sign(make.report(c), c),
        _sign(make.message(a, 1), a),
        _sign(make.message(a, 2, text="Bukan saya."), b),
        _sign(make.message(b, 1), b),
        _sign(make.message(d, 1), d),
        _sign(make.note(Opened(), V2, 1, a), V2),
        _sign(make.note(StateChanged("TELAAH"), V3, 1, a), V3),
        _sign(make.note(StateChanged("TTL", "data-kurang"), V2, 2, a), V2),
        _sign(make.note(StateChanged("TTL", "data-kurang"), V3, 2, a, day=DAYS[1]), V3),
        _sign(make.note(Assigned((V2, V3)), V2, 1, b, keyring=2), V2),
        _sign(make.note(Comment("Rapat."), V1, 1, c), V2),
        _sign(make.note(Merged(make.case(b)), V2, 1, c, day=DAYS[1]), V2),
        _sign(make.note(StateChanged("TELAAH"), V2, 2, c), V2),
        _sign(make.note(Recused("Kerabat."), V3, 1, c), V3),
        _sign(make.note(Held("Perkara."), V2, 3, b), V2),
        _sign(make.note(Released("Selesai."), V2, 4, b, day=DAYS[1]), V2),
        _sign(make.note(Intake("telepon", DAYS[0]), V2, 1, d), V2),
        _copy(a, a, 1, "DITERIMA"),
        _copy(c, c, 2, "DITERIMA", excluded=(V1,)),
        # A note about one case that carries a reply to another.
        _copy(a, b, 3, "DITERIMA", V3),
        _copy(a, c, 4, "DITERIMA", V2),
        _sign(make.note(Categorised(3), V3, 3, a), V3),
        # Whose desk it is steps back: nothing is due there any more.
        _sign(make.note(Recused("Kerabat."), V1, 1, b), V1),
        _sign(make.note(Reviewed((_copy(a, b, 3, "DITERIMA", V3).hash,)), V2, 5, a, keyring=2), V2),
    ]
    # One letter came in two files.
    files = []
    for each in (*signed, signed[4]):
        file = io.BytesIO()
        sealing.seal(each, [ME], file, random=os.urandom)
        files.append((file.getvalue(), each))
    return tuple(files)


COUNT = 28
Step: TypeAlias = tuple[str, int, int]
STEP: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("arrive"), st.integers(0, COUNT - 1), st.integers(0, 2)),
    st.tuples(st.just("arrive"), st.integers(0, 5), st.integers(0, 2)),
    st.tuples(st.just("write"), st.integers(0, COUNT - 1), st.just(0)),
    st.tuples(st.just("show"), st.integers(0, COUNT - 1), st.just(0)),
    st.tuples(st.just("keyrings"), st.integers(0, len(CHAINS) - 1), st.just(0)),
    st.tuples(st.just("office"), st.integers(0, 1), st.just(0)),
    st.tuples(st.just("restart"), st.just(0), st.just(0)),
    st.tuples(st.just("die"), st.just(0), st.just(0)),
)
STEPS = st.lists(st.tuples(STEP, st.booleans()), min_size=20, max_size=40)


class Place:
    """One shelf and the casebook over it, moved on by steps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.chain, self.office = CHAINS[0], OFFICES[0]
        self.fitting: set[bytes] = set()
        self.open()

    def open(self) -> None:
        self.shelf = Shelf.unlock(self.folder, VAULT)
        self.shelf.catch_up()
        self.fit()

    def fit(self) -> None:
        self.book = Casebook(self.shelf, V1, self.chain, self.office, self.chain.today)

    def take(self, step: Step) -> None:
        name, which, day = step
        match name:
            case "arrive":
                sealed, _ = letters()[which]
                self.put(sealed, _imported(hashlib.sha256(sealed).digest(), HalfDay(DAYS[day], "A")))
            case "write":
                sealed, _ = letters()[which]
                self.put(sealed, Wrote(day=DAYS[0], drops=(hashlib.sha256(sealed).digest(),)))
            case "show":
                self.shelf.commit(Shown(letters=(letters()[which][1].hash,), day=DAYS[0]))
            case "keyrings":
                self.chain = CHAINS[which]
                self.fit()
            case "office":
                self.office = OFFICES[which]
                self.fit()
            case "restart":
                self.shelf.close()
                self.open()
            case "die":
                # As after kill -9: nothing was saved on the way out.
                assert self.shelf._lock is not None
                os.close(self.shelf._lock)
                self.open()

    def put(self, sealed: bytes, operation: Operation) -> None:
        self.shelf.keep(io.BytesIO(sealed), hashlib.sha256(sealed).digest())
        self.shelf.commit(operation)
        self.shelf.catch_up()

    def compare(self) -> None:
        """Fold everything anew, and find the same."""
        entries = (Entry(each.signed, each.half_day, each.drop) for each in self.shelf.letters())
        expected = fold(entries, self.chain, self.fitting)
        assert list(self.book) == list(expected)
        assert [self.book.row(case) for case in expected] == [self.row(each) for each in expected.values()]
        assert dict(self.book) == expected

    def row(self, case: Case) -> Row:
        """Return a line made of a case alone."""
        today = self.chain.today
        what = case.report.answers["what"] if case.report is not None else ""
        away, shown = V1 in case.recused, self.shelf.state.shown
        current = {reader.id for reader in self.chain.current.current_readers(today)}
        carried = all(note.half_day for note in case.notes)
        elsewhere = carried and V1 not in case.readers and bool(current & case.readers)
        all_due = due(case.facts, self.office.clocks, self.office.calendar, today)
        return Row(
            id=case.id,
            state=case.state,
            outcome=case.outcome,
            violation=case.violation,
            readers=tuple(sorted(case.readers)),
            proposed=bool(case.proposed),
            lapsed=bool(case.lapses),
            held=case.hold is not None,
            intake=case.intake is not None,
            unproven=len(case.unproven),
            revoked=len(case.revoked),
            facts=case.facts,
            last=max((each.half_day for each in reporter_letters(case) if each.half_day), default=None),
            snippet=one_line(what, 120),
            merged_into=case.merged_into,
            unread=not away and any(each.hash not in shown for each in reporter_letters(case)),
            due=None if away or elsewhere else next(iter(all_due), None),
            away=away,
            elsewhere=elsewhere,
        )


def _imported(drop: bytes, half_day: HalfDay) -> Imported:
    return Imported(
        day=DAYS[0],
        until=half_day,
        volume=1,
        volumes=1,
        keyring=1,
        drops=(SeenDrop(drop, half_day),),
        board=(),
    )


@settings(max_examples=25)
@given(STEPS)
def test_the_casebook_is_the_fold_of_all_letters(steps: list[tuple[Step, bool]]) -> None:
    assert len(letters()) == COUNT
    with TemporaryDirectory() as name:
        place = Place(Path(name))
        for step, look in steps:
            place.take(step)
            if look:
                place.compare()
        place.compare()
        place.shelf.close()


def test_a_case_comes_back_with_the_keyring_that_proves_it(tmp_path: Path) -> None:
    """A copied reply makes its case, as long as the note that carries it is proven."""
    place = Place(tmp_path)
    for step in (("write", 22, 0), ("keyrings", 4, 0), ("restart", 0, 0), ("keyrings", 0, 0)):
        place.take(step)
        place.compare()
    assert make.case("pelapor b") in place.book
    place.shelf.close()


def test_the_letters_of_this_test_meet_every_question() -> None:
    """All of them, read by each chain, give different cases: else the test above would show nothing."""
    entries = [Entry(signed, HalfDay(DAYS[0], "A")) for _sealed, signed in letters()]
    folds = [fold(entries, chain) for chain in (CHAINS[0], CHAINS[2], CHAINS[4])]
    assert len({tuple(each.state for each in cases.values()) for cases in folds}) == 3
    assert any(case.merged_from for case in folds[0].values())


STATES = st.builds(
    State,
    written=st.dictionaries(st.binary(min_size=32, max_size=32), st.dates(date(2000, 1, 1)), max_size=4),
    shown=st.dictionaries(
        st.binary(min_size=32, max_size=32), st.none() | st.dates(date(2000, 1, 1)), max_size=4
    ),
    restored=st.booleans(),
)


@given(STATES, st.lists(st.sampled_from(["drop a", "drop b", "drop c"]), max_size=5), st.booleans())
def test_a_checkpoint_gives_the_state_back(state: State, arrivals: list[str], more: bool) -> None:
    for number, label in enumerate(arrivals):
        state.apply(
            replace(_imported(make.seed(label), HalfDay(DAYS[number % 3], "B")), volumes=1 + number % 2)
        )
    if more:
        slot = QueuedSlot(make.seed("r", 16), make.seed("case"), make.seed("reply"))
        for operation in (
            Wrote(day=DAYS[0], slots=(slot, replace(slot, r=make.seed("r2", 16)))),
            Packed(day=DAYS[1], sha256=make.seed("outbox")),
            replace(_imported(make.seed("drop d"), HalfDay(DAYS[0], "A")), board=(slot.r,)),
            Saved(
                day=DAYS[1], letter=make.seed("letter"), path="attachments/01.pdf", sha256=make.seed("file")
            ),
            BackedUp(day=DAYS[2]),
            Restored(),
        ):
            state.apply(operation)
    again = checkpoint.unpack(memoryview(checkpoint.pack(state)))
    assert again == state
    # The oldest are carried first.
    for ours, theirs in (
        (state.arrived, again.arrived),
        (state.written, again.written),
        (state.slots, again.slots),
    ):
        assert list(ours) == list(theirs)

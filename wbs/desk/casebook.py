"""The casebook: every case of a desk by id, each folded when somebody looks at it.

Lists, counts and imports go by records, which the index keeps; a case whose letters, half-days or keyrings
changed since its record was made is folded again at the next look, and no other. What is seen here is what
``cases.casefile.fold`` over all letters gives.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wbs.cases.casefile import Case, Entry, fold
from wbs.cases.deadlines import Due, Facts, due
from wbs.cases.lifecycle import Outcome, State
from wbs.cases.office import Office
from wbs.desk.catalogue import Catalogue, Fresh
from wbs.desk.folding import Folded
from wbs.desk.records import (
    Packed,
    Question,
    Record,
    answer,
    is_carried,
    pack,
    pack_facts,
    questions,
    record,
    unpack_facts,
)
from wbs.desk.search import Excerpt, excerpt
from wbs.desk.shelf import Shelf
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain
from wbs.letters.signed import Signed

_NOTHING: Mapping[bytes, Folded] = {}
# Cases kept as they were folded: those that somebody is working on.
_KEPT = 16
# Bytes of an id that make up its name.
_NAME = 4


@dataclass(frozen=True)
class Row:
    """One line of the list.

    ``readers`` are ids, sorted; ``proposed``: a state waits for a second person; ``lapsed``: see
    ``cases.lapses``; ``last``: the half-day of the reporter's newest letter; ``snippet``: the beginning of
    what happened, one harmless line; ``unread``: a reporter's letter was not shown here yet; ``due``: the
    first thing due, as of the desk's today; ``away``: this desk's reader stepped back, so that nothing is due
    here and nothing unread; ``elsewhere``: see ``Casebook.is_elsewhere``; then nothing is due here.
    """

    id: bytes
    state: State
    outcome: Outcome | None
    violation: int | None
    readers: tuple[str, ...]
    proposed: bool
    held: bool
    lapsed: bool
    intake: bool
    unproven: int
    revoked: int
    facts: Facts
    last: HalfDay | None
    snippet: str
    merged_into: bytes | None
    unread: bool
    due: Due | None
    away: bool
    elsewhere: bool

    @property
    def name(self) -> str:
        """What people call the case: the first eight hex digits of its id."""
        return self.id.hex()[:8]

    @property
    def late(self) -> bool:
        """Whether the first thing due is overdue."""
        return self.due is not None and self.due.overdue_by > 0


class Casebook(Mapping[bytes, Case]):
    """The cases on a shelf as a chain of keyrings proves them, in the order of ids."""

    def __init__(self, shelf: Shelf, reader: str, chain: Chain, office: Office, today: date) -> None:
        """Fold nothing yet; mark what the chain or the office has changed since the records were made.

        ``reader`` is whose desk it is: a case that they are excluded from is in no list.
        """
        self._shelf = shelf
        self._catalogue = shelf.catalogue
        self._reader = reader
        self._chain = chain
        self._office = office
        self._today = today
        self._current = frozenset(reader.id for reader in chain.current.current_readers(today))
        self._cases: OrderedDict[bytes, Case] = OrderedDict()
        # What thousands of new cases ask and know alike.
        self._answered: set[Question] = set()
        self._dues: dict[str, Due | None] = {}
        self._fit_chain()
        self._fit_office()

    def __getitem__(self, case: bytes) -> Case:
        """Return a case; KeyError if no letter here speaks of it."""
        self.refresh()
        if case not in self._catalogue:
            raise KeyError(case)
        if case not in self._cases:
            self._keep(case, self._fold(case)[case])
        self._cases.move_to_end(case)
        return replace(self._cases[case], merged_from=self._catalogue.merged_from(case))

    def with_more(self, case: bytes, letters: Iterable[Signed]) -> Case:
        """Return what a case would be if these letters stood on the shelf too."""
        more = [Entry(each) for each in letters]
        return fold([*self._entries(case), *more], self._chain, self._shelf.fitting)[case]

    def __iter__(self) -> Iterator[bytes]:
        """Yield the ids."""
        self.refresh()
        return iter(self._catalogue.ids())

    def __len__(self) -> int:
        """Return the number of cases."""
        self.refresh()
        return len(self._catalogue)

    def __contains__(self, case: object) -> bool:
        """Tell whether a letter here speaks of the case; folds none."""
        self.refresh()
        return isinstance(case, bytes) and case in self._catalogue

    def records(self) -> Iterator[Record]:
        """Yield the record of every case, in the order of ids."""
        self.refresh()
        return self._catalogue.records()

    def oldest_letter(self, since: date) -> date | None:
        """Return when the first letter of a listed case, open or held, arrived, on ``since`` or later."""
        self.refresh()
        return self._catalogue.oldest_letter(since)

    def row(self, case: bytes) -> Row:
        """Return a case's line; KeyError if no letter here speaks of it."""
        rows = self.rows("id = ?", [case])
        if not rows:
            raise KeyError(case)
        return rows[0]

    def rows(self, where: str, parameters: Sequence[str | int | bytes]) -> list[Row]:
        """Return lines as ``Catalogue.lines`` finds them."""
        self.refresh()
        return [
            Row(
                id=record.id,
                state=record.state,
                outcome=record.outcome,
                violation=record.violation,
                readers=record.readers,
                proposed=record.proposed,
                held=record.held,
                lapsed=record.lapsed,
                intake=record.intake,
                unproven=record.unproven,
                revoked=record.revoked,
                facts=record.facts,
                last=record.last,
                snippet=record.snippet,
                merged_into=record.merged_into,
                unread=unread,
                due=first,
                away=away,
                elsewhere=elsewhere,
            )
            for record, first, unread, away, elsewhere in self._catalogue.lines(
                where, parameters, self._today
            )
        ]

    def is_elsewhere(self, case: Case) -> bool:
        """Tell whether only colleagues have a case: what becomes of it, they alone learn.

        Not before this desk's notes have reached the portal: they may be told of it by one of these. And a
        case whose readers have all left is everybody's who has letters of it.
        """
        return self._elsewhere(case.readers, is_carried(case))

    def address(self, case: bytes) -> str:
        """Return how a case is named in an address: by its name, longer where another begins alike."""
        length = _NAME
        while len(self.catalogue().begins(case[:length])) > 1:
            length += _NAME
        return case[:length].hex()

    def fits(self, chain: Chain, office: Office, today: date) -> bool:
        """Tell whether this is what the cases are by these keyrings and settings, today."""
        return chain is self._chain and office is self._office and today == self._today

    def catalogue(self) -> Catalogue:
        """Return the catalogue, whose every line is true now."""
        self.refresh()
        return self._catalogue

    def words(self) -> None:
        """Make every letter's words searchable."""
        self._shelf.search.gather()

    def excerpt(self, row: Row, looked_for: Sequence[str]) -> Excerpt | None:
        """Return where a proven letter of a case says what was looked for, as ``search.excerpt``."""
        return excerpt(self._proven(row), looked_for)

    def _proven(self, row: Row) -> Iterable[Signed]:
        """Return the letters of a case that are proven; it is folded only if others may be among them."""
        if not (row.unproven or row.revoked) and self._shelf.is_alone(row.id):
            return (each.signed for each in self._shelf.letters_of(row.id))
        return (item.filed.signed for item in self[row.id].timeline)

    def refresh(self, folded: Mapping[bytes, Folded] = _NOTHING) -> None:
        """Fold the cases that changed, but for those that were folded elsewhere by the same chain."""
        gone: dict[bytes, Collection[Question]] = {}
        lines: list[Fresh] = []
        for case in self._catalogue.stale():
            self._cases.pop(case, None)
            ready = folded.get(case)
            if ready is not None and self._is_all(ready):
                self._shelf.fitting.update(ready.fitting)
                lines.append(self._line(ready.packed, ready.asked))
                continue
            cases = self._fold(case)
            asked = questions(cases.values())
            if case not in cases:
                # A reply makes it that a note carries which this chain does not prove.
                self._answer(asked)
                gone[case] = asked
                continue
            lines.append(self._line(pack(record(cases[case])), asked))
            self._keep(case, cases[case])
        if gone or lines:
            self._catalogue.forget(gone)
            self._catalogue.put(lines, self._shelf.state.shown)

    def _elsewhere(self, readers: Collection[str], carried: bool) -> bool:
        return carried and self._reader not in readers and not self._current.isdisjoint(readers)

    def _answer(self, asked: Collection[Question]) -> None:
        fresh = {each: answer(each, self._chain) for each in asked if each not in self._answered}
        self._catalogue.set_answers(fresh)
        self._answered.update(fresh)

    def _line(self, packed: Packed, asked: Collection[Question]) -> Fresh:
        self._answer(asked)
        listed = packed.columns.reports > 0 and self._reader not in packed.excluded
        away = self._reader in packed.recused
        elsewhere = self._elsewhere(packed.columns.readers.split(","), packed.carried)
        first = None if away or elsewhere else self._first_due(packed.facts)
        return Fresh(packed, first, asked, listed, away, elsewhere)

    def _is_all(self, folded: Folded) -> bool:
        """Tell whether only the file that was folded speaks of the case, and it came when that says."""
        letters = self._shelf.letters_of(folded.packed.columns.id)
        return [(each.drop, each.half_day) for each in letters] == [(folded.drop, folded.half_day)]

    def _fold(self, case: bytes) -> dict[bytes, Case]:
        """Fold the letters that speak of a case; they may say something of others too, but not all."""
        return fold(self._entries(case), self._chain, self._shelf.fitting)

    def _entries(self, case: bytes) -> Iterator[Entry]:
        return (Entry(each.signed, each.half_day, each.drop) for each in self._shelf.letters_of(case))

    def _keep(self, id_: bytes, case: Case) -> None:
        self._cases[id_] = case
        if len(self._cases) > _KEPT:
            self._cases.popitem(last=False)

    def _first_due(self, facts: str) -> Due | None:
        if facts not in self._dues:
            clocks, calendar = self._office.clocks, self._office.calendar
            self._dues[facts] = next(iter(due(unpack_facts(facts), clocks, calendar, self._today)), None)
        return self._dues[facts]

    def _fit_chain(self) -> None:
        said = self._catalogue.answers()
        says = {question: answer(question, self._chain) for question in said}
        changed: list[Question] = [question for question in said if said[question] != says[question]]
        for question in changed:
            self._catalogue.touch(self._catalogue.who_asked(question))
        self._catalogue.set_answers({question: says[question] for question in changed})

    def _fit_office(self) -> None:
        """What is due, and when, does not hang on the day: only on the facts and the office's clocks; whether
        it is due here, on who are readers."""
        office = " ".join((self._office.hash.hex(), *sorted(self._current)))
        if self._catalogue.setting("office") != office:
            for each in self._catalogue.records():
                if self._reader in each.recused:
                    continue
                elsewhere = self._elsewhere(each.readers, each.carried)
                first = None if elsewhere else self._first_due(pack_facts(each.facts))
                self._catalogue.set_due(each.id, first, elsewhere)
            self._catalogue.set("office", office)

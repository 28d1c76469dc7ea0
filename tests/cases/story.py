"""Builders for the stories that the case tests tell: signed entries, by day counted from DAY."""

import itertools
from datetime import date, timedelta

from tests.factories import DAY, message, note, reply, report, signing_key
from tests.factories_keyring import chain, keyring, sign
from wbs.cases.casefile import Case, fold
from wbs.cases.proof import Entry
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Letter, sign_letter
from wbs.letters.note import Event, ReplyCopy, StateChanged
from wbs.letters.signed import Signed

CHAIN = chain(sign(keyring()))
V1, V2, V3 = "verifikator-1", "verifikator-2", "verifikator-3"


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def arrived(n: int) -> HalfDay:
    return HalfDay(day(n), "A")


def signed(letter: Letter, by: str | None = None) -> Signed:
    """Sign as the letter's author; `by` signs with another label's key."""
    return sign_letter(letter, signing_key(by or letter.author))


class Story:
    """Letters of one reporter's case, numbered for each author as desks do."""

    def __init__(self, label: str = "reporter") -> None:
        self.label = label
        self.entries: list[Entry] = []
        self._numbers = itertools.count(1)
        self._replies: dict[str, int] = {}
        self._notes: dict[str, int] = {}

    def add(self, letter: Letter, n: int = 0, by: str | None = None) -> Entry:
        """Sign and keep a letter; a reporter's arrives on day `n`."""
        own = by or (self.label if letter.author == "reporter" else letter.author)
        half_day = arrived(n) if letter.author == "reporter" else None
        entry = Entry(signed(letter, own), half_day)
        self.entries.append(entry)
        return entry

    def report(self, n: int = 0, **changes: object) -> Entry:
        return self.add(report(self.label, **changes), n)

    def message(self, n: int, text: str = "Ada saksi lain.", **changes: object) -> Entry:
        return self.add(message(self.label, next(self._numbers), text=text, **changes), n)

    def note(self, n: int, body: Event, author: str = V1, **changes: object) -> Entry:
        number = self._notes[author] = self._notes.get(author, 0) + 1
        return self.add(note(body, author, number, self.label, **({"day": day(n)} | changes)))

    def state(self, n: int, state: str, outcome: str | None = None, author: str = V1) -> Entry:
        return self.note(n, StateChanged(state, outcome), author)

    def reply(self, n: int, state: str, author: str = V1, copy: bool = True, **changes: object) -> Entry:
        """A reply, kept as its copy in a note (as on desks), or bare."""
        number = self._replies[author] = self._replies.get(author, 0) + 1
        made = reply(author, number, self.label, **({"day": day(n), "state": state} | changes))
        sent = signed(made)
        if copy:
            return self.note(n, ReplyCopy.of(sent), author)
        self.entries.append(Entry(sent))
        return self.entries[-1]

    def case(self) -> Case:
        """The one case that the entries make."""
        cases = fold(self.entries, CHAIN)
        assert len(cases) == 1
        return next(iter(cases.values()))


def reviewed(label: str = "reporter") -> Story:
    """A report, opened, acknowledged and under review on day 1."""
    story = Story(label)
    story.report()
    story.reply(1, "DITERIMA")
    story.state(1, "TELAAH")
    return story

"""How a case reads: its answers, its letters one by one, and what is due, in the chosen language.

What came from outside has passed through ``harmless``; only texts of several lines are given as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from wbs.cases.casefile import Case, TimelineItem, text_in
from wbs.cases.deadlines import Due
from wbs.cases.lapses import Aspect
from wbs.cases.lifecycle import OUTCOME_LABELS, Outcome, State
from wbs.cases.progress import Verdict
from wbs.cases.text import Text
from wbs.desk import visible
from wbs.desk.desk import Desk
from wbs.desk.harmless import harmless
from wbs.desk.phrases import day_of, end_of
from wbs.desk.words import (
    ASPECTS,
    CHOICES,
    CLOCKS,
    DUE_KINDS,
    EVENTS,
    KINDS_OF_LETTERS,
    QUESTIONS,
    REFUSALS,
    STATES,
)
from wbs.language import _, language, ngettext
from wbs.letters.letter import ANSWERS, Letter, Message, Note, Reply, Report
from wbs.letters.note import (
    Assigned,
    Categorised,
    Event,
    Grant,
    Intake,
    Merged,
    Referred,
    StateChanged,
    Unmerged,
    Withdrawn,
)

# What a reader wrote is as a rule with the portal by then; who dates a note back cannot have it arrive back.
_ON_THE_WAY = timedelta(days=2)


@dataclass(frozen=True)
class Answered:
    """One answer of a report; ``chosen``: one of the form's fixed answers, in words."""

    question: str
    answer: str
    chosen: bool


def answers(report: Report) -> list[Answered]:
    """Return what the reporter answered, in the form's order."""
    found = []
    for name in ANSWERS:
        if name in report.answers:
            answer = report.answers[name]
            chosen = name in ("ongoing", "value") and answer in CHOICES
            found.append(Answered(_(QUESTIONS[name]), _(CHOICES[answer]) if chosen else answer, chosen))
    return found


@dataclass(frozen=True)
class Told:
    """One line of a timeline: a letter, or the first of as many grants as one act opened ``letters``."""

    item: TimelineItem
    letters: int = 1


def told(items: Iterable[TimelineItem]) -> list[Told]:
    """Return a timeline as it reads: who was let into a case is told once, not for each of its letters."""
    found: list[Told] = []
    before = None
    for item in items:
        act = _granted(item)
        if act is not None and act == before:
            found[-1] = Told(found[-1].item, found[-1].letters + 1)
        else:
            found.append(Told(item))
        before = act
    return found


def _granted(item: TimelineItem) -> object:
    """Return what grants that one act wrote have in common, None of all else."""
    letter = item.filed.letter
    if isinstance(letter, Note) and isinstance(letter.body, Grant) and not (item.fork or item.version):
        return letter.author, letter.day, letter.body.to, item.refusal
    return None


def when(desk: Desk, item: TimelineItem) -> str:
    """Return the day of a reader's letter, and until when a reporter's had arrived."""
    if item.filed.half_day is not None and not isinstance(item.filed.letter, Note | Reply):
        end = item.filed.half_day.end(desk.office.zone)
        return _("{day}, sampai pukul {hour}").format(
            day=day_of(end.date()), hour=f"{end:%H.%M} {desk.office.zone_name}"
        )
    return day_of(item.day) if item.day is not None else _("belum tercatat di portal")


def who(desk: Desk, item: TimelineItem) -> str:
    """Return who wrote a letter, by title."""
    if item.author == "reporter":
        return _("Pelapor")
    author = title(desk, item.author)
    return _("{title} (mantan pembaca)").format(title=author) if item.filed.former else author


def what(desk: Desk, letter: Letter, letters: int = 1) -> str:
    """Return what a letter is or does, in one line; ``letters`` as Told has it."""
    if isinstance(letter, Report):
        return _("laporan")
    if isinstance(letter, Message):
        return _("pesan")
    if isinstance(letter, Reply):
        return _("balasan, {state}").format(state=state_of(letter.state, letter.outcome))
    if isinstance(letter.body, Grant) and letters > 1:
        text = _("memberi {readers} akses ke {count} surat")
        return text.format(readers=titles(desk, letter.body.to), count=letters)
    return f"{_(EVENTS[letter.event])} {_detail(desk, letter.body)}".rstrip()


def _detail(desk: Desk, body: Event) -> str:
    match body:
        case StateChanged() | Withdrawn():
            return state_of(body.state, body.outcome)
        case Categorised():
            return violation(desk, body.violation)
        case Assigned() | Grant():
            return titles(desk, body.to)
        case Referred():
            return harmless(body.body)
        case Merged() | Unmerged():
            name = visible.name_of(desk, body.into)
            return _("kasus {name}").format(name=name) if name else _("kasus lain")
        case Intake():
            return f"({harmless(body.channel)})"
    return ""


def doubts(item: TimelineItem) -> list[str]:
    """Return why a letter does not count, or not alone, or not yet."""
    found = []
    if item.verdict is Verdict.PROPOSED:
        found.append(_("Sebuah usul; baru berlaku bila orang kedua mengukuhkannya."))
    if item.kind == Withdrawn.event and item.verdict is Verdict.NONE:
        found.append(_("Tidak mengubah apa pun: usul itu sudah tidak ada."))
    if item.verdict is Verdict.REFUSED and item.refusal is not None:
        found.append(_("Tidak berlaku: {why}").format(why=_(REFUSALS[item.refusal])))
    letter, arrived = item.filed.letter, item.filed.half_day
    if isinstance(letter, Note | Reply) and arrived is not None and arrived.day - letter.day > _ON_THE_WAY:
        text = _("Bertanggal {day}, tetapi baru tiba di portal pada {arrived}.")
        found.append(text.format(day=day_of(letter.day), arrived=day_of(arrived.day)))
    if item.fork or item.version:
        found.append(_("Ada surat lain dengan nomor yang sama."))
    return found


@dataclass(frozen=True)
class Lapsed:
    """What a letter under a revoked key had settled: who did what and when, and what counts ``now``."""

    label: str
    who: str
    what: str
    day: str
    now: str


def lapsed(desk: Desk, case: Case) -> list[Lapsed]:
    """Return what fell away with revoked letters, and is to be settled again."""
    found = []
    for each in case.lapses:
        letter = each.act.letter
        what = _lapsed(desk, each.aspect, letter)
        day = day_of(letter.day)
        now = _standing(desk, case, each.aspect)
        found.append(Lapsed(_(ASPECTS[each.aspect]), title(desk, letter.author), what, day, now))
    return found


def _lapsed(desk: Desk, aspect: Aspect, letter: Reply | Note) -> str:
    if isinstance(letter, Reply) and aspect is Aspect.EXCLUDED:
        return _("mengecualikan {readers}").format(readers=titles(desk, letter.excluded))
    if isinstance(letter, Reply) and aspect is Aspect.READERS:
        return f"{_(EVENTS[Assigned.event])} {titles(desk, letter.readers)}"
    return what(desk, letter)


def _standing(desk: Desk, case: Case, aspect: Aspect) -> str:
    match aspect:
        case Aspect.STATE:
            return case_state(case)
        case Aspect.CATEGORY:
            return violation(desk, case.violation) if case.violation is not None else _("belum ditetapkan")
        case Aspect.HOLD:
            return _("tidak") if case.hold is None else day_of(case.hold.day)
        case Aspect.READERS:
            return titles(desk, case.readers)
        case Aspect.EXCLUDED:
            return titles(desk, case.excluded)
        case Aspect.RECUSED:
            return titles(desk, case.recused)
        case Aspect.INTAKE:
            return "-"


def kind_of(letter: Letter) -> str:
    """Return what a letter claims to be, which nobody proved."""
    return _(KINDS_OF_LETTERS[letter.event if isinstance(letter, Note) else letter.kind])


def text_of(letter: Letter) -> str:
    """Return what a letter that nobody proved says, to be told apart from others."""
    if isinstance(letter, Report):
        return letter.answers["what"]
    return text_in(letter.body) if isinstance(letter, Note) else letter.text


def due_of(due: Due) -> str:
    """Return what is due and when, and by how many days it is late."""
    text = f"{due_words(due)} {day_of(due.due_on)}"
    if due.provisional:
        text += " " + _("(sementara)")
    if due.overdue_by:
        text += " " + _("lewat {days} hari").format(days=due.overdue_by)
    return text


def due_words(due: Due) -> str:
    """Return what is due, without the day."""
    words = _(CLOCKS[due.clock])
    return f"{words}: {_(DUE_KINDS[due.kind])}" if due.kind in DUE_KINDS else words


def missing(desk: Desk) -> str:
    """Return what to ask the courier for where ``importing.gap`` tells of one."""
    collected = desk.shelf.state.collected
    if collected is None:
        return _("Surat yang lebih lama belum diimpor. Mintalah bundel lengkap, dengan semua volumenya.")
    text = _(
        "Ada bundel atau volume yang terlewat: yang lengkap di sini hanya surat yang masuk sebelum {until}."
    )
    ask = _("Mintalah bundel sejak hari itu, atau bundel lengkap.")
    return f"{text.format(until=end_of(desk, collected))} {ask}"


def state_of(state: str, outcome: str | None) -> str:
    """Return a state with its outcome; the code where this version does not know it."""
    name = label(STATES[State(state)]) if state in State.__members__ else state
    if outcome is None:
        return name
    known = next((each for each in Outcome if each == outcome), None)
    return f"{name} ({label(OUTCOME_LABELS[known]) if known is not None else outcome})"


def case_state(case: Case) -> str:
    """Return the state that a case is in."""
    return state_of(case.state, case.outcome)


def violation(desk: Desk, number: int) -> str:
    """Return what the office's settings call a violation, or its number."""
    found = desk.office.violation(number)
    return label(found.name) if found is not None else str(number)


def titles(desk: Desk, readers: Iterable[str]) -> str:
    """Return the titles of readers, by id, in one line."""
    return ", ".join(title(desk, reader) for reader in sorted(readers)) or "-"


def granted(desk: Desk, count: int, readers: Iterable[str]) -> str:
    """Say that so many letters of a case were opened to readers."""
    if not count:
        return _("{readers} sudah mendapat akses ke semua surat kasus ini.").format(
            readers=titles(desk, readers)
        )
    text = ngettext("{count} surat dibuka untuk {readers}.", "{count} surat dibuka untuk {readers}.", count)
    return text.format(count=count, readers=titles(desk, readers))


def title(desk: Desk, reader: str) -> str:
    """Return the title of a reader."""
    return harmless(desk.reader_title(reader))


def label(text: Text) -> str:
    """Return a text of the office or of the code in the chosen language."""
    return text.en if language() == "en" else text.id

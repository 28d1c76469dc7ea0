"""Notes and replies of this desk: numbered, signed, sealed to a case's readers, queued to be carried."""

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from crypto import bech32
from wbs import sealing
from wbs.cases.casefile import Case, Filed, first_readers
from wbs.cases.lapses import doubted
from wbs.cases.lifecycle import Outcome, State
from wbs.desk import rules
from wbs.desk.desk import Desk, never_shown, reporter_letters
from wbs.desk.errors import NotAllowed
from wbs.desk.state import QueuedSlot, Shown
from wbs.letters import canonical
from wbs.letters.board import Slot, tag
from wbs.letters.errors import FormatError
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Note, Reply, Report, encode, sign_letter
from wbs.letters.note import (
    EVENT,
    READERS,
    REPLY_JSON_LIMIT,
    REVIEWED,
    Assigned,
    Event,
    Grant,
    Opened,
    ReplyCopy,
    Reviewed,
    Unmerged,
)
from wbs.letters.signed import Signed

SealedLetter: TypeAlias = tuple[bytes, Signed]
SealedReply: TypeAlias = tuple[Slot, QueuedSlot]


@dataclass(frozen=True)
class Answer:
    """What a reader wants to tell the reporter; ``state`` None: the case stays where it is.

    ``draft``: secret bytes of the page that it was written on. The same answer from the same page is one
    letter, however often it is sent.
    """

    text: str = field(repr=False)
    state: State | None = None
    outcome: Outcome | None = None
    readers: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    draft: bytes | None = field(default=None, repr=False)


def compose(desk: Desk, case: Case, answer: Answer) -> Reply:
    """Return the reply that would go out; nothing is written yet.

    NotAllowed: the state graph, the second person, an excluded reader, or a text that does not fit its slot.
    """
    desk.require_sealing()
    me = desk.me
    _report(case)
    rules.check_part(desk, case)
    state, outcome = rules.next_state(case, me.id, answer.state, answer.outcome)
    readers = rules.current(desk, case.readers) if answer.readers is None else set(answer.readers)
    readers = (readers | {me.id}) - set(answer.exclude)
    rules.check_readers(desk, case, readers)
    rules.check_known(desk, answer.exclude)
    mine = [reply for reply in case.replies if reply.letter.author == me.id]
    reply = Reply(
        instance=desk.vault.pin.instance,
        author=me.id,
        keyring=desk.chain.current.sequence,
        case=case.id,
        letter_id=_reply_id(desk, answer),
        day=desk.today,
        author_seq=1 + max((each.letter.author_seq for each in mine), default=0),
        to=hashlib.sha256(bech32.decode(_report(case).recipient)[1]).digest(),
        state=state,
        outcome=outcome,
        text=answer.text,
        readers=tuple(sorted(readers)),
        excluded=tuple(sorted(set(answer.exclude))),
        prev=mine[-1].hash if mine else None,
        received=len(case.versions) + len(case.messages),
        until=desk.shelf.state.collected or HalfDay(desk.today, "A"),
    )
    try:
        encode(reply)
    except FormatError as error:
        raise NotAllowed("Jawaban tidak muat di papan balasan: {error}", error=error) from None
    _check_order(desk, case, [reply], lambda: [_copy(desk, case, reply)])
    return reply


def bytes_left(reply: Reply) -> int:
    """Return how many more bytes of text the reply could take."""
    return REPLY_JSON_LIMIT - len(encode(reply))


def room(desk: Desk, case: Case, answer: Answer) -> int:
    """Return how many bytes of text, as JSON, an answer like this could take; NotAllowed as ``compose``."""
    return bytes_left(compose(desk, case, replace(answer, text="")))


def text_bytes(text: str) -> int:
    """Return how many bytes of its letter a text takes."""
    return len(canonical.dumps(text)) - len('""')


def is_sent(desk: Desk, case: Case, answer: Answer) -> bool:
    """Tell whether this very answer, from the same page, was sent already."""
    if answer.draft is None:
        return False
    sent = {each.letter.letter_id for each in case.replies if each.letter.author == desk.vault.reader}
    return _reply_id(desk, answer) in sent


def send(desk: Desk, case: Case, reply: Reply) -> None:
    """Sign, seal and queue a reply, and a copy of it for the case's readers; all of it or nothing."""
    slot, copies = pack(desk, case, reply)
    desk.shelf.write(desk.today, copies, [slot])
    desk.changed()


def pack(desk: Desk, case: Case, reply: Reply) -> tuple[SealedReply, list[SealedLetter]]:
    """Return a reply, signed and sealed, and the copies of it for the case's readers; nothing is written.

    NotAllowed as ``sealed_reply``.
    """
    signed = sign_letter(reply, desk.vault.keys.signing)
    slot = sealed_reply(desk, case, signed)
    # Whoever is taken off the case still learns that, and how it was answered.
    readers = (set(case.readers) | set(reply.readers)) - set(reply.excluded)
    return slot, sealed_note(desk, case.id, _next_number(desk, case), ReplyCopy.of(signed), readers)


def sealed_reply(desk: Desk, case: Case, signed: Signed) -> SealedReply:
    """Return a reply sealed for the board.

    NotAllowed: the report is not here, or nothing can be sealed to the key that it brought.
    """
    report = _report(case)
    r = desk.random(16)
    try:
        sealed = sealing.seal_reply(signed, report.recipient, random=desk.random)
    except sealing.SealingError as error:
        raise NotAllowed(
            "Kunci yang dibawa laporan ini tidak dapat dipakai untuk menjawab: {error}", error=error
        ) from None
    return Slot(r, tag(report.thread, r), sealed), QueuedSlot(r, case.id, signed.hash)


def note(desk: Desk, case: Case, body: Event) -> None:
    """Write a note to the case's readers.

    NotAllowed where the fold would refuse it: an illegal state, an excluded reader, someone who stepped back.
    """
    notes(desk, case, [body])


def notes(desk: Desk, case: Case, bodies: Sequence[Event], draft: bytes | None = None) -> None:
    """Write several notes at once, all or none.

    ``draft`` as of an Answer: of the same notes from the same page, those that stand already are left out.
    """
    desk.require_sealing()
    written = {each.letter.letter_id for each in case.notes if each.letter.author == desk.vault.reader}
    fresh = [(body, id_) for body in bodies if (id_ := _note_id(desk, body, draft)) not in written]
    for body, _id in fresh:
        rules.check_event(desk, case, body)
    if not fresh:
        return
    named = {reader for body in bodies if isinstance(body, Assigned | Grant) for reader in body.to}
    readers = case.readers | named
    first = _next_number(desk, case)
    letters = [_note(desk, case.id, first + i, body, id_) for i, (body, id_) in enumerate(fresh)]
    signed = [each for _, each in letters]
    _check_order(desk, case, [letter for letter, _ in letters], lambda: signed)
    sealed = [sealed_for(desk, each, readers) for each in signed]
    desk.shelf.write(desk.today, [letter for letters in sealed for letter in letters])
    desk.changed()


def opened(desk: Desk, case: Case) -> None:
    """Remember that all of the case's letters were shown, and tell the other readers as ``announce``."""
    shown(desk, never_shown(desk, case))
    announce(desk, case)


def shown(desk: Desk, letters: Collection[bytes]) -> None:
    """Remember that letters of reporters were shown, by the hash of letter.json."""
    if letters:
        desk.shelf.commit(Shown(letters=tuple(sorted(letters)), day=desk.today))


def announce(desk: Desk, case: Case) -> None:
    """Tell the case's other readers, the first time, that it was opened.

    Where nothing can be sealed today, or this reader has no part in the case or the keyring, nobody is told.
    """
    told = any(n.letter.author == desk.vault.reader and n.letter.event == Opened.event for n in case.notes)
    may = desk.can_seal and desk.vault.reader not in case.excluded | case.recused | doubted(case.lapses)
    if case.report is not None and not told and may:
        note(desk, case, Opened())


def review(case: Case) -> Reviewed:
    """Return the note that settles what revoked letters had said; NotAllowed if that is nothing."""
    if not case.lapses:
        raise NotAllowed("Di kasus ini tidak ada yang perlu ditetapkan lagi.")
    hashes = [each.act.hash for each in case.lapses] + [each.hash for each in case.revoked]
    return Reviewed(tuple(dict.fromkeys(hashes))[:REVIEWED])


def unmerge(case: Case) -> Unmerged:
    """Return the note that undoes the merger of a case; NotAllowed if there is none."""
    if case.merged_into is None:
        raise NotAllowed("Kasus ini tidak sedang digabung ke kasus lain.")
    return Unmerged(case.merged_into)


def grant(desk: Desk, case: Case, readers: Collection[str], draft: bytes | None = None) -> int:
    """Let readers into every letter of the case, and return how many this desk had not let them into yet.

    ``draft`` as in ``notes``. NotAllowed: someone excluded or not current, or more readers than a letter can
    have.
    """
    bodies = _grants(desk, case, readers)
    notes(desk, case, bodies, draft)
    return len(bodies)


def assign(desk: Desk, case: Case, readers: Collection[str], *, letters: bool, draft: bytes | None) -> int:
    """Say who reads from now on; with ``letters``, let those who did not before into what is here, as
    ``grant``. Returns how many letters that were."""
    new = set(readers) - case.readers - {desk.vault.reader}
    bodies = _grants(desk, case, new) if letters and new else []
    notes(desk, case, [Assigned(tuple(sorted(set(readers)))), *bodies], draft)
    return len(bodies)


def who_reads_all(desk: Desk, case: Case) -> set[str]:
    """Return the case's readers who can open all that the reporter wrote, as far as this desk can know.

    The report's first readers are taken to get follow-ups too; anyone else, what they were let into.
    """
    bodies = [note.letter.body for note in case.notes]
    granted = [(set(body.to), body.drop) for body in bodies if isinstance(body, Grant)]
    found = set(case.readers)
    for letter in reporter_letters(case):
        found &= set().union(*(to for to, drop in granted if drop in letter.drops))
    return found | case.readers & first_readers(case.versions, desk.chain)


def _grants(desk: Desk, case: Case, readers: Collection[str]) -> list[Event]:
    desk.require_sealing()
    new = tuple(sorted(set(readers)))
    rules.check_readers(desk, case, rules.current(desk, case.readers) | set(new))
    recipients = [reader.recipient for reader in desk.chain.current.readers if reader.id in new]
    drops = [letter.drops for letter in reporter_letters(case)]
    drops += [note.drops for note in case.notes if note.letter.event != Grant.event]
    # A colleague's grant may lead nowhere; this desk's own do not.
    mine = [note.letter.body for note in case.notes if note.letter.author == desk.vault.reader]
    done = {(body.drop, reader) for body in mine if isinstance(body, Grant) for reader in body.to}
    return [
        Grant(files[0], desk.shelf.rewrap(files[0], recipients), new)
        for files in drops
        if files and not all((files[0], reader) in done for reader in new)
    ]


def sealed_note(
    desk: Desk,
    case: bytes,
    number: int,
    body: Event,
    readers: Collection[str],
    letter_id: bytes | None = None,
) -> list[SealedLetter]:
    """Return a note of this desk, signed and sealed as ``sealed_for``.

    ``number`` is its author_seq, ``letter_id`` None: a new one. NotAllowed if it cannot be written.
    """
    _letter, signed = _note(desk, case, number, body, letter_id)
    return sealed_for(desk, signed, readers)


def _note(
    desk: Desk, case: bytes, number: int, body: Event, letter_id: bytes | None = None
) -> tuple[Note, Signed]:
    """Return a note of this desk, and the same signed; as ``sealed_note``."""
    letter = Note(
        instance=desk.vault.pin.instance,
        author=desk.me.id,
        keyring=desk.chain.current.sequence,
        case=case,
        letter_id=letter_id or desk.random(16),
        day=desk.today,
        author_seq=number,
        body=body,
    )
    try:
        return letter, sign_letter(letter, desk.vault.keys.signing)
    except FormatError as error:
        raise NotAllowed("Catatan tidak dapat ditulis: {error}", error=error) from None


def sealed_for(desk: Desk, signed: Signed, readers: Collection[str]) -> list[SealedLetter]:
    """Return a letter sealed to those of the readers who are current and to this desk.

    One file has 8 readers: of more, each file is for 7 others. The letter stays one, however often it comes.
    NotAllowed: the keyring has a key that nothing can be sealed to.
    """
    me = desk.me
    current = desk.chain.current.current_readers(desk.today)
    others = [reader.recipient for reader in current if reader.id in readers and reader.id != me.id]
    sealed = []
    for start in range(0, len(others) or 1, READERS - 1):
        file = io.BytesIO()
        recipients = [me.recipient, *others[start : start + READERS - 1]]
        try:
            sealing.seal(signed, recipients, file, random=desk.random)
        except sealing.SealingError as error:
            raise NotAllowed("Catatan tidak dapat ditulis: {error}", error=error) from None
        sealed.append((file.getvalue(), signed))
    return sealed


def _reply_id(desk: Desk, answer: Answer) -> bytes:
    readers = None if answer.readers is None else sorted(set(answer.readers))
    said = [answer.text, answer.state or "", answer.outcome or "", sorted(set(answer.exclude))]
    return _letter_id(desk, answer.draft, [*said, *([] if readers is None else [readers])])


def _note_id(desk: Desk, body: Event, draft: bytes | None) -> bytes:
    # A grant's header is made by chance; whom it lets into which letter is what was asked for.
    said = [body.drop.hex(), sorted(body.to)] if isinstance(body, Grant) else EVENT.write(body)
    return _letter_id(desk, draft, said)


def _letter_id(desk: Desk, draft: bytes | None, said: canonical.Value) -> bytes:
    """Return an id by chance, or the one that a page's secret bytes and what was said there make."""
    if draft is None:
        return desk.random(16)
    return hashlib.sha256(draft + canonical.dumps(said)).digest()[:16]


def _report(case: Case) -> Report:
    if case.report is None:
        raise NotAllowed("Laporan kasus ini tidak ada di sini. Mintalah akses kepada rekan.")
    return case.report


def _check_order(
    desk: Desk, case: Case, acts: Sequence[Reply | Note], notes: Callable[[], Iterable[Signed]]
) -> None:
    """Raise NotAllowed as ``rules.check_order``; ``notes``: what is written, of a reply its copy."""
    mine = desk.today, desk.vault.reader
    before: list[Filed[Reply] | Filed[Note]] = [*case.replies, *case.notes]
    later = [each.letter for each in before if (each.letter.day, each.letter.author) > mine]
    if later:
        last = max(later, key=lambda letter: letter.day)
        rules.check_order(case, desk.cases.with_more(case.id, notes()), acts, last)


def _copy(desk: Desk, case: Case, reply: Reply) -> Signed:
    body = ReplyCopy.of(sign_letter(reply, desk.vault.keys.signing))
    return _note(desk, case.id, _next_number(desk, case), body)[1]


def _next_number(desk: Desk, case: Case) -> int:
    mine = (each.letter.author_seq for each in case.notes if each.letter.author == desk.vault.reader)
    return 1 + max(mine, default=0)

"""Notes and replies of this desk: numbered, signed, sealed to a case's readers, queued to be carried."""

import hashlib
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from crypto import bech32
from wbs import sealing
from wbs.cases.casefile import Case
from wbs.cases.errors import IllegalTransition
from wbs.cases.lifecycle import NEEDS_SECOND, TRANSITIONS, Outcome, State, advance
from wbs.desk.desk import Desk, reporter_letters
from wbs.desk.errors import NotAllowed
from wbs.desk.state import QueuedSlot, Shown
from wbs.letters.board import Slot, tag
from wbs.letters.errors import FormatError
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Note, Reply, Report, encode, sign_letter
from wbs.letters.note import (
    READERS,
    REPLY_JSON_LIMIT,
    Assigned,
    Event,
    Grant,
    Merged,
    Opened,
    Recused,
    Referred,
    ReplyCopy,
    StateChanged,
)
from wbs.letters.signed import Signed

SealedLetter: TypeAlias = tuple[bytes, Signed]
SealedReply: TypeAlias = tuple[Slot, QueuedSlot]


@dataclass(frozen=True)
class Answer:
    """What a reader wants to tell the reporter; ``state`` None: the case stays where it is."""

    text: str = field(repr=False)
    state: State | None = None
    outcome: Outcome | None = None
    readers: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()


def compose(desk: Desk, case: Case, answer: Answer) -> Reply:
    """Return the reply that would go out; nothing is written yet.

    NotAllowed: the state graph, the second person, an excluded reader, or a text that does not fit its slot.
    """
    desk.require_sealing()
    me = desk.me
    _report(case)
    _check_part(desk, case)
    state, outcome = _step(case, me.id, answer)
    readers = _current(desk, case.readers) if answer.readers is None else set(answer.readers)
    readers = (readers | {me.id}) - set(answer.exclude)
    _check_readers(desk, case, readers)
    check_known(desk, answer.exclude)
    mine = [reply for reply in case.replies if reply.letter.author == me.id]
    reply = Reply(
        instance=desk.vault.pin.instance,
        author=me.id,
        keyring=desk.chain.current.sequence,
        case=case.id,
        letter_id=desk.random(16),
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
    return reply


def bytes_left(reply: Reply) -> int:
    """Return how many more bytes of text the reply could take."""
    return REPLY_JSON_LIMIT - len(encode(reply))


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


def notes(desk: Desk, case: Case, bodies: Sequence[Event]) -> None:
    """Write several notes at once, all or none."""
    desk.require_sealing()
    for body in bodies:
        _check_event(desk, case, body)
    named = {reader for body in bodies if isinstance(body, Assigned | Grant) for reader in body.to}
    readers = case.readers | named
    first = _next_number(desk, case)
    sealed = [sealed_note(desk, case.id, first + i, body, readers) for i, body in enumerate(bodies)]
    desk.shelf.write(desk.today, [letter for letters in sealed for letter in letters])
    desk.changed()


def opened(desk: Desk, case: Case) -> None:
    """Remember that the case's letters were shown; the first time, tell the other readers.

    Where nothing can be sealed today, or this reader has no part in the case or the keyring, nobody is told.
    """
    shown = desk.shelf.state.shown
    fresh = tuple(each.hash for each in reporter_letters(case) if each.hash not in shown)
    if fresh:
        desk.shelf.commit(Shown(letters=fresh))
    told = any(n.letter.author == desk.vault.reader and n.letter.event == Opened.event for n in case.notes)
    may = desk.can_seal and desk.vault.reader not in case.excluded | case.recused
    if case.report is not None and not told and may:
        note(desk, case, Opened())


def grant(desk: Desk, case: Case, readers: Collection[str]) -> int:
    """Let more readers into every letter of the case, and return how many letters that were.

    NotAllowed: someone excluded or not current, or more readers than a letter can have.
    """
    desk.require_sealing()
    new = tuple(sorted(set(readers)))
    _check_readers(desk, case, _current(desk, case.readers) | set(new))
    recipients = [reader.recipient for reader in desk.chain.current.readers if reader.id in new]
    drops = [letter.drops for letter in reporter_letters(case)]
    drops += [note.drops for note in case.notes if note.letter.event != Grant.event]
    bodies: list[Event] = [
        Grant(files[0], desk.shelf.rewrap(files[0], recipients), new) for files in drops if files
    ]
    notes(desk, case, bodies)
    return len(bodies)


def check_known(desk: Desk, readers: Collection[str]) -> None:
    """Raise NotAllowed for an id that no keyring has: a misspelt exclusion would exclude nobody."""
    for reader in readers:
        if all(keyring.reader(reader) is None for keyring in desk.chain.by_sequence.values()):
            raise NotAllowed("{reader} tidak ada di daftar kunci mana pun.", reader=reader)


def legal_steps(state: State) -> tuple[State, ...]:
    """Return where a case can go from a state, in the order of the graph."""
    return tuple(each for each in State if each in TRANSITIONS[state])


def _step(case: Case, me: str, answer: Answer) -> tuple[State, Outcome | None]:
    if answer.state is None or (answer.state, answer.outcome) == (case.state, case.outcome):
        return case.state, case.outcome
    _check_step(case, answer.state, answer.outcome)
    if answer.state in NEEDS_SECOND and not _seconded(case, me, answer.state, answer.outcome):
        raise NotAllowed(
            "{state} perlu orang kedua: rekan harus lebih dahulu mengusulkannya dalam catatan, "
            "dengan hasil {outcome}.",
            state=answer.state,
            outcome=answer.outcome,
        )
    return answer.state, answer.outcome


def _check_step(case: Case, state: State, outcome: Outcome | None) -> None:
    try:
        advance(case.state, state, outcome)
    except IllegalTransition as error:
        ways = ", ".join(legal_steps(case.state)) or "-"
        raise NotAllowed(
            "Langkah ini tidak sah ({error}). Dari {state}, kasus dapat ke: {ways}.",
            error=error,
            state=case.state,
            ways=ways,
        ) from None


def _seconded(case: Case, me: str, state: State, outcome: Outcome | None) -> bool:
    return any((p.state, p.outcome) == (state, outcome) and p.author != me for p in case.proposed)


def _check_event(desk: Desk, case: Case, body: Event) -> None:
    if not isinstance(body, Opened | Recused):
        _check_part(desk, case)
    match body:
        case Assigned() | Grant():
            _check_readers(desk, case, set(body.to))
        case StateChanged():
            state, outcome = State(body.state), Outcome(body.outcome) if body.outcome is not None else None
            if (state, outcome) != (case.state, case.outcome):
                _check_step(case, state, outcome)
            if body.violation is not None and desk.office.violation(body.violation) is None:
                raise NotAllowed(
                    "Pengaturan kantor tidak memuat pelanggaran {number}.", number=body.violation
                )
        case Referred():
            _check_step(case, State.DITERUSKAN, None)
        case Merged():
            if body.into == case.id or body.into not in desk.cases:
                raise NotAllowed("Kasus hanya dapat digabung ke kasus lain di meja ini.")
            _check_step(case, State.DIGABUNG, None)


def _check_part(desk: Desk, case: Case) -> None:
    if desk.vault.reader in case.excluded:
        raise NotAllowed("Meja ini dikecualikan dari kasus ini.")
    if desk.vault.reader in case.recused:
        raise NotAllowed("Meja ini sudah mundur dari kasus ini.")


def _check_readers(desk: Desk, case: Case, readers: Collection[str]) -> None:
    current = _current(desk, readers)
    for reader in sorted(readers):
        if reader in case.excluded:
            raise NotAllowed("{reader} tidak boleh membaca kasus ini.", reader=reader)
        if reader in case.recused:
            raise NotAllowed("{reader} sudah mundur dari kasus ini.", reader=reader)
        if reader not in current:
            raise NotAllowed("{reader} bukan pembaca aktif di daftar kunci.", reader=reader)
    if len(readers) > READERS:
        raise NotAllowed("Satu kasus paling banyak dibaca {count} orang.", count=READERS)


def _current(desk: Desk, readers: Collection[str]) -> set[str]:
    return {reader.id for reader in desk.chain.current.current_readers(desk.today)} & set(readers)


def sealed_note(
    desk: Desk, case: bytes, number: int, body: Event, readers: Collection[str]
) -> list[SealedLetter]:
    """Return a note of this desk, signed and sealed as ``sealed_for``.

    ``number`` is its author_seq. NotAllowed if it cannot be written.
    """
    me = desk.me
    letter = Note(
        instance=desk.vault.pin.instance,
        author=me.id,
        keyring=desk.chain.current.sequence,
        case=case,
        letter_id=desk.random(16),
        day=desk.today,
        author_seq=number,
        body=body,
    )
    try:
        signed = sign_letter(letter, desk.vault.keys.signing)
    except FormatError as error:
        raise NotAllowed("Catatan tidak dapat ditulis: {error}", error=error) from None
    return sealed_for(desk, signed, readers)


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


def _report(case: Case) -> Report:
    if case.report is None:
        raise NotAllowed("Laporan kasus ini tidak ada di sini. Mintalah akses kepada rekan.")
    return case.report


def _next_number(desk: Desk, case: Case) -> int:
    mine = (each.letter.author_seq for each in case.notes if each.letter.author == desk.vault.reader)
    return 1 + max(mine, default=0)

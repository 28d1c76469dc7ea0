"""What a case's rules forbid a desk to write: each refusal is a NotAllowed with a sentence."""

from collections.abc import Collection, Iterable

from wbs.cases.casefile import Case, resumed
from wbs.cases.errors import IllegalTransition
from wbs.cases.lapses import doubted
from wbs.cases.lifecycle import NEEDS_SECOND, TRANSITIONS, Outcome, State, advance
from wbs.desk.desk import Desk
from wbs.desk.errors import NotAllowed
from wbs.letters.letter import Note, Reply
from wbs.letters.note import (
    READERS,
    Assigned,
    Categorised,
    Declared,
    Event,
    Grant,
    Held,
    Merged,
    Opened,
    Recused,
    Referred,
    Released,
    Reviewed,
    StateChanged,
    Unmerged,
    Withdrawn,
)


def check_known(desk: Desk, readers: Collection[str]) -> None:
    """Raise NotAllowed for an id that no keyring has: a misspelt exclusion would exclude nobody."""
    for reader in readers:
        if all(keyring.reader(reader) is None for keyring in desk.chain.by_sequence.values()):
            raise NotAllowed("{reader} tidak ada di daftar kunci mana pun.", reader=reader)


def legal_steps(state: State) -> tuple[State, ...]:
    """Return where a case can go from a state, in the order of the graph."""
    return tuple(each for each in State if each in TRANSITIONS[state])


def next_state(
    case: Case, me: str, state: State | None, outcome: Outcome | None
) -> tuple[State, Outcome | None]:
    """Return where an answer of this reader takes the case; ``state`` None: it stays where it is."""
    if state is None or (state, outcome) == (case.state, case.outcome):
        return case.state, case.outcome
    check_step(case, state, outcome)
    if state in NEEDS_SECOND and not _seconded(case, me, state, outcome):
        raise NotAllowed(
            "{state} perlu orang kedua: rekan harus lebih dahulu mengusulkannya dalam catatan, "
            "dengan hasil {outcome}.",
            state=state,
            outcome=outcome,
        )
    return state, outcome


def check_step(case: Case, state: State, outcome: Outcome | None) -> None:
    """Refuse a move that the state graph does not have, and any of a merged case."""
    if case.merged_into is not None:
        raise NotAllowed("Kasus ini sudah digabung. Pisahkan dahulu, bila penggabungannya keliru.")
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


def check_event(desk: Desk, case: Case, body: Event) -> None:
    """Refuse a note that the fold would refuse, that changes nothing, or that names what there is not."""
    if not isinstance(body, Opened | Recused):
        check_part(desk, case)
    match body:
        case Assigned() | Grant():
            check_readers(desk, case, set(body.to))
        case StateChanged():
            _check_state(case, body)
        case Withdrawn():
            _check_withdrawn(desk, case, body)
        case Categorised() if desk.office.violation(body.violation) is None:
            raise NotAllowed("Pengaturan kantor tidak memuat pelanggaran {number}.", number=body.violation)
        case Referred():
            check_step(case, State.DITERUSKAN, None)
        case Merged():
            _check_merged(desk, case, body)
        case Unmerged():
            _check_unmerged(case, body)
        case Declared() if desk.vault.reader in case.declared:
            raise NotAllowed("Meja ini sudah menyatakan bebas konflik kepentingan dalam kasus ini.")
        case Reviewed():
            _check_reviewed(desk, case)
        case Held() | Released():
            _check_hold(case, body)


def _check_state(case: Case, body: StateChanged) -> None:
    state, outcome = State(body.state), Outcome(body.outcome) if body.outcome is not None else None
    if (state, outcome) != (case.state, case.outcome):
        check_step(case, state, outcome)


def _check_merged(desk: Desk, case: Case, body: Merged) -> None:
    if body.into == case.id or body.into not in desk.cases:
        raise NotAllowed("Kasus hanya dapat digabung ke kasus lain di meja ini.")
    # Two that went on as each other would both stand still, without a clock.
    if desk.cases[body.into].state is State.DIGABUNG:
        raise NotAllowed("Kasus tujuan sendiri sudah digabung. Pilih kasus yang melanjutkannya.")
    check_part(desk, desk.cases[body.into])
    check_step(case, State.DIGABUNG, None)


def _check_unmerged(case: Case, body: Unmerged) -> None:
    if body.into != case.merged_into:
        raise NotAllowed("Kasus ini tidak sedang digabung ke kasus itu.")


def _check_hold(case: Case, body: Held | Released) -> None:
    if isinstance(body, Held) and case.hold is not None:
        raise NotAllowed("Kasus ini sudah wajib simpan.")
    if isinstance(body, Released) and case.hold is None:
        raise NotAllowed("Kasus ini tidak sedang wajib simpan.")


def _check_reviewed(desk: Desk, case: Case) -> None:
    me = desk.vault.reader
    if me not in case.readers:
        raise NotAllowed("Hanya pembaca yang memegang kasus ini dapat menyatakannya.")
    if all(me in doubted([lapse]) for lapse in case.lapses):
        raise NotAllowed("Surat itu menjauhkan Anda dari kasus ini; rekan yang harus memeriksanya.")


def _check_withdrawn(desk: Desk, case: Case, body: Withdrawn) -> None:
    if (body.state, body.outcome, desk.vault.reader) not in {each.key for each in case.proposed}:
        raise NotAllowed("Usul itu sudah tidak ada. Periksa lagi keadaan kasus ini.")


def check_order(case: Case, after: Case, acts: Iterable[Reply | Note], last: Reply | Note) -> None:
    """Refuse acts that would not do what they say: the fold puts an act of a colleague's behind them.

    ``after``: the case as it would be with them; ``last``: the act that is dated last.
    """
    expected = resumed(case)
    for act in acts:
        expected.apply(act)
    if resumed(after).standing != expected.standing:
        raise NotAllowed(
            "Langkah ini tidak akan berlaku: di kasus ini ada catatan {author} bertanggal {day}. "
            "Periksa tanggal komputer ini; bila benar, ulangi setelah tanggal itu.",
            author=last.author,
            day=last.day.isoformat(),
        )


def check_part(desk: Desk, case: Case) -> None:
    """Refuse a reader who was excluded, or who stepped back."""
    if desk.vault.reader in case.excluded:
        raise NotAllowed("Meja ini dikecualikan dari kasus ini.")
    if desk.vault.reader in case.recused:
        raise NotAllowed("Meja ini sudah mundur dari kasus ini.")


def check_readers(desk: Desk, case: Case, readers: Collection[str]) -> None:
    """Refuse readers who may not read the case, are not current, or are more than a letter can have."""
    able = current(desk, readers)
    for reader in sorted(readers):
        if reader in case.excluded:
            raise NotAllowed("{reader} tidak boleh membaca kasus ini.", reader=reader)
        if reader in case.recused:
            raise NotAllowed("{reader} sudah mundur dari kasus ini.", reader=reader)
        if reader not in able:
            raise NotAllowed("{reader} bukan pembaca aktif di daftar kunci.", reader=reader)
    if len(readers) > READERS:
        raise NotAllowed("Satu kasus paling banyak dibaca {count} orang.", count=READERS)


def current(desk: Desk, readers: Collection[str]) -> set[str]:
    """Return those of the readers who are current today."""
    return {reader.id for reader in desk.chain.current.current_readers(desk.today)} & set(readers)

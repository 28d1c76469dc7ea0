"""The state graph of a case: one table, and the only door through it."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from wbs.cases.errors import IllegalTransition
from wbs.cases.text import Text


class State(StrEnum):
    TERKIRIM = "TERKIRIM"
    DITERIMA = "DITERIMA"
    TELAAH = "TELAAH"
    KLARIFIKASI = "KLARIFIKASI"
    INVESTIGASI = "INVESTIGASI"
    DITERUSKAN = "DITERUSKAN"
    DIGABUNG = "DIGABUNG"
    TTL = "TTL"
    TINDAK = "TINDAK"
    DITUNDA = "DITUNDA"
    SELESAI = "SELESAI"


class Outcome(StrEnum):
    TERBUKTI = "terbukti"
    TERBUKTI_SEBAGIAN = "terbukti-sebagian"
    TIDAK_TERBUKTI = "tidak-terbukti"
    DATA_KURANG = "data-kurang"
    BUKAN_KEWENANGAN = "bukan-kewenangan"
    KEDALUWARSA = "kedaluwarsa"


TRANSITIONS: Final = MappingProxyType(
    {
        State.TERKIRIM: frozenset({State.DITERIMA}),
        State.DITERIMA: frozenset({State.TELAAH}),
        State.TELAAH: frozenset(
            {State.KLARIFIKASI, State.INVESTIGASI, State.DITERUSKAN, State.DIGABUNG, State.TTL}
        ),
        State.KLARIFIKASI: frozenset({State.TELAAH, State.INVESTIGASI, State.TTL}),
        State.INVESTIGASI: frozenset(
            {State.KLARIFIKASI, State.TINDAK, State.SELESAI, State.DITUNDA, State.DITERUSKAN}
        ),
        State.TINDAK: frozenset({State.SELESAI}),
        State.DITUNDA: frozenset({State.INVESTIGASI, State.SELESAI}),
        State.DITERUSKAN: frozenset({State.SELESAI}),
        State.SELESAI: frozenset({State.TELAAH}),
        State.TTL: frozenset({State.TELAAH}),
        State.DIGABUNG: frozenset({State.TELAAH}),
    }
)

OUTCOMES: Final = MappingProxyType(
    {
        State.SELESAI: frozenset({Outcome.TERBUKTI, Outcome.TERBUKTI_SEBAGIAN, Outcome.TIDAK_TERBUKTI}),
        State.TTL: frozenset({Outcome.DATA_KURANG, Outcome.BUKAN_KEWENANGAN, Outcome.KEDALUWARSA}),
    }
)

NEEDS_SECOND: Final = frozenset({State.TTL, State.SELESAI})
"""States that count only when two different people set them, with the same outcome."""

LABELS: Final = MappingProxyType(
    {
        State.TERKIRIM: Text("Terkirim", "Sent"),
        State.DITERIMA: Text("Diterima", "Received"),
        State.TELAAH: Text("Sedang ditelaah", "Under review"),
        State.KLARIFIKASI: Text("Menunggu jawaban Anda", "Waiting for your reply"),
        State.INVESTIGASI: Text("Sedang diperiksa", "Under investigation"),
        State.DITERUSKAN: Text("Diteruskan ke instansi berwenang", "Referred to the competent body"),
        State.DIGABUNG: Text("Digabung", "Merged"),
        State.TTL: Text("Tidak dapat ditindaklanjuti", "Cannot be pursued"),
        State.TINDAK: Text("Sedang ditindaklanjuti", "Follow-up under way"),
        State.DITUNDA: Text("Ditunda (proses hukum)", "On hold (legal process)"),
        State.SELESAI: Text("Selesai", "Closed"),
    }
)

OUTCOME_LABELS: Final = MappingProxyType(
    {
        Outcome.TERBUKTI: Text("Terbukti", "Substantiated"),
        Outcome.TERBUKTI_SEBAGIAN: Text("Terbukti sebagian", "Partly substantiated"),
        Outcome.TIDAK_TERBUKTI: Text("Tidak terbukti", "Not substantiated"),
        Outcome.DATA_KURANG: Text("Data kurang", "Too few facts"),
        Outcome.BUKAN_KEWENANGAN: Text("Bukan kewenangan kami", "Outside our authority"),
        Outcome.KEDALUWARSA: Text("Kedaluwarsa", "Time-barred"),
    }
)


def check_outcome(state: State, outcome: Outcome | None) -> None:
    """Refuse an outcome that does not belong to the state, and its absence where one belongs.

    Raises IllegalTransition.
    """
    allowed = OUTCOMES.get(state)
    if allowed is None and outcome is not None:
        raise IllegalTransition(f"{state} carries no outcome, but {outcome} was given")
    if allowed is not None and outcome not in allowed:
        raise IllegalTransition(f"{state} needs one of {', '.join(sorted(allowed))}, not {outcome}")


def advance(state: State, to: State, outcome: Outcome | None = None) -> State:
    """The state after the move. Raises IllegalTransition; staying where one is, is no move.

    Whether a second person is needed (NEEDS_SECOND) is for the caller: the graph knows no people.
    """
    if to not in TRANSITIONS[state]:
        raise IllegalTransition(f"no way leads from {state} to {to}")
    check_outcome(to, outcome)
    return to


def _closure() -> dict[State, frozenset[State]]:
    reach = {state: set(targets) for state, targets in TRANSITIONS.items()}
    for middle in State:
        for start in State:
            if middle in reach[start]:
                reach[start] |= reach[middle]
    return {state: frozenset(targets) for state, targets in reach.items()}


_REACH: Final = _closure()


def reachable(state: State, to: State) -> bool:
    """Whether one or more moves lead from `state` to `to`."""
    return to in _REACH[state]

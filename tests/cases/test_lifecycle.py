"""The state graph is exactly the domain's, and the only way through a case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbs.cases.errors import IllegalTransition
from wbs.cases.lifecycle import (
    LABELS,
    NEEDS_SECOND,
    OUTCOME_LABELS,
    OUTCOMES,
    TRANSITIONS,
    Outcome,
    State,
    advance,
    reachable,
)

# Written out a second time from the domain's text and docs/adr/0034, so that a slip in the table shows.
MOVES = """
TERKIRIM DITERIMA
DITERIMA TELAAH
TELAAH KLARIFIKASI INVESTIGASI DITERUSKAN DIGABUNG TTL
KLARIFIKASI TELAAH INVESTIGASI TTL
INVESTIGASI KLARIFIKASI TINDAK SELESAI DITUNDA DITERUSKAN
TINDAK SELESAI
DITUNDA INVESTIGASI SELESAI
DITERUSKAN SELESAI
SELESAI TELAAH
TTL TELAAH
DIGABUNG TELAAH
"""

states = st.sampled_from(State)
outcomes = st.none() | st.sampled_from(Outcome)


def test_table_is_the_domains() -> None:
    lines = [line.split() for line in MOVES.split("\n") if line]
    assert {State(start): {State(to) for to in targets} for start, *targets in lines} == TRANSITIONS


@given(states, states, outcomes)
def test_only_moves_of_the_table_with_a_fitting_outcome_are_made(
    state: State, to: State, outcome: Outcome | None
) -> None:
    fits = outcome in OUTCOMES[to] if to in OUTCOMES else outcome is None
    if to in TRANSITIONS[state] and fits:
        assert advance(state, to, outcome) is to
    else:
        with pytest.raises(IllegalTransition):
            advance(state, to, outcome)


@given(st.lists(st.tuples(states, outcomes), max_size=40))
def test_nothing_leaves_the_graph(wishes: list[tuple[State, Outcome | None]]) -> None:
    state = State.TERKIRIM
    for to, outcome in wishes:
        try:
            after = advance(state, to, outcome)
        except IllegalTransition:
            continue
        assert after in TRANSITIONS[state]
        state = after
    assert state in TRANSITIONS


def test_every_state_is_reached_from_sent() -> None:
    assert {state for state in State if reachable(State.TERKIRIM, state)} == set(State) - {State.TERKIRIM}


@given(states, states)
def test_reachable_means_a_path_of_moves(start: State, end: State) -> None:
    seen: set[State] = set()
    ahead = set(TRANSITIONS[start])
    while ahead:
        state = ahead.pop()
        seen.add(state)
        ahead |= TRANSITIONS[state] - seen
    assert reachable(start, end) == (end in seen)


def test_no_one_goes_back_to_sent_or_received_and_a_merger_is_only_undone() -> None:
    assert not any(reachable(state, State.TERKIRIM) for state in State)
    assert [state for state in State if reachable(state, State.DITERIMA)] == [State.TERKIRIM]
    assert TRANSITIONS[State.DIGABUNG] == {State.TELAAH}


def test_final_judgements_need_a_second_person_and_carry_an_outcome() -> None:
    assert set(NEEDS_SECOND) == set(OUTCOMES) == {State.TTL, State.SELESAI}
    assert not OUTCOMES[State.TTL] & OUTCOMES[State.SELESAI]


def test_everything_has_a_label_in_both_languages() -> None:
    assert set(LABELS) == set(State)
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert all(text.id and text.en for text in (*LABELS.values(), *OUTCOME_LABELS.values()))

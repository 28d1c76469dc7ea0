"""The hidden field opens for its purpose, within the hour, on this host, and for nobody else."""

import mmap
import os
import signal
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import stream
from wbs.portal.reporter.state import WINDOW, SealKeys, State, StateLost

CONTENT = b"sebelas byt"


class Clock:
    def __init__(self) -> None:
        self.now = 10 * WINDOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(clock: Clock) -> SealKeys:
    return SealKeys(clock)


def memory(keys: SealKeys) -> bytes:
    """What a dump of the shared memory would show."""
    return keys._memory[: mmap.PAGESIZE]


def opens(state: State, purpose: str, field: str) -> bool:
    try:
        return state.open(purpose, field) == CONTENT
    except StateLost:
        return False


def test_it_opens_for_its_purpose_alone(keys: SealKeys) -> None:
    state = State(keys)
    field = state.seal("form", CONTENT)
    assert opens(state, "form", field)
    assert not opens(state, "code", field)


def test_it_hides_its_content_and_never_repeats(keys: SealKeys) -> None:
    state = State(keys)
    assert len({state.seal("form", CONTENT) for _ in range(50)}) == 50
    assert len({len(state.seal("form", bytes(11))) for _ in range(50)}) == 1


@pytest.mark.parametrize(
    ("sealed_at", "opened_at", "open_still"),
    [
        (0.0, WINDOW - 1, True),
        (0.0, WINDOW, True),
        (0.0, 2 * WINDOW - 1, True),
        (0.0, 2 * WINDOW, False),
        (WINDOW - 1, 2 * WINDOW - 1, True),
        (WINDOW - 1, 2 * WINDOW, False),
        (0.0, 1000 * WINDOW, False),
    ],
)
def test_it_opens_until_the_end_of_the_next_window(
    keys: SealKeys, clock: Clock, sealed_at: float, opened_at: float, open_still: bool
) -> None:
    state = State(keys)
    start = clock.now
    clock.now = start + sealed_at
    field = state.seal("form", CONTENT)
    clock.now = start + opened_at
    assert opens(state, "form", field) is open_still


def test_no_key_is_older_than_an_hour_even_where_nobody_comes(keys: SealKeys, clock: Clock) -> None:
    old = keys.sealing()
    assert old in memory(keys)
    clock.now += WINDOW
    keys.turn()
    assert old in memory(keys)
    clock.now += WINDOW
    keys.turn()
    assert old not in memory(keys)


def test_a_key_does_not_follow_from_a_later_one(clock: Clock) -> None:
    # Each is drawn anew: with other chance from the second window on, all later ones differ.
    drawn: list[bytes] = []

    def random(length: int) -> bytes:
        drawn.append(os.urandom(length))
        return drawn[-1]

    keys = SealKeys(clock, random)
    for _ in range(5):
        clock.now += WINDOW
        assert keys.sealing() == drawn[-1]
    assert len(set(drawn)) == len(drawn)


def test_a_clock_that_goes_back_brings_no_key_back(keys: SealKeys, clock: Clock) -> None:
    clock.now += 3 * WINDOW
    later = keys.sealing()
    clock.now -= 2 * WINDOW
    assert keys.sealing() == later


def test_another_host_opens_nothing(keys: SealKeys, clock: Clock) -> None:
    assert not opens(State(SealKeys(clock)), "form", State(keys).seal("form", CONTENT))


def test_workers_share_the_keys_and_their_turning(keys: SealKeys, clock: Clock) -> None:
    before = keys.sealing()
    clock.now += WINDOW
    child = os.fork()
    if child == 0:
        keys.turn()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    current, last = keys._current()
    assert last == before
    assert current != before
    field = State(keys).seal("form", CONTENT)
    child = os.fork()
    if child == 0:
        os._exit(0 if opens(State(keys), "form", field) else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_worker_killed_with_the_lock_holds_nobody_up(keys: SealKeys) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with keys._alone():
            os.write(writing, b"x")
            signal.pause()
    assert os.read(reading, 1) == b"x"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    signal.alarm(10)
    assert keys.sealing()
    signal.alarm(0)
    os.close(reading)
    os.close(writing)


def test_an_idle_server_turns_its_keys_by_itself(keys: SealKeys, clock: Clock) -> None:
    old = keys.sealing()
    clock.now += 2 * WINDOW
    end = keys.keep_turning(every=0.01)
    for _ in range(500):
        if old not in memory(keys):
            break
        time.sleep(0.01)
    end()
    assert old not in memory(keys)


def test_every_changed_or_missing_character_is_lost(keys: SealKeys) -> None:
    state = State(keys, stream("state"))
    field = state.seal("form", CONTENT)
    # The last character carries two bits that no byte needs.
    for place in range(len(field) - 1):
        changed = "A" if field[place] != "A" else "B"
        assert not opens(state, "form", field[:place] + changed + field[place + 1 :])
        assert not opens(state, "form", field[:place])


@given(st.one_of(st.text(), st.text("ABCabc019-_=", max_size=80), st.just("A" * 100_000)))
def test_whatever_else_comes_is_lost(junk: str) -> None:
    with pytest.raises(StateLost):
        State(SealKeys(lambda: 0.0)).open("form", junk)

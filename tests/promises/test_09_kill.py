"""Promise 9, whole processes: whatever is killed and whenever, a letter that was said to be sent is there.

A smaller share of what docs/reliability.md has the figures of.
"""

from pathlib import Path

import pytest

from tests.faults.campaign import DATABASES, run

SUBMISSIONS = 60


@pytest.mark.process
@pytest.mark.parametrize("database", DATABASES)
def test_no_accepted_letter_is_lost_whatever_is_killed(tmp_path: Path, database: str) -> None:
    outcome = run(tmp_path, SUBMISSIONS, database, seed=9)
    assert outcome.lost == []
    assert {letter.content for letter in outcome.letters} <= {each.content for each in outcome.sendings}
    # What is above says something only if much was sent, and much of it in bad moments.
    assert len(outcome.answered) > SUBMISSIONS / 2
    for sealed in (False, True):
        assert any(each.answered for each in outcome.messages if each.sealed == sealed)
    assert any(each.interrupted and each.answered for each in outcome.sendings)
    assert outcome.killed["worker"] > 5
    assert outcome.killed["master"] > 0
    if database == "postgresql":
        assert outcome.killed["backend"] > 0
        assert outcome.killed["postmaster"] > 0

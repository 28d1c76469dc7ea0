"""Which steps a case is offered: only those that will count."""

from tests.cases.story import V1, V2, Story, reviewed
from wbs.cases.lifecycle import State
from wbs.cases.progress import Verdict
from wbs.desk.steps import answer_steps, steps


def codes(story: Story, me: str = V1) -> set[str]:
    return {step.code for step in steps(story.case(), me)}


def test_every_step_that_is_offered_counts() -> None:
    story = reviewed()
    assert codes(story) == {
        "KLARIFIKASI",
        "INVESTIGASI",
        "TTL/data-kurang",
        "TTL/bukan-kewenangan",
        "TTL/kedaluwarsa",
    }
    for step in steps(story.case(), V1):
        tried = reviewed()
        tried.state(2, step.state, step.outcome)
        wanted = Verdict.PROPOSED if step.proposes else Verdict.MOVED
        assert tried.case().timeline[-1].verdict is wanted


def test_a_proposal_is_confirmed_by_another_and_never_by_its_author() -> None:
    story = reviewed()
    story.state(2, State.TTL, "data-kurang", author=V2)
    mine = {step.code: step for step in steps(story.case(), V1)}
    assert mine["TTL/data-kurang"].seconds is not None
    assert not mine["TTL/data-kurang"].proposes
    assert mine["TTL/kedaluwarsa"].proposes
    theirs = {step.code: step for step in steps(story.case(), V2)}
    assert theirs["TTL/data-kurang"].proposes


def test_an_answer_proposes_nothing() -> None:
    story = reviewed()
    assert {step.code for step in answer_steps(story.case(), V1)} == {"KLARIFIKASI", "INVESTIGASI"}
    story.state(2, State.TTL, "data-kurang", author=V2)
    assert "TTL/data-kurang" in {step.code for step in answer_steps(story.case(), V1)}

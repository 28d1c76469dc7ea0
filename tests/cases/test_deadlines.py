"""Each clock: what starts it, what stops it, what it says."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wbs.cases.deadlines import Clock, Due, Facts, Kind, Step, add_months, due
from wbs.cases.lifecycle import State
from wbs.cases.office import Office

OFFICE = Office.default()
# A Monday, with no holiday until the next year.
D0 = date(2026, 9, 7)
S = State


def day(n: int) -> date:
    return D0 + timedelta(days=n)


def steps(*moves: tuple[int, State]) -> tuple[Step, ...]:
    return tuple(Step(day(n), state) for n, state in moves)


def dues(facts: Facts, today: date = D0) -> list[Due]:
    return due(facts, OFFICE.clocks, OFFICE.calendar, today)


def one(facts: Facts, clock: Clock, kind: Kind = Kind.DEADLINE) -> date | None:
    found = [item.due_on for item in dues(facts) if (item.clock, item.kind) == (clock, kind)]
    assert len(found) <= 1
    return found[0] if found else None


RECEIVED = steps((1, S.DITERIMA))
REVIEWED = steps((1, S.DITERIMA), (2, S.TELAAH))


def test_a_new_letter_starts_opening_acknowledgement_answer_decision_and_feedback() -> None:
    assert {(item.clock, item.due_on) for item in dues(Facts(D0))} == {
        (Clock.OPENING, date(2026, 9, 10)),
        (Clock.ACKNOWLEDGEMENT, date(2026, 9, 14)),
        (Clock.ANSWER, date(2026, 10, 7)),
        (Clock.DECISION, date(2026, 11, 30)),
        (Clock.FEEDBACK, date(2026, 12, 14)),
    }


def test_nothing_runs_before_a_letter_arrived() -> None:
    assert dues(Facts()) == []


def test_after_a_merger_only_a_word_to_its_own_reporter_is_due() -> None:
    merged = Facts(D0, steps=steps((1, S.DITERIMA), (2, S.TELAAH), (3, S.DIGABUNG)))
    assert [item.clock for item in dues(merged)] == [Clock.ACKNOWLEDGEMENT, Clock.ANSWER]
    told = replace(merged, replies=steps((1, S.DITERIMA)))
    assert [item.clock for item in dues(told)] == [Clock.ANSWER]
    assert dues(replace(told, replies=steps((1, S.DITERIMA), (4, S.DIGABUNG)))) == []
    # What was said before it does not tell of it.
    before = replace(merged, replies=steps((1, S.DITERIMA), (2, S.TELAAH)))
    assert [item.clock for item in dues(before)] == [Clock.ANSWER]
    # What the reporter adds is read; it starts no clock of its own.
    assert dues(replace(told, replies=steps((4, S.DIGABUNG)), messages=(day(5),))) == []


def test_merging_and_undoing_that_gains_no_time() -> None:
    review = Facts(D0, steps=steps((1, S.DITERIMA), (2, S.TELAAH)))
    undone = replace(review, steps=(*review.steps, *steps((10, S.DIGABUNG), (12, S.TELAAH))))
    assert one(undone, Clock.REVIEW) == one(review, Clock.REVIEW) is not None
    assert one(undone, Clock.ANSWER) == one(review, Clock.ANSWER)


def test_opening_stops_when_opened_or_answered_or_moved() -> None:
    assert one(Facts(D0), Clock.OPENING)
    for facts in (Facts(D0, opened=day(1)), Facts(D0, replies=RECEIVED), Facts(D0, steps=RECEIVED)):
        assert one(facts, Clock.OPENING) is None


def test_acknowledgement_stops_at_the_first_reply_only() -> None:
    assert one(Facts(D0, opened=day(1), steps=RECEIVED), Clock.ACKNOWLEDGEMENT) == day(7)
    assert one(Facts(D0, replies=RECEIVED), Clock.ACKNOWLEDGEMENT) is None


def test_review_runs_from_opening_until_the_case_leaves_it() -> None:
    end = OFFICE.calendar.add(day(1), 14)
    assert one(Facts(D0, opened=day(1)), Clock.REVIEW) == end
    assert one(Facts(D0, opened=day(1), steps=REVIEWED), Clock.REVIEW) == end
    assert one(Facts(D0), Clock.REVIEW) is None
    for state in (S.INVESTIGASI, S.KLARIFIKASI, S.DITERUSKAN, S.TTL):
        assert one(Facts(D0, opened=day(1), steps=REVIEWED + steps((3, state))), Clock.REVIEW) is None


def test_review_starts_anew_on_return_and_when_the_reporter_answered() -> None:
    asked = REVIEWED + steps((5, S.KLARIFIKASI))
    assert one(Facts(D0, day(1), asked, messages=(D0,)), Clock.REVIEW) is None
    assert one(Facts(D0, day(1), asked, messages=(D0, day(9), day(11))), Clock.REVIEW) == OFFICE.calendar.add(
        day(9), 14
    )
    back = asked + steps((12, S.TELAAH))
    assert one(Facts(D0, day(1), back), Clock.REVIEW) == OFFICE.calendar.add(day(12), 14)


def test_answer_needs_more_than_received() -> None:
    assert one(Facts(D0, replies=RECEIVED), Clock.ANSWER) == day(30)
    assert one(Facts(D0, replies=REVIEWED), Clock.ANSWER) is None


def test_completion_reminds_then_ends_and_stops_at_the_answer() -> None:
    asked = Facts(D0, day(1), REVIEWED + steps((5, S.KLARIFIKASI)), steps((5, S.KLARIFIKASI)))
    assert one(asked, Clock.COMPLETION, Kind.REMINDER) == day(19)
    assert one(asked, Clock.COMPLETION) == day(35)
    reminded = Facts(D0, day(1), asked.steps, steps((5, S.KLARIFIKASI), (19, S.KLARIFIKASI)))
    assert one(reminded, Clock.COMPLETION, Kind.REMINDER) is None
    assert one(reminded, Clock.COMPLETION) == day(35)
    answered = Facts(D0, day(1), asked.steps, asked.replies, (day(8),))
    assert one(answered, Clock.COMPLETION) is None


def test_a_message_after_closing_makes_the_case_reopenable_until_answered() -> None:
    closed = REVIEWED + steps((40, S.TTL))
    told = steps((40, S.TTL))
    kind = Kind.REOPENABLE
    assert one(Facts(D0, day(1), closed, told), Clock.COMPLETION, kind) is None
    assert one(Facts(D0, day(1), closed, told, (day(39),)), Clock.COMPLETION, kind) is None
    for arrived in (40, 300):
        late = Facts(D0, day(1), closed, told, (day(3), day(arrived)))
        assert one(late, Clock.COMPLETION, kind) == OFFICE.calendar.add(day(arrived), 3)
    replied = Facts(D0, day(1), closed, told + steps((42, S.TTL)), (day(41),))
    assert one(replied, Clock.COMPLETION, kind) is None


def test_decision_stops_when_decided_and_starts_anew_on_reopening() -> None:
    for state in (S.TTL, S.DITERUSKAN):
        assert one(Facts(D0, day(1), REVIEWED + steps((9, state))), Clock.DECISION) is None
    reopened = Facts(D0, day(1), REVIEWED + steps((9, S.TTL), (50, S.TELAAH)))
    assert one(reopened, Clock.DECISION) == OFFICE.calendar.add(day(50), 60)


def test_decision_clock_stands_still_on_hold() -> None:
    held = REVIEWED + steps((4, S.INVESTIGASI), (7, S.DITUNDA))
    assert one(Facts(D0, day(1), held), Clock.DECISION) is None
    # On hold from Monday to Monday: five working days more.
    resumed = held + steps((14, S.INVESTIGASI))
    assert one(Facts(D0, day(1), resumed), Clock.DECISION) == OFFICE.calendar.add(D0, 65)


def test_days_on_hold_before_a_reopening_do_not_lengthen_the_next_decision() -> None:
    closed = REVIEWED + steps((4, S.INVESTIGASI), (7, S.DITUNDA), (14, S.SELESAI))
    reopened = Facts(D0, day(1), closed + steps((50, S.TELAAH)))
    assert one(reopened, Clock.DECISION) == OFFICE.calendar.add(day(50), 60)


def test_feedback_counts_from_acknowledgement_or_the_end_of_its_days() -> None:
    assert one(Facts(D0, replies=RECEIVED), Clock.FEEDBACK) == date(2026, 12, 8)
    assert one(Facts(D0), Clock.FEEDBACK) == date(2026, 12, 14)
    late = Facts(D0, replies=steps((20, S.DITERIMA)))
    assert one(late, Clock.FEEDBACK) == date(2026, 12, 14)
    assert one(Facts(D0, replies=REVIEWED), Clock.FEEDBACK) is not None
    assert one(Facts(D0, replies=REVIEWED + steps((9, S.INVESTIGASI))), Clock.FEEDBACK) is None


def test_retaliation_is_checked_at_three_six_and_twelve_months() -> None:
    closed = REVIEWED + steps((10, S.INVESTIGASI), (20, S.SELESAI))
    replies = steps((20, S.SELESAI))
    checks = [date(2026, 12, 27), date(2027, 3, 27), date(2027, 9, 27), None]
    for expected in checks:
        facts = Facts(D0, day(1), closed, replies)
        assert one(facts, Clock.RETALIATION, Kind.CHECK) == expected
        replies += (Step(expected or D0, S.SELESAI),)
    assert one(Facts(D0, day(1), REVIEWED), Clock.RETALIATION, Kind.CHECK) is None


def test_overdue_comes_first_and_counts_days() -> None:
    found = dues(Facts(D0), date(2026, 9, 16))
    assert [(item.clock, item.overdue_by) for item in found[:3]] == [
        (Clock.OPENING, 6),
        (Clock.ACKNOWLEDGEMENT, 2),
        (Clock.ANSWER, 0),
    ]


def test_a_clock_into_an_undecreed_year_says_so() -> None:
    facts = Facts(date(2026, 11, 20), opened=date(2026, 11, 20))
    assert {item.clock: item.provisional for item in dues(facts)} == {
        Clock.ACKNOWLEDGEMENT: False,
        Clock.REVIEW: False,
        Clock.ANSWER: False,
        Clock.DECISION: True,
        Clock.FEEDBACK: False,
    }


def test_months_end_where_the_shorter_month_ends() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 31), 12) == date(2027, 12, 31)


step_lists = st.lists(
    st.builds(Step, st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.sampled_from(State)), max_size=8
).map(lambda found: tuple(sorted(found, key=lambda step: step.day)))
some_day = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(
    st.builds(
        Facts,
        some_day,
        some_day,
        step_lists,
        step_lists,
        st.lists(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=4).map(lambda d: tuple(sorted(d))),
    ),
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
)
def test_any_facts_give_a_sorted_list_with_one_item_per_clock_and_kind(facts: Facts, today: date) -> None:
    found = dues(facts, today)
    assert [item.due_on for item in found] == sorted(item.due_on for item in found)
    assert len({(item.clock, item.kind) for item in found}) == len(found)
    assert all(item.overdue_by == max(0, (today - item.due_on).days) for item in found)

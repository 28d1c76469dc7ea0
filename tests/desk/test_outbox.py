"""What leaves a desk: until it is known to have come, and again before it would go."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.carrying import send_out, take_in
from tests.desk.office import NAMES, Scene
from wbs.cases.lifecycle import Outcome, State
from wbs.desk import sending, writing
from wbs.desk.errors import NotAllowed
from wbs.desk.importing import import_bundle
from wbs.desk.sending import Carried
from wbs.desk.writing import Answer
from wbs.letters.board import SLOT, Slot
from wbs.letters.note import StateChanged


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_an_outbox_never_tells_whether_anything_was_answered(scene: Scene) -> None:
    reporter = scene.reporter()
    first, second, _ = reporter.panel()
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, first, acknowledge=True)
    take_in(scene, second)
    busy, idle = send_out(scene, first), send_out(scene, second)
    assert (busy.slots, busy.drops, idle.slots, idle.drops) == (1, 1, 0, 0)
    assert busy.path.stat().st_size == idle.path.stat().st_size


def test_what_a_courier_said_was_on_the_board_goes_again_when_it_is_not(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        made = sending.make_outbox(desk, scene.folder)
        [slot] = desk.shelf.state.slots
    # The outbox is thrown away, and the next bundle's board has its name all the same.
    scene.portal.slots[slot] = Slot(slot, bytes(16), bytes(SLOT))
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert not sending.slots_waiting(desk)
    del scene.portal.slots[slot]
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert [each.slot.r for each in sending.slots_waiting(desk)] == [slot]
    scene.portal.apply(made.path, scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert not sending.slots_waiting(desk)
    scene.later(61)
    scene.portal.slots.clear()
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert desk.shelf.state.slots[slot].seen


def test_what_was_carried_goes_again_until_a_bundle_confirms_it(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        lost = sending.make_outbox(desk, scene.folder)
        again = sending.make_outbox(desk, scene.folder)
        assert (lost.slots, lost.replaces, again.slots, again.replaces) == (1, False, 1, True)
    scene.portal.apply(again.path, scene.today)
    scene.portal.apply(again.path, scene.today)
    assert len(reporter.replies(list(scene.portal.slots.values()))) == 1
    scene.later(1)
    take_in(scene, name)
    with scene.desk(name) as desk:
        waiting = sending.waiting(desk)
        assert (waiting.slots, waiting.drops) == ((), ())


def test_an_answer_that_is_sealed_anew_has_come_as_far_as_the_furthest_of_its_slots(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    found: list[Carried] = []
    with scene.desk(name) as desk:
        found += sending.carried(desk, desk.find(reporter.case)).values()
        made = sending.make_outbox(desk, scene.folder)
        found += sending.carried(desk, desk.find(reporter.case)).values()
    scene.portal.apply(made.path, scene.today)
    take_in(scene, name)
    scene.later(sending.RENEW_AFTER.days)
    with scene.desk(name) as desk:
        found += sending.carried(desk, desk.find(reporter.case)).values()
        sending.make_outbox(desk, scene.folder)
        assert [slot.seen for slot in desk.shelf.state.slots.values()] == [True, False]
        found += sending.carried(desk, desk.find(reporter.case)).values()
    assert found == [Carried.WAITS, Carried.PACKED, Carried.ARRIVED, Carried.ARRIVED]


def test_a_reply_is_put_on_the_board_again_before_it_leaves(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    send_out(scene, name)
    scene.later(1)
    take_in(scene, name)
    scene.later(48)
    with scene.desk(name) as desk:
        assert not sending.waiting(desk).renewals
    scene.later(1)
    assert send_out(scene, name).slots == 1
    replies = reporter.replies(list(scene.portal.slots.values()))
    assert (len(replies), len({reply.hash for reply in replies})) == (2, 1)
    with scene.desk(name) as desk:
        assert not sending.waiting(desk).renewals


def test_an_answer_that_is_not_so_is_not_put_on_the_board_again(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        for state in (State.TELAAH, State.INVESTIGASI, State.TINDAK):
            writing.note(desk, desk.find(reporter.case), StateChanged(state, None))
        told = replace(
            writing.compose(desk, desk.find(reporter.case), Answer("Selesai.")),
            state=State.SELESAI,
            outcome=Outcome.TERBUKTI,
        )
        # As it stands where the proposal that it confirmed was signed with a key that is revoked since.
        writing.send(desk, desk.find(reporter.case), told)
        assert desk.find(reporter.case).untrue == told
        assert desk.find(reporter.case).state is State.TINDAK
    send_out(scene, name)
    scene.later(1)
    take_in(scene, name)
    scene.later(60)
    with scene.desk(name) as desk:
        assert not sending.waiting(desk).renewals
        writing.send(desk, case := desk.find(reporter.case), writing.compose(desk, case, Answer("Belum.")))
    scene.later(60)
    with scene.desk(name) as desk:
        assert [each.name for each in sending.waiting(desk).renewals] == [reporter.case]


def test_collected_never_jumps_over_a_gap(scene: Scene) -> None:
    name = NAMES[0]
    start = scene.today
    scene.later(2)
    with scene.desk(name) as desk:
        import_bundle(desk, scene.portal.bundle(start + timedelta(2), since=start + timedelta(1)))
        assert desk.shelf.state.collected is None
        with pytest.raises(NotAllowed, match="Impor satu bundel"):
            sending.make_outbox(desk, scene.folder)
        import_bundle(desk, scene.portal.bundle(start))
        assert str(desk.shelf.state.collected) == f"{start}A"
        import_bundle(desk, scene.portal.bundle(start + timedelta(2), since=start + timedelta(1)))
        assert str(desk.shelf.state.collected) == f"{start}A"
        import_bundle(desk, scene.portal.bundle(start + timedelta(2), since=start))
        assert str(desk.shelf.state.collected) == f"{start + timedelta(2)}A"

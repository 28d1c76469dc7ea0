"""What stands at the head of every page until somebody has done something about it."""

from datetime import timedelta

from tests import factories_keyring as rings
from tests.desk.office import Scene
from tests.desk.web.conftest import Web
from wbs.desk.importing import gap, import_bundle
from wbs.desk.keyrings import Standing
from wbs.desk.phrases import day_of
from wbs.desk.setup import DEMAND_AFTER, KEPT
from wbs.desk.state import BackedUp, Restored
from wbs.desk.web.warnings import warnings
from wbs.letters.keyring import Chain, decode

HEAD = 'class="warnings" role="region"'


def test_a_desk_in_order_warns_of_nothing(web: Web) -> None:
    assert HEAD not in web.get("/brankas")


def test_a_restored_shelf_asks_for_a_whole_bundle(web: Web) -> None:
    with web.desk() as desk:
        desk.shelf.commit(Restored())
    assert "Rak ini dipulihkan dari salinan" in web.get("/bantuan")


def test_a_bundle_that_was_left_out_is_asked_for_until_it_is_in(web: Web) -> None:
    began = web.scene.today
    web.scene.later(7)
    late = web.scene.portal.bundle(web.scene.today, web.scene.today - timedelta(days=2))
    with web.desk() as desk:
        assert not gap(desk)
        import_bundle(desk, late)
        assert gap(desk)
    page = web.get("/bantuan")
    assert "Ada bundel atau volume yang terlewat" in page
    assert day_of(began) in page
    with web.desk() as desk:
        import_bundle(desk, web.scene.portal.bundle(web.scene.today, began - timedelta(days=1)))
    assert "terlewat" not in web.get("/bantuan")


def test_a_restored_shelf_asks_for_one_thing_only(web: Web) -> None:
    web.scene.later(7)
    with web.desk() as desk:
        import_bundle(desk, web.scene.portal.bundle(web.scene.today, web.scene.today - timedelta(days=2)))
        desk.shelf.commit(Restored())
    page = web.get("/bantuan")
    assert "Rak ini dipulihkan dari salinan" in page
    assert "terlewat" not in page


def test_a_first_bundle_that_is_not_a_full_one_is_named_too(web: Web) -> None:
    with Scene(web.scene.folder / "lain").desk(web.name) as desk:
        assert not gap(desk)
        import_bundle(desk, web.scene.portal.bundle(web.scene.today, web.scene.today - timedelta(days=2)))
        assert any("Mintalah bundel lengkap" in each.text for each in warnings(desk))


def test_a_chain_with_a_gap_is_named_for_it_leaves_letters_unproven(web: Web) -> None:
    first = web.scene.keyrings[0]
    kept = decode(first.json)
    second = rings.sign(rings.after(first, readers=kept.readers, settings=kept.settings))
    with web.desk() as desk:
        chain = Chain.build([second], rings.PIN, desk.today, None)
        desk.standing = Standing(chain, None)
        assert "Daftar kunci lama tidak lengkap" in "".join(each.text for each in warnings(desk))
        desk.standing = Standing(Chain.build([first, second], rings.PIN, desk.today, None), None)
        assert "Daftar kunci lama tidak lengkap" not in "".join(each.text for each in warnings(desk))


def test_a_keyring_that_has_ended_is_named_and_cases_are_still_read(web: Web) -> None:
    web.scene.later((rings.END - web.scene.today).days + 1)
    assert "Daftar kunci ditolak (Daftar kunci ini sudah kedaluwarsa)" in web.get("/bantuan")
    assert web.reporters[0].case in web.get("/")


def test_a_keyring_that_ends_soon_is_named_while_a_new_one_can_be_made(web: Web) -> None:
    web.scene.later((rings.END - web.scene.today).days - 30)
    assert f"berakhir pada {day_of(rings.END)}" in web.get("/bantuan")
    web.scene.later(-1)
    assert "berakhir pada" not in web.get("/bantuan")


def test_a_copy_of_the_shelf_is_asked_for_before_the_server_forgets(web: Web) -> None:
    arrived = web.scene.today
    web.scene.later(DEMAND_AFTER.days)
    assert f"Buat salinan rak sebelum {day_of(arrived + KEPT)}" in web.get("/bantuan")
    with web.desk() as desk:
        desk.shelf.commit(BackedUp(day=desk.today))
    assert "Buat salinan rak" not in web.get("/bantuan")


def test_a_clock_behind_the_bundle_is_pointed_out(web: Web) -> None:
    web.scene.later(-10)
    page = web.get("/")
    assert "Jam komputer ini tertinggal" in page
    assert "terlewat" not in page

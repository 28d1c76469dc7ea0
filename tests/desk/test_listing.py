"""The list of cases: sorted, filtered, searched, cut into pages."""

from datetime import timedelta
from pathlib import Path

import pytest

from crypto.minisign import SigningKey
from tests import factories as make
from tests import factories_keyring as rings
from tests.desk.office import NAMES, Reporter, Scene, reader
from tests.desk.web.case_letters import colleague_note
from wbs.cases.lifecycle import Outcome, State
from wbs.desk import writing
from wbs.desk.desk import Desk
from wbs.desk.importing import import_bundle
from wbs.desk.listing import Counts, Listing, Order, Query
from wbs.desk.sending import make_outbox
from wbs.desk.writing import Answer
from wbs.letters.keyring import decode
from wbs.letters.letter import sign_letter
from wbs.letters.note import Assigned, Categorised, Comment, Recused, ReplyCopy, StateChanged

ME = NAMES[0]
OTHERS = NAMES[1:3]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def reporters(scene: Scene, count: int) -> list[Reporter]:
    """Return people whose panel has the desk in it, so that it reads all they write."""
    found = (scene.reporter(f"pelapor {number}", excluded=NAMES[3:]) for number in range(10 * count))
    return [each for each in found if ME in each.panel()][:count]


def taken_in(scene: Scene, *letters: tuple[bytes, int]) -> Desk:
    """Unlock the desk with letters, each with how many days ago it arrived."""
    for sealed, days in letters:
        scene.portal.receive(sealed, scene.today - timedelta(days=days))
    desk = scene.desk(ME)
    import_bundle(desk, scene.portal.bundle(scene.today))
    return desk


def carried(scene: Scene, desk: Desk) -> None:
    """Carry what waits to the portal, and take in what shows that it is there."""
    scene.portal.apply(make_outbox(desk, scene.folder).path, scene.today)
    import_bundle(desk, scene.portal.bundle(scene.today))


def names(desk: Desk, query: Query | None = None) -> list[str]:
    return [row.name for row in desk.list(query or Query()).rows]


def test_what_is_due_first_stands_first(scene: Scene) -> None:
    old, new, older = reporters(scene, 3)
    with taken_in(scene, (old.report(), 20), (new.report(), 0), (older.report(), 30)) as desk:
        rows = desk.list(Query()).rows
        assert [row.name for row in rows] == [older.case, old.case, new.case]
        assert [row.late for row in rows] == [True, True, False]
        for row in rows:
            assert row.due == desk.due(desk.find(row.name))[0]
        assert names(desk, Query(late=True)) == [older.case, old.case]
        assert desk.counts() == Counts(cases=3, late=2, unread=3, waiting=0, lapsed=0)


def test_a_case_that_i_stepped_back_from_asks_nothing_of_me(scene: Scene) -> None:
    mine, left = reporters(scene, 2)
    with taken_in(scene, (mine.report(), 20), (left.report(), 30)) as desk:
        writing.note(desk, desk.find(left.case), Recused("Kerabat terlapor."))
        assert [(row.name, row.away) for row in desk.list(Query()).rows] == [
            (mine.case, False),
            (left.case, True),
        ]
        assert names(desk, Query(late=True)) == names(desk, Query(unread=True)) == [mine.case]
        row = desk.row(desk.find(left.case).id)
        assert (row.due, row.late, row.unread) == (None, False, False)
        assert desk.counts() == Counts(cases=2, late=1, unread=1, waiting=0, lapsed=0)
        # The office still counts the days.
        assert desk.due(desk.find(left.case))[0].overdue_by > 0


def test_what_only_colleagues_have_is_due_at_their_desks(scene: Scene) -> None:
    mine, theirs = reporters(scene, 2)
    with taken_in(scene, (mine.report(), 20), (theirs.report(), 30)) as desk:
        writing.note(desk, desk.find(theirs.case), Assigned(OTHERS))
        assert not any(row.elsewhere for row in desk.list(Query()).rows), "nobody was told of it yet"
        assert desk.due_here(desk.find(theirs.case))
        carried(scene, desk)
        assert {row.name: row.elsewhere for row in desk.list(Query()).rows} == {
            mine.case: False,
            theirs.case: True,
        }
        assert names(desk, Query(late=True)) == [mine.case]
        # A letter that came here may have come to nobody else.
        assert desk.counts() == Counts(cases=2, late=1, unread=2, waiting=0, lapsed=0)
        assert not desk.due_here(desk.find(theirs.case))
        desk.shelf.save()
    # One of them leaves, then the other, and nobody is left who would look after it.
    for gone, late in ((OTHERS[:1], {mine.case}), (OTHERS, {mine.case, theirs.case})):
        before = scene.keyrings[-1]
        found = decode(before.json)
        left = tuple(reader(name) for name in NAMES if name not in gone)
        after = rings.after(before, found.sequence + 1, readers=left, settings=found.settings)
        scene.keyrings.append(rings.sign(after))
        with scene.desk(ME) as desk:
            import_bundle(desk, scene.portal.bundle(scene.today))
            assert set(names(desk, Query(late=True))) == late
            assert bool(desk.due_here(desk.find(theirs.case))) == (theirs.case in late)
            desk.shelf.save()


def test_no_proposal_waits_for_who_gave_the_case_away(scene: Scene) -> None:
    (one,) = reporters(scene, 1)
    with taken_in(scene, (one.report(), 1)) as desk:
        for state in (State.DITERIMA, State.TELAAH):
            writing.note(desk, desk.find(one.case), StateChanged(state, None))
        writing.note(desk, desk.find(one.case), StateChanged(State.TTL, Outcome.DATA_KURANG))
        assert names(desk, Query(waiting=True)) == [one.case]
        writing.note(desk, desk.find(one.case), Assigned(OTHERS))
        carried(scene, desk)
        assert names(desk, Query(waiting=True)) == []


def test_no_proposal_waits_for_who_stepped_back(scene: Scene) -> None:
    (one,) = reporters(scene, 1)
    with taken_in(scene, (one.report(), 1)) as desk:
        answer(desk, one.case)
        writing.note(desk, desk.find(one.case), StateChanged(State.TELAAH))
        writing.note(desk, desk.find(one.case), StateChanged(State.TTL, Outcome.DATA_KURANG))
        assert names(desk, Query(waiting=True)) == [one.case]
        writing.note(desk, desk.find(one.case), Recused("Kerabat terlapor."))
        assert names(desk, Query(waiting=True)) == []
        assert desk.counts().waiting == 0


def test_every_column_sorts_both_ways(scene: Scene) -> None:
    one, two, three = sorted(reporters(scene, 3), key=lambda each: each.case)
    with taken_in(scene, (one.report(), 1), (two.report(), 3), (three.report(), 2)) as desk:
        answer(desk, two.case)
        expected = {
            Order.NAME: [one, two, three],
            Order.LAST: [two, three, one],
            Order.STATE: [one, three, two],
        }
        for order, people in expected.items():
            cases = [each.case for each in people]
            assert names(desk, Query(order=order)) == cases
            if order is not Order.STATE:
                assert names(desk, Query(order=order, descending=True)) == cases[::-1]


def test_every_filter_must_hold(scene: Scene) -> None:
    one, two = reporters(scene, 2)
    with taken_in(scene, (one.report(), 1), (two.report(), 20)) as desk:
        answer(desk, one.case)
        writing.notes(desk, desk.find(one.case), [StateChanged(State.TELAAH), Categorised(3)])
        writing.note(desk, desk.find(one.case), StateChanged(State.TTL, Outcome.DATA_KURANG))
        writing.opened(desk, desk.find(two.case))
        assert names(desk, Query(states=frozenset({State.TELAAH}))) == [one.case]
        assert names(desk, Query(states=frozenset({State.TELAAH, State.TERKIRIM}))) == [two.case, one.case]
        assert names(desk, Query(violation=3)) == [one.case]
        assert names(desk, Query(violation=0)) == [two.case]
        assert names(desk, Query(waiting=True)) == [one.case]
        assert names(desk, Query(unread=True)) == [one.case]
        assert names(desk, Query(late=True, unread=True)) == []
        assert names(desk, Query(reader=two.panel()[-1])) == [
            each.case for each in (two, one) if two.panel()[-1] in desk.find(each.case).readers
        ]
        assert names(desk, Query(reader="verifikator")) == []
        assert desk.counts() == Counts(cases=2, late=1, unread=1, waiting=1, lapsed=0)


def test_every_word_must_stand_somewhere_in_the_case(scene: Scene) -> None:
    one, two = reporters(scene, 2)
    panel = one.panel()
    with taken_in(
        scene,
        (one.report("Uang pelicin untuk izin."), 1),
        (one.message("Saksinya juru tulis.", panel), 1),
        (one.files({"Kuitansi-2026.jpg": b"x"}, panel), 1),
        (two.report("Izin dijual."), 1),
    ) as desk:
        answer(desk, one.case)
        assert set(names(desk, Query(text="IZIN"))) == {one.case, two.case}
        for text in (
            "pelicin saksinya",
            "kuitansi",
            "peli",
            "kami terima",
            one.case,
            one.case[:5],
            'izin" "pelicin',
            "- pelicin *",
        ):
            assert names(desk, Query(text=text)) == [one.case], text
        for text in ("pelicin dijual", "what", "NEAR(uang izin)", one.case[:4] + "zz"):
            assert names(desk, Query(text=text)) == [], text
        writing.note(desk, desk.find(two.case), Comment("Sama dengan café lain."))
        assert names(desk, Query(text="cafe")) == [two.case]


def test_a_whole_letter_can_be_looked_for(scene: Scene) -> None:
    (one,) = reporters(scene, 1)
    text = " ".join(f"kata{number}" for number in range(3000))
    with taken_in(scene, (one.report(text), 0)) as desk:
        assert desk.list(Query(text=text)).total == 1
        assert desk.list(Query(text=f"lain {text}")).total == 0


def test_a_list_is_cut_into_pages(scene: Scene) -> None:
    people = reporters(scene, 5)
    with taken_in(scene, *((each.report(), 1) for each in people)) as desk:
        first = desk.list(Query(size=2))
        assert (first.total, first.page, first.pages, len(first.rows)) == (5, 1, 3, 2)
        found = [row.id for page in (1, 2, 3) for row in desk.list(Query(size=2, page=page)).rows]
        assert found == sorted(each.keys.case for each in people)
        assert desk.list(Query(size=2, page=9)) == desk.list(Query(size=2, page=3))


def test_no_case_no_page_and_no_count(scene: Scene) -> None:
    with scene.desk(ME) as desk:
        listing = desk.list(Query(text="apa saja"))
        assert (listing.rows, listing.total, listing.page, listing.pages) == ((), 0, 1, 1)
        assert desk.counts() == Counts(0, 0, 0, 0, 0)


def test_a_case_without_its_report_is_in_no_list(scene: Scene) -> None:
    one = reporters(scene, 1)[0]
    with taken_in(scene, (one.message("Ada saksi.", one.panel()), 1)) as desk:
        assert list(desk.cases) == [one.keys.case]
        assert names(desk) == names(desk, Query(text="saksi")) == []


def answer(desk: Desk, name: str) -> None:
    case = desk.find(name)
    writing.send(desk, case, writing.compose(desk, case, Answer("Kami terima.", State.DITERIMA)))


def test_a_search_shows_where_a_case_says_it(scene: Scene) -> None:
    one, two = reporters(scene, 2)
    long = "Awal laporan. " * 30 + "Di laci ada kuitansi\u202e kosong, ditandatangani."
    message = two.message("Saya melihat KUITANSI itu.", two.panel())
    with taken_in(scene, (one.report(long), 1), (two.report(), 1), (message, 0)) as desk:
        found = desk.list(Query(text="ada kuitansi"))
        assert [row.name for row in found.rows] == [one.case]
        assert shown(found, one) == "…Di laci [ada] [kuitansi]‹U+202E› kosong, ditandatangani."
        found = desk.list(Query(text="kuit"))
        assert shown(found, one) == "…Di laci ada [kuit]ansi‹U+202E› kosong, ditandatangani."
        assert shown(found, two) == "Saya melihat [KUIT]ANSI itu."
        # A case does not say its own name; and without a search there is nothing to show.
        assert desk.list(Query(text=one.case)).excerpts == {}
        assert desk.list(Query()).excerpts == {}


def test_of_two_words_that_begin_alike_the_longer_is_marked(scene: Scene) -> None:
    (one,) = reporters(scene, 1)
    with taken_in(scene, (one.report("Dinas, dinasti, " + "x" * 300), 1)) as desk:
        assert shown(desk.list(Query(text="din dinas")), one).startswith("[Dinas], [dinas]ti, x")
        # A word longer than what is shown around one is marked whole.
        assert shown(desk.list(Query(text="x" * 150)), one) == f"…dinasti, [{'x' * 150}]…"


@pytest.mark.parametrize(
    ("text", "looked_for", "seen"),
    [
        # Signs that become five times as long do not push what was looked for out of sight.
        ("\u202e" * 39 + "kuitansi", "kuitansi", "…[kuitansi]"),
        ("a" + "\u202e" * 2 + "kuitansi", "kuitansi", "…[kuitansi]"),
        ("a\u202e kuitansi", "kuitansi", "a‹U+202E› [kuitansi]"),
        ("scan_kuitansi_204.pdf", "kuitansi", "scan_[kuitansi]_204.pdf"),
        ("Petugas, tugas", "tugas", "Petugas, [tugas]"),
        ("cafe\u0301toile, toile", "toile", "cafe\u0301toile, [toile]"),
        ("Di jl mawar.", "jl.mawar", "Di [jl mawar]."),
        ("Di jl\u202emawar.", "jl.mawar", "Di [jl‹U+202E›mawar]."),
        ("Uang (kopi).", "-kopi", "Uang ([kopi])."),
        ("Weiße Straße", "STRAßE weiße", "[Weiße] [Straße]"),
        ("kuitansi " + "a" * 200, "kuitansi", "[kuitansi] " + "a" * 111 + "…"),
        ("kuitansi " + "a" * 111, "kuitansi", "[kuitansi] " + "a" * 111),
    ],
)
def test_what_is_found_is_marked_as_the_index_finds_it(
    scene: Scene, text: str, looked_for: str, seen: str
) -> None:
    (one,) = reporters(scene, 1)
    with taken_in(scene, (one.report(text), 1)) as desk:
        assert shown(desk.list(Query(text=looked_for)), one) == seen


def test_an_excerpt_says_what_kind_of_letter_it_is_from(scene: Scene) -> None:
    (one,) = reporters(scene, 1)
    with taken_in(scene, (one.report("Awal."), 1), (one.message("Ada saksi.", one.panel()), 0)) as desk:
        answer(desk, one.case)
        writing.note(desk, desk.find(one.case), Comment("Minta daftar piket."))
        kinds = {
            word: each.kind
            for word in ("awal", "saksi", "terima", "piket")
            for each in desk.list(Query(text=word)).excerpts.values()
        }
        assert kinds == {"awal": "report", "saksi": "message", "terima": "reply", "piket": "comment"}


def test_no_case_is_shown_to_say_what_nobody_proved(scene: Scene) -> None:
    one, two = reporters(scene, 2)
    forged = one.message("Kuitansi palsu, saksi palsu.", one.panel(), two.signing)
    mine = one.message("Ada saksi.", one.panel())
    with taken_in(scene, (one.report("Awal."), 1), (forged, 1), (mine, 0), (two.report(), 1)) as desk:
        answer(desk, one.case)
        found = desk.list(Query(text="kuitansi"))
        assert [row.name for row in found.rows] == [one.case]
        assert found.excerpts == {}
        assert shown(desk.list(Query(text="saksi")), one) == "Ada [saksi]."
        assert shown(desk.list(Query(text="terima")), one) == "Kami [terima]."


def test_no_case_is_shown_to_say_what_a_note_copies_to_another_one(scene: Scene) -> None:
    one, two = reporters(scene, 2)
    with taken_in(scene, (one.report(), 1), (two.report(), 1)) as desk:
        reply = make.reply(ME, 1, text="Kuitansi palsu.", case=two.keys.case)
        copy = ReplyCopy.of(sign_letter(reply, SigningKey(make.seed("nobody"))))
        scene.portal.receive(colleague_note(OTHERS[0], one, 1, copy, scene.today), scene.today)
        import_bundle(desk, scene.portal.bundle(scene.today))
        found = desk.list(Query(text="kuitansi"))
        assert {row.name for row in found.rows} == {one.case, two.case}
        assert found.excerpts == {}


def shown(found: Listing, reporter: Reporter) -> str:
    """Return the excerpt of a reporter's case, with what was looked for in brackets."""
    (row,) = (each for each in found.rows if each.name == reporter.case)
    return "".join(f"[{each.text}]" if each.hit else each.text for each in found.excerpts[row.id].pieces)


def test_what_a_very_long_case_says_late_is_not_looked_for(scene: Scene) -> None:
    (one,) = reporters(scene, 1)
    messages = [(one.message(f"{number} " + "kata " * 9_000, one.panel()), 1) for number in range(5)]
    last = one.message("Ini kuitansinya.", one.panel())
    with taken_in(scene, (one.report(), 2), *messages, (last, 0)) as desk:
        found = desk.list(Query(text="kuitansinya"))
        assert [row.name for row in found.rows] == [one.case]
        assert found.excerpts == {}

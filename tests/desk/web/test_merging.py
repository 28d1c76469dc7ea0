"""Merging: a case goes on as another one, its reporter is told, and whoever was wrong turns back."""

from tests.desk.office import NAMES
from tests.desk.web.case_letters import colleague_note, deliver, hidden
from tests.desk.web.conftest import Web
from tests.desk.web.test_case_acts import act, case_of, refused, under_review
from wbs.cases.lifecycle import State
from wbs.desk import writing
from wbs.desk.catalogue import Catalogue
from wbs.letters.note import Merged, Recused, StateChanged


def test_cases_are_merged_and_both_stay_readable(web: Web) -> None:
    one, other = web.reporters[0], web.reporters[1]
    assert "Gabungkan ke kasus lain" not in web.get(f"/kasus/{one.case}")
    under_review(web)
    assert f"/kasus/{one.case}/gabung" in web.get(f"/kasus/{one.case}")
    # Nobody is offered what they did not ask for.
    assert other.keys.case.hex() not in web.get(f"/kasus/{one.case}/gabung")
    found = web.get(f"/kasus/{one.case}/gabung?cari={other.label}")
    assert other.keys.case.hex() in found
    assert one.keys.case.hex() not in found
    shown = web.get(f"/kasus/{one.case}/gabung?cari={other.label}&ke={other.keys.case.hex()}")
    assert "Kasus ini berhenti" in shown
    assert f"Laporan dari {other.label}." in shown
    assert hidden(shown, "into") == other.keys.case.hex()
    # The one who merged has a word with the reporter next: of this clock nothing else is left.
    page = act(web, "merge", into=other.keys.case.hex())
    assert "Beri tahu pelapornya dengan jawaban ini." in page
    assert f'action="/kasus/{one.case}/jawab' in page
    assert f"menggabungkan kasus ini ke kasus {other.case}" in web.get(f"/kasus/{one.case}")
    assert f"/kasus/{one.case}" in web.get(f"/kasus/{other.case}")
    assert case_of(web).state is State.DIGABUNG


def test_before_merging_who_reads_the_other_case_is_named(web: Web) -> None:
    one, other = web.reporters[0], web.reporters[1]
    under_review(web)
    stranger = next(name for name in NAMES if name not in case_of(web).readers)
    away = next(name for name in NAMES if name in case_of(web).readers and name != web.name)
    deliver(web, colleague_note(away, one, 1, Recused("Kerabat."), web.scene.today))
    act(web, "assign", number=1, assign=[away, stranger, web.name])
    shown = " ".join(web.get(f"/kasus/{one.case}/gabung?ke={other.keys.case.hex()}").split())
    shut, kept_out = (
        f'title="{name}">{name.replace("-", " ").capitalize()}</span>' for name in (stranger, away)
    )
    assert f'tidak dapat membuka surat kasus ini: <span class="reader" {shut}.' in shown
    assert f"{kept_out}</strong>: tidak boleh membaca kasus ini, tetapi memegang" in shown


def test_two_desks_that_merged_crosswise_are_told_and_one_turns_back(web: Web) -> None:
    one, other = web.reporters[0], web.reporters[1]
    for number in (0, 1):
        under_review(web, number)
    act(web, "merge", into=other.keys.case.hex())
    assert "saling digabung" not in web.get("/")
    # A colleague's desk did not know of it yet.
    deliver(web, colleague_note(NAMES[1], other, 1, Merged(one.keys.case), web.scene.today))
    said = " ".join(web.get("/bantuan").split())
    names = ", ".join(sorted((one.case, other.case)))
    assert f"Kasus {names} saling digabung" in said
    # What a colleague says who does not know of the merger undoes none.
    deliver(web, colleague_note(NAMES[2], one, 1, StateChanged("TELAAH"), web.scene.today))
    assert "saling digabung" in web.get("/")
    act(web, "unmerge")
    assert f"memisahkan kasus ini lagi dari kasus {other.case}" in web.get(f"/kasus/{one.case}")
    assert case_of(web).state is State.TELAAH
    assert "saling digabung" not in web.get("/")
    assert case_of(web).merged_into is None


def test_a_circle_through_a_case_that_is_hidden_here_tells_nothing_of_it(web: Web) -> None:
    one, hidden_case = web.reporters[0], web.scene.reporter("rahasia", excluded=(web.name,))
    under_review(web)
    for author, reporter, into in ((NAMES[1], one, hidden_case), (NAMES[2], hidden_case, one)):
        deliver(web, colleague_note(author, reporter, 1, Merged(into.keys.case), web.scene.today))
    assert case_of(web).merged_into == hidden_case.keys.case
    assert "saling digabung" not in web.get("/")


def test_long_ways_and_large_circles_are_found_at_once() -> None:
    catalogue = Catalogue()

    def put(number: int, into: int | None) -> None:
        target = into.to_bytes(4, "big") if into is not None else None
        values = (number.to_bytes(4, "big"), target)
        catalogue.database.execute("INSERT INTO cases (id, merged, listed) VALUES (?, ?, 1)", values)

    for number in range(5_000):
        put(number, number + 1 if number < 4_999 else None)
    assert catalogue.circles() == []
    for number in range(5_000, 10_000):
        put(number, 5_000 + (number + 1) % 5_000)
    put(10_000, 7_000)
    put(10_001, 10_001)
    found = [int.from_bytes(each, "big") for each in catalogue.circles()]
    assert found == [*range(5_000, 10_000), 10_001]


def test_who_stepped_back_from_a_case_merges_nothing_into_it(web: Web) -> None:
    other = web.reporters[1]
    under_review(web)
    act(web, "recuse", number=1, recusal="Kerabat.", sure="y")
    assert "Meja ini sudah mundur dari kasus ini." in refused(web, "merge", into=other.keys.case.hex())


def test_the_reporter_of_a_merged_case_is_told_of_the_end_too(web: Web) -> None:
    one, other = web.reporters[0], web.reporters[1]
    for number in (0, 1):
        under_review(web, number)
    act(web, "merge", into=other.keys.case.hex())
    # Behind it a third, by way of the first.
    third = web.reporters[2]
    deliver(
        web,
        colleague_note(NAMES[1], third, 1, StateChanged("DITERIMA"), web.scene.today),
        colleague_note(NAMES[1], third, 2, StateChanged("TELAAH"), web.scene.today),
        colleague_note(NAMES[1], third, 3, Merged(one.keys.case), web.scene.today),
    )
    assert "belum diberi tahu." not in web.get(f"/kasus/{other.case}")
    web.scene.later(1)
    with web.desk() as desk:
        case = desk.find(other.case)
        writing.note(desk, case, StateChanged("TTL", "data-kurang"))
    today = web.scene.today
    deliver(web, colleague_note(NAMES[1], other, 1, StateChanged("TTL", "data-kurang"), today))
    page = web.get(f"/kasus/{other.case}")
    for untold in (one, third):
        assert f"pelapor kasus {untold.case}, yang digabung ke sini, belum diberi tahu." in page
    with web.desk() as desk:
        case = desk.find(one.case)
        writing.send(desk, case, writing.compose(desk, case, writing.Answer("Sudah selesai.")))
    page = web.get(f"/kasus/{other.case}")
    assert f"kasus {one.case}, yang digabung" not in page
    assert f"kasus {third.case}, yang digabung" in page


def test_no_two_cases_go_on_as_each_other(web: Web) -> None:
    one, other = web.reporters[0], web.reporters[1]
    for number in (0, 1):
        under_review(web, number)
    act(web, "merge", number=1, into=one.keys.case.hex())
    assert other.keys.case.hex() not in web.get(f"/kasus/{one.case}/gabung?cari={other.label}")
    assert "Kasus tujuan sendiri sudah digabung." in refused(web, "merge", into=other.keys.case.hex())
    assert case_of(web).state is State.TELAAH


def test_a_case_merges_into_no_case_that_is_none(web: Web) -> None:
    under_review(web)
    for into in ("", "0000ffff", "../x", "<script>alert(1)</script>", "a" * 65):
        assert "<script>alert" not in refused(web, "merge", into=into)

"""What an answer repeats of what its reporter wrote."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.story import Story
from wbs.cases.casefile import Case
from wbs.cases.office import Office
from wbs.desk.echoes import echoes

OFFICE = Office.default()


@cache
def told() -> Case:
    story = Story()
    story.report(
        answers={
            "what": "Kepala Balai Cempaka meminta Rp2.500.000 kepada 14 peserta, dalam amplop.",
            "who": "Siti Rahma",
        }
    )
    story.message(2, text="Bendahara bernama Wulan ikut.")
    return story.case()


def marked(text: str) -> list[str]:
    return [piece.text for piece in echoes(text, told(), OFFICE) if piece.echoed]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kami memeriksa CEMPAKA.", ["CEMPAKA"]),
        ("Jumlahnya 2500000, bukan 3000000.", ["2500000"]),
        ("Apakah wulan mengetahuinya?", ["wulan"]),
        ("Ada 14 orang.", ["14"]),
        ("Kami sedang menelaah laporan Anda.", []),
        ("", []),
    ],
)
def test_names_and_numbers_of_the_report_are_marked(text: str, words: list[str]) -> None:
    assert marked(text) == words


def test_a_ready_sentence_repeats_nothing_of_a_report() -> None:
    for ready in OFFICE.replies:
        for sentence in ready.text:
            assert marked(sentence) == []


def test_a_number_of_a_ready_sentence_is_marked_where_it_stands_elsewhere() -> None:
    ready = OFFICE.reply("acknowledgement").text.id
    assert "14 hari" in ready
    assert marked(f"{ready}\n\nKami tahu ada 14 orang.") == ["14"]


@given(st.text())
def test_the_pieces_are_the_answer(text: str) -> None:
    assert "".join(piece.text for piece in echoes(text, told(), OFFICE)) == text

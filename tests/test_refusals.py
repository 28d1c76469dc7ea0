"""Refusals in the chosen language, with the causes that they quote."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from wbs.desk import crew
from wbs.desk.errors import ShelfError
from wbs.desk.opening import Means, Task
from wbs.language import choose
from wbs.refusals import CAUSES, told


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    yield
    choose("id")


def refusal(number: int) -> ShelfError:
    return ShelfError("Rak di {folder} tidak terbaca ({error}).", folder="/x", error=OSError(number, "odd"))


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("id", errno.ENOSPC, "Rak di /x tidak terbaca (tempatnya penuh)."),
        ("en", errno.ENOSPC, "The shelf in /x cannot be read (no space is left)."),
        ("id", errno.EXDEV, "Rak di /x tidak terbaca (odd)."),
    ],
)
def test_the_systems_causes_are_said_in_the_chosen_language(language: str, number: int, said: str) -> None:
    choose(language)
    assert told(refusal(number)) == said


def test_no_cause_is_left_in_the_systems_language() -> None:
    for language in ("id", "en"):
        choose(language)
        for number in CAUSES:
            assert os.strerror(number) not in told(refusal(number))


def test_a_cause_that_a_child_met_is_put_into_words_by_its_parent(tmp_path: Path) -> None:
    (tmp_path / f"{bytes(32).hex()}.age").mkdir()
    with crew.Crew(1) as hands, pytest.raises(ShelfError) as caught:
        list(hands.try_all(Means((bytes(32),), tmp_path), [Task(bytes(32))], lambda: False))
    choose("en")
    assert "this is a folder" in told(caught.value)

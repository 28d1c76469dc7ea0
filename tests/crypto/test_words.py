"""The word list: whatever can be checked of it without reading."""

from collections.abc import Iterator
from string import ascii_lowercase

import pytest

from crypto.receipt import WORDS
from tools import words as script


def edits(word: str) -> Iterator[str]:
    """Everything one edit away: a letter less, other or more, or two neighbours exchanged."""
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def test_edits_of_a_short_word() -> None:
    assert {"bc", "ac", "ab", "xabc", "abxc", "abcx", "xbc", "axc", "abx", "bac", "acb"} <= set(edits("abc"))
    assert not {"cba", "bca", "a", "abcde", "cab"} & set(edits("abc"))


def test_2048_sorted_words_of_4_to_8_plain_letters() -> None:
    assert len(set(WORDS)) == 2048
    assert list(WORDS) == sorted(WORDS)
    assert all(4 <= len(word) <= 8 and set(word) <= set(ascii_lowercase) for word in WORDS)


def test_four_letters_tell_every_word() -> None:
    assert len({word[:4] for word in WORDS}) == len(WORDS)


def test_no_word_is_one_edit_from_another() -> None:
    words = set(WORDS)
    assert [(word, edit) for word in WORDS for edit in edits(word) if edit != word and edit in words] == []


def test_the_list_follows_from_the_accepted_words() -> None:
    accepted = script.read_accepted()
    assert script.choose(accepted) == list(WORDS)
    assert script.LIST.read_text("ascii") == "".join(f"{word}\n" for word in WORDS)
    assert not accepted.keys() & script.read_rejected().keys()


FORBIDDEN = [
    "kantor",
    "gaji",
    "polisi",
    "hakim",
    "jaksa",
    "masjid",
    "gereja",
    "partai",
    "menteri",
    "korupsi",
    "suap",
    "bukti",
    "saksi",
    "lapor",
    "bunuh",
    "mati",
    "mayat",
    "racun",
    "senjata",
    "setan",
    "babi",
    "bodoh",
    "jawa",
    "golkar",
]


@pytest.mark.parametrize("word", FORBIDDEN)
def test_what_nobody_should_find_in_a_code(word: str) -> None:
    assert word not in WORDS

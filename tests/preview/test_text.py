"""Text is shown in whichever of the usual encodings it came, a page at a time; what is none is not."""

import io

import pytest

from wbs.preview import ANSWER, PAGES, TEXT_PAGE, Outcome
from wbs.preview.text import decoded, work

WORDS = "Ribuan rupiah – “tunai” – café, naïve, Ümit\n" * 3


def answer(data: bytes, page: int = 1) -> tuple[Outcome, int, str]:
    """Return how it went, how many pages there are, and what is on this one."""
    sink = io.BytesIO()
    work((str(page), "0", str(len(data))), io.BytesIO(data), sink)
    outcome, pages, width, height = ANSWER.unpack(sink.getvalue()[: ANSWER.size])
    assert (width, height) == (0, 0)
    return Outcome(outcome), pages, sink.getvalue()[ANSWER.size :].decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_usual_encodings_are_told_apart(encoding: str) -> None:
    assert decoded(WORDS.encode(encoding)) == WORDS


def test_other_scripts_come_through() -> None:
    words = "证据 Доказательство 😀 ꦲꦏ꧀ꦱꦫ\u202etxt.exe\n"
    for encoding in ("utf-8", "utf-16"):
        assert decoded(words.encode(encoding)) == words


@pytest.mark.parametrize("data", [
    b"\0", b"abc\0def", bytes(range(256)), b"\x7fELF\x02\x01\x01\0", b"PK\x03\x04\x14\0\0\0",
    b"\xff\xfe\x00\xd8", b"\x81\x8d\x8f", b"\xef\xbb\xbf\xff", bytes(64), b"MZ\x90\0\x03\0\0\0", b"ID3\x04\0",
])  # fmt: skip
def test_what_is_no_text_is_not_shown(data: bytes) -> None:
    assert answer(data) == (Outcome.UNKNOWN, 0, "")


def test_an_empty_file_is_an_empty_text() -> None:
    assert answer(b"") == (Outcome.SHOWN, 1, "")


def test_lines_and_tabs_become_plain_ones() -> None:
    assert answer(b"a\r\nb\rc\nd\x0ce\tf")[2] == "a\nb\nc\nd\ne   f"


def test_pages_follow_each_other_and_nothing_is_lost() -> None:
    text = "".join(chr(0x4E00 + n % 5_000) for n in range(2 * TEXT_PAGE + 7))
    pages = [answer(text.encode(), page) for page in (1, 2, 3)]
    assert [(outcome, count) for outcome, count, _ in pages] == [(Outcome.SHOWN, 3)] * 3
    assert "".join(page for _, _, page in pages) == text
    assert answer(text.encode(), 4) == (Outcome.NO_PAGE, 0, "")


def test_a_page_is_bounded_whatever_is_on_it() -> None:
    assert len(answer(b"\t" * TEXT_PAGE)[2]) == 4 * TEXT_PAGE
    assert PAGES * TEXT_PAGE > 256 << 20

"""What a reporter typed cannot act on an investigator's terminal."""

from hypothesis import given
from hypothesis import strategies as st

from wbs.desk.harmless import harmless, one_line


def test_ordinary_indonesian_text_stays_as_typed() -> None:
    text = "Rp 5.000.000 diminta “uang lelah” — café, 50 %.\nBaris kedua."
    assert harmless(text) == text


def test_escapes_and_turned_text_are_shown_by_number() -> None:
    assert harmless("\x1b[2Jbersih") == "‹U+001B›[2Jbersih"
    assert harmless("a\u202egnp.exe") == "a‹U+202E›gnp.exe"
    assert harmless("\x9b31m\r\b\u2066\ufeff") == "‹U+009B›31m‹U+000D›‹U+0008›‹U+2066›‹U+FEFF›"


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_no_sign_that_acts_is_left(text: str) -> None:
    shown = harmless(text)
    assert all(sign == "\n" or (sign.isprintable() or sign.isspace()) for sign in shown)
    assert not any(ord(sign) < 0x20 and sign != "\n" for sign in shown)
    assert not any(0x7F <= ord(sign) < 0xA0 for sign in shown)


@given(st.text(alphabet=st.characters(codec="utf-8")), st.integers(2, 80))
def test_a_line_is_one_line_and_not_too_long(text: str, width: int) -> None:
    line = one_line(text, width)
    assert "\n" not in line
    assert len(line) <= width

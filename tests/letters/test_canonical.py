import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbs.letters import canonical
from wbs.letters.canonical import Value
from wbs.letters.errors import FormatError

INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES: st.SearchStrategy[Value] = st.recursive(
    INTEGERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_comes_back(value: Value) -> None:
    assert canonical.loads(canonical.dumps(value)) == value


@given(VALUES)
def test_any_json_reader_reads_the_same_value(value: Value) -> None:
    assert json.loads(canonical.dumps(value)) == value


@given(VALUES)
def test_another_spelling_of_a_value_is_refused(value: Value) -> None:
    written = canonical.dumps(value)
    tight = (",", ":")
    others = {
        json.dumps(value, ensure_ascii=False),
        json.dumps(value, ensure_ascii=False, separators=tight, indent=1),
        json.dumps(value, ensure_ascii=False, separators=tight) + " ",
        json.dumps(value, separators=tight),
    }
    for other in {text.encode() for text in others} - {written}:
        with pytest.raises(FormatError):
            canonical.loads(other)


@given(st.binary(max_size=60))
def test_bytes_are_canonical_or_refused(data: bytes) -> None:
    try:
        value = canonical.loads(data)
    except FormatError:
        return
    assert canonical.dumps(value) == data


@given(VALUES, st.data())
def test_a_changed_bit_is_refused_or_another_value(value: Value, data: st.DataObject) -> None:
    written = bytearray(canonical.dumps(value))
    bit = data.draw(st.integers(0, len(written) * 8 - 1))
    written[bit // 8] ^= 1 << bit % 8
    try:
        changed = canonical.loads(bytes(written))
    except FormatError:
        return
    assert changed != value


def test_keys_stand_in_the_order_of_utf_16() -> None:
    # The example of RFC 8785, section 3.2.3.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = canonical.loads(canonical.dumps(dict.fromkeys(keys, 0)))
    assert isinstance(written, dict)
    assert list(written) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_only_what_must_be_is_escaped() -> None:
    # RFC 8785, section 3.2.2.2: short escapes where JSON has them, lower-case \u00xx, all else as it is.
    assert canonical.dumps('\b\t\n\f\r"\\/\0\x1f\x7f\u2028é') == (
        '"\\b\\t\\n\\f\\r\\"\\\\/\\u0000\\u001f\x7f\u2028é"'.encode()
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"1 ",
        b"1\n",
        b"01",
        b"-0",
        b"+1",
        b"1.0",
        b"1e3",
        b"9007199254740992",
        b"-9007199254740992",
        b"1" * 5000,
        b"true",
        b"false",
        b"null",
        b"NaN",
        b"-Infinity",
        b"[1,]",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u001F"',
        b'"\\ud83d\\ude00"',
        b'"\\ud800"',
        b'"\xed\xa0\x80"',
        b'"\xff"',
        b'"\x01"',
        b"\xef\xbb\xbf1",
        b'"a"'.decode().encode("utf-16"),
        b"'a'",
        b"[" * 17 + b"]" * 17,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_is_outside_the_subset_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        canonical.loads(data)


def test_the_deepest_value_comes_back() -> None:
    data = b"[" * canonical.DEPTH + b"]" * canonical.DEPTH
    assert canonical.dumps(canonical.loads(data)) == data


def test_the_limit_is_in_bytes_and_inclusive() -> None:
    assert canonical.loads(b'"\xc3\xa9"', limit=4) == "é"
    with pytest.raises(FormatError, match="more than 3 bytes"):
        canonical.loads(b'"\xc3\xa9"', limit=3)


@pytest.mark.parametrize(
    "value",
    [True, None, 1.5, b"bytes", {1: 2}, {"a": {"b": None}}, "\ud800", {"\udfff": 1}, {1, 2}, 2**53, -(2**53)],
    ids=repr,
)
def test_what_has_no_form_is_not_written(value: object) -> None:
    with pytest.raises(FormatError):
        canonical.dumps(value)  # type: ignore[arg-type]  # that is the test


def test_tuples_are_written_as_arrays() -> None:
    assert canonical.dumps(("a", (1, 2))) == b'["a",[1,2]]'

"""Canonical JSON: the subset of RFC 8785 that every signed file uses.

Strings, integers with an absolute value below 2^53, arrays, objects; no true, false, null or fraction. UTF-8
without a final newline, no spaces, keys sorted by UTF-16 code units. One value has one spelling, so equal
bytes and equal values are the same thing.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

from wbs.letters.errors import FormatError

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value]"

# Bytes read without a limit of the caller's own; a bundle's manifest is given a larger one.
LIMIT = 1 << 20
DEPTH = 16

_INTEGER_BOUND = 1 << 53
_INTEGER_CHARACTERS = 17


def dumps(value: Value) -> bytes:
    """Write the one spelling of a value; FormatError if it is outside the subset."""
    plain = _plain(value, DEPTH)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise FormatError("a string holds half of a surrogate pair") from None


def loads(data: bytes, *, limit: int = LIMIT) -> Value:
    """Read a value of lists and dicts; FormatError unless it serialises to the same bytes again."""
    if len(data) > limit:
        raise FormatError(f"the JSON has more than {limit} bytes")
    try:
        value: Value = json.loads(
            data.decode(), parse_int=_integer, parse_float=_refuse, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        raise FormatError("not JSON of the subset in use") from None
    if dumps(value) != data:
        raise FormatError("the JSON is not canonical")
    return value


def _plain(value: object, depth: int) -> object:
    """Check a value and return it as str, int, list and dict with the keys in order."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= _INTEGER_BOUND:
            raise FormatError("an integer does not fit 53 bits")
        return int(value)
    if depth == 0:
        raise FormatError(f"values nest deeper than {DEPTH}")
    if isinstance(value, list | tuple):
        return [_plain(item, depth - 1) for item in value]
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise FormatError("a key is not a string")
        return {key: _plain(value[key], depth - 1) for key in sorted(value, key=_utf16)}
    raise FormatError(f"canonical JSON has no {type(value).__name__}")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _integer(text: str) -> int:
    if len(text) > _INTEGER_CHARACTERS:
        raise ValueError("too many digits")
    return int(text)


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"no {text} here")

"""Colour profiles (ICC.1:2022): the usual ones stay, with nothing in them but colours.

Usual is what a profile says of colours, not its name: the primaries of a colour space that everyone's
pictures have, or grey alone, and a curve of a usual law. What is written are the space's and the law's own
numbers, not the file's: those that were measured of one screen, and rounded to a usual profile, tell which
it was. A screen's or scanner's profile that is farther off is not usual and is taken out.
"""

import struct
from typing import Final

#: A larger profile is not one of the usual ones.
LIMIT: Final = 64 << 10

# Red, green and blue primaries as X, Y, Z in 65536ths, adapted to D50 (ICC.1:2022, annex E).
_SPACES: Final = {
    "sRGB": ((28576, 14581, 912), (25239, 46983, 6361), (9375, 3972, 46787)),
    "Display P3": ((33759, 15807, -69), (19135, 45367, 2745), (10296, 4363, 51385)),
    "Adobe RGB (1998)": ((39960, 20389, 1276), (13453, 41004, 3989), (9777, 4143, 48796)),
    "ProPhoto RGB": ((52276, 18877, 0), (8860, 46654, 0), (2054, 6, 54061)),
    "Rec. 2020": ((44137, 18287, -127), (10857, 44259, 1965), (8195, 2989, 52223)),
}
# A thousandth.
_TOLERANCE = 65

# From a number in the file to light, both 0 to 1, as formulas: sRGB, Rec. 709 and 2020, plain gammas.
# Each may go with each space: programs for video and for raw pictures write sRGB's colours with all of them.
_LAWS: Final = (
    (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0.0, 0.0),
    (1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081, 0.0, 0.0),
    (1.8, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    (2.2, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    (2.4, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    (1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
)
# Curves of one law by different makers are nearer to each other than this: in light; in the number, which is
# nearer to what is seen of dark colours (a picture's own steps are 1/255); in light where all of it is shown.
_CURVE_TOLERANCE = 0.005
_STEP_TOLERANCE = 0.01
_WHITE_TOLERANCE = 0.001

_PRIMARIES = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")
# What primaries and curves do without. A profile with other tags is not a usual one.
_IDLE: Final = frozenset(
    (
        b"desc", b"cprt", b"dmnd", b"dmdd", b"vued", b"view", b"lumi", b"meas", b"tech", b"bkpt", b"chrm",
        b"dscm", b"aarg", b"aagg", b"aabg", b"chad", b"wtpt", b"cicp",
    )
)  # fmt: skip
_D50: Final = (63190, 65536, 54061)
_D65: Final = (62289, 65536, 71372)
# From D65 to D50 (annex E), which is told of a space in profiles of version 4 only.
_ADAPTED: Final = (68674, 1502, -3291, 1939, 64912, -1119, -606, 988, 49262)
# Which of a formula's numbers g, a, b, c, d, e and f are written, by its type (10.18).
_FORMULAS: Final = {0: (0,), 1: (0, 1, 2), 2: (0, 1, 2, 5), 3: (0, 1, 2, 3, 4), 4: (0, 1, 2, 3, 4, 5, 6)}
_PLAIN: Final = (1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
# Larger exponents are of no curve, and their powers of no number.
_LARGEST_GAMMA = 10


def clean(profile: bytes) -> tuple[bytes, frozenset[str], str]:
    """What may stay of a profile (empty: nothing), the kinds of what goes, its colour space's name."""
    name, law = _usual(profile, _tags(profile))
    content = _build(profile, name, law) if name else b""
    if name and content == profile:
        return content, frozenset(), name
    found = _header_kinds(profile) | (set() if content else {"profile"})
    return content, frozenset(found or {"other"}), name


def _tags(profile: bytes) -> dict[bytes, bytes]:
    """Data by signature; empty for what is no profile or is larger than a usual one."""
    if len(profile) < 132 or len(profile) > LIMIT or profile[36:40] != b"acsp":
        return {}
    count = int.from_bytes(profile[128:132], "big")
    if 132 + 12 * count > len(profile):
        return {}
    entries = (struct.unpack_from(">4sII", profile, 132 + 12 * number) for number in range(count))
    return {name: profile[start : start + size] for name, start, size in entries}


def _usual(profile: bytes, tags: dict[bytes, bytes]) -> tuple[str, tuple[float, ...]]:
    """The usual colour space that a profile is of, and its curve's law; empty: none."""
    screen = profile[12:16] in (b"mntr", b"spac", b"scnr") and profile[20:24] == b"XYZ "
    grey = profile[16:20] == b"GRAY"
    if not screen or not (grey or profile[16:20] == b"RGB ") or not _xyz(tags, b"wtpt"):
        return "", ()
    curves = (b"kTRC",) if grey else _CURVES
    laws = {_law(tags.get(tag, b"")) for tag in curves}
    if set(tags) - _IDLE - {*curves, *(() if grey else _PRIMARIES)} or len(laws) != 1 or () in laws:
        return "", ()
    return "Gray" if grey else _space([_xyz(tags, tag) for tag in _PRIMARIES]), laws.pop()


def _space(primaries: list[tuple[int, ...]]) -> str:
    for name, space in _SPACES.items():
        if all(_near(primary, usual) for primary, usual in zip(primaries, space, strict=True)):
            return name
    return ""


def _near(primary: tuple[int, ...], usual: tuple[int, ...]) -> bool:
    return len(primary) == 3 and all(
        abs(value - other) <= _TOLERANCE for value, other in zip(primary, usual, strict=True)
    )


def _xyz(tags: dict[bytes, bytes], tag: bytes) -> tuple[int, ...]:
    data = tags.get(tag, b"")
    if len(data) != 20 or data[:4] != b"XYZ ":
        return ()
    return struct.unpack(">3i", data[8:])


def _law(curve: bytes) -> tuple[float, ...]:
    """The usual law that a curve follows; empty: none."""
    shown = _shown(curve)
    return next((law for law in _LAWS if _follows(shown, law)), ())


def _follows(shown: list[float], law: tuple[float, ...]) -> bool:
    """Whether what is shown of the numbers 0 to 255 (none: no) is what a law shows."""
    return abs((shown or [0.0])[-1] - 1) <= _WHITE_TOLERANCE and all(
        abs(value - _light(law, place / 255)) <= _CURVE_TOLERANCE
        and _light(law, place / 255 - _STEP_TOLERANCE) <= value
        and value <= _light(law, place / 255 + _STEP_TOLERANCE)
        for place, value in enumerate(shown)
    )


def _shown(curve: bytes) -> list[float]:
    """The light of the numbers 0 to 255 by a curve (ICC.1:2022, 10.6 and 10.18); empty: it is broken."""
    if curve[:4] == b"curv":
        size = int.from_bytes(curve[8:12], "big")
        if len(curve) < 12 + 2 * size:
            return []
        table = struct.unpack_from(f">{size}H", curve, 12)
        return _drawn(table) if size > 1 else _computed((table[0] / 256 if size else 1.0, *_PLAIN[1:]))
    places = _FORMULAS.get(int.from_bytes(curve[8:10], "big"), ())
    if curve[:4] != b"para" or not places or len(curve) < 12 + 4 * len(places):
        return []
    law = list(_PLAIN)
    for place, number in zip(places, struct.unpack_from(f">{len(places)}i", curve, 12), strict=True):
        law[place] = number / 65536
    return _computed(tuple(law))


def _drawn(table: tuple[int, ...]) -> list[float]:
    """Straight lines between the numbers of a table."""
    shown = []
    for place in range(256):
        at = place * (len(table) - 1) / 255
        low, high = table[int(at)], table[min(int(at) + 1, len(table) - 1)]
        shown.append((low + (high - low) * (at - int(at))) / 0xFFFF)
    return shown


def _computed(law: tuple[float, ...]) -> list[float]:
    return [_light(law, place / 255) for place in range(256)] if 0 < law[0] <= _LARGEST_GAMMA else []


def _light(law: tuple[float, ...], x: float) -> float:
    gamma, a, b, c, d, e, f = law
    return max(a * x + b, 0.0) ** gamma + e if x >= d else c * x + f


def _build(profile: bytes, name: str, law: tuple[float, ...]) -> bytes:
    """The profile of nothing but its colours: a header without date, maker, model, creator and id."""
    later = profile[8] >= 4
    space = _SPACES.get(name, ())
    # Light of D65 is white in all but one of them; grey has no white of its own.
    adapted = bool(space) and name != "ProPhoto RGB"
    white = _D65 if adapted and not later else _D50
    parts = {b"desc": _text(name, later), b"cprt": _text("", later), b"wtpt": _fixed(b"XYZ ", *white)}
    if adapted and later:
        parts[b"chad"] = _fixed(b"sf32", *_ADAPTED)
    for tag, primary in zip(_PRIMARIES, space, strict=False):
        parts[tag] = _fixed(b"XYZ ", *primary)
    for tag in _CURVES if space else (b"kTRC",):
        parts[tag] = _curve(law, later)
    return _pack(b"\4\x30" if later else b"\2\x10", profile[16:20], parts)


def _curve(law: tuple[float, ...], later: bool) -> bytes:
    """A law as most profiles have it: a formula; before version 4 the number of a gamma, or a table."""
    plain = law[1:] == _PLAIN[1:]
    if later:
        kind = 0 if plain else 3
        numbers = [round(law[place] * 65536) for place in _FORMULAS[kind]]
        return struct.pack(f">4s4xH2x{len(numbers)}i", b"para", kind, *numbers)
    places = range(1024)
    table = [round(law[0] * 256)] if plain else [round(_light(law, at / 1023) * 0xFFFF) for at in places]
    return struct.pack(f">4s4xI{len(table)}H", b"curv", len(table), *table)


def _fixed(kind: bytes, *numbers: int) -> bytes:
    return struct.pack(f">4s4x{len(numbers)}i", kind, *numbers)


def _text(text: str, later: bool) -> bytes:
    if later:
        body = text.encode("utf-16-be")
        return struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(body), 28) + body
    if text:
        body = text.encode("ascii") + b"\0"
        return struct.pack(">4sII", b"desc", 0, len(body)) + body + bytes(78)
    return b"text" + bytes(5)


def _pack(version: bytes, space: bytes, parts: dict[bytes, bytes]) -> bytes:
    start = 132 + 12 * len(parts)
    table, body = [], b""
    places: dict[bytes, int] = {}
    for tag, data in parts.items():
        if data not in places:
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table.append(struct.pack(">4sII", tag, places[data], len(data)))
    header = struct.pack(
        ">I4x2s2x4s4s4s12x4s28x3i48x", start + len(body), version, b"mntr", space, b"XYZ ", b"acsp", *_D50
    )
    return header + struct.pack(">I", len(parts)) + b"".join(table) + body


def _header_kinds(profile: bytes) -> set[str]:
    """What the header of a profile tells (ICC.1:2022, 7.2)."""
    header = profile[:128]
    found = set()
    if any(header[24:36]):
        found.add("dates")
    # The standard's own sRGB names the standard's body as its maker.
    maker, model = header[48:52].strip(b"\0 "), header[52:56].strip(b"\0 ")
    if maker not in (b"IEC", b"none", b"") or model not in (b"sRGB", b""):
        found.add("device")
    if any(header[4:8]) or any(header[40:44]) or any(header[80:84]):
        found.add("software")
    if any(header[84:100]):
        found.add("identifiers")
    return found

"""Colour profiles (ICC.1:2022): the usual ones stay, with nothing in them but colours.

Usual is what a profile says of colours, not its name: the primaries of a colour space that everyone's
pictures have, or a plain gamma of grey, and one curve of a usual law for all colours. A screen's or
scanner's own profile, measured or made for one device, is not usual and is taken out.
"""

import struct
from collections.abc import Callable
from typing import Final

#: A larger profile is not one of the usual ones.
LIMIT: Final = 64 << 10

# Red, green and blue primaries as X, Y, Z, adapted to D50.
_SPACES: Final = {
    "sRGB": ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)),
    "Display P3": ((0.5151, 0.2412, -0.0011), (0.2919, 0.6922, 0.0419), (0.1572, 0.0666, 0.7841)),
    "Adobe RGB (1998)": ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446)),
    "ProPhoto RGB": ((0.7977, 0.2880, 0.0000), (0.1352, 0.7119, 0.0000), (0.0313, 0.0001, 0.8249)),
    "Rec. 2020": ((0.6735, 0.2790, -0.0019), (0.1657, 0.6753, 0.0300), (0.1251, 0.0456, 0.7969)),
}
_TOLERANCE = 0.001

# From a number in the file to light, both 0 to 1: sRGB, Rec. 709 and 2020, plain gammas.
_LAWS: Final[tuple[Callable[[float], float], ...]] = (
    lambda x: x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4,
    lambda x: x / 4.5 if x < 0.081 else ((x + 0.099) / 1.099) ** (1 / 0.45),
    lambda x: x**1.8,
    lambda x: x**2.2,
    lambda x: x**2.4,
    lambda x: x,
)
# Tables of one law by different makers are nearer to each other than this.
_CURVE_TOLERANCE = 0.005

_PRIMARIES = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")
# What primaries and curves do without. A profile with other tags is not a usual one.
_IDLE: Final = frozenset(
    (
        b"desc", b"cprt", b"dmnd", b"dmdd", b"vued", b"view", b"lumi", b"meas", b"tech", b"bkpt", b"chrm",
        b"dscm", b"aarg", b"aagg", b"aabg", b"chad", b"wtpt", b"cicp",
    )
)  # fmt: skip
_D50 = bytes.fromhex("0000f6d6000100000000d32d")
_PARAMETERS = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}


def clean(profile: bytes) -> tuple[bytes, frozenset[str], str]:
    """What may stay of a profile (empty: nothing), the kinds of what goes, its colour space's name."""
    tags = _tags(profile)
    name = _name(profile, tags)
    content = _build(profile, tags, name) if name else b""
    if len(content) >= LIMIT:
        # Made anew it is larger: it would be none of the usual ones when looked at again.
        content, name = b"", ""
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


def _name(profile: bytes, tags: dict[bytes, bytes]) -> str:
    """The usual colour space that a profile is of; empty: none."""
    screen = profile[12:16] in (b"mntr", b"spac", b"scnr") and profile[20:24] == b"XYZ "
    if not screen or not _xyz(tags, b"wtpt"):
        return ""
    if profile[16:20] == b"GRAY":
        gamma = _curve(tags.get(b"kTRC", b""))
        return "Gray" if len(gamma) in range(12, 32) and not set(tags) - _IDLE - {b"kTRC"} else ""
    if profile[16:20] != b"RGB " or set(tags) - _IDLE - {*_PRIMARIES, *_CURVES}:
        return ""
    curves = {_curve(tags.get(tag, b"")) for tag in _CURVES}
    primaries = [_xyz(tags, tag) for tag in _PRIMARIES]
    if len(curves) != 1 or b"" in curves:
        return ""
    for name, space in _SPACES.items():
        if all(_near(primary, usual) for primary, usual in zip(primaries, space, strict=True)):
            return name
    return ""


def _near(primary: tuple[float, ...], usual: tuple[float, ...]) -> bool:
    return len(primary) == 3 and all(
        abs(value - other) <= _TOLERANCE for value, other in zip(primary, usual, strict=True)
    )


def _xyz(tags: dict[bytes, bytes], tag: bytes) -> tuple[float, ...]:
    data = tags.get(tag, b"")
    if len(data) != 20 or data[:4] != b"XYZ ":
        return ()
    return tuple(value / 65536 for value in struct.unpack(">3i", data[8:]))


def _curve(data: bytes) -> bytes:
    """A curve without bytes behind its end; empty: none."""
    if data[:4] == b"curv" and len(data) >= 12:
        size = 12 + 2 * int.from_bytes(data[8:12], "big")
    elif data[:4] == b"para" and len(data) >= 12 and int.from_bytes(data[8:10], "big") in _PARAMETERS:
        size = 12 + 4 * _PARAMETERS[int.from_bytes(data[8:10], "big")]
    else:
        return b""
    usual = len(data) >= size and (data[:4] == b"para" or _is_usual(data[12:size]))
    return _plain(data[:size]) if usual else b""


def _is_usual(table: bytes) -> bool:
    """Whether a curve's table (ICC.1:2022, 10.6) follows one of the usual laws; one number is a gamma."""
    values = struct.unpack(f">{len(table) // 2}H", table)
    last = len(values) - 1
    return last < 1 or any(
        all(abs(value / 0xFFFF - law(place / last)) <= _CURVE_TOLERANCE for place, value in enumerate(values))
        for law in _LAWS
    )


def _plain(data: bytes) -> bytes:
    """A tag's data with nothing in the four bytes that are not used."""
    return data[:4] + bytes(4) + data[8:]


def _build(profile: bytes, tags: dict[bytes, bytes], name: str) -> bytes:
    """The profile of nothing but its colours: a header without date, maker, model, creator and id."""
    later = profile[8] >= 4
    grey = profile[16:20] == b"GRAY"
    parts = {b"desc": _text(name, later), b"cprt": _text("", later), b"wtpt": _plain(tags[b"wtpt"])}
    chad = tags.get(b"chad", b"")
    if later and len(chad) == 44 and chad[:4] == b"sf32":
        parts[b"chad"] = _plain(chad)
    for tag in () if grey else _PRIMARIES:
        parts[tag] = _plain(tags[tag])
    for tag in (b"kTRC",) if grey else _CURVES:
        parts[tag] = _curve(tags[tag])
    return _pack(b"\4\x30" if later else b"\2\x10", profile[16:20], parts)


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
        ">I4x2s2x4s4s4s12x4s28x12s48x", start + len(body), version, b"mntr", space, b"XYZ ", b"acsp", _D50
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

"""Colour profiles: the usual ones stay with nothing but their colours; what is measured of a device goes."""

import io
import struct
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.scrub import pictures as p
from wbs.scrub import icc

SPACES = {
    "sRGB": p.lcms_srgb(),
    "Display P3": p.profile("Display P3", p.P3),
    "Adobe RGB (1998)": p.profile(
        "Adobe", ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
    ),
}
PROFILE = SPACES["Display P3"]


def shown(profile: bytes, screen: Literal["sRGB", "LAB"] = "sRGB") -> bytes:
    """The drawing as a screen of sRGB shows it, or as it is seen, by another colour engine than ours."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    drawing = p.drawing("L" if profile[16:20] == b"GRAY" else "RGB")
    mode = "RGB" if screen == "sRGB" else screen
    image = ImageCms.profileToProfile(drawing, source, ImageCms.createProfile(screen), outputMode=mode)
    assert isinstance(image, Image.Image)
    return image.tobytes()


def seen_apart(one: bytes, other: bytes) -> int:
    """How far two profiles' drawings are apart where they are most, in 255ths of L* or steps of a* and b*."""
    pairs = zip(shown(one, "LAB"), shown(other, "LAB"), strict=True)
    # a* and b* are signed.
    return max(min((here - there) % 256, (there - here) % 256) for here, there in pairs)


def described(profile: bytes) -> str:
    return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()


@pytest.mark.parametrize("name", SPACES)
def test_colours_of_a_usual_profile_are_the_same(name: str) -> None:
    content, _, space = icc.clean(SPACES[name])
    assert space == name == described(content)
    assert shown(content) == shown(SPACES[name])


@pytest.mark.parametrize("name", SPACES)
def test_a_usual_profile_is_cleaned_once(name: str) -> None:
    content, found, space = icc.clean(SPACES[name])
    assert "dates" in found
    assert icc.clean(content) == (content, frozenset(), space)


def test_nothing_of_who_made_a_profile_is_left() -> None:
    content, found, _ = icc.clean(PROFILE)
    assert found == {"dates", "device", "software", "identifiers"}
    for told in (
        b"Siti",
        b"appl",
        b"APPL",
        b"MAKR",
        b"N-7",
        bytes(range(16)),
        struct.pack(">3H", 2026, 11, 1),
    ):
        assert told in PROFILE
        assert told not in content


def old(profile: bytes) -> bytes:
    """The same profile, said to be of version 2."""
    return profile[:8] + b"\2\x40" + profile[10:]


def everywhere(curve: bytes) -> dict[bytes, bytes]:
    """The same curve for all colours."""
    return dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)


def gamma(number: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(number * 256))


def formula(kind: int, *numbers: float) -> bytes:
    values = [round(number * 65536) for number in numbers]
    return b"para" + bytes(4) + struct.pack(f">HH{len(values)}i", kind, 0, *values)


def test_an_old_profile_stays_an_old_one() -> None:
    profile = old(p.profile("Siti's", p.P3, extra=everywhere(gamma(2.2))))
    content, _, _ = icc.clean(profile)
    assert content[8] == 2
    assert described(content) == "Display P3"
    assert shown(content) == shown(profile)


def grey(curve: bytes, **tags: bytes) -> bytes:
    made = p.profile(
        "grey", p.P3, extra={b"kTRC": curve, **{name.encode(): data for name, data in tags.items()}}
    )
    made = made[:16] + b"GRAY" + made[20:]
    coloured = (b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
    for name, idle in zip(coloured, (b"lumi", b"bkpt", b"meas", b"dmnd", b"dmdd", b"vued"), strict=True):
        made = made.replace(name, idle, 1)
    return made


def test_a_plain_gamma_of_grey_stays() -> None:
    content, _, space = icc.clean(old(grey(gamma(2.2))))
    assert space == "Gray"
    assert gamma(2.2) in content
    assert icc.clean(content) == (content, frozenset(), "Gray")


def test_a_measured_curve_of_grey_goes() -> None:
    curve = b"curv" + bytes(4) + struct.pack(">I256H", 256, *range(0, 65536, 256))
    assert icc.clean(grey(curve))[0] == b""


# A text where numbers are expected.
TEXT = b"curv" + bytes(4) + struct.pack(">I", 6) + b"Siti was her"


def table(values: list[float]) -> dict[bytes, bytes]:
    """The same curve for all colours."""
    numbers = [round(value * 65535) for value in values]
    return everywhere(b"curv" + bytes(4) + struct.pack(f">I{len(numbers)}H", len(numbers), *numbers))


def drawn(law: float, points: int) -> dict[bytes, bytes]:
    return table([(place / (points - 1)) ** law for place in range(points)])


@pytest.mark.parametrize("law", [1.8, 2.2])
def test_a_usual_curve_told_in_numbers_stays(law: float) -> None:
    content, _, space = icc.clean(p.profile("Display P3", p.P3, extra=drawn(law, 1024)))
    assert space == "Display P3"
    assert formula(0, law) in content


SRGB = (1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
# sRGB as one screen was measured to have it: primaries, white and how that is brought to D50.
MEASURED = ((0.4366, 0.2221, 0.0141), (0.3847, 0.7172, 0.0968), (0.1427, 0.0609, 0.7144))
WHITE = b"XYZ " + bytes(4) + struct.pack(">3i", 62411, 65536, 71012)
ADAPTED = b"sf32" + bytes(4) + struct.pack(">9i", 68600, 1500, -3290, 1940, 64900, -1120, -600, 990, 49300)
PARTED = {b"rTRC": 2.39, b"gTRC": 2.4, b"bTRC": 2.41}
ALIKE = {
    "sRGB": [
        SPACES["sRGB"],
        p.profile("sRGB", MEASURED, extra=everywhere(formula(3, 2.3921, *SRGB)) | {b"wtpt": WHITE}),
        p.profile("sRGB", MEASURED, extra=everywhere(formula(4, 2.4, *SRGB, 0.0, 0.0)) | {b"chad": ADAPTED}),
        p.profile("sRGB", MEASURED, extra={tag: formula(3, gamma, *SRGB) for tag, gamma in PARTED.items()}),
        p.profile("sRGB", MEASURED, extra=table([icc._light((2.4, *SRGB, 0, 0), x / 41) for x in range(42)])),
    ],
    "gamma": [
        PROFILE,
        p.profile("screen", p.P3, extra=everywhere(gamma(2.2137))),
        p.profile("screen", p.P3, extra=everywhere(formula(0, 2.2137))),
        p.profile("screen", p.P3, extra=everywhere(formula(1, 2.2137, 0.999, 0.001))),
        p.profile("screen", p.P3, extra=everywhere(formula(2, 2.2137, 1, 0, 0.00002))),
        p.profile("screen", p.P3, extra=drawn(2.2137, 4096) | {b"wtpt": WHITE, b"chad": ADAPTED}),
    ],
    "gamma of old": [
        old(p.profile("screen", p.P3, extra=everywhere(gamma(number)))) for number in (2.2, 2.2137, 2.19)
    ],
    "linear light": [
        p.profile("screen", p.P3, extra=everywhere(curve))
        for curve in (b"curv" + bytes(8), gamma(1), formula(0, 1.003), table([0, 1])[b"rTRC"])
    ],
    "grey": [
        grey(curve, wtpt=white)
        for curve in (gamma(2.2), gamma(2.2137), formula(0, 2.2137), drawn(2.2137, 256)[b"rTRC"])
        for white in (WHITE, b"XYZ " + bytes(4) + icc._fixed(b"", *icc._D50)[8:])
    ],
    "grey of sRGB": [grey(formula(3, number, *SRGB)) for number in (2.4, 2.3921)],
}  # fmt: skip


@pytest.mark.parametrize("name", ALIKE)
def test_what_was_measured_of_one_device_is_written_as_everyone_has_it(name: str) -> None:
    contents = {icc.clean(profile)[0] for profile in ALIKE[name]}
    assert len(contents) == 1
    content = contents.pop()
    for profile in ALIKE[name]:
        assert seen_apart(content, profile) <= 1


@pytest.mark.parametrize("name", icc._SPACES)
def test_white_is_white_in_every_usual_space(name: str) -> None:
    for white, *primaries in zip(icc._D50, *icc._SPACES[name], strict=True):
        assert abs(sum(primaries) - white) <= 1


@pytest.mark.parametrize("make", [bytes, old], ids=["version 4", "version 2"])
@pytest.mark.parametrize("law", icc._LAWS)
def test_every_usual_profile_is_found_clean(law: tuple[float, ...], make: Callable[[bytes], bytes]) -> None:
    curve = formula(4, *law)
    for name, space in icc._SPACES.items():
        primaries = [[number / 65536 for number in primary] for primary in space]
        content = icc.clean(make(p.profile(name, primaries, extra=everywhere(curve))))[0]
        assert icc.clean(content) == (content, frozenset(), name)
    content = icc.clean(make(grey(curve)))[0]
    assert icc.clean(content) == (content, frozenset(), "Gray")


def bare(points: int) -> bytes:
    """A usual profile of nothing that may be missing, and with so long a curve."""
    curve = drawn(2.2, points)[b"rTRC"]
    full = PROFILE[132:]
    entries = {full[at : at + 4]: full[at + 4 : at + 12] for at in range(0, 9 * 12, 12)}
    told = [struct.unpack(">II", entries[tag]) for tag in (b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ")]
    names = (b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
    places = [216 + 20 * number for number in (0, 1, 2, 3, 4, 4, 4)]
    sizes = [20, 20, 20, 20, *[len(curve)] * 3]
    tags = b"".join(struct.pack(">4sII", *entry) for entry in zip(names, places, sizes, strict=True))
    numbers = b"".join(PROFILE[start : start + size] for start, size in told)
    return PROFILE[:128] + struct.pack(">I", len(names)) + tags + numbers + curve


def test_a_long_curve_becomes_as_short_as_all_others() -> None:
    long = bare(32590)
    assert icc.LIMIT - 1000 < len(long) < icc.LIMIT
    assert icc.clean(long)[0] == icc.clean(PROFILE)[0]


@pytest.mark.parametrize(
    "profile",
    [
        b"",
        p.profile("Display P3", p.P3, extra=drawn(2.1, 256)),
        p.profile("Display P3", p.P3, extra=drawn(2.2, 3)),
        p.profile("Display P3", p.P3, extra=table([max(0.004, (x / 255) ** 2.2) for x in range(256)])),
        p.profile("Display P3", p.P3, extra=everywhere(gamma(2.1))),
        p.profile("Display P3", p.P3, extra=everywhere(gamma(0))),
        *(p.profile("Display P3", p.P3, extra=everywhere(formula(0, x))) for x in (2.1, 0, -2.2, 32767)),
        p.profile("Display P3", p.P3, extra=everywhere(formula(1, 2.2, -1, 1))),
        p.profile("Display P3", p.P3, extra=everywhere(formula(2, 2.2, 1, 0, 0.01))),
        p.profile("Display P3", p.P3, extra=everywhere(formula(3, 32767, 32767, 32767, 0, 0))),
        p.profile("Display P3", p.P3, extra=everywhere(formula(3, 2.4, *SRGB)[:-4])),
        p.profile("Display P3", p.P3, extra=everywhere(formula(5, 2.2))),
        p.profile("Display P3", p.P3, extra={b"gTRC": formula(3, 2.4, *SRGB)}),
        grey(formula(0, 2.1)),
        grey(b""),
        p.profile("Display P3", p.P3, extra=dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), TEXT)),
        PROFILE[:131],
        p.profile("Display P3", p.SCREEN),
        p.profile("Display P3", p.P3, extra={b"vcgt": bytes(40)}),
        p.profile("Display P3", p.P3, extra={b"A2B0": bytes(40)}),
        p.profile("Display P3", p.P3, extra={b"rTRC": b"curv" + bytes(8)}),
        p.profile("Display P3", p.P3, extra={b"gTRC": b"curv" + bytes(4) + b"\xff\xff\xff\xff"}),
        p.profile("Display P3", p.P3, extra={b"bXYZ": b"XYZ " + bytes(4)}),
        p.profile("Display P3", p.P3, extra={b"wtpt": b""}),
        p.profile("Display P3", p.P3, extra={b"desc": bytes(icc.LIMIT)}),
        PROFILE.replace(b"RGB XYZ ", b"CMYKXYZ "),
        PROFILE.replace(b"RGB XYZ ", b"RGB Lab "),
        PROFILE.replace(b"mntrRGB ", b"prtrRGB "),
        PROFILE[:128] + b"\xff\xff\xff\xff" + PROFILE[132:],
    ],
)
def test_other_profiles_go(profile: bytes) -> None:
    content, found, space = icc.clean(profile)
    assert (content, space) == (b"", "")
    assert "profile" in found


@given(
    st.lists(st.tuples(st.integers(0, len(PROFILE) - 1), st.integers(0, 255)), max_size=4),
    st.binary(max_size=9),
)
def test_a_damaged_profile_is_answered(flips: list[tuple[int, int]], more: bytes) -> None:
    damaged = bytearray(PROFILE)
    for at, value in flips:
        damaged[at] = value
    content, found, space = icc.clean(bytes(damaged) + more)
    assert bool(content) == bool(space)
    assert found
    if content:
        assert icc.clean(content) == (content, frozenset(), space)

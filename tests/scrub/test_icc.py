"""Colour profiles: the usual ones stay with nothing but their colours; what is measured of a device goes."""

import io
import struct

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


def shown(profile: bytes) -> bytes:
    """The drawing as a screen of sRGB shows it, by another colour engine than ours."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    drawing = p.drawing()
    image = ImageCms.profileToProfile(drawing, source, ImageCms.createProfile("sRGB"))
    assert isinstance(image, Image.Image)
    return image.tobytes()


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


def test_an_old_profile_stays_an_old_one() -> None:
    old = PROFILE[:8] + b"\2\x40" + PROFILE[10:]
    content, _, _ = icc.clean(old)
    assert content[8] == 2
    assert described(content) == "Display P3"
    assert shown(content) == shown(PROFILE)


def grey(gamma: bytes, **tags: bytes) -> bytes:
    made = p.profile(
        "grey", p.P3, extra={b"kTRC": gamma, **{name.encode(): data for name, data in tags.items()}}
    )
    made = made[:16] + b"GRAY" + made[20:]
    for name in (b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"):
        made = made.replace(name, b"cprt", 1)
    return made


def test_a_plain_gamma_of_grey_stays() -> None:
    gamma = b"curv" + bytes(4) + struct.pack(">IH", 1, 563)
    content, _, space = icc.clean(grey(gamma))
    assert space == "Gray"
    assert gamma in content
    assert icc.clean(content) == (content, frozenset(), "Gray")


def test_a_measured_curve_of_grey_goes() -> None:
    curve = b"curv" + bytes(4) + struct.pack(">I256H", 256, *range(0, 65536, 256))
    assert icc.clean(grey(curve))[0] == b""


# A text where numbers are expected.
TEXT = b"curv" + bytes(4) + struct.pack(">I", 6) + b"Siti was her"


def table(values: list[float]) -> dict[bytes, bytes]:
    """The same curve for all colours."""
    numbers = [round(value * 65535) for value in values]
    curve = b"curv" + bytes(4) + struct.pack(f">I{len(numbers)}H", len(numbers), *numbers)
    return dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)


@pytest.mark.parametrize("gamma", [1.8, 2.2])
def test_a_usual_curve_told_in_numbers_stays(gamma: float) -> None:
    curve = table([(place / 1023) ** gamma for place in range(1024)])
    content, _, space = icc.clean(p.profile("Display P3", p.P3, extra=curve))
    assert space == "Display P3"
    assert curve[b"rTRC"] in content


def bare(points: int) -> bytes:
    """A usual profile of nothing that may be missing, and with so long a curve."""
    curve = table([(place / (points - 1)) ** 2.2 for place in range(points)])[b"rTRC"]
    full = PROFILE[132:]
    entries = {full[at : at + 4]: full[at + 4 : at + 12] for at in range(0, 9 * 12, 12)}
    told = [struct.unpack(">II", entries[tag]) for tag in (b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ")]
    names = (b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
    places = [216 + 20 * number for number in (0, 1, 2, 3, 4, 4, 4)]
    sizes = [20, 20, 20, 20, *[len(curve)] * 3]
    tags = b"".join(struct.pack(">4sII", *entry) for entry in zip(names, places, sizes, strict=True))
    numbers = b"".join(PROFILE[start : start + size] for start, size in told)
    return PROFILE[:128] + struct.pack(">I", len(names)) + tags + numbers + curve


def test_a_profile_that_would_grow_beyond_the_limit_goes() -> None:
    small, large = bare(32500), bare(32590)
    assert len(small) < len(large) < icc.LIMIT
    assert icc.clean(small)[2] == "Display P3"
    assert icc.clean(large) == (b"", frozenset({"profile", "dates", "device", "software", "identifiers"}), "")


@pytest.mark.parametrize(
    "profile",
    [
        b"",
        p.profile("Display P3", p.P3, extra=table([(place / 255) ** 2.1 for place in range(256)])),
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

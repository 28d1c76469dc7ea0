"""Photos that cameras and their owners' programs really wrote, as the npm package ``exif`` ships them."""

from functools import cache
from pathlib import Path

import pytest

from tests.scrub import judge
from tests.scrub.test_images import pixels
from wbs.scrub import Scrubbed
from wbs.scrub.images import scrub_image

FOLDER = Path(__file__).parents[1] / "node/node_modules/exif/test"

# What exiftool says of each that we must have named: kind by the tags that prove it.
PROOFS = {
    "place": {"GPS:GPSLatitude"},
    "device": {"IFD0:Make", "IFD0:Model", "ExifIFD:LensModel"},
    "dates": {"IFD0:ModifyDate", "ExifIFD:DateTimeOriginal"},
    "software": {"IFD0:Software"},
    "thumbnail": {"IFD1:ThumbnailImage", "MPImage1:MPImageType", "MPF0:NumberOfImages"},
}


@cache
def photos() -> dict[str, bytes]:
    assert FOLDER.is_dir(), "tests/node/node_modules is missing: run `npm ci` in tests/node"
    found = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.jpg"))}
    assert len(found) == 10
    return found


def scrubbed(photo: bytes) -> Scrubbed:
    answer = scrub_image(photo)
    assert answer
    return answer


@pytest.mark.parametrize("name", [
    "down-mirrored", "evil1", "lens_info", "right", "short-ascii-II", "short-ascii-MM", "sony-alpha-6000",
    "test1", "test2", "test3",
])  # fmt: skip
def test_a_camera_s_photo_keeps_its_pixels(name: str) -> None:
    photo = photos()[f"{name}.jpg"]
    answer = scrubbed(photo)
    assert answer.content
    assert answer.found == answer.removed
    assert answer.warning == ""
    assert pixels(answer.content) == pixels(photo)
    assert scrubbed(answer.content).found == ()


def test_a_camera_s_photo_tells_nothing_any_more(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    given = judge.read(photos(), before)
    kept = judge.read({name: scrubbed(photo).content or b"" for name, photo in photos().items()}, after)
    for name, photo in photos().items():
        named = set(scrubbed(photo).found)
        said = {tag for tag, value in given[name].items() if value.strip()}
        proven = {kind for kind, tags in PROOFS.items() if tags & said}
        assert proven <= named, name
        assert ("place" in named) == ("place" in proven), name
        assert judge.left(kept[name]) == {}, name
    assert sum("GPS:GPSLatitude" in tags for tags in given.values()) == 3

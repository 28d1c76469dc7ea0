"""The bundle: volumes, order, and that no damage passes."""

import hashlib
import io
import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories_keyring as rings
from tests.factories import DAY, INSTANCE, seed
from wbs.letters import board, bundle, canonical, ustar
from wbs.letters.bundle import TEXT_SEALED, Bundle, DropEntry, read_bundle, write_volumes
from wbs.letters.errors import BundleError
from wbs.letters.halfday import HalfDay

ARRIVAL = HalfDay(DAY, "A")
FIRST = rings.sign(rings.keyring())
KEYRINGS = [FIRST, rings.sign(rings.after(FIRST))]


class Volumes:
    """Volumes that are kept when they are closed."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def open(self, number: int) -> BinaryIO:
        assert number == len(self.written) + 1
        keep = self.written.append

        class Volume(io.BytesIO):
            def close(self) -> None:
                keep(self.getvalue())
                super().close()

        return Volume()


def letters(*sizes: int) -> list[bytes]:
    return [seed(f"letter {number}", size) for number, size in enumerate(sizes)]


def entry(letter: bytes, half_day: HalfDay = ARRIVAL) -> DropEntry:
    digest = hashlib.sha256(letter)
    return DropEntry(digest.hexdigest()[:32], half_day, len(letter), digest.digest())


def board_of(count: int) -> bytes:
    sink = io.BytesIO()
    board.write(sink, INSTANCE, rings.slots(count))
    return sink.getvalue()


def write(
    contents: Sequence[bytes], entries: Sequence[DropEntry] | None = None, **options: int
) -> list[bytes]:
    volumes = Volumes()
    by_id = {entry(content).id: content for content in contents}
    listed = [entry(content) for content in contents] if entries is None else entries
    count = write_volumes(
        volumes.open,
        listed,
        lambda drop: io.BytesIO(by_id[drop.id]),
        KEYRINGS,
        board_of(2),
        instance=INSTANCE,
        until=ARRIVAL.next(),
        since=HalfDay(DAY - timedelta(days=1), "B"),
        **options,
    )
    assert count == len(volumes.written)
    return volumes.written


def read(data: bytes) -> Bundle:
    return read_bundle(io.BytesIO(data), INSTANCE)


def contents(bundle: Bundle) -> list[bytes]:
    return [stream.read() for _, stream in bundle.drops()]


SMALL = write(letters(300, 512, 1))[0]


def test_a_bundle_comes_back_as_written() -> None:
    made = letters(TEXT_SEALED, 200_000, TEXT_SEALED)
    (data,) = write(made)
    bundle = read(data)
    assert sorted(contents(bundle)) == sorted(made)
    assert list(bundle.keyrings) == KEYRINGS
    assert len(bundle.board) == 2
    assert (bundle.manifest.volume, bundle.manifest.volumes) == (1, 1)
    assert (str(bundle.manifest.since), str(bundle.manifest.until)) == ("2026-01-30B", "2026-01-31B")


def test_an_empty_bundle_still_carries_keyrings_and_board() -> None:
    bundle = read(write([])[0])
    assert contents(bundle) == []
    assert rings.chain(*bundle.keyrings).current.sequence == 2


def test_text_letters_come_first_then_by_arrival() -> None:
    made = letters(200_000, TEXT_SEALED, TEXT_SEALED, 160_000)
    entries = [entry(letter) for letter in made]
    entries[1] = replace(entries[1], half_day=ARRIVAL.next())
    bundle = read(write(made, entries)[0])
    listed = [(drop.size, drop.half_day) for drop in bundle.manifest.drops]
    assert listed[:2] == [(TEXT_SEALED, ARRIVAL), (TEXT_SEALED, ARRIVAL.next())]
    assert {size for size, _ in listed[2:]} == {160_000, 200_000}


def test_volumes_keep_their_limit_and_stand_alone() -> None:
    made = letters(*[50_000] * 40)
    volumes = write(made, limit=800_000)
    assert len(volumes) > 2
    assert all(len(volume) <= 800_000 for volume in volumes)
    bundles = [read(volume) for volume in volumes]
    assert sorted(content for bundle in bundles for content in contents(bundle)) == sorted(made)
    assert [bundle.manifest.volume for bundle in bundles] == list(range(1, len(volumes) + 1))
    assert {bundle.manifest.volumes for bundle in bundles} == {len(volumes)}
    assert all(list(bundle.keyrings) == KEYRINGS and len(bundle.board) == 2 for bundle in bundles)


def test_a_letter_that_fits_no_volume_is_named() -> None:
    letter = seed("large", 500_000)
    with pytest.raises(BundleError, match=entry(letter).id):
        write([letter], limit=500_000)


@pytest.mark.parametrize("change", [{"size": 299}, {"size": 301}, {"sha256": bytes(32)}])
def test_a_letter_that_changed_under_the_writer_is_named(change: dict[str, object]) -> None:
    letter = seed("letter", 300)
    listed = replace(entry(letter), **change)  # type: ignore[arg-type]  # by name
    with pytest.raises(BundleError, match=listed.id):
        write([letter], [listed])


def test_letters_are_opened_one_at_a_time() -> None:
    opened: list[io.BytesIO] = []

    def open_drop(_: DropEntry) -> BinaryIO:
        assert all(stream.closed for stream in opened)
        opened.append(io.BytesIO(letter))
        return opened[-1]

    letter = seed("letter", 300)
    entries = [replace(entry(letter), id=f"{number:032x}") for number in range(3)]
    write_volumes(Volumes().open, entries, open_drop, [], board_of(0), instance=INSTANCE, until=ARRIVAL)
    assert len(opened) == 3


def test_a_bundle_of_another_portal_is_refused() -> None:
    with pytest.raises(BundleError, match=r"manifest\.json"):
        read_bundle(io.BytesIO(SMALL), seed("other", 16))


def test_a_stick_changed_after_the_check_is_noticed_while_reading() -> None:
    source = io.BytesIO(SMALL)
    bundle = read_bundle(source, INSTANCE)
    source.seek(SMALL.index(seed("letter 0", 300)) + 299)
    source.write(b"\0")
    with pytest.raises(BundleError, match="drops/"):
        contents(bundle)


def test_letters_can_be_read_in_pieces_or_left_unread() -> None:
    bundle = read(SMALL)
    streams = bundle.drops()
    first, stream = next(streams)
    assert len(stream.read(1)) == 1
    second, stream = next(streams)
    assert hashlib.sha256(b"".join(iter(lambda: stream.read(7), b""))).digest() == second.sha256
    assert first != second


@given(st.integers(0, len(SMALL) - 1))
def test_a_cut_bundle_is_refused(length: int) -> None:
    with pytest.raises(BundleError):
        read(SMALL[:length])


@settings(max_examples=400)
@given(st.integers(0, len(SMALL) * 8 - 1))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    data = bytearray(SMALL)
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BundleError):
        read(bytes(data))


@pytest.mark.parametrize("extra", [b"\0", bytes(512)])
def test_bytes_after_the_end_are_refused(extra: bytes) -> None:
    with pytest.raises(BundleError, match=r"EOF|akhir"):
        read(SMALL + extra)


def rewritten(**changes: object) -> bytes:
    """Return SMALL with another manifest and the hash that fits it."""
    size = ustar.size_in(SMALL[:512], "manifest.json")
    manifest = canonical.dumps({**json.loads(SMALL[512 : 512 + size]), **changes})  # type: ignore[dict-item]  # JSON
    sums = f"{hashlib.sha256(manifest).hexdigest()}  manifest.json\n".encode()
    rest = SMALL[512 + ustar.rounded(size) + 1024 :]
    head = b"".join(
        ustar.header(name, len(data)) + data + bytes(-len(data) % 512)
        for name, data in (("manifest.json", manifest), ("SHA256SUMS", sums))
    )
    return head + rest


MANIFEST = json.loads(SMALL[512 : 512 + ustar.size_in(SMALL[:512], "manifest.json")])
DROP = MANIFEST["drops"][0]


def test_a_rewritten_manifest_passes_only_as_it_was() -> None:
    assert rewritten() == SMALL


@pytest.mark.parametrize(
    "change",
    [
        {"drops": MANIFEST["drops"][:-1]},
        {"drops": MANIFEST["drops"][::-1]},
        {"drops": [DROP, DROP, *MANIFEST["drops"][1:]]},
        {"drops": [DROP, {**MANIFEST["drops"][1], "id": DROP["id"]}, MANIFEST["drops"][2]]},
        {"drops": [{**DROP, "id": "../../etc/passwd"}]},
        {"drops": [{**DROP, "half_day": "2026-01-31C"}]},
        {"drops": [{**DROP, "size": 0}]},
        {"drops": [{**DROP, "size": 8**11}]},
        {"drops": [{**DROP, "size": DROP["size"] + 1}]},
        {"keyrings": []},
        {"keyrings": MANIFEST["keyrings"][::-1]},
        {
            "keyrings": [
                {**MANIFEST["keyrings"][0], "signatures": MANIFEST["keyrings"][0]["signatures"][:1]},
                MANIFEST["keyrings"][1],
            ]
        },
        {"keyrings": [MANIFEST["keyrings"][0], {**MANIFEST["keyrings"][1], "sequence": 1}]},
        {"board": {**MANIFEST["board"], "size": 1}},
        {"volume": 2},
        {"volume": 0},
        {"wbs": 2},
        {"made": "2026-01-31"},
        {"until": ""},
    ],
)
def test_a_manifest_that_does_not_say_what_is_there_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BundleError):
        read(rewritten(**change))


def test_a_manifest_of_empty_lists_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def loads(data: bytes, **_limit: object) -> object:
        raise AssertionError(len(data))

    data = rewritten(drops=[[] for _ in range(300_000)])
    monkeypatch.setattr(canonical, "loads", loads)
    with pytest.raises(BundleError, match="too many lists"):
        read(data)


def test_as_many_letters_as_a_manifest_has_room_for_are_not_too_many() -> None:
    shortest = len(canonical.dumps({**DROP, "size": 1})) + 1
    assert bundle._MANIFEST_LIMIT // shortest < bundle._MANIFEST_LIMIT // 64


def test_an_identifier_or_a_keyring_stands_once() -> None:
    letter = seed("letter", 300)
    twice = [entry(letter), entry(letter, ARRIVAL.next())]
    with pytest.raises(BundleError, match="dua kali"):
        read(write([letter], twice)[0])
    other = rings.sign(rings.keyring(name="Lain"))
    volumes = Volumes()
    write_volumes(volumes.open, [], never, [FIRST, other], board_of(0), instance=INSTANCE, until=ARRIVAL)
    with pytest.raises(BundleError, match="dua kali"):
        read(volumes.written[0])


def never(drop: DropEntry) -> BinaryIO:
    raise AssertionError(drop)


def test_stock_tools_open_it_and_find_damage(tmp_path: Path) -> None:
    (tmp_path / "bundle.tar").write_bytes(SMALL)
    subprocess.run(["tar", "-xkf", "bundle.tar"], cwd=tmp_path, check=True)
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path, check=True)
    for drop in MANIFEST["drops"]:
        data = (tmp_path / "drops" / f"{drop['id']}.age").read_bytes()
        assert hashlib.sha256(data).hexdigest() == drop["sha256"]
    assert (tmp_path / "keyrings" / "2.json").read_bytes() == KEYRINGS[1].json
    assert (tmp_path / "keyrings" / "2.1.minisig").read_text() == KEYRINGS[1].signatures[0]

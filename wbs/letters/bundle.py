"""The bundle: what a courier carries from the portal to a desk; opaque to whoever carries it.

A bundle is one or more volumes, each an archive that can be imported alone, in this order:

    manifest.json               canonical JSON: what follows, with sizes and hashes
    SHA256SUMS                  the manifest's hash, as ``sha256sum -c`` reads it
    keyrings/<n>.json           each keyring that is published, n its sequence
    keyrings/<n>.<i>.minisig    after each its signatures, i from 1
    board                       the reply board
    drops/<id>.age              letters; those of the size of text first

Nothing here is signed: the hashes find damage, while letters, keyrings and replies prove themselves.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, BinaryIO

from wbs.letters import board as boards
from wbs.letters import canonical, ustar
from wbs.letters.archive import ArchiveReader, ArchiveWriter, Content
from wbs.letters.codec import HALF_DAY, HASH, array, hex_bytes, integer, pattern, record
from wbs.letters.errors import BundleError, FormatError
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import SignedKeyring, decode
from wbs.letters.pin import MAX_ROOTS
from wbs.letters.signed import SIGNATURE_LIMIT

# Bytes of a sealed letter without attachments: 64 KiB under eight stanzas.
TEXT_SEALED = 78_094
# FAT32 holds 4 GiB less one byte.
VOLUME_LIMIT = 4_000_000_000

# What a volume full of the smallest letters needs is 10 MB.
_MANIFEST_LIMIT = 16 << 20
_KEYRINGS_LIMIT = 1000
# At least what a volume takes for itself, and what the manifest takes for each member.
_VOLUME_BASE = 16 * ustar.BLOCK
_MANIFEST_ENTRY = 256
_MANIFEST = "manifest.json"
_SUMS = "SHA256SUMS"
_SIZE = integer(1, ustar.SIZE_LIMIT)


@dataclass(frozen=True, slots=True)
class DropEntry:
    """One sealed letter: its random identifier (32 hex digits), when it arrived, its size and hash."""

    id: Annotated[str, pattern(r"[0-9a-f]{32}", "a drop's identifier")]
    half_day: Annotated[HalfDay, HALF_DAY]
    size: Annotated[int, _SIZE]
    sha256: Annotated[bytes, HASH]

    @property
    def path(self) -> str:
        """The name of its member."""
        return f"drops/{self.id}.age"


@dataclass(frozen=True)
class KeyringEntry:
    """One keyring: its size and hash, and the hashes of the signatures beside it."""

    sequence: Annotated[int, integer(1, 999_999)]
    size: Annotated[int, integer(1, canonical.LIMIT)]
    sha256: Annotated[bytes, HASH]
    signatures: Annotated[tuple[bytes, ...], array(HASH, 2 * MAX_ROOTS)]


@dataclass(frozen=True)
class BoardEntry:
    """The reply board."""

    size: Annotated[int, integer(1, boards.LIMIT)]
    sha256: Annotated[bytes, HASH]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a volume holds.

    Together the volumes hold every released letter that arrived after ``since`` (absent: that is still kept)
    and no later than ``until``.
    """

    instance: Annotated[bytes, hex_bytes(16)]
    volume: Annotated[int, integer(1, 9999)]
    volumes: Annotated[int, integer(1, 9999)]
    since: Annotated[HalfDay | None, HALF_DAY] = None
    until: Annotated[HalfDay, HALF_DAY]
    keyrings: Annotated[tuple[KeyringEntry, ...], array(record(KeyringEntry), _KEYRINGS_LIMIT)]
    board: Annotated[BoardEntry, record(BoardEntry)]
    drops: Annotated[tuple[DropEntry, ...], array(record(DropEntry), 1 << 20)]


_CODEC = record(Manifest, wbs=1)


def write_volumes(
    open_volume: Callable[[int], BinaryIO],
    drops: Iterable[DropEntry],
    open_drop: Callable[[DropEntry], BinaryIO],
    keyrings: Sequence[SignedKeyring],
    board: bytes,
    *,
    instance: bytes,
    until: HalfDay,
    since: HalfDay | None = None,
    limit: int = VOLUME_LIMIT,
) -> int:
    """Write a bundle and return how many volumes it has; each is opened by its number from 1, and closed.

    ``open_drop`` is called once for each letter, one at a time. BundleError: a letter is not the bytes
    announced, or does not fit into an empty volume.
    """
    fixed = [("board", board), *_keyring_members(keyrings)]
    plan = _plan(drops, limit - _VOLUME_BASE - sum(_taken(len(data)) for _, data in fixed))
    for number, entries in enumerate(plan, 1):
        manifest = Manifest(
            instance=instance,
            volume=number,
            volumes=len(plan),
            since=since,
            until=until,
            keyrings=tuple(_keyring_entry(keyring) for keyring in keyrings),
            board=BoardEntry(len(board), _sha256(board)),
            drops=tuple(entries),
        )
        with open_volume(number) as sink:
            archive = ArchiveWriter(sink)
            data = canonical.dumps(_CODEC.write(manifest))
            archive.add(_MANIFEST, data)
            archive.add(_SUMS, _sums(data))
            for name, member in _keyring_members(keyrings):
                archive.add(name, member)
            archive.add("board", board)
            for entry in entries:
                with open_drop(entry) as source:
                    archive.copy(entry.path, entry.size, entry.sha256, source)
            archive.finish()
    return len(plan)


class Bundle:
    """A volume in order but for its letters, which prove themselves as they are read; see ``open_bundle``.

    The source must stay open.
    """

    def __init__(
        self,
        source: BinaryIO,
        manifest: Manifest,
        keyrings: tuple[SignedKeyring, ...],
        board: boards.Board,
        starts: Sequence[int],
    ) -> None:
        """Hold what was read, and where each letter's member starts in the source."""
        self.manifest = manifest
        self.keyrings = keyrings
        self.board = board
        self._source = source
        self._starts = starts

    def members(self) -> Iterator[tuple[DropEntry, int]]:
        """Yield each letter with where its member starts in the volume; see ``read_drop``."""
        return zip(self.manifest.drops, self._starts, strict=True)

    def drops(self) -> Iterator[tuple[DropEntry, BinaryIO]]:
        """Yield each letter with a stream of its bytes, to be read before the next one is asked for.

        The stream checks size and hash: the stick may have been changed since.
        """
        for entry, start in self.members():
            self._source.seek(start + ustar.BLOCK)
            content = Content(self._source, entry.path, entry.size, entry.sha256)
            yield entry, io.BufferedReader(content)


def read_bundle(source: BinaryIO, instance: bytes) -> Bundle:
    """Read a seekable volume from its start to its end, and return it only if all of it is in order.

    BundleError names what is not. Keyrings are not judged here, nor letters opened.
    """
    bundle = open_bundle(source, instance)
    for entry, start in bundle.members():
        read_drop(source, entry, start, len)
    return bundle


def open_bundle(source: BinaryIO, instance: bytes) -> Bundle:
    """Read a seekable volume but for its letters, and return it if all that was read is in order.

    It counts once ``read_drop`` has taken every letter. BundleError names what is not in order.
    """
    end = source.seek(0, io.SEEK_END)
    source.seek(0)
    archive = ArchiveReader(source)
    try:
        manifest = _manifest(archive, instance)
        keyrings = tuple(_keyring(archive, entry) for entry in manifest.keyrings)
        board = boards.read(
            archive.member("board", manifest.board.size, manifest.board.sha256), manifest.instance
        )
    except FormatError as error:
        raise BundleError("bundel tidak berbentuk benar ({error})", error=error) from None
    starts: list[int] = []
    at = source.tell()
    for entry in manifest.drops:
        starts.append(at)
        at += ustar.BLOCK + ustar.rounded(entry.size)
        if at > end:
            raise BundleError("{name}: terpotong", name=entry.path)
    source.seek(at)
    archive.finish()
    return Bundle(source, manifest, keyrings, board, starts)


def read_drop(source: BinaryIO, entry: DropEntry, start: int, use: Callable[[bytes], object]) -> None:
    """Hand over a letter's bytes piece by piece; they count once this returns.

    BundleError: what stands there is not the member that was announced.
    """
    source.seek(start)
    ArchiveReader(source).each(entry.path, entry.size, entry.sha256, use)


def _plan(drops: Iterable[DropEntry], room: int) -> list[list[DropEntry]]:
    """Divide the letters among volumes: those of the size of text first, then by arrival."""
    plan: list[list[DropEntry]] = [[]]
    left = room
    for entry in sorted(drops, key=lambda each: (each.size > TEXT_SEALED, each.half_day, each.id)):
        takes = _taken(entry.size)
        if takes > room:
            raise BundleError("{name}: tidak muat dalam satu volume", name=entry.path)
        if takes > left:
            plan.append([])
            left = room
        plan[-1].append(entry)
        left -= takes
    return plan


def _taken(size: int) -> int:
    """Return at least what a member of this size takes, in the archive and in the manifest."""
    return _MANIFEST_ENTRY + ustar.BLOCK + ustar.rounded(size)


def _keyring_entry(signed: SignedKeyring) -> KeyringEntry:
    hashes = tuple(_sha256(signature.encode()) for signature in signed.signatures)
    return KeyringEntry(decode(signed.json).sequence, len(signed.json), signed.hash, hashes)


def _keyring_members(keyrings: Iterable[SignedKeyring]) -> Iterator[tuple[str, bytes]]:
    for signed in keyrings:
        sequence = decode(signed.json).sequence
        yield f"keyrings/{sequence}.json", signed.json
        for number, signature in enumerate(signed.signatures, 1):
            yield f"keyrings/{sequence}.{number}.minisig", signature.encode()


def _keyring(archive: ArchiveReader, entry: KeyringEntry) -> SignedKeyring:
    data = archive.member(f"keyrings/{entry.sequence}.json", entry.size, entry.sha256)
    signatures: list[str] = []
    for number, sha256 in enumerate(entry.signatures, 1):
        name = f"keyrings/{entry.sequence}.{number}.minisig"
        signature = archive.text(name, SIGNATURE_LIMIT)
        if _sha256(signature.encode()) != sha256:
            raise BundleError("{name}: isinya bukan yang tercantum", name=name)
        signatures.append(signature)
    return SignedKeyring(data, tuple(signatures))


def _manifest(archive: ArchiveReader, instance: bytes) -> Manifest:
    data = archive.whole(_MANIFEST, _MANIFEST_LIMIT)
    if data.count(b"[") + data.count(b"{") > _MANIFEST_LIMIT // 64:
        # Nothing in it is free text; once parsed, millions of empty lists take fifty times their size.
        raise FormatError(f"{_MANIFEST}: too many lists and objects")
    if archive.whole(_SUMS, len(_sums(data))) != _sums(data):
        raise BundleError("{name}: isinya bukan yang tercantum", name=_MANIFEST)
    manifest: Manifest = _CODEC.read(canonical.loads(data, limit=_MANIFEST_LIMIT))
    if manifest.instance != instance:
        raise BundleError("{name}: dari portal lain", name=_MANIFEST)
    if manifest.volume > manifest.volumes:
        raise BundleError(
            "{name}: volume {volume} dari {volumes}",
            name=_MANIFEST,
            volume=manifest.volume,
            volumes=manifest.volumes,
        )
    if len({entry.id for entry in manifest.drops}) != len(manifest.drops):
        raise BundleError("{name}: satu pengenal tercantum dua kali", name=_MANIFEST)
    if len({entry.sequence for entry in manifest.keyrings}) != len(manifest.keyrings):
        raise BundleError("{name}: satu daftar kunci tercantum dua kali", name=_MANIFEST)
    return manifest


def _sums(manifest: bytes) -> bytes:
    return f"{hashlib.sha256(manifest).hexdigest()}  {_MANIFEST}\n".encode()


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()

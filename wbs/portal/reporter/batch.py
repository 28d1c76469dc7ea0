"""One upload: its files taken into the spool and examined, then the attachments that the reporter wants.

What was found stands in the spool's ``manifest`` as canonical JSON, so that a letter of the same choices is
the same, byte for byte, however often it is sent.
"""

import contextlib
import io
import itertools
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Annotated, BinaryIO, cast

from wbs.cases.limits import Limits
from wbs.letters import canonical
from wbs.letters.codec import HASH, array, choice, integer, line, pattern, record
from wbs.letters.letter import Attachment
from wbs.letters.tarball import TEXT_SIZE
from wbs.letters.ustar import BLOCK, SIZE_LIMIT, rounded
from wbs.portal.reporter import scrub
from wbs.portal.reporter.names import clean_name, extension, neutral_name
from wbs.portal.reporter.portal import Refused, Trouble
from wbs.portal.reporter.spool import Batch, Spooled, SpoolLost
from wbs.portal.reporter.upload import Broken, Field, Part
from wbs.scrub import KINDS, WARNINGS
from wbs.store.errors import StoreError, StoreFull

#: Seconds for looking into the files of one upload. Those that are left then stay as they are: files made to
#: take long must not hold up everyone else's.
PATIENCE = 60.0

_MANIFEST = "manifest"
_MOST = 99
_CHUNK = 65_536
_KINDS = array(choice(*KINDS), len(KINDS))
_NAME = line(255)


@dataclass(frozen=True)
class Content:
    """What the bytes of a file are."""

    size: Annotated[int, integer(1, SIZE_LIMIT)]
    sha256: Annotated[bytes, HASH]


@dataclass(frozen=True)
class Item:
    """A file as it came and, where something can be taken out of it, as it is without ``removed``."""

    number: Annotated[int, integer(1, _MOST)]
    name: Annotated[str, _NAME]
    type: Annotated[str, pattern(r"[a-z0-9.+-]{1,63}/[a-z0-9.+-]{1,63}", "a media type")]
    content: Annotated[Content, record(Content)]
    found: Annotated[tuple[str, ...], _KINDS]
    removed: Annotated[tuple[str, ...], _KINDS]
    warning: Annotated[str, choice("", *WARNINGS)]
    clean: Annotated[Content | None, record(Content)] = None

    @property
    def size(self) -> int:
        """Its bytes as it came."""
        return self.content.size

    @property
    def left(self) -> tuple[str, ...]:
        """What stays in it even where it is cleaned."""
        return tuple(kind for kind in self.found if kind not in self.removed)

    @property
    def signed(self) -> bool:
        """Whether cleaning it breaks a signature, so that the reporter has to ask for it."""
        return self.warning == "signed" and self.clean is not None


@dataclass(frozen=True)
class Chosen:
    """A file as it is sent, cleaned or as it came; ``left`` is what is known to be in it still."""

    number: int
    attachment: Attachment
    cleaned: bool
    left: tuple[str, ...]
    warning: str

    @property
    def source(self) -> str:
        """Its name in the spool."""
        return _cleaned(self.number) if self.cleaned else _spooled(self.number)

    @property
    def name(self) -> str:
        """Its name in the letter."""
        return self.attachment.name

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.attachment.size

    @property
    def removed(self) -> tuple[str, ...]:
        """The kinds taken out of it."""
        return self.attachment.removed


@dataclass(frozen=True)
class Manifest:
    """The files of an upload in their order, and the names of those that were empty."""

    items: Annotated[tuple[Item, ...], array(record(Item), _MOST)]
    empty: Annotated[tuple[str, ...], array(_NAME, _MOST)]

    @classmethod
    def load(cls, batch: Batch) -> "Manifest":
        """Read it from the spool; SpoolLost."""
        with closing(batch.open(_MANIFEST)) as source:
            manifest: Manifest = _MANIFEST_RECORD.read(canonical.loads(source.read()))
        return manifest

    def save(self, batch: Batch) -> None:
        """Write it to the spool; StoreError."""
        batch.put(_MANIFEST, io.BytesIO(canonical.dumps(_MANIFEST_RECORD.write(self))))

    def choose(self, *, as_is: bool, neutral: bool, unsign: Collection[int]) -> tuple[Chosen, ...]:
        """Return what is to be sent.

        ``as_is``: nothing is removed. ``neutral``: names are replaced. ``unsign``: numbers of the signed
        files that are to be cleaned all the same.
        """
        return tuple(
            _chosen(item, neutral=neutral, clean=not as_is and (not item.signed or item.number in unsign))
            for item in self.items
        )


_MANIFEST_RECORD = record(Manifest)


def room(limits: Limits) -> int:
    """Return how many bytes all files of one message may take in its archive, their headers included.

    All else that the archive holds fits 64 KiB.
    """
    largest = TEXT_SIZE << (limits.message_bytes // TEXT_SIZE).bit_length() - 1
    return largest - TEXT_SIZE


def take(
    batch: Batch, parts: Iterable[Field | Part], limits: Limits, timer: Callable[[], float] = time.monotonic
) -> Manifest:
    """Take the files of an upload, look into each, and keep what was found; Refused says why not.

    What still comes after a file too many or too large is read and thrown away. ``timer``: seconds that only
    go forward.
    """
    with told():
        spooled, empty = _receive(batch, (each for each in parts if isinstance(each, Part)), limits)
        if not spooled:
            raise Refused(Trouble("files_none"))
        items = []
        until = timer() + PATIENCE
        for number, (name, each) in enumerate(spooled, 1):
            items.append(_examine(batch, number, name, each, in_time=timer() < until))
            # Cleaning may make a file larger, and a letter must hold it either way.
            _check_room(sum(_largest(item) for item in items), limits)
        manifest = Manifest(tuple(items), tuple(dict.fromkeys(empty)))
        manifest.save(batch)
    return manifest


@contextmanager
def told() -> Iterator[None]:
    """Say in a reporter's terms what goes wrong inside the block; Refused."""
    try:
        yield
    except Broken:
        raise Refused(Trouble("files_cut")) from None
    except SpoolLost:
        raise Refused(Trouble("files_lost")) from None
    except StoreFull:
        raise Refused(Trouble("files_full")) from None
    except StoreError:
        raise Refused(Trouble("failed")) from None


def _receive(
    batch: Batch, parts: Iterator[Part], limits: Limits
) -> tuple[list[tuple[str, Spooled]], list[str]]:
    """Return the names and contents of the files in the spool, and the names of those that were empty."""
    spooled: list[tuple[str, Spooled]] = []
    empty: list[str] = []
    used = 0
    for part in parts:
        number = len(spooled) + 1
        if number > limits.files:
            more = sum(1 for size in _sizes(part, parts) if size)
            if not more:
                break
            raise Refused(Trouble("files_many", count=limits.files + more))
        meter = _Meter(part.stream, room(limits) - used - BLOCK)
        try:
            got = batch.put(_spooled(number), cast("BinaryIO", meter))
        except _OverfullError:
            raise Refused(
                Trouble("files_large", count=used + meter.size + sum(_sizes(part, parts)))
            ) from None
        if got.size:
            spooled.append((clean_name(part.filename, number), got))
            used += BLOCK + rounded(got.size)
        elif part.filename and len(empty) < _MOST:
            empty.append(clean_name(part.filename, number))
    return spooled, empty


def _sizes(part: Part, rest: Iterator[Part]) -> Iterator[int]:
    """Read this part and the rest, as far as they come; yield the size of each."""
    with contextlib.suppress(Broken):
        for each in itertools.chain([part], rest):
            size = 0
            while data := each.stream.read(_CHUNK):
                size += len(data)
            yield size


def _examine(batch: Batch, number: int, name: str, spooled: Spooled, *, in_time: bool) -> Item:
    kept: list[Spooled] = []

    def keep(cleaned: BinaryIO) -> None:
        kept.append(batch.put(_cleaned(number), cleaned))

    with closing(batch.open(_spooled(number))) as source:
        examined = scrub.examine(source, spooled.size, keep) if in_time else scrub.FAILED
    clean = kept[0] if examined.cleaned and kept else None
    if clean is None:
        batch.discard(_cleaned(number))
    return Item(
        number=number,
        name=name,
        type=examined.type,
        content=Content(spooled.size, spooled.sha256),
        found=examined.found,
        removed=examined.removed if clean else (),
        warning=examined.warning,
        clean=Content(clean.size, clean.sha256) if clean else None,
    )


def _check_room(used: int, limits: Limits) -> None:
    if used > room(limits):
        raise Refused(Trouble("files_large", count=used))


def _largest(item: Item) -> int:
    return BLOCK + rounded(max(item.size, item.clean.size if item.clean else 0))


def _chosen(item: Item, *, neutral: bool, clean: bool) -> Chosen:
    cleaned = item.clean if clean else None
    content = cleaned or item.content
    attachment = Attachment(
        path=f"attachments/{item.number:02}.{extension(item.name)}",
        name=neutral_name(item.number, item.name) if neutral else item.name,
        type=item.type,
        size=content.size,
        sha256=content.sha256,
        removed=item.removed if cleaned else (),
    )
    return Chosen(
        item.number, attachment, cleaned is not None, item.left if cleaned else item.found, item.warning
    )


def _spooled(number: int) -> str:
    return f"{number:02}"


def _cleaned(number: int) -> str:
    return f"{number:02}c"


class _OverfullError(Exception):
    """More bytes came than there is room for."""


class _Meter:
    """A source of at most so many bytes; ``size`` counts what was read."""

    def __init__(self, source: BinaryIO, most: int) -> None:
        self._source = source
        self._most = most
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.size += len(data)
        if self.size > self._most:
            raise _OverfullError
        return data

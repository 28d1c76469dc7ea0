"""What is kept between two pages: a hidden field, sealed, whose key dies within the hour.

Without JavaScript the receipt code has to survive from one page to the next, and neither a cookie nor the
disk may hold it. The field is ``nonce[12] ‖ ciphertext ‖ tag[16]`` (RFC 8439) as URL-safe base64 without
padding; the associated data is the purpose, so that a field made for one step opens at no other.

A key is random, seals during one window of half an hour, opens until the end of the next, and is then
overwritten: nothing later in memory leads back to it. Both live in memory that is shared by the workers of
one host and in no file or core dump; swap must be off or encrypted, as SECURITY.md says. A restart forgets
them.
"""

import base64
import binascii
import fcntl
import mmap
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from wbs.portal.reporter import ticking

WINDOW = 1800.0
"""Seconds for which a key seals; it opens for one window more."""

_KEY = 32
_NONCE = 12
_TAG = 16
# Number of the window, the key that seals in it, the key that sealed in the one before.
_LAYOUT = struct.Struct(f"=q{_KEY}s{_KEY}s")
_LONGEST = 16_384


class StateLost(Exception):
    """The field cannot be opened: too old, from before a restart, for another step, or not ours."""


def boot_time() -> float:
    """Return seconds since the machine started, asleep or not: the same in every process, set by nobody."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class SealKeys:
    """The two keys, in memory shared with every process forked after this was made."""

    def __init__(
        self, clock: Callable[[], float] = boot_time, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        """Make the keys of the present window. To be called before workers are forked."""
        self._clock = clock
        self._random = random
        # A lock on a descriptor of no file on disk: the kernel frees it when a worker is killed holding it.
        self._lock_fd = os.memfd_create("wbs-state")
        self._thread_lock = threading.Lock()
        self._memory = mmap.mmap(-1, mmap.PAGESIZE)
        self._memory.madvise(mmap.MADV_DONTDUMP)
        self._write(self._window(), self._random(_KEY), self._random(_KEY))

    def sealing(self) -> bytes:
        """Return the key of the present window."""
        return self._current()[0]

    def opening(self) -> tuple[bytes, bytes]:
        """Return the keys that still open: of the present window and of the one before."""
        return self._current()

    def turn(self) -> None:
        """Overwrite what is too old now; each use does so, this is for a server that nobody uses."""
        self._current()

    def keep_turning(self, every: float = 60.0) -> Callable[[], None]:
        """Turn the keys of an idle server from here on; return what ends it. To be called in each worker."""
        return ticking.keep(self.turn, every=every, name="wbs-state")

    def _window(self) -> int:
        return int(self._clock() // WINDOW)

    def _current(self) -> tuple[bytes, bytes]:
        with self._alone():
            window, current, before = _LAYOUT.unpack_from(self._memory)
            now = self._window()
            if now > window:
                before = current if now == window + 1 else self._random(_KEY)
                current = self._random(_KEY)
                self._write(now, current, before)
            return current, before

    def _write(self, window: int, current: bytes, before: bytes) -> None:
        _LAYOUT.pack_into(self._memory, 0, window, current, before)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # The descriptor's lock is the process's; threads of one process need their own.
        with self._thread_lock:
            fcntl.lockf(self._lock_fd, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._lock_fd, fcntl.LOCK_UN)


class State:
    """Seals and opens the field."""

    def __init__(self, keys: SealKeys, random: Callable[[int], bytes] = os.urandom) -> None:
        """Work with these keys."""
        self._keys = keys
        self._random = random

    def seal(self, purpose: str, content: bytes) -> str:
        """Return the field for a page whose form does ``purpose``."""
        nonce = self._random(_NONCE)
        sealed = ChaCha20Poly1305(self._keys.sealing()).encrypt(nonce, content, _associated(purpose))
        return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()

    def open(self, purpose: str, field: str) -> bytes:
        """Return what was sealed for this purpose; StateLost for every reason that it cannot be."""
        if len(field) > _LONGEST:
            raise StateLost
        try:
            raw = base64.b64decode(field + "=" * (-len(field) % 4), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            raise StateLost from None
        if len(raw) < _NONCE + _TAG:
            raise StateLost
        for key in self._keys.opening():
            try:
                return ChaCha20Poly1305(key).decrypt(raw[:_NONCE], raw[_NONCE:], _associated(purpose))
            except InvalidTag:
                continue
        raise StateLost


def _associated(purpose: str) -> bytes:
    return b"wbs/v1/state/" + purpose.encode()

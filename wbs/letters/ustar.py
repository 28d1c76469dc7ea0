"""The one header block that a regular member of our archives can have (POSIX.1-1988 ustar).

Mode 0644, owner 0 without a name, mtime 0: an archive says nothing but names, sizes and contents, and the
same contents give the same bytes. ``tar --format=ustar`` of GNU makes the same headers.
"""

from wbs.letters.errors import FormatError

BLOCK = 512
# Two blocks of zeros end an archive.
END = 2 * BLOCK
# A size has eleven octal digits.
SIZE_LIMIT = 8**11 - 1

_SIZE = slice(124, 135)

# What stands between the name, the size and the checksum, and after it; a checksum counts eight blanks for
# itself.
_OWNED = b"0000644\0" + b"0000000\0" * 2
_DATED = b"\0" + b"00000000000\0"
_TYPED = (b"0".ljust(101, b"\0") + b"ustar\x0000".ljust(72, b"\0") + b"0000000\0" * 2).ljust(356, b"\0")
_SUM = sum(_OWNED + _DATED + b" " * 8 + _TYPED)


def header(name: str, size: int) -> bytes:
    """Return the block of 512 bytes for an ASCII name of at most 100 characters and a size."""
    named, sized = name.encode("ascii"), b"%011o" % size
    checksum = b"%06o\0 " % (_SUM + sum(named) + sum(sized))
    return b"".join((named.ljust(100, b"\0"), _OWNED, sized, _DATED, checksum, _TYPED))


def size_in(block: bytes, name: str) -> int:
    """Return the size in a block that must be the header of ``name``; FormatError if it is another one."""
    try:
        size = int(block[_SIZE], 8)
    except ValueError:
        size = -1
    if size < 0 or block != header(name, size):
        raise FormatError(f"{name}: not its header")
    return size


def rounded(size: int) -> int:
    """Return the bytes that a content of this size takes, filled up to whole blocks."""
    return size + -size % BLOCK
